"""Bianca and Dylan: nobody comes, and still there is a plan. The numbers in the names are those of the scenario."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netwerkberaad.cases import ContactData, Outcome, Phase, transitions_of
from netwerkberaad.flows.today_lines import What
from netwerkberaad.foundation.access import Permission
from netwerkberaad.insights import Heads, Reach
from netwerkberaad.invites import BoardGroup, board_of
from netwerkberaad.privacy import Regime, retention_of
from tests.demo import at
from tests.scenarios.setting import Scene, scene_of

NAME = "niemand-wil-komen"
ASKED = ("mirella", "truus", "patries", "sven")


@pytest.fixture(scope="module")
def scene(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The case from the request, over its stop and a plan without a meeting, to its end."""
    with scene_of(NAME, sqlite_template, tmp_path_factory.mktemp("niemand")) as scene:
        scene.read(at(0, "13:06"), "own requests", lambda: scene.desk("esther", "/aanmeldingen"))
        scene.note(at(9, "23:59"), "contact", lambda: _contact(scene))
        scene.note(at(30, "23:59"), "groups", lambda: _groups(scene))
        scene.read(at(37, "10:05"), "stopped", lambda: scene.desk("karin", "{case}"))
        scene.note(at(37, "10:05"), "outcome", lambda: _outcome(scene))
        scene.note(at(37, "10:05"), "term", lambda: _term(scene))
        scene.read(at(52, "23:31"), "day", lambda: scene.desk("karin", "/vandaag"))
        scene.note(at(54, "09:15"), "way", lambda: _way(scene))
        scene.note(at(54, "09:15"), "term later", lambda: _term(scene))
        scene.read(at(54, "09:15"), "replaced", lambda: scene.desk("karin", "{case}", status=404))
        scene.read(at(54, "09:15"), "taken over", lambda: scene.desk("joanna", "{case}"))
        scene.note(at(64, "15:00"), "lines", lambda: len(scene.plan().lines))
        scene.read_doors(at(64, "20:05"), "mirella")
        scene.note(at(79, "23:59"), "kept", lambda: len(scene.plan().lines))
        scene.note(at(82, "12:05"), "day 82", lambda: scene.waits("joanna"))
        scene.play(at(250, "11:00"))
        yield scene


def _contact(scene: Scene) -> list[str]:
    """Of whom nothing is left to reach them by."""
    with scene.stage.desk() as desk:
        return [who for who in ASKED if scene.stage.person(desk, who).contact == ContactData()]


def _groups(scene: Scene) -> dict[BoardGroup, int]:
    with scene.stage.desk() as desk:
        return {group: count for group, count in board_of(desk.session, desk.case).counts.items() if count}


def _outcome(scene: Scene) -> tuple[Phase, Outcome]:
    with scene.stage.desk(permission=Permission.READ_CASE) as desk:
        return desk.case.phase, desk.case.closing.outcome


def _term(scene: Scene) -> tuple[Regime, int] | None:
    """The term that runs, and the day of the scenario on which destroying is proposed."""
    with scene.stage.desk(permission=Permission.READ_CASE) as desk:
        row = retention_of(desk.session, desk.case.id)
        return (row.regime, scene.stage.calendar.day_of(row.due_at)) if row and row.due_at else None


def _way(scene: Scene) -> tuple[Phase, list[Phase], str]:
    with scene.stage.desk(permission=Permission.READ_CASE) as desk:
        steps = transitions_of(desk.session, desk.case)
        return desk.case.phase, [step.phase for step in steps[-3:]], steps[-1].reason


def test_nothing_was_refused_on_the_way(scene: Scene) -> None:
    assert [key for key in scene.stage.not_held if key.startswith("refused")] == []


def test_e1_a_request_without_anybody_is_taken_and_costs_no_right_to_help(scene: Scene) -> None:
    page = scene.texts["own requests"]
    assert "Bianca en Dylan" in page
    assert "vóór vrijdag 6 maart om 12.00 uur" in page
    assert "Namen van mensen noemen verandert niets aan het recht op hulp." in page


def test_e2_e3_and_e4_four_decline_three_are_silent_and_one_contributes(scene: Scene) -> None:
    assert scene.facts["groups"] == {
        BoardGroup.DOES_NOT_COME: 4,
        BoardGroup.NO_REACTION: 3,
        BoardGroup.CONTRIBUTES: 1,
    }


def test_e5_it_stops_in_preparation_with_what_happens_instead_and_what_was_not_done_is_not_done(
    scene: Scene,
) -> None:
    assert scene.facts["outcome"] == (Phase.CLOSED, Outcome.STOPPED_IN_PREPARATION)
    page = scene.texts["stopped"]
    assert "In plaats daarvan: Esther belt elke vrijdag, school doet ontbijt." in page
    assert "Beraad , overgeslagen" in page
    assert "Plan , overgeslagen" in page


def test_e6_a_term_of_six_weeks_begins(scene: Scene) -> None:
    assert scene.facts["term"] == (Regime.WITHDRAWN, 79)


def test_e7_who_declined_is_let_go_of_and_mirella_who_keeps_her_link_stays(scene: Scene) -> None:
    assert scene.facts["contact"] == ["truus", "patries", "sven"]


def test_e8_an_answer_by_a_kept_link_reaches_the_desk_of_a_stopped_case_at_once(scene: Scene) -> None:
    assert "vandaag 23.30 Mirella gaf nog antwoord. De casus is gestopt; heropenen kan." in scene.texts["day"]


def test_e9_taken_up_again_with_a_reason_it_stands_in_preparation_and_the_term_is_over(scene: Scene) -> None:
    assert scene.facts["way"] == (
        Phase.PREPARATION,
        [Phase.CLOSED, Phase.INVITING, Phase.PREPARATION],
        "Heropend: de zus draagt bij zonder te komen.",
    )
    assert scene.facts["term later"] is None


def test_e10_the_replaced_gespreksleider_sees_nothing_any_more(scene: Scene) -> None:
    assert "Bianca" not in scene.texts["replaced"]
    assert "Gespreksleider Joanna Kodde" in scene.texts["taken over"]


def test_e11_and_e12_four_commitments_without_a_beraad_and_nothing_goes_on_day_79(scene: Scene) -> None:
    assert scene.facts["lines"] == scene.facts["kept"] == 4


def test_e13_a_gap_names_who_to_call_and_nothing_else(scene: Scene) -> None:
    waits = scene.facts["day 82"]
    assert isinstance(waits, list)
    assert (What.GAP, "Bianca", "") in waits


def test_e14_a_plan_without_a_meeting_counts_once_and_not_as_stopped(scene: Scene) -> None:
    [counts] = scene.counted()
    assert (counts.reach, counts.there) == (Reach.PLAN_WITHOUT_MEETING_FOLLOWED, Heads())


def test_e15_mirella_reads_her_own_line_and_nobody_elses(scene: Scene) -> None:
    page = scene.texts["mirella"]
    assert "Ik haal Dylan op woensdag van school" in page
    others = ("ontbijt in de klas", "zonnetje", "koffie")
    assert [word for word in (*others, "moe,", "nachtlijn", "slaapt overdag") if f" {word}" in page] == []
