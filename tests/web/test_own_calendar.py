"""The own beraden of a gespreksleider in their own calendar: a secret link, without names, that can be ended."""

from datetime import UTC, datetime

from flask import Flask
from icalendar import Calendar

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.pages import Visitor
from tests.web.door_setting import build_door


def test_a_calendar_follows_the_beraden_without_names_until_its_link_is_ended(
    app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    build_door(app, sqlite_store, clock, sqlite_world)
    browser, program = Visitor(app), Visitor(app)
    browser.sign_in(sqlite_world.facilitator)
    page = browser.get(browser.get("/account").link("Naar uw agenda"))
    shown = browser.submit(page, "Maak een link")
    path = "/agenda/" + shown.text.split("/agenda/")[1].split()[0]
    answer = program.client.get(path)
    assert answer.mimetype == "text/calendar"
    assert not any(
        name in answer.text for name in ("Marloes", "Rik", "Meeuwen", "Zandweg", "LOCATION", "video")
    )
    (event,) = Calendar.from_ical(answer.text).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2026, 3, 26, 18, 0, tzinfo=UTC)
    assert path not in browser.get("/account/agenda").text
    renewed = browser.submit(browser.get("/account/agenda"), "Maak een nieuwe link")
    assert program.client.get(path).status_code == 404
    path = "/agenda/" + renewed.text.split("/agenda/")[1].split()[0]
    assert program.client.get(path).status_code == 200
    browser.submit(renewed, "Laat de link niet meer werken")
    assert program.client.get(path).status_code == 404


def test_who_leads_no_cases_has_no_such_calendar(
    app: Flask, sqlite_store: Store, sqlite_world: World
) -> None:
    browser = Visitor(app)
    browser.sign_in(sqlite_world.referrer)
    assert "Naar uw agenda" not in browser.get("/account").text
    browser.get("/account/agenda", status=403)
