"""Ingrid and Adriaan: a plan without a meeting, with limits. The numbers in the names are those of the scenario."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from netwerkberaad.beraden import beraden_of
from netwerkberaad.cases import circle_counts, people_of
from netwerkberaad.flows.today_lines import What
from netwerkberaad.foundation.access import Permission
from netwerkberaad.insights import Heads, Reach
from netwerkberaad.invites import BoardGroup, Limit, board_of, current_poll, limits_in
from netwerkberaad.plans import Every, crosses, plan_view, version_fixed
from tests.demo import Letter, at
from tests.scenarios.setting import Scene, scene_of

NAME = "mantelzorger-netwerkplan"
SUMMER_TIME_ENDS_ON_DAY_70 = date(2026, 8, 16)
TODAY = date(2026, 9, 10)
TOLD_TO_NOBODY = ("vergeetachtig", "dementie", "schaak", "wekker", "geschreeuwd")


@pytest.fixture(scope="module")
def scene(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The case from a Sunday night to its end, seven months later."""
    folder = tmp_path_factory.mktemp("mantelzorger")
    with scene_of(NAME, sqlite_template, folder, since=SUMMER_TIME_ENDS_ON_DAY_70) as scene:
        scene.collect(at(0, "23:41"), "receipt")
        scene.read(at(1, "12:00"), "overview", lambda: scene.desk("karin", "{case}"))
        scene.collect(at(11, "17:00"), "invitations")
        scene.read_doors(at(11, "17:00"), "lieke")
        scene.read_doors(at(12, "04:31"), "jan", "oksana")
        scene.note(at(17, "23:59"), "groups", lambda: _groups(scene))
        scene.note(at(17, "23:59"), "circle", lambda: _circle(scene))
        scene.note(at(25, "21:00"), "plan", lambda: _plan(scene))
        scene.note(at(25, "21:00"), "limits", lambda: _limits(scene))
        scene.note(at(100, "12:05"), "day 100", lambda: scene.waits("karin"))
        scene.note(at(106, "10:05"), "day 106", lambda: scene.waits("karin"))
        scene.read(at(69, "20:00"), "his calendar", lambda: scene.door("jan", proven=True))
        scene.play(at(211, "18:00"))
        yield scene


def _groups(scene: Scene) -> dict[BoardGroup, int]:
    with scene.stage.desk() as desk:
        counts = board_of(desk.session, desk.case).counts
        return {group: count for group, count in counts.items() if count}


def _circle(scene: Scene) -> tuple[int, int]:
    with scene.stage.desk() as desk:
        counts = circle_counts(people_of(desk.session, desk.case), case=desk.case, at=desk.now)
        return counts.before, counts.now


def _limits(scene: Scene) -> dict[str, Limit]:
    with scene.stage.desk() as desk:
        return {limit.person_name: limit for limit in limits_in(desk.session, [desk.case.id])}


def _plan(scene: Scene) -> tuple[int, int]:
    """How many commitments there are, and how many of them are those of a hoofdpersoon."""
    principals = {scene.stage.people[who] for who in ("ingrid", "adriaan")}
    with scene.stage.desk() as desk:
        lines = plan_view(desk.session, version_fixed(desk.session, desk.case)).lines
        return len(lines), sum(not principals.isdisjoint(line.owner_ids) for line in lines)


def _seen(scene: Scene, day: str, wanted: What) -> list[tuple[str, str]]:
    waits = scene.facts[day]
    assert isinstance(waits, list)
    return [(who, words) for what, who, words in waits if what is wanted]


def _sent_to(scene: Scene, mail: str) -> Letter:
    [letter] = [letter for letter in scene.post["invitations"] if letter.to == mail]
    return letter


def test_nothing_was_refused_on_the_way(scene: Scene) -> None:
    assert [key for key in scene.stage.not_held if key.startswith("refused")] == []


def test_e1_at_night_the_public_form_works_and_what_she_asked_stands_by_her_number(scene: Scene) -> None:
    [receipt] = scene.post["receipt"]
    assert receipt.to == "ingrid.faasse@example.nl"
    assert "neemt contact met u op, uiterlijk dinsdag 18 augustus om 12.00 uur." in receipt.text
    assert "Bel alsjeblieft niet overdag, ik werk in de klas." in scene.texts["overview"]


def test_e2_the_invitation_asks_what_one_can_do_and_speaks_of_no_day_or_place(scene: Scene) -> None:
    letter, door = _sent_to(scene, "l.vandendriest@geheugen.example.nl"), scene.texts["lieke"]
    assert "Er is geen bijeenkomst." in letter.text
    assert "Laat weten of u iets wilt doen, en wat niet kan." in letter.text
    assert "Wilt u iets doen, Lieke?" in door
    assert "Ja, ik wil iets doen" in door
    told = f"{letter.text}{door}"
    assert [words for words in ("De dag", "Wanneer en waar", "Kunt u komen", "VEVENT") if words in told] == []
    with scene.stage.desk(permission=Permission.READ_CASE) as desk:
        assert current_poll(desk.session, desk.case) is None
        assert beraden_of(desk.session, desk.case) == []


def test_e3_nine_contribute_and_nobody_comes(scene: Scene) -> None:
    assert scene.facts["groups"] == {BoardGroup.CONTRIBUTES: 9}


def test_e4_the_plan_has_eleven_commitments_two_of_them_of_the_hoofdpersonen(scene: Scene) -> None:
    assert scene.facts["plan"] == (11, 2)


def test_e5_the_plan_advises_when_a_line_crosses_what_somebody_cannot_do(scene: Scene) -> None:
    limits = scene.facts["limits"]
    assert isinstance(limits, dict)

    def beyond(who: str, words: str, first: date, every: Every | None = None) -> bool:
        one = limits[who]
        return crosses(one.text, one.until, words=words, first=first, every=every, today=TODAY)

    until = {who: limits[who].until for who in ("Mina", "Femke")}
    assert beyond("Ed", "Ik doe elke ochtend de verzorging.", TODAY)
    assert not beyond("Ed", "Ik kook op woensdag voor drie dagen.", TODAY)
    assert beyond("Mina", "Ik heb de sleutel.", until["Mina"] - timedelta(days=1), Every.DAY)
    assert not beyond("Mina", "Ik heb de sleutel.", until["Mina"], Every.DAY)
    assert beyond("Femke", "Ik ontbijt zaterdag met opa.", TODAY, Every.WEEK)


def test_e6_oksana_reads_of_ingrid_alone(scene: Scene) -> None:
    letter = _sent_to(scene, "oksana.k@example.com")
    told = f"{letter.subject}{letter.text}{scene.texts['oksana']}"
    assert "Ingrid" in told
    assert [words for words in ("Adriaan", "vergeetachtig", "dementie", "schaak") if words in told] == []
    assert "Adriaan" in _sent_to(scene, "loek@hetpaard.example.org").text


def test_e7_john_reads_everything_in_english(scene: Scene) -> None:
    letter = _sent_to(scene, "john.faasse@example.com")
    assert "An invitation from" in letter.subject
    assert "Let us know" in letter.text
    assert '<html lang="en"' in scene.texts["jan"]
    assert "Call Dad every Sunday, 8 pm Dutch time." in scene.texts["jan"]


def test_e8_sunday_at_eight_stays_eight_in_middelburg_when_summer_time_ends(scene: Scene) -> None:
    calendar = scene.texts["his calendar"]
    assert "DTSTART;TZID=Europe/Amsterdam:20260913T200000" in calendar
    assert "RRULE:FREQ=WEEKLY;UNTIL=" in calendar
    assert "BEGIN:DAYLIGHT" in calendar


def test_e9_and_e11_karin_reads_that_a_limit_ends_and_that_the_bed_of_lieke_is_due(scene: Scene) -> None:
    assert ("Femke", "Ik ga een halfjaar naar Lissabon.") in _seen(scene, "day 106", What.LIMIT_ENDS)
    bed = "Ik regel een logeerbed voor twee weken, zodat Ingrid op vakantie kan."
    assert ("Lieke", bed) in _seen(scene, "day 100", What.PROMISE_NEAR)


def test_e10_only_those_concerned_hear_of_the_second_version(scene: Scene) -> None:
    assert scene.stage.told[2] == {"femke", "loek", "rinus", "mina", "ed"}


def test_e12_a_plan_without_a_meeting_counts_as_one(scene: Scene) -> None:
    [counts] = scene.counted()
    assert counts.reach is Reach.PLAN_WITHOUT_MEETING_FOLLOWED
    assert counts.there == Heads()


def test_e13_the_circle_grows_from_two_to_eleven_without_a_meeting(scene: Scene) -> None:
    assert scene.facts["circle"] == (2, 11)


def test_no_invitation_tells_what_it_is_about(scene: Scene) -> None:
    outputs = [letter.text for letter in scene.post["invitations"]] + [scene.texts["oksana"]]
    assert [word for word in TOLD_TO_NOBODY for output in outputs if word in output] == []
