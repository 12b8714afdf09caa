"""Attacks on sessions and cookies: fixed beforehand, stolen, altered, carried to another door, used after the end."""

import hashlib
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from netwerkberaad.accounts import Staff
from netwerkberaad.cases import Case, people_of
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import WebSession
from netwerkberaad.foundation.vault import Store
from tests.builders import PASSWORD, World
from tests.pages import Visitor
from tests.web.door_setting import Door, build_door

DESK, DOOR, FORM = "nb-balie", "nb-deur", "nb-formulier"
PLANTED = "x" * 43


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """A case with people at the door."""
    return build_door(app, sqlite_store, clock, sqlite_world)


def cookie(visitor: Visitor, name: str) -> str:
    """The value of a cookie; empty without one."""
    found = visitor.client.get_cookie(name)
    return found.value if found else ""


def carrying(app: Flask, **cookies: str) -> Visitor:
    """Another browser with these cookies."""
    thief = Visitor(app)
    for name, value in cookies.items():
        thief.client.set_cookie(name.replace("_", "-"), value)
    return thief


def _sessions(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(WebSession)) or 0


def test_a_session_planted_before_signing_in_is_not_the_one_after(app: Flask, sqlite_world: World) -> None:
    victim = carrying(app, nb_balie=PLANTED)
    assert victim.sign_in(sqlite_world.facilitator).h1
    assert cookie(victim, DESK) not in {"", PLANTED}
    assert carrying(app, nb_balie=PLANTED).get("/account").h1 == "Inloggen"


def test_signing_in_again_ends_the_session_before(app: Flask, sqlite_world: World) -> None:
    browser = Visitor(app)
    browser.sign_in(sqlite_world.facilitator)
    first = cookie(browser, DESK)
    browser.sign_in(sqlite_world.facilitator)
    assert cookie(browser, DESK) != first
    assert carrying(app, nb_balie=first).get("/account").h1 == "Inloggen"


def test_opening_a_link_and_giving_the_proof_each_begin_a_new_session(app: Flask, door: Door) -> None:
    browser = carrying(app, nb_deur=PLANTED)
    browser.submit(browser.get(door.link("Joke")), "Open het bericht")
    opened = cookie(browser, DOOR)
    assert opened not in {"", PLANTED}
    door.prove(browser, "Joke", "/p/gegevens")
    assert cookie(browser, DOOR) != opened
    assert carrying(app, nb_deur=opened).get("/p/gegevens").path == "/p/geen-sessie"


def test_who_signed_out_or_left_quickly_leaves_a_dead_cookie(
    app: Flask, door: Door, sqlite_world: World
) -> None:
    worker = Visitor(app)
    worker.sign_in(sqlite_world.facilitator)
    desk = cookie(worker, DESK)
    worker.submit(worker.get("/account"), "Log uit")
    assert carrying(app, nb_balie=desk).get("/account").h1 == "Inloggen"
    guest, _page = door.enter("Joke")
    left = cookie(guest, DOOR)
    guest.get("/p/weg")
    assert carrying(app, nb_deur=left).get("/p/welkom").path == "/p/geen-sessie"


def test_a_session_of_the_desk_opens_no_door_and_the_other_way_round(
    app: Flask, door: Door, sqlite_world: World
) -> None:
    worker = Visitor(app)
    worker.sign_in(sqlite_world.facilitator)
    guest, _page = door.enter("Joke")
    assert carrying(app, nb_deur=cookie(worker, DESK)).get("/p/welkom").path == "/p/geen-sessie"
    assert carrying(app, nb_balie=cookie(guest, DOOR)).get("/account").h1 == "Inloggen"


def test_the_proof_of_one_device_does_not_count_for_somebody_else(app: Flask, door: Door) -> None:
    proven, _page = door.enter("Joke")
    door.prove(proven, "Joke", "/p/gegevens")
    (device,) = [name for name in _names(proven) if name.startswith("nb-toestel-")]
    thief, _page = door.enter("Fatma")
    (fatma,) = [person for person in _people(door) if person[0] == "Fatma"]
    forged = f"nb-toestel-{hashlib.sha256(fatma[1]).hexdigest()[:12]}"
    thief.client.set_cookie(forged, cookie(proven, device))
    assert thief.get("/p/gegevens").path == "/p/bewijs"


def _names(visitor: Visitor) -> list[str]:
    return [found.key for found in vars(visitor.client)["_cookies"].values()]


def _people(door: Door) -> list[tuple[str, bytes]]:
    with door.store.reading() as session:
        case = session.get_one(Case, door.case.id)
        return [(person.name.first, person.id.bytes) for person in people_of(session, case)]


@pytest.mark.parametrize(
    "altered", ["", "0", "' OR 1=1 --", "é" * 50, "A" * 4000, "../../etc/passwd", "\u202e"]
)
@pytest.mark.parametrize("name", [DESK, DOOR, FORM])
def test_an_altered_cookie_is_no_cookie_and_writes_no_row(
    app: Flask, sqlite_store: Store, sqlite_world: World, name: str, altered: str
) -> None:
    browser = Visitor(app)
    browser.client.set_cookie(name, altered)
    assert browser.get("/account").h1 == "Inloggen"
    assert browser.get("/p/welkom").path == "/p/geen-sessie"
    assert _sessions(sqlite_store) == 0


def test_a_signed_form_cookie_that_was_altered_is_refused(app: Flask, sqlite_world: World) -> None:
    browser = Visitor(app)
    form = browser.get("/inloggen").form("Log in")
    value = cookie(browser, FORM)
    # In the middle of the signature: of its last sign some bits carry nothing.
    browser.client.set_cookie(FORM, value[:-10] + ("A" if value[-10] != "A" else "B") + value[-9:])
    sent = {**form.values, "mail": sqlite_world.admin.profile.mail, "password": PASSWORD}
    assert browser.client.post("/inloggen", data=sent).status_code == 400


def test_a_session_locks_after_thirty_idle_minutes_and_ends_after_twelve_hours(
    app: Flask, clock: MovableClock, sqlite_world: World
) -> None:
    browser = Visitor(app)
    browser.sign_in(sqlite_world.facilitator)
    seen = []
    for _ in range(30):
        clock.advance(timedelta(minutes=25))
        seen.append(browser.get("/account").h1)
    assert seen[27] != "Inloggen"
    assert seen[28:] == ["Inloggen", "Inloggen"]
    browser.sign_in(sqlite_world.facilitator)
    clock.advance(timedelta(minutes=31))
    assert browser.get("/account").h1 == "Uw scherm is op slot"


def test_an_account_that_ended_is_out_at_once(app: Flask, sqlite_store: Store, sqlite_world: World) -> None:
    browser = Visitor(app)
    browser.sign_in(sqlite_world.facilitator)
    with sqlite_store.writing() as session:
        session.execute(
            update(Staff).where(Staff.id == sqlite_world.facilitator.id).values(ended_at=Staff.made_at)
        )
    assert browser.get("/account").h1 == "Inloggen"


def test_a_stolen_table_of_sessions_opens_nothing(
    app: Flask, sqlite_store: Store, sqlite_world: World
) -> None:
    Visitor(app).sign_in(sqlite_world.facilitator)
    with sqlite_store.reading() as session:
        row = session.scalars(select(WebSession)).one()
        kept = (row.token_hash.hex(), str(row.id))
    assert all(carrying(app, nb_balie=value).get("/account").h1 == "Inloggen" for value in kept)
