"""Bekijk als …: what the gespreksleider sees is what the person gets."""

import pytest
from flask import Flask
from sqlalchemy import select

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, HowGiven
from netwerkberaad.cases.sight import Opened, open_to
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.vault import Store
from tests.builders import World, person_called
from tests.pages import Visitor
from tests.web.door_setting import SUPPER, WEDNESDAY, Door, build_door, fix_plan

PLACE = "Zandweg 4, Middelburg"


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """A case with a beraad ahead."""
    return build_door(app, sqlite_store, clock, sqlite_world)


def _look(setting: Door, first: str) -> tuple[Visitor, str]:
    browser = Visitor(setting.app)
    browser.sign_in(setting.world.facilitator)
    table = browser.get(f"/casussen/{setting.case.id}/gegevens/wie-ziet-wat")
    return browser, table.link(first)


def test_the_page_is_the_one_of_the_person(door: Door) -> None:
    fix_plan(door)
    browser, path = _look(door, "Joke Wisse")
    joke, _page = door.enter("Joke", LinkPurpose.PLAN)
    own = door.prove(joke, "Joke").text
    seen = browser.get(browser.get(path).link("Het plan")).text
    assert "U kijkt als Joke." in seen
    for words in (WEDNESDAY, SUPPER, "slapen weer door"):
        assert (words in seen) == (words in own)


def test_a_place_that_is_closed_is_in_no_mail_page_or_calendar_entry(door: Door) -> None:
    browser, path = _look(door, "Joke Wisse")
    shown = browser.get(path)
    assert PLACE in shown.text
    assert "LOCATION" in shown.text
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        open_to(
            session,
            actor_for(door.world.facilitator),
            case=case,
            principal=person_called(session, case, "Rik"),
            member=person_called(session, case, "Joke"),
            opened=Opened(venue=False),
            how=HowGiven.PHONE,
            now=door.clock.now(),
        )
    shown = browser.get(path)
    assert "Zandweg" not in shown.text
    assert "LOCATION" not in shown.text
    assert "Zandweg" not in browser.get(shown.link("Wanneer en waar")).text


def test_the_calendar_file_and_the_plan_on_paper_are_those_of_the_person(door: Door) -> None:
    fix_plan(door)
    browser, path = _look(door, "Joke Wisse")
    shown = browser.get(path)
    joke, _page = door.enter("Joke", LinkPurpose.PLAN)
    own = joke.client.get("/p/beraad.ics").text
    seen = browser.client.get(shown.link("De afspraak als agendabestand")).text
    assert _told(seen) == _told(own)
    assert PLACE.split(",", maxsplit=1)[0] in seen
    sheet = browser.get(shown.link("Het plan op papier")).text
    assert "Dit exemplaar is voor Joke Wisse." in sheet
    assert WEDNESDAY in sheet
    assert SUPPER not in sheet
    assert "Wie zei ja tegen dit plan" not in sheet
    made = browser.client.get(shown.link("Het plan als pdf"))
    assert made.mimetype == "application/pdf"


def _told(calendar: str) -> list[str]:
    """What an event says, apart from when it was made."""
    return [line for line in calendar.splitlines() if not line.startswith("DTSTAMP")]


def test_looking_is_on_record(door: Door) -> None:
    browser, path = _look(door, "Joke Wisse")
    browser.get(browser.get(path).link("Begin"))
    with door.store.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.case_id == door.case.id))
        assert [entry.action for entry in entries].count("person.viewed_as") == 2
