"""Four scenarios in real browsers, from the table or the inventory to the plan in force and the next version. The numbers are
those of the lines the scenario expects and that can be seen there.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, expect

from netwerkberaad.demo.moments import Moment
from tests.demo import SPRING, at
from tests.journeys.door_pages import Door
from tests.journeys.evenings import Evening, evening
from tests.journeys.meeting_pages import Meeting, Plan, Table

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SUMMER_TIME_ENDS_ON_DAY_70 = date(2026, 8, 16)


class Play(Protocol):
    """Plays a scenario up to a moment."""

    def __call__(self, name: str, until: Moment, since: date = SPRING) -> AbstractContextManager[Evening]: ...


@pytest.fixture
def play(sqlite_template: Path, tmp_path: Path, chromium: Browser) -> Play:
    """A scenario in a database of its own, at an address."""

    def begin(name: str, until: Moment, since: date = SPRING) -> AbstractContextManager[Evening]:
        return evening(name, until, sqlite_template, tmp_path, chromium, since=since)

    return begin


def without(door: Door, words: Iterable[str]) -> None:
    """None of these words stands on the page."""
    for one in words:
        door.hides(one)


def test_debts_are_carried_by_eleven_promises_that_bend_twice(play: Play) -> None:
    of_tonnie = "de man die hij nu moet zien"
    with play("schulden-ontruiming", at(13, "21:09")) as day:
        first, second, third = day.stage.scenario.versions
        without(day.opens("jaap"), ("kliniek", "drank", "alcohol"))  # E11
        day.widens(first)
        table = day.desk(Table, "joanna", "Beraad")
        table.go(f"{table.page.url}/tafel")
        table.shows("Deze tijd is van de familie en vrienden.")
        day.until(at(13, "21:10"))
        table.press("Wij roepen Joanna")
        table.write_version(first, day.names, day.stage.calendar)
        table.arrive(table.page.reload())
        table.lines(11)  # E2
        plan = day.desk(Plan, "joanna", "Plan")
        plan.follow("Naar de instemming")
        day.fixes(plan, first)
        day.answer(first)
        plan = day.desk(Plan, "joanna", "Plan")
        day.note_answers(plan, first)
        expect(plan.page.get_by_role("heading", name="Nog niet bevestigd")).to_have_count(0)  # E3
        expect(plan.task("stelt iets anders voor")).to_contain_text("Petra")  # E4
        expect(plan.task("geeft dit terug")).to_contain_text(of_tonnie)  # E5
        for who in ("denise", "petra"):
            day.reads_plan(who).hides(of_tonnie)
        day.until(second.made)
        told = day.changes(day.desk(Plan, "joanna", "Plan"), second)
        assert told == {"petra", "lotte", "tonnie", "cor"}  # E6
        day.answer(second)
        day.until(third.made)
        told = day.changes(day.desk(Plan, "joanna", "Plan"), third)
        assert told == {"leen", "ans", "petra", "jaap", "lotte", "henk", "saskia"}  # E8


def test_a_plan_without_a_meeting_is_gathered_from_what_everybody_can_do(play: Play) -> None:
    name, since = "mantelzorger-netwerkplan", SUMMER_TIME_ENDS_ON_DAY_70
    with play(name, at(25, "20:00"), since) as day:
        first, second = day.stage.scenario.versions
        cooking = next(one for one in first.written if one.id == "K2")
        plan = day.desk(Plan, "karin", "Plan")
        plan.follow("Maak een netwerkplan van wat iedereen wil doen")
        plan.shows("Kan niet: Geen lijfelijke verzorging.")
        plan.press("Zet in het plan Eten koken en brengen. Woensdag.")
        plan.follow("Schrijf verder")
        others = replace(first, written=tuple(one for one in first.written if one is not cooking))
        plan.write_version(others, day.names, day.stage.calendar)
        plan.change_line("Eten koken en brengen.", cooking, day.names, day.stage.calendar, first.goals[0])
        plan.arrive(plan.page.reload())
        plan.lines(11)  # E4
        plan.follow("Naar de instemming")
        day.fixes(plan, first)
        day.answer(first)
        day.note_answers(day.desk(Plan, "karin", "Plan"), first)
        oksana, john = day.reads_plan("oksana"), day.reads_plan("jan")
        without(oksana, ("Adriaan", "vergeetachtig", "dementie", "schaak"))  # E6
        expect(oksana.page.locator("html")).to_have_attribute("lang", "uk")
        expect(john.page.locator("html")).to_have_attribute("lang", "en")  # E7
        calendar = john.page.get_by_role("link", name=john.say("Zet in mijn agenda")).get_attribute("href")
        kept = john.page.request.get(f"{day.url}{calendar}").text()
        assert "DTSTART;TZID=Europe/Amsterdam:20260913T200000" in kept  # E8
        day.until(second.made)
        told = day.changes(day.desk(Plan, "karin", "Plan"), second)
        assert told == {"femke", "loek", "rinus", "mina", "ed"}  # E10


def tells_what_stands_in_the_way(table: Table, day: Evening) -> None:
    """The three questions in the words of the person, and each obstacle with who takes it away."""
    [meeting] = day.stage.scenario.meetings
    address = table.page.url
    table.follow("Schrijf dit op")
    for label, words in zip(
        ("Ik wil", "Ik kan", "Ik heb nodig"),
        (meeting.three.wants, meeting.three.can, meeting.three.needs),
        strict=True,
    ):
        table.fill(label, words)
    table.press("Bewaar")
    table.go(f"{address.removesuffix('/beraad/tafel')}/plan/hobbels")
    for one in day.stage.scenario.obstacles:
        table.fill("Wat zit er in de weg?", one.text)
        for question, owner in zip(("Wie haalt het weg?", "Samen met wie?"), one.owners, strict=False):
            table.pick(question, day.names[owner])
        table.press("Schrijf op")


def test_wim_leads_at_his_own_table_and_obstacles_go(play: Play) -> None:
    with play("bewoner-mdo-tekenaar", at(22, "14:29")) as day:
        [first] = day.stage.scenario.versions
        day.widens(first)
        beraad = day.desk(Meeting, "ruben", "Beraad")
        beraad.open_table()
        table = Table(beraad.page, beraad.gallery, beraad.who)
        address = table.page.url
        table.shows("Wim zit voor.")  # E1
        table.hides("Besloten tijd")  # E2
        tells_what_stands_in_the_way(table, day)
        table.go(address)
        table.shows("Ik wil tekenen zonder dat er iemand op de muur slaat.")
        table.write_version(first, day.names, day.stage.calendar)
        table.lines(7)
        day.until(at(22, "16:30"))
        plan = day.desk(Plan, "ruben", "Plan")
        plan.follow("Naar de instemming")
        day.fixes(plan, first)
        day.note_answers(plan, first)
        plan.follow("kaart van Wim op papier")  # E10
        day.answer(first)
        without(day.reads_plan("oznur"), ("ggz", "wachtlijst", "Floor"))  # E8
        johan = day.reads_plan("johan")
        johan.follow("Laat weten hoe het staat")
        johan.choose("Is dit uit de weg?", "Ja, het is weg")
        johan.press("Verstuur")
        day.until(at(29, "23:00"))
        obstacles = day.desk(Plan, "ruben", "Plan")
        obstacles.follow("Hobbels")
        obstacles.press("Is weg", within=obstacles.task("Oznur kan Wim niet bereiken"))
        expect(obstacles.page.get_by_text("Weg sinds")).to_have_count(2)  # E4


def test_the_same_day_a_plan_holds_and_nobody_reads_where_she_sleeps(play: Play) -> None:
    with play("spoed-geheim-adres", at(0, "17:04")) as day:
        first, second = day.stage.scenario.versions
        day.widens(first)
        table = day.desk(Table, "marijke", "Beraad")
        table.go(f"{table.page.url}/tafel")
        day.until(at(0, "17:05"))
        table.press("Wij roepen Marijke")
        table.write_version(first, day.names, day.stage.calendar)
        table.lines(8)
        plan = day.desk(Plan, "marijke", "Plan")
        plan.follow("Naar de instemming")
        met = plan.page.get_by_role("group", name="Voldoet het plan?")
        expect(met).to_have_count(3)
        for condition in met.all():
            condition.get_by_label("Ja").check(force=True)  # E11
        day.fixes(plan, first)
        day.until(at(0, "17:50"))
        day.note_answers(day.desk(Plan, "marijke", "Plan"), first)
        day.answer(first)
        for who in ("loes", "peter", "khadija"):
            without(day.reads_plan(who), ("Duinroosgang", "4350 ZZ"))  # E6
        day.until(second.made)
        plan = day.desk(Plan, "marijke", "Plan")
        assert day.changes(plan, second) == {"hafsa", "kim", "khadija", "loes", "annelies"}  # E14
        expect(plan.section("Wat er veranderde").get_by_text("Versie 2")).to_be_visible()  # E18
