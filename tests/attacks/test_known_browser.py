"""Keeping somebody out by guessing: the own browser is counted by itself, and its mark is worth nothing else."""

import hashlib
import itertools
from datetime import timedelta

import pytest
from flask import Flask

from netwerkberaad.accounts import MARK_LIVES, Staff, second_step, signing_in
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.limits import Limit
from tests.authenticator import App
from tests.builders import PASSWORD, World
from tests.pages import Page, Visitor
from tests.web.test_second_step import set_up

FEW = 12
GUESS = "verkeerd-geraden-zin"
INSIDE, STEP = "Maandag 2 maart", "Tweede stap"


@pytest.fixture
def wilma(visitor: Visitor, sqlite_world: World) -> Visitor:
    """The gespreksleider, who signed in with this browser once and is not signed in now."""
    visitor.sign_in(sqlite_world.facilitator)
    visitor.submit(visitor.get("/account"), "Log uit")
    return visitor


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    """Somebody elsewhere."""
    return Visitor(app)


def mark(visitor: Visitor, staff: Staff) -> tuple[str, str]:
    """Name and value of the mark of this browser for somebody; the value is empty without one."""
    name = f"nb-bekend-{hashlib.sha256(staff.id.bytes).hexdigest()[:12]}"
    found = visitor.client.get_cookie(name)
    return name, found.value if found else ""


def log_in(visitor: Visitor, world: World, password: str, *, status: int = 200) -> Page:
    values = {"mail": world.facilitator.profile.mail, "password": password}
    return visitor.submit(visitor.get("/inloggen"), "Log in", values, status=status)


def fill_every_bucket(stranger: Visitor, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guess until account, address and everybody must wait. All come from the address of the owner."""
    monkeypatch.setattr(signing_in, "PER_ADDRESS", Limit("sign-in/address", FEW, signing_in.QUARTER))
    monkeypatch.setattr(signing_in, "IN_ALL", Limit("sign-in/all", FEW, signing_in.QUARTER))
    for _ in range(FEW + 1):
        log_in(stranger, world, GUESS, status=422)


def test_an_attacker_who_fills_every_bucket_does_not_keep_the_owner_out_of_the_own_browser(
    wilma: Visitor, stranger: Visitor, app: Flask, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_every_bucket(stranger, sqlite_world, monkeypatch)
    assert "te vaak" in log_in(stranger, sqlite_world, PASSWORD, status=422).text
    assert "te vaak" in log_in(Visitor(app), sqlite_world, PASSWORD, status=422).text
    assert log_in(wilma, sqlite_world, PASSWORD).h1 == INSIDE


def test_signing_in_from_the_own_browser_gives_an_attacker_no_new_tries(
    wilma: Visitor, stranger: Visitor, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_every_bucket(stranger, sqlite_world, monkeypatch)
    log_in(wilma, sqlite_world, PASSWORD)
    assert "te vaak" in log_in(stranger, sqlite_world, PASSWORD, status=422).text


def test_in_the_own_browser_guessing_has_its_end_too_and_it_ends_there(
    wilma: Visitor, stranger: Visitor, sqlite_world: World
) -> None:
    for _ in range(signing_in.PER_ACCOUNT.most):
        log_in(wilma, sqlite_world, GUESS, status=422)
    assert "te vaak" in log_in(wilma, sqlite_world, PASSWORD, status=422).text
    assert log_in(stranger, sqlite_world, PASSWORD).h1 == INSIDE


def with_app(visitor: Visitor, world: World, clock: MovableClock) -> App:
    """The owner gets an app, in the own browser, and signs out."""
    log_in(visitor, world, PASSWORD)
    app, _page = set_up(visitor, clock)
    visitor.submit(visitor.get("/account"), "Log uit")
    return app


def test_whoever_knows_the_password_cannot_use_up_the_codes_of_the_owner(
    wilma: Visitor, stranger: Visitor, sqlite_world: World, clock: MovableClock
) -> None:
    app = with_app(wilma, sqlite_world, clock)
    page = log_in(stranger, sqlite_world, PASSWORD)
    for _ in range(second_step.CODES_A_QUARTER.most + 1):
        page = stranger.submit(page, "Log in", {"code": "000000"}, status=422)
    clock.advance(timedelta(minutes=1))
    assert "te vaak" in stranger.submit(page, "Log in", {"code": app.code()}, status=422).text
    step = log_in(wilma, sqlite_world, PASSWORD)
    assert step.h1 == STEP
    assert wilma.submit(step, "Log in", {"code": app.code()}).h1 == INSIDE


def test_nor_keep_the_owner_behind_a_locked_screen_or_from_a_new_password(
    wilma: Visitor, stranger: Visitor, sqlite_world: World, clock: MovableClock
) -> None:
    log_in(wilma, sqlite_world, PASSWORD)
    locked = wilma.submit(wilma.get("/casussen"), "Vergrendel")
    for _ in range(signing_in.PER_ACCOUNT.most + 1):
        log_in(stranger, sqlite_world, GUESS, status=422)
    assert wilma.submit(locked, "Haal van slot", {"code": PASSWORD}).h1 == "Casussen"
    chosen = "een heel ander lang wachtwoord"
    values = {"old": PASSWORD, "password": chosen, "again": chosen}
    assert wilma.submit(wilma.get("/account/wachtwoord"), "Bewaar", values).h1 == "Mijn account"


def test_a_stolen_mark_is_a_place_to_be_counted_in_and_nothing_more(
    wilma: Visitor, stranger: Visitor, sqlite_world: World, clock: MovableClock
) -> None:
    with_app(wilma, sqlite_world, clock)
    stranger.client.set_cookie(*mark(wilma, sqlite_world.facilitator))
    assert stranger.get("/vandaag").h1 == "Inloggen"
    log_in(stranger, sqlite_world, GUESS, status=422)
    assert log_in(stranger, sqlite_world, PASSWORD).h1 == STEP
    assert stranger.get("/vandaag").h1 == STEP


def test_the_password_alone_gives_no_mark_where_there_is_a_second_step(
    wilma: Visitor, stranger: Visitor, sqlite_world: World, clock: MovableClock
) -> None:
    with_app(wilma, sqlite_world, clock)
    assert log_in(stranger, sqlite_world, PASSWORD).h1 == STEP
    assert mark(stranger, sqlite_world.facilitator)[1] == ""


@pytest.mark.parametrize("what", ["of another", "altered", "no mark at all", "too old"])
def test_a_mark_that_is_not_good_for_this_account_changes_nothing(
    wilma: Visitor, app: Flask, sqlite_world: World, clock: MovableClock, what: str
) -> None:
    name, value = mark(wilma, sqlite_world.facilitator)
    assert value
    if what == "of another":
        other = Visitor(app)
        other.sign_in(sqlite_world.coordinator)
        value = mark(other, sqlite_world.coordinator)[1]
    elif what == "too old":
        clock.advance(MARK_LIVES)
    else:
        value = ("B" if value[0] == "A" else "A") + value[1:] if what == "altered" else "é=_:%00"
    fresh = Visitor(app)
    for guesser in itertools.repeat(Visitor(app), signing_in.PER_ACCOUNT.most):
        log_in(guesser, sqlite_world, GUESS, status=422)
    fresh.client.set_cookie(name, value)
    assert "te vaak" in log_in(fresh, sqlite_world, PASSWORD, status=422).text
