"""Coming in at the door: by link, by code, and out again."""

from datetime import timedelta

from sqlalchemy import func, select

from netwerkberaad.cases import Person
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import LinkPurpose, PersonalLink, WebSession, issue_link
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, person_called
from tests.pages import Visitor


def _link(store: Store, clock: MovableClock, world: World, *, code: bool = False) -> tuple[str, str]:
    with store.writing() as session:
        case = build_case(session, world, clock, approved=True)
        issued = issue_link(
            session,
            case_id=case.id,
            person_id=person_called(session, case, "Joke").id,
            purpose=LinkPurpose.INVITATION,
            expires_at=clock.now() + timedelta(days=60),
            now=clock.now(),
            with_code=code,
        )
        return issued.token, issued.code or ""


def _rows(store: Store) -> tuple[int, int]:
    with store.reading() as session:
        sessions = session.scalar(select(func.count()).select_from(WebSession)) or 0
        opened = session.scalar(
            select(func.count()).select_from(PersonalLink).where(PersonalLink.opened_at.is_not(None))
        )
        return sessions, opened or 0


def test_reading_a_link_changes_nothing_and_shows_nobody(
    visitor: Visitor, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    token, _ = _link(sqlite_store, clock, sqlite_world)
    page = visitor.get(f"/p/{token}")
    assert page.h1 == "Er staat een bericht voor u klaar"
    assert "Joke" not in page.text
    assert "Marloes" not in page.text
    assert _rows(sqlite_store) == (0, 0)


def test_a_living_and_an_unknown_link_look_the_same_until_the_button(
    visitor: Visitor, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    token, _ = _link(sqlite_store, clock, sqlite_world)
    assert visitor.get(f"/p/{token}").text == visitor.get("/p/" + "x" * 43).text


def test_the_button_opens_the_message_and_takes_the_token_out_of_the_address(
    visitor: Visitor, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    token, _ = _link(sqlite_store, clock, sqlite_world)
    page = visitor.submit(visitor.get(f"/p/{token}"), "Open het bericht")
    assert token not in page.path
    assert page.h1 == "Kunt u komen, Joke?"
    assert _rows(sqlite_store) == (1, 1)


def test_dead_links_say_what_to_do_and_look_alike(
    visitor: Visitor, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    token, _ = _link(sqlite_store, clock, sqlite_world)
    unknown = visitor.submit(visitor.get("/p/" + "x" * 43), "Open het bericht", status=404)
    clock.advance(timedelta(days=61))
    expired = visitor.submit(visitor.get(f"/p/{token}"), "Open het bericht", status=404)
    assert unknown.h1 == "Deze link werkt niet meer"
    assert "Bel ons" in unknown.text
    assert unknown.text == expired.text


def test_a_code_is_typed_as_people_write_it(
    visitor: Visitor, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    _, code = _link(sqlite_store, clock, sqlite_world, code=True)
    typed = f" {code[:5].lower()} - {code[5:].lower()}"
    page = visitor.submit(visitor.get("/code"), "Open mijn bericht", {"code": typed})
    assert page.h1 == "Kunt u komen, Joke?"


def test_a_wrong_code_stays_in_the_field_and_after_thirty_tries_no_code_works(
    visitor: Visitor, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    _, code = _link(sqlite_store, clock, sqlite_world, code=True)
    page = visitor.get("/code")
    for _ in range(30):
        page = visitor.submit(page, "Open mijn bericht", {"code": "CDFGHJKMNP"}, status=422)
    assert page.form("Open mijn bericht").values["code"] == ["CDFGHJKMNP"]
    assert "Deze code werkt niet" in page.errors[0]
    refused = visitor.submit(page, "Open mijn bericht", {"code": code}, status=422)
    assert refused.errors == page.errors
    clock.advance(timedelta(minutes=16))
    assert visitor.submit(refused, "Open mijn bericht", {"code": code}).h1 == "Kunt u komen, Joke?"


def test_where_there_are_several_regions_the_page_says_where_the_number_is(
    visitor: Visitor, sqlite_world: World
) -> None:
    landing = visitor.get("/p/een-token-die-er-niet-is")
    assert "Het telefoonnummer staat in uw bericht of brief" in landing.text
    assert "Bel het nummer dat in uw bericht of brief staat" in visitor.get("/code").text


def test_a_page_for_anybody_is_no_page_of_the_door(visitor: Visitor, sqlite_world: World) -> None:
    visitor.client.set_cookie("nb-deur", "een-oude-sessie")
    assert "nb-deur" not in visitor.get("/privacy").response.headers.get("Set-Cookie", "")
    assert "nb-deur=;" in visitor.get("/p/geen-sessie").response.headers.get("Set-Cookie", "")


def test_quick_exit_ends_the_session_and_shows_a_page_of_nobody(
    visitor: Visitor, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    token, _ = _link(sqlite_store, clock, sqlite_world)
    page = visitor.submit(visitor.get(f"/p/{token}"), "Open het bericht")
    away = visitor.get(page.link("Snel weg"))
    assert "etwerkberaad" not in away.text
    assert "img/weather.svg" in away.response.get_data(as_text=True)
    assert _rows(sqlite_store)[0] == 0
    assert visitor.get("/p/welkom").h1 == "Open uw bericht opnieuw"


def test_a_language_chosen_before_opening_stays_and_is_that_of_later_messages(
    visitor: Visitor, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    token, _ = _link(sqlite_store, clock, sqlite_world)
    landing = visitor.submit(visitor.get(f"/p/{token}"), "Türkçe")
    assert landing.h1 == "Sizin için bir mesaj var"
    asked = visitor.submit(landing, "Mesajı aç")
    assert asked.h1 == "Gelebilir misiniz, Joke?"
    assert _language_of_joke(sqlite_store) == "tr"
    polish = visitor.submit(asked, "Polski")
    assert (polish.path, polish.h1) == (asked.path, "Czy mogą Państwo przyjść, Joke?")
    assert _language_of_joke(sqlite_store) == "pl"


def _language_of_joke(store: Store) -> str:
    with store.reading() as session:
        people = session.scalars(select(Person))
        return next(person.about.language for person in people if person.name.first == "Joke")
