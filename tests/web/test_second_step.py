"""The second step through the pages: getting one when it is obligatory, signing in with it, and paper codes."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from netwerkberaad.accounts import Region
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import sweep_sessions
from netwerkberaad.foundation.vault import Store
from tests.authenticator import App
from tests.builders import PASSWORD, World
from tests.pages import Page, Visitor

_SECRET = re.compile(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}")
_CODE = re.compile(r"\b[0-9A-Z]{5} [0-9A-Z]{5}\b")
ENROL, STEP, TODAY = "Tweede stap bij inloggen", "Tweede stap", "Maandag 2 maart"


@pytest.fixture
def strict(sqlite_store: Store, sqlite_world: World) -> World:
    """The world, where everybody must have a second step."""
    with sqlite_store.writing() as session:
        session.get_one(Region, sqlite_world.region.id).second_step = True
    return sqlite_world


def set_up(visitor: Visitor, clock: MovableClock) -> tuple[App, Page]:
    """Set an app up and give it with the page that answers."""
    page = visitor.get("/account/tweede-stap/app")
    found = _SECRET.search(page.text)
    assert found is not None
    app = App(found.group().replace(" ", ""), clock)
    return app, visitor.submit(page, "Zet aan", {"code": app.code()})


def test_before_there_is_a_second_step_nothing_else_opens(strict: World, visitor: Visitor) -> None:
    page = visitor.sign_in(strict.facilitator)
    assert page.h1 == ENROL
    assert "Iedereen in deze regio" in page.text
    for path in ("/vandaag", "/casussen", "/account", "/account/wachtwoord"):
        assert visitor.get(path).h1 == ENROL, path
    assert visitor.post("/account/taal", {"language": "en"}).h1 == ENROL


def test_with_an_app_and_codes_on_paper_the_day_begins(
    strict: World, visitor: Visitor, clock: MovableClock
) -> None:
    visitor.sign_in(strict.facilitator)
    before = visitor.client.get_cookie("nb-balie")
    _app, page = set_up(visitor, clock)
    assert page.h1 == "Uw herstelcodes"
    assert len(_CODE.findall(page.text)) == 10
    after = visitor.client.get_cookie("nb-balie")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert visitor.get(page.link("Ik heb ze bewaard")).h1 == TODAY


def test_a_wrong_code_keeps_the_same_secret_on_the_page(strict: World, visitor: Visitor) -> None:
    visitor.sign_in(strict.facilitator)
    page = visitor.get("/account/tweede-stap/app")
    again = visitor.submit(page, "Zet aan", {"code": "000000"}, status=422)
    assert again.errors
    assert _SECRET.findall(again.text) == _SECRET.findall(page.text)
    assert visitor.get("/vandaag").h1 == ENROL


def test_signing_in_asks_for_the_code_and_goes_on_to_the_page_that_was_asked(
    strict: World, app: Flask, visitor: Visitor, clock: MovableClock
) -> None:
    visitor.sign_in(strict.facilitator)
    phone, _page = set_up(visitor, clock)
    clock.advance(timedelta(minutes=2))
    other = Visitor(app)
    form = other.get("/casussen").form("Log in").values
    values: dict[str, str | list[str]] = {
        **form,
        "mail": strict.facilitator.profile.mail,
        "password": PASSWORD,
    }
    page = other.post("/inloggen?next=/casussen", values)
    assert page.h1 == STEP
    assert other.get("/vandaag").h1 == STEP
    page = other.submit(page, "Log in", {"code": "000000"}, status=422)
    assert page.errors
    values = {**page.form("Log in").values, "code": phone.code()}
    assert other.post("/inloggen/code?next=/casussen", values).h1 == "Casussen"


def test_halfway_in_opens_no_page_and_does_not_last(
    strict: World, app: Flask, visitor: Visitor, clock: MovableClock, sqlite_store: Store
) -> None:
    visitor.sign_in(strict.facilitator)
    set_up(visitor, clock)
    other = Visitor(app)
    other.sign_in(strict.facilitator)
    assert other.get("/account").h1 == STEP
    assert other.post("/account/taal", {"language": "en"}).h1 == STEP
    clock.advance(timedelta(minutes=10))
    assert other.get("/inloggen/code").h1 == "Inloggen"
    clock.advance(timedelta(hours=24))
    with sqlite_store.writing() as session:
        assert sweep_sessions(session, clock.now()) == 1


def test_without_a_password_there_is_no_second_step(visitor: Visitor) -> None:
    assert visitor.get("/inloggen/code").h1 == "Inloggen"


def test_a_recovery_code_takes_the_place_of_the_phone(
    strict: World, app: Flask, visitor: Visitor, clock: MovableClock
) -> None:
    visitor.sign_in(strict.facilitator)
    _app, page = set_up(visitor, clock)
    paper = _CODE.findall(page.text)
    other = Visitor(app)
    assert other.submit(other.sign_in(strict.facilitator), "Log in", {"code": paper[0]}).h1 == TODAY
    assert "Herstelcodes 9" in other.get("/account/tweede-stap").text
    renewed = other.submit(other.get("/account/tweede-stap"), "Maak tien nieuwe codes")
    assert not set(_CODE.findall(renewed.text)) & set(paper)


def test_an_obligatory_app_can_be_replaced_but_not_switched_off(
    strict: World, visitor: Visitor, clock: MovableClock
) -> None:
    visitor.sign_in(strict.facilitator)
    set_up(visitor, clock)
    page = visitor.get("/account/tweede-stap")
    with pytest.raises(LookupError):
        page.form("Zet uit")
    csrf = page.form("Maak tien").values["csrf_token"]
    refused = visitor.post("/account/tweede-stap/app/weg", {"csrf_token": csrf})
    assert "Dit is uw enige tweede stap" in refused.text
    clock.advance(timedelta(minutes=2))
    _new, page = set_up(visitor, clock)
    assert "Uw app geeft vanaf nu de code." in page.text


def test_where_it_is_free_the_app_can_be_switched_off(
    sqlite_world: World, visitor: Visitor, clock: MovableClock
) -> None:
    assert visitor.sign_in(sqlite_world.facilitator).h1 == TODAY
    set_up(visitor, clock)
    page = visitor.submit(visitor.get("/account/tweede-stap"), "Zet uit")
    assert "De app geeft geen code meer" in page.text
    csrf = visitor.get("/account").form("Bewaar").values["csrf_token"]
    assert visitor.post("/account/tweede-stap/herstelcodes", {"csrf_token": csrf}).h1 == ENROL


def test_the_beheerder_makes_it_obligatory_for_the_region(
    sqlite_world: World, app: Flask, visitor: Visitor
) -> None:
    visitor.sign_in(sqlite_world.admin)
    page = visitor.get("/beheer/organisaties")
    visitor.submit(page, "Bewaar", {"second_step": "y"})
    assert visitor.get("/beheer/organisaties").form("Bewaar").values["second_step"] == ["y"]
    assert Visitor(app).sign_in(sqlite_world.facilitator).h1 == ENROL
