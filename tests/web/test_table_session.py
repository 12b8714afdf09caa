"""The session of the table screen: for one case, until an hour after the planned end, and the desk locks as ever."""

from datetime import timedelta

import pytest
from flask import Flask

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import PASSWORD, World, build_case
from tests.pages import Page
from tests.web.table_setting import Setting, build_setting, token_of

LOCKED, PROVE = "Uw scherm is op slot", "Laat nog een keer zien wie u bent"
LENGTH = timedelta(minutes=165)
WHILE = timedelta(minutes=45)
"""Longer than a session lies idle."""


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """A case with an open table, and the table screen on."""
    made = build_setting(app, sqlite_store, clock, sqlite_world).with_table().with_lines()
    made.get("beraad/tafel")
    return made


def at_table(setting: Setting) -> bool:
    """Whether the table opens without showing who one is."""
    page = setting.get("beraad/tafel")
    return page.path == setting.path("beraad/tafel")


def unlock(setting: Setting, page: Page) -> Page:
    return setting.visitor.submit(page, "Haal van slot", {"code": PASSWORD})


def test_nobody_touches_the_table_and_it_stays_open_while_the_desk_locks(setting: Setting) -> None:
    setting.clock.advance(WHILE)
    for path in ("/vandaag", "/casussen", "/account", setting.path("plan"), setting.path("beraad")):
        assert setting.visitor.get(path).h1 == LOCKED, path
    page = setting.get("beraad/tafel")
    assert page.path == setting.path("beraad/tafel")
    assert setting.get("beraad/scherm").path == setting.path("beraad/scherm")
    page = setting.visitor.submit(page, "Besloten tijd")
    assert page.path == setting.path("beraad/besloten")
    assert setting.visitor.get("/vandaag").h1 == LOCKED


def test_a_form_and_a_line_go_from_the_table_after_a_long_silence(setting: Setting) -> None:
    page = setting.get("beraad/tafel")
    setting.clock.advance(WHILE)
    address = setting.path(f"plan/regel/{setting.people['Joke']}")
    assert setting.autosave(address, setting.line(), page).get_json()["state"] == "saved"
    kept = setting.visitor.submit(page, "Bewaar de afspraken", {"text": "Wie wil, loopt even weg."})
    assert "De afspraken zijn bewaard." in kept.text


def test_working_at_the_table_does_not_open_a_desk_that_was_locked(setting: Setting) -> None:
    setting.clock.advance(WHILE)
    for _ in range(4):
        setting.visitor.submit(setting.get("beraad/tafel"), "Marloes")
        setting.clock.advance(timedelta(minutes=5))
    assert setting.visitor.get("/vandaag").h1 == LOCKED
    assert unlock(setting, setting.visitor.get("/vandaag")).path == "/vandaag"
    assert at_table(setting)


def test_another_case_and_its_table_are_not_open(setting: Setting) -> None:
    with setting.store.writing() as session:
        other = build_case(session, setting.world, setting.clock)
    setting.clock.advance(WHILE)
    for room in ("", "/beraad/tafel", "/beraad/scherm", "/beraad/besloten", "/beraad/klaar"):
        assert setting.visitor.get(f"/casussen/{other.id}{room}").h1 == LOCKED, room


def test_it_ends_by_itself_an_hour_after_the_planned_end(setting: Setting) -> None:
    setting.clock.advance(LENGTH + timedelta(minutes=59))
    assert at_table(setting)
    setting.clock.advance(timedelta(minutes=1))
    assert setting.get("beraad/tafel").h1 == LOCKED


def test_a_page_that_asks_by_itself_makes_it_no_longer(setting: Setting) -> None:
    asked = setting.path("beraad/tafel?stil=1")
    for _ in range(23):
        setting.clock.advance(timedelta(minutes=10))
        setting.visitor.client.get(asked)
    assert setting.get("beraad/tafel").h1 == LOCKED


def test_it_ends_with_the_meeting(setting: Setting) -> None:
    setting.clock.advance(WHILE)
    values = {"evaluation_date": "2026-06-25", "evaluation_time": "19:00", "evaluation_how": "meeting"}
    ended = setting.visitor.submit(setting.get("beraad/klaar"), "Beëindig", values)
    assert ended.h1 == LOCKED
    assert setting.get("beraad/scherm").h1 == LOCKED
    assert unlock(setting, ended).path == setting.path("plan")


def test_it_ends_with_signing_out(setting: Setting) -> None:
    setting.visitor.submit(setting.visitor.get("/account"), "Log uit")
    assert setting.get("beraad/tafel").h1 == "Inloggen"


def test_the_button_locks_the_table_too_and_opening_the_lock_gives_it_back(setting: Setting) -> None:
    page = setting.visitor.submit(setting.get("beraad/tafel"), "Vergrendel")
    assert page.h1 == LOCKED
    assert setting.get("beraad/scherm").h1 == LOCKED
    assert unlock(setting, page).path == setting.path("beraad/tafel")
    setting.clock.advance(WHILE)
    assert at_table(setting)


def test_a_page_at_which_nobody_is_locks_the_desk_and_leaves_the_table(setting: Setting) -> None:
    sent = {"csrf_token": token_of(setting.get("beraad/tafel")), "leeg": "1"}
    json = {"Accept": "application/json"}
    assert setting.visitor.client.post("/vergrendel", data=sent, headers=json).status_code == 204
    assert setting.visitor.get("/vandaag").h1 == LOCKED
    assert at_table(setting)


def test_whoever_showed_who_they_are_too_long_ago_does_so_again(
    app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    setting = build_setting(app, sqlite_store, clock, sqlite_world).with_table()
    clock.advance(timedelta(minutes=11))
    page = setting.get("beraad/tafel")
    assert page.h1 == PROVE
    page = setting.visitor.submit(page, "Ga verder", {"code": PASSWORD})
    assert page.path == setting.path("beraad/tafel")
    clock.advance(WHILE)
    assert at_table(setting)


def test_the_twelve_hours_of_the_desk_end_and_the_table_goes_on(
    app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    setting = build_setting(app, sqlite_store, clock, sqlite_world).with_table()
    began = clock.now()
    for _ in range(34):  # of a long day: somebody who works on till the meeting
        clock.advance(timedelta(minutes=20))
        setting.visitor.get("/account")
    with setting.store.writing() as session:
        beraad = setting.beraad()
        assert beraad is not None
        session.merge(beraad).starts_at = clock.now()
    page = setting.get("beraad/tafel")
    assert setting.visitor.submit(page, "Ga verder", {"code": PASSWORD}).path == setting.path("beraad/tafel")
    clock.move_to(began + timedelta(hours=12, minutes=1))
    assert at_table(setting)
    assert setting.visitor.get("/vandaag").h1 == "Inloggen"
    assert at_table(setting)
    clock.advance(LENGTH + timedelta(hours=1))
    assert setting.get("beraad/tafel").h1 == "Inloggen"


def test_after_its_time_the_table_is_a_page_of_the_desk(setting: Setting) -> None:
    setting.clock.advance(LENGTH + timedelta(hours=2))
    page = unlock(setting, setting.get("beraad/tafel"))
    assert page.path == setting.path("beraad/tafel")
    setting.clock.advance(WHILE)
    assert setting.get("beraad/tafel").h1 == LOCKED
