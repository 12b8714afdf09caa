"""Pages for anybody: home, statements, and the public request form."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from netwerkberaad.cases import Case, Origin, people_of
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.pages import Page, Values, Visitor

ASKED: dict[str, str | list[str]] = {
    "who": "self",
    "words": "Ik slaap al weken slecht door de schulden.",
    "referrer_name": "Samira van der Wal",
    "referrer_phone": "06 12 34 56 78",
    "invitees": "Oma Joke, oma\nRik de Boer; buurman; 0118 123456",
}


def _cases(store: Store) -> list[Case]:
    with store.reading() as session:
        return list(session.scalars(select(Case)))


def _form(visitor: Visitor, clock: MovableClock, world: World) -> tuple[Page, dict[str, str | list[str]]]:
    page = visitor.get("/aanvragen")
    clock.advance(timedelta(seconds=40))
    return page, {**ASKED, "region": str(world.region.id)}


@pytest.mark.parametrize("path", ["/", "/privacy", "/toegankelijkheid", "/aanvragen/ontvangen"])
def test_statements_can_be_read_by_anybody(visitor: Visitor, sqlite_world: World, path: str) -> None:
    assert visitor.get(path).h1


def test_the_front_page_leads_to_a_code_a_request_and_the_desk(visitor: Visitor, sqlite_world: World) -> None:
    home = visitor.get("/")
    assert visitor.get(home.link("brief of een code")).h1 == "Typ uw code"
    assert visitor.get(home.link("aanvragen")).h1 == "Een netwerkberaad aanvragen"
    assert visitor.get(home.link("inloggen")).h1 == "Inloggen"


@pytest.mark.parametrize("path", ["/", "/privacy", "/toegankelijkheid", "/aanvragen", "/aanvragen/ontvangen"])
def test_who_does_not_know_the_region_finds_every_number(
    visitor: Visitor, sqlite_world: World, path: str
) -> None:
    page = visitor.get(path)
    assert page.link("Bel Netwerkberaad Walcheren") == "tel:+31118000100"
    assert page.link("Bel Netwerkberaad Schouwen") == "tel:+31111000100"


def test_security_txt_names_where_to_tell_and_until_when(visitor: Visitor, sqlite_world: World) -> None:
    text = visitor.client.get("/.well-known/security.txt").get_data(as_text=True)
    assert "Contact: http://localhost:8000/privacy\n" in text
    assert "Expires: 2026-08-29T00:00:00Z\n" in text


def test_a_citizen_asks_for_a_beraad_and_sees_nothing_back(
    visitor: Visitor, clock: MovableClock, sqlite_store: Store, sqlite_world: World
) -> None:
    page, values = _form(visitor, clock, sqlite_world)
    thanks = visitor.submit(page, "Verstuur", values)
    assert thanks.h1 == "Uw aanvraag is binnen"
    assert "Samira" not in thanks.text
    with sqlite_store.reading() as session:
        case = session.scalars(select(Case)).one()
        people = people_of(session, case)
        assert case.referral.origin is Origin.BURGER
        assert [person.name.full for person in people] == ["Samira van der Wal", "Oma Joke", "Rik de Boer"]
        assert people[0].is_principal
        assert people[0].contact.phone == "+31612345678"


def test_spoed_promises_two_hours(
    visitor: Visitor, clock: MovableClock, sqlite_store: Store, sqlite_world: World
) -> None:
    page, values = _form(visitor, clock, sqlite_world)
    thanks = visitor.submit(page, "Verstuur", {**values, "urgent": "y"})
    assert "binnen twee uur" in thanks.text
    assert _cases(sqlite_store)[0].urgent


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"who": ""}, "Kies wat voor u klopt."),
        ({"words": ""}, "Schrijf kort op waar het over gaat."),
        ({"words": "x" * 10_000}, "Dit is te lang."),
        ({"referrer_phone": "", "referrer_mail": ""}, "Geef een telefoonnummer of een mailadres."),
        ({"referrer_phone": "\u202ebellen🙂"}, "Dit lijkt geen telefoonnummer."),
        ({"referrer_mail": "<script>alert(1)</script>"}, "Dit lijkt geen mailadres."),
        ({"who": "school"}, "Noem ten minste één persoon om wie het gaat."),
        ({"invitees": "Joke\n06 99"}, "Regel 2 lezen wij niet goed"),
        ({"region": "nergens"}, "In welk gebied?"),
        ({"website": "http://spam.example"}, "een veld dat leeg moet blijven"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    visitor: Visitor,
    clock: MovableClock,
    sqlite_store: Store,
    sqlite_world: World,
    change: Values,
    told: str,
) -> None:
    page, values = _form(visitor, clock, sqlite_world)
    sent = {**values, **change}
    again = visitor.submit(page, "Verstuur", sent, status=422)
    assert any(told in error for error in again.errors), again.errors
    kept = again.form("Verstuur").values
    assert kept["referrer_name"] == ["Samira van der Wal"]
    assert kept["words"] == [sent["words"]] or kept["words"] == []
    assert _cases(sqlite_store) == []


def test_a_form_that_is_sent_at_once_asks_to_look_again(
    visitor: Visitor, clock: MovableClock, sqlite_store: Store, sqlite_world: World
) -> None:
    page = visitor.get("/aanvragen")
    values = {**ASKED, "region": str(sqlite_world.region.id)}
    again = visitor.submit(page, "Verstuur", values, status=422)
    assert "erg snel" in again.errors[0]
    clock.advance(timedelta(seconds=4))
    assert visitor.submit(again, "Verstuur").h1 == "Uw aanvraag is binnen"
