"""Arjan, Denise, Lotte and Sem: debts, an eviction, and who does what when. The numbers are those of the scenario."""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from netwerkberaad.flows.today_lines import What
from netwerkberaad.insights import Heads, Reach
from netwerkberaad.plans import ConfirmationAnswer, LineView, confirmations_of, moves_along
from tests.demo import at
from tests.scenarios.setting import Scene, scene_of

NAME = "schulden-ontruiming"
REASONS = ("kliniek", "drank", "alcohol")
OF_TONNIE = "de man die hij nu moet zien"


@pytest.fixture(scope="module")
def scene(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The case from the request to its end, nine months later."""
    with scene_of(NAME, sqlite_template, tmp_path_factory.mktemp("schulden")) as scene:
        scene.collect(at(0, "12:05"), "receipt")
        scene.note(at(7, "14:05"), "joyce", lambda: _mail_of(scene, "joyce"))
        scene.read_doors(at(13, "20:10"), "jaap")
        scene.note(at(13, "23:59"), "commitments", lambda: _commitments(scene))
        scene.note(at(16, "23:59"), "said", lambda: _said(scene))
        scene.read_doors(at(16, "23:59"), "arjan", "denise", "petra")
        scene.read(at(16, "23:59"), "desk", lambda: scene.desk("joanna", "{case}/plan"))
        scene.collect(at(19, "12:00"), "before monday")
        scene.collect(at(20, "10:00"), "on monday")
        scene.note(at(17, "16:30"), "moves", lambda: _moves(scene))
        scene.note(at(28, "12:00"), "day 28", lambda: scene.waits("joanna"))
        scene.note(at(48, "18:05"), "day 48", lambda: scene.waits("joanna"))
        scene.read(at(48, "18:05"), "parents", lambda: _parents(scene))
        scene.read(at(51, "16:05"), "parents later", lambda: _parents(scene))
        scene.note(at(286, "12:00"), "standing", lambda: _commitments(scene))
        scene.play(at(287, "12:00"))
        yield scene


def _parents(scene: Scene) -> str:
    return "".join(scene.door(who, proven=True) for who in ("denise", "arjan"))


def _mail_of(scene: Scene, who: str) -> str:
    with scene.stage.desk() as desk:
        return scene.stage.person(desk, who).contact.mail


def _commitments(scene: Scene) -> int:
    return len(scene.plan().lines)


def _moves(scene: Scene) -> dict[str, int]:
    """What is proposed to move, and by how many days, when what Arjan does goes to a week later."""
    keys = {lineage: key for key, lineage in scene.stage.lines.items()}
    plan = scene.plan()
    goals = [
        replace(goal, lines=tuple(_a_week_later(line, keys) for line in goal.lines)) for goal in plan.goals
    ]
    moved = replace(plan, goals=tuple(goals))
    return {keys[move.line.lineage_id]: move.days for move in moves_along(plan, moved)}


def _a_week_later(line: LineView, keys: dict[uuid.UUID, str]) -> LineView:
    if keys[line.lineage_id] != "K1" or line.first_at is None:
        return line
    return replace(line, first_at=line.first_at + timedelta(days=7))


def _said(scene: Scene) -> Counter[ConfirmationAnswer]:
    with scene.stage.desk() as desk:
        lines = confirmations_of(desk.session, desk.case)
        return Counter(line.answer for line in lines if line.answer)


def test_nothing_was_refused_on_the_way(scene: Scene) -> None:
    assert [key for key in scene.stage.not_held if key.startswith("refused")] == []


def test_e1_the_praktijkondersteuner_hears_by_mail_when_contact_follows_and_nothing_else(
    scene: Scene,
) -> None:
    [receipt] = scene.post["receipt"]
    assert receipt.to == "s.huibregtse@praktijkzeekraal.example.nl"
    assert "neemt contact met u op, uiterlijk donderdag 5 maart om 12.00 uur." in receipt.text
    names = ("Arjan", "Denise", "Koppejan", "ontruim", *REASONS)
    assert [word for word in names if word in f"{receipt.subject}\n{receipt.text}"] == []


def test_e2_eleven_commitments(scene: Scene) -> None:
    assert scene.facts["commitments"] == 11


def test_e3_e4_and_e5_nine_confirm_one_counters_one_hands_back_and_his_words_stay_at_the_desk(
    scene: Scene,
) -> None:
    answers = ConfirmationAnswer
    assert scene.facts["said"] == {answers.CONFIRM: 9, answers.COUNTER: 1, answers.HAND_BACK: 1}
    assert OF_TONNIE in scene.texts["desk"]
    assert [who for who in ("arjan", "denise", "petra") if OF_TONNIE in scene.texts[who]] == []


def test_e6_only_those_concerned_are_told_of_the_second_version(scene: Scene) -> None:
    assert scene.stage.told[2] == {"petra", "lotte", "tonnie", "cor"}


def test_e7_when_the_clinic_moves_a_week_only_what_hangs_on_it_is_proposed_to_move_too(scene: Scene) -> None:
    assert scene.facts["moves"] == dict.fromkeys(("K2", "K3", "K4", "K5"), 7)


def test_e8_owners_checkers_and_who_stands_behind_are_told_of_the_third(scene: Scene) -> None:
    assert scene.stage.told[3] == {"leen", "ans", "petra", "jaap", "lotte", "henk", "saskia"}


def test_e11_his_boss_reads_no_reason_before_arjan_tells_it_himself(scene: Scene) -> None:
    outputs = [scene.texts["jaap"], *(letter.text for letter in scene.mail())]
    assert "netwerkberaad van Arjan" in scene.texts["jaap"]
    assert [word for word in REASONS for output in outputs if word in output.lower()] == []


def test_e14_joyce_declined_and_asked_to_be_kept(scene: Scene) -> None:
    assert scene.facts["joyce"] == "j.emanuels@thuis.example.org"


def test_e9_no_reminder_goes_out_for_the_old_monday(scene: Scene) -> None:
    assert scene.post["on monday"] == scene.post["before monday"]


def test_e10_two_days_before_the_eviction_its_promise_is_on_vandaag_with_who_must_act_first(
    scene: Scene,
) -> None:
    waits = scene.facts["day 28"]
    assert isinstance(waits, list)
    near = [(what, who) for what, who, words in waits if words.startswith("Ik trek de ontruiming in")]
    assert near in ([(What.PROMISE_NEAR, "Yvonne")], [(What.PROMISE_WAITS, "Yvonne")])


def test_e12_and_e13_lottes_silence_is_seen_at_the_desk_and_her_words_never_by_her_parents(
    scene: Scene,
) -> None:
    waits = scene.facts["day 48"]
    assert isinstance(waits, list)
    assert (What.GAP, "Lotte") in [(what, who) for what, who, _words in waits]
    assert "liet nog niet weten" not in scene.texts["parents"]
    assert "niet zo vrolijk doet" not in scene.texts["parents later"]


def test_e15_and_e16_eleven_stand_and_nine_of_them_are_of_naasten(scene: Scene) -> None:
    assert scene.facts["standing"] == 11
    [counts] = scene.counted()
    assert counts.reach is Reach.PLAN_WITH_MEETING_FOLLOWED
    assert counts.confirmed == Heads(naasten=9, professionals=2)
