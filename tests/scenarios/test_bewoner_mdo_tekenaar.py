"""Wim leads at his own kitchen table, and six obstacles must go. The numbers in the names are those of the scenario."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from netwerkberaad.cases import circle_counts, people_of
from netwerkberaad.flows import today_for
from netwerkberaad.flows.today_lines import What
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.insights import Reach
from netwerkberaad.plans import confirmations_of, obstacles_of
from tests.demo import at
from tests.scenarios.setting import Scene, scene_of

NAME = "bewoner-mdo-tekenaar"
INVITED = ("oznur", "gerard", "bas")
UNTOLD = ("overlast", " melding", "sommatie", "ggz")
OF_CARE = ("ggz", "wachtlijst", "Floor")


@pytest.fixture(scope="module")
def scene(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The case from the request to its end."""
    with scene_of(NAME, sqlite_template, tmp_path_factory.mktemp("mdo")) as scene:
        scene.note(at(10, "23:59"), "circle", lambda: _circle(scene))
        scene.note(
            at(11, "14:05"), "coby", lambda: scene.refused(lambda: scene.invite("coby", Channel.PHONE))
        )
        for who in INVITED:
            scene.read(at(12, "12:00"), who, partial(scene.door, who))
        scene.collect(at(12, "12:00"), "invitations")
        scene.read(at(22, "14:35"), "table", lambda: scene.desk("ruben", "{case}/beraad/tafel"))
        scene.read(at(22, "16:10"), "three", lambda: scene.desk("ruben", "{case}/beraad/tafel"))
        scene.note(at(22, "16:40"), "taken", lambda: _taken(scene))
        scene.read(at(22, "17:00"), "paper", lambda: scene.desk("ruben", "{case}/plan"))
        scene.read(at(23, "12:00"), "her plan", lambda: scene.door("oznur", proven=True))
        scene.note(at(29, "23:59"), "after a week", lambda: _gone(scene))
        scene.note(at(39, "10:00"), "said", lambda: _say_not_yet(scene))
        scene.note(at(57, "10:05"), "day 57", lambda: scene.waits("ruben"))
        scene.read(at(57, "10:05"), "his door", lambda: scene.door("floor", proven=True))
        scene.note(at(64, "10:00"), "day 64", lambda: scene.waits("ruben"))
        scene.read(at(64, "10:00"), "vandaag", lambda: scene.desk("ruben", "/vandaag"))
        scene.note(at(64, "16:00"), "after six weeks", lambda: _gone(scene))
        scene.play(at(114, "11:00"))
        yield scene


def _circle(scene: Scene) -> tuple[int, int]:
    with scene.stage.desk() as desk:
        counts = circle_counts(people_of(desk.session, desk.case), case=desk.case, at=desk.now)
        return counts.before, counts.now


def _taken(scene: Scene) -> list[str]:
    """Whose commitments were confirmed at the table."""
    with scene.stage.desk() as desk:
        lines = confirmations_of(desk.session, desk.case)
        there = [line.owner.id for line in lines if line.said and line.said.via is Channel.IN_PERSON]
        return [scene.stage.key_of(person_id) for person_id in there]


def _gone(scene: Scene) -> set[str]:
    with scene.stage.desk() as desk:
        gone = {one.id for one in obstacles_of(desk.session, desk.case) if one.removed_at is not None}
        return {key for key, id_ in scene.stage.obstacles.items() if id_ in gone}


def _say_not_yet(scene: Scene) -> list[tuple[What, str, str]]:
    """Ilse tells by her link what she needs, and nobody else can; then what stands on Vandaag."""
    visitor = scene.enter("ilse", proven=True)
    plan = visitor.get("/p/plan")
    form = visitor.get(plan.link("Laat weten hoe het staat"))
    refused = visitor.submit(form, "Verstuur", status=422)
    assert refused.errors == ["Is dit uit de weg? Kies wat het best past."]
    visitor.submit(form, "Verstuur", {"gone": "nog-niet", "words": "Wie betaalt de leges?"})
    other = scene.enter("johan", proven=True)
    other.get(f"/p/hobbel/{scene.stage.obstacles['O1']}", status=404)
    unproven = scene.enter("bas").get(f"/p/hobbel/{scene.stage.obstacles['O4']}")
    assert "Geen plek" not in unproven.text
    with scene.stage.desk() as desk:
        later = desk.now + timedelta(days=18)
        found = today_for(desk.session, desk.actor, now=later).calls
    return [(line.what, line.who, line.words) for line in found if line.what is What.OBSTACLE_DUE]


def test_an_owner_tells_at_the_door_what_is_needed_and_nobody_else_can(scene: Scene) -> None:
    said = scene.facts["said"]
    assert isinstance(said, list)
    assert (What.OBSTACLE_DUE, "Ilse", "Wie betaalt de leges?") in said


def test_nothing_was_refused_on_the_way(scene: Scene) -> None:
    assert [key for key in scene.stage.not_held if key.startswith("refused")] == []


def test_e1_wim_leads_and_the_three_questions_are_the_headings(scene: Scene) -> None:
    assert "Wim zit voor." in scene.texts["table"]
    assert "Ik wil, ik kan, ik heb nodig" in scene.texts["table"]
    assert "Ik wil tekenen zonder dat er iemand op de muur slaat." in scene.texts["three"]


def test_e2_there_is_no_besloten_tijd_and_nothing_says_that_it_is_missing(scene: Scene) -> None:
    assert "besloten" not in f"{scene.texts['table']}{scene.texts['three']}".lower()


def test_e3_what_is_decided_at_the_table_is_marked_as_said_there(scene: Scene) -> None:
    assert scene.facts["taken"] == ["wim", "oznur", "gerard", "johan", "maaike"]


def test_e4_and_e5_two_are_gone_in_a_week_and_five_of_six_in_six_weeks(scene: Scene) -> None:
    assert scene.facts["after a week"] == {"O2", "O6"}
    assert scene.facts["after six weeks"] == {"O1", "O2", "O3", "O4", "O6"}


def test_e6_and_e11_a_silent_professional_is_on_the_list_a_week_ahead_and_on_the_day(scene: Scene) -> None:
    line = (What.OBSTACLE_DUE, "Floor", "Veertien weken wachttijd voor een gesprek bij de ggz")
    for day in ("day 57", "day 64"):
        waits = scene.facts[day]
        assert isinstance(waits, list)
        assert [one for one in waits if one[0] is What.OBSTACLE_DUE] == [line]
    assert "een hobbel moet weg. Vraag hoe het staat." in scene.texts["vandaag"]
    assert "Wat u uit de weg haalt" in scene.texts["his door"]


def test_e7_no_invitation_tells_what_it_is_about(scene: Scene) -> None:
    outputs = [*(scene.texts[who] for who in INVITED), *(one.text for one in scene.post["invitations"])]
    assert [word for word in UNTOLD for output in outputs if word in output.lower()] == []


def test_e8_the_neighbour_reads_nothing_of_mental_health_care(scene: Scene) -> None:
    pages = scene.texts["oznur"] + scene.texts["her plan"]
    assert "bel met het lampje" in pages
    assert [word for word in OF_CARE if word in pages] == []


def test_e9_who_wim_said_no_to_cannot_be_invited(scene: Scene) -> None:
    assert scene.facts["coby"] == "NotApprovedError"
    assert scene.written_to("coby") == 0


def test_e10_wims_plan_can_be_printed_to_hand_over(scene: Scene) -> None:
    assert "kaart van Wim op papier" in scene.texts["paper"]


def test_e12_counted_as_a_beraad_with_a_plan(scene: Scene) -> None:
    [counts] = scene.counted()
    assert counts.reach is Reach.PLAN_WITH_MEETING_FOLLOWED


def test_e13_the_circle_grows_from_four_to_ten(scene: Scene) -> None:
    assert scene.facts["circle"] == (4, 10)
