"""The lock on the screen, as the server keeps it: idle, by the button, and nothing lives on a page that asks by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import sessions_of
from netwerkberaad.foundation.vault import Store
from tests.builders import PASSWORD, World
from tests.pages import Visitor
from tests.web.test_second_step import set_up

LOCKED, TODAY = "Uw scherm is op slot", "Maandag 2 maart"
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def wilma(visitor: Visitor, sqlite_world: World) -> Visitor:
    """The gespreksleider, signed in with a password alone."""
    visitor.sign_in(sqlite_world.facilitator)
    return visitor


def cookie(visitor: Visitor) -> str:
    found = visitor.client.get_cookie("nb-balie")
    return found.value if found else ""


def test_after_half_an_hour_without_anybody_the_password_opens_the_same_page_again(
    wilma: Visitor, clock: MovableClock
) -> None:
    before = cookie(wilma)
    clock.advance(HALF_HOUR)
    page = wilma.get("/casussen")
    assert page.h1 == LOCKED
    assert wilma.submit(page, "Haal van slot", {"code": "iets anders"}, status=422).errors
    assert wilma.submit(page, "Haal van slot", {"code": PASSWORD}).h1 == "Casussen"
    assert cookie(wilma) not in {"", before}


def test_a_form_that_stood_open_still_goes_after_the_lock(wilma: Visitor, clock: MovableClock) -> None:
    form = wilma.get("/account/wachtwoord")
    clock.advance(HALF_HOUR)
    wilma.submit(wilma.get("/vandaag"), "Haal van slot", {"code": PASSWORD})
    chosen = "een heel ander lang wachtwoord"
    page = wilma.submit(form, "Bewaar", {"old": PASSWORD, "password": chosen, "again": chosen})
    assert page.h1 == "Mijn account"


def test_the_button_locks_at_once_and_is_on_record(
    wilma: Visitor, sqlite_store: Store, sqlite_world: World
) -> None:
    page = wilma.submit(wilma.get("/casussen"), "Vergrendel")
    assert page.h1 == LOCKED
    assert wilma.get("/account").h1 == LOCKED
    assert wilma.submit(page, "Haal van slot", {"code": PASSWORD}).h1 == "Casussen"
    with sqlite_store.reading() as session:
        kept = session.scalars(
            select(AuditEntry.action).where(AuditEntry.object_id == sqlite_world.facilitator.id)
        )
        assert {"staff.screen_locked", "staff.screen_unlocked"} <= set(kept)


def test_with_a_second_step_the_code_opens_and_the_password_does_not(
    wilma: Visitor, clock: MovableClock
) -> None:
    app, _page = set_up(wilma, clock)
    clock.advance(HALF_HOUR)
    page = wilma.get("/casussen")
    assert wilma.submit(page, "Haal van slot", {"code": PASSWORD}, status=422).errors
    assert wilma.submit(page, "Haal van slot", {"code": app.code()}).h1 == "Casussen"


def test_the_lock_is_not_guessed_without_end(wilma: Visitor) -> None:
    page = wilma.submit(wilma.get("/casussen"), "Vergrendel")
    for _ in range(10):
        wilma.submit(page, "Haal van slot", {"code": "verkeerd"}, status=422)
    refused = wilma.submit(page, "Haal van slot", {"code": PASSWORD}, status=422)
    assert "Er is te vaak geprobeerd" in refused.text


def test_a_script_gets_a_short_answer(wilma: Visitor) -> None:
    json = {"Accept": "application/json"}
    csrf = wilma.get("/account").form("Vergrendel").values["csrf_token"]
    assert wilma.client.post("/nog-hier", data={"csrf_token": csrf}).status_code == 204
    assert wilma.client.post("/vergrendel", data={"csrf_token": csrf}, headers=json).status_code == 204
    wrong = wilma.client.post("/ontgrendel", data={"csrf_token": csrf, "code": "x"}, headers=json)
    assert (wrong.status_code, wrong.get_json()) == (422, {"text": "Dit is niet uw wachtwoord van nu."})
    right = wilma.client.post("/ontgrendel", data={"csrf_token": csrf, "code": PASSWORD}, headers=json)
    assert right.status_code == 204
    assert wilma.get("/vandaag").h1 == TODAY


def test_a_session_does_not_live_on_a_page_that_asks_by_itself(wilma: Visitor, clock: MovableClock) -> None:
    csrf = wilma.get("/account").form("Vergrendel").values["csrf_token"]
    for _ in range(3):
        clock.advance(timedelta(minutes=10))
        wilma.client.get("/vandaag?stil=1")
        wilma.client.post("/nog-hier?stil=1", data={"csrf_token": csrf})
    assert wilma.get("/vandaag").h1 == LOCKED


def test_whoever_reads_or_types_stays(wilma: Visitor, clock: MovableClock) -> None:
    csrf = wilma.get("/account").form("Vergrendel").values["csrf_token"]
    for _ in range(8):
        clock.advance(timedelta(minutes=10))
        assert wilma.client.post("/nog-hier", data={"csrf_token": csrf}).status_code == 204
    assert wilma.get("/vandaag").h1 == TODAY


def test_after_twelve_hours_it_is_over_locked_or_not(
    wilma: Visitor, clock: MovableClock, sqlite_store: Store, sqlite_world: World
) -> None:
    clock.advance(timedelta(hours=12))
    assert wilma.get("/vandaag").h1 == "Inloggen"
    with sqlite_store.reading() as session:
        assert sessions_of(session, staff_id=sqlite_world.facilitator.id, now=clock.now()) == []


def test_without_a_lock_its_page_leads_on(wilma: Visitor) -> None:
    assert wilma.get("/ontgrendel?next=/casussen").h1 == "Casussen"
    assert wilma.get("/ontgrendel?next=//elders.example").h1 == TODAY


def test_somebody_else_can_sign_in_at_a_locked_screen(wilma: Visitor, sqlite_world: World) -> None:
    page = wilma.submit(wilma.get("/casussen"), "Vergrendel")
    wilma.get(page.link("Iemand anders logt in"))
    assert wilma.sign_in(sqlite_world.privacy_officer).h1 == "Privacy"
