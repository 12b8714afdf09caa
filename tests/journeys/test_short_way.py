"""The whole way in one short thread: two parents, one grandmother, three promises. The long one is in test_scheiding.py."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from netwerkberaad.demo.reading import read_scenario
from netwerkberaad.demo.scenario import Aim, Promise
from tests.builders import World
from tests.journeys import beginning, desk_pages, following, holding
from tests.journeys.cast import Cast
from tests.journeys.desk_pages import Circle, Invites
from tests.journeys.door_pages import YES, Answer
from tests.journeys.house import House
from tests.journeys.meeting_pages import WHOLE, Meeting, Plan, Table
from tests.journeys.screens import Gallery

pytestmark = pytest.mark.browser
PICTURES = Path(__file__).parents[2] / "test-output" / "short-way"
AIM = Aim("D1", "Fenna en Bas gaan van huis naar huis zonder ruzie op de stoep.", "marloes")


@pytest.fixture
def cast(chromium: Browser, house: House, sqlite_world: World) -> Cast:
    """The parents and one grandmother of the scenario, with nothing played yet."""
    whole = read_scenario("scheiding-twee-kinderen")
    few = replace(
        whole,
        principals=whole.principals[:2],
        circle=(whole.members["joke"],),
        request=replace(whole.request, invitees=("joke",)),
    )
    return Cast(few, house, sqlite_world, chromium, Gallery(PICTURES))


def promises(cast: Cast) -> list[Promise]:
    """What Joke, Rik and Marloes promise, each looked after by another of the three."""
    checked = {"K1": "marloes", "K9": "joke", "K10": "rik"}
    return [replace(cast.promise(key), checker=who, backup="") for key, who in checked.items()]


def invites(cast: Cast) -> None:
    """Both parents say yes to Joke, and she gets a mail."""
    wilma = cast.at_desk(Circle, "wilma")
    cast.open_case(wilma)
    wilma.follow("Vraag akkoord op de lijst")
    wilma.approve("Marloes", {})
    wilma.approve("Rik", {})
    board = Invites(wilma.page, wilma.gallery, wilma.who)
    board.room("Uitnodigen")
    board.invite(cast.full("joke"), "Joke", desk_pages.MAIL)
    board.said("Joke is uitgenodigd.")


def sets_the_day(cast: Cast) -> None:
    """The next step leads straight to the page where a day is chosen."""
    wilma = cast.at_desk(Meeting, "wilma")
    wilma.follow("Lees het antwoord")
    wilma.press("Gezien")
    cast.open_case(wilma)
    place = cast.scenario.meetings[0].place
    wilma.plan(cast.house.date(8), "19:00", place.name, place.address, place.why)
    wilma.announce()
    wilma.said("krijgen een mail.")


def makes_the_plan(cast: Cast) -> None:
    """At the table: a goal, three lines, a day to look back; then everybody says yes and the plan holds."""
    cast.house.at(8, "18:55")
    meeting = cast.at_desk(Meeting, "wilma")
    cast.open_case(meeting)
    meeting.room("Beraad")
    meeting.open_table()
    table = Table(meeting.page, meeting.gallery, meeting.who)
    table.come("Marloes", "Rik", "Joke")
    table.begin("Welkom")
    table.write_goal(AIM, "Marloes")
    for promise in promises(cast):
        table.write_line(AIM, promise, cast.names, cast.house.calendar)
    expect(table.page.locator("#save-state")).to_contain_text("Bewaard om 18.55")
    table.look_back(cast.house.date(50), "19:00")
    plan = Plan(table.page, table.gallery, table.who)
    plan.follow("Naar de instemming")
    for name in ("Marloes", "Rik", "Joke"):
        plan.agreement(name, "Ja")
    plan.share("Joke", WHOLE)
    plan.fix()


def confirm(cast: Cast) -> None:
    """Each opens the plan from the mail, proves who they are, and confirms."""
    for promise in promises(cast):
        holding.reads_the_plan(cast, promise.owners[0]).confirm(promise.text)
    wilma = cast.at_desk(Plan, "wilma")
    wilma.menu("Casussen")
    wilma.shows("bellen op")


def checks_in(cast: Cast) -> None:
    """The question comes by itself after the second Wednesday; the answer stands on Vandaag."""
    cast.house.at(38, "17:00")
    joke = cast.with_link("joke")
    joke.check_in("Gelukt", 8)
    joke.shows("Het is bewaard.")


def test_a_request_becomes_a_plan_that_is_followed_and_closed(cast: Cast) -> None:
    beginning.asks(cast)
    beginning.claims(cast)
    beginning.calls(cast)
    invites(cast)
    beginning.answers(cast, "joke", Answer(YES, contributes="De woensdagmiddag.", limits="Mijn rug."))
    sets_the_day(cast)
    makes_the_plan(cast)
    confirm(cast)
    checks_in(cast)
    following.closes(cast, day=60)
    following.is_on_record(cast)
