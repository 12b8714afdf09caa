"""Who changes how they sign in showed who they are a moment ago; what was typed is not lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import PASSWORD, World
from tests.pages import Visitor
from tests.web.test_second_step import set_up

PROVE, STEPS = "Laat nog een keer zien wie u bent", "Tweede stap bij inloggen"
APP, PASSKEY = "/account/tweede-stap/app", "/account/tweede-stap/passkeys/nieuw"
LATER = timedelta(minutes=11)


@pytest.fixture
def wilma(visitor: Visitor, sqlite_world: World) -> Visitor:
    """The gespreksleider, signed in with a password alone."""
    visitor.sign_in(sqlite_world.facilitator)
    return visitor


def cookie(visitor: Visitor) -> str:
    found = visitor.client.get_cookie("nb-balie")
    return found.value if found else ""


@pytest.mark.parametrize("path", [APP, PASSKEY])
def test_after_ten_minutes_the_password_is_asked_again_and_one_goes_on(
    wilma: Visitor, clock: MovableClock, path: str
) -> None:
    clock.advance(timedelta(minutes=10))
    asked = wilma.get(path).h1
    assert asked != PROVE
    clock.advance(timedelta(minutes=1))
    before, page = cookie(wilma), wilma.get(path)
    assert page.h1 == PROVE
    wrong = wilma.submit(page, "Ga verder", {"code": "iets anders"}, status=422)
    assert wrong.errors == ["Uw wachtwoord: Dit is niet uw wachtwoord van nu."]
    assert wilma.submit(page, "Ga verder", {"code": PASSWORD}).h1 == asked
    assert cookie(wilma) not in {"", before}
    assert wilma.get(path).h1 == asked


def test_with_a_second_step_its_code_is_asked_and_not_the_password(
    wilma: Visitor, clock: MovableClock
) -> None:
    app, _page = set_up(wilma, clock)
    clock.advance(LATER)
    page = wilma.get(APP)
    assert wilma.submit(page, "Ga verder", {"code": PASSWORD}, status=422).errors
    assert wilma.submit(page, "Ga verder", {"code": app.code()}).h1 != PROVE


@pytest.mark.parametrize("button", ["Zet uit", "Maak tien nieuwe codes"])
def test_a_button_pressed_too_late_does_nothing_before_the_proof(
    wilma: Visitor, clock: MovableClock, button: str
) -> None:
    set_up(wilma, clock)
    page = wilma.get("/account/tweede-stap")
    clock.advance(LATER)
    assert wilma.submit(page, button).h1 == PROVE


def test_what_was_typed_is_still_there_after_the_proof_but_no_code(
    wilma: Visitor, clock: MovableClock
) -> None:
    form = wilma.get(APP)
    secret = form.form("Zet aan").values["secret"]
    clock.advance(LATER)
    page = wilma.submit(form, "Zet aan", {"code": "123456"})
    assert page.h1 == PROVE
    back = wilma.submit(page, "Ga verder", {"code": PASSWORD}).form("Zet aan").values
    assert back["secret"] == secret
    assert back["code"] == [""]


def test_the_proof_is_on_record(
    wilma: Visitor, clock: MovableClock, sqlite_store: Store, sqlite_world: World
) -> None:
    clock.advance(LATER)
    wilma.submit(wilma.get(APP), "Ga verder", {"code": PASSWORD})
    with sqlite_store.reading() as session:
        seen = select(AuditEntry.object_id).where(AuditEntry.action == "staff.proven_again")
        assert session.scalars(seen).all() == [sqlite_world.facilitator.id]


def test_the_way_back_stays_on_this_site(wilma: Visitor) -> None:
    page = wilma.get("/account/bewijs?next=https://elders.example")
    assert wilma.submit(page, "Ga verder", {"code": PASSWORD}).h1 == STEPS
