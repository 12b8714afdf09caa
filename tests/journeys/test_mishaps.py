"""What people do to every website: going back, tapping twice, keeping a form open, following an old link."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select

from netwerkberaad.cases import Case
from netwerkberaad.foundation.links import LinkPurpose, issue_link
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import Contact, Reply, current_answer
from tests.builders import World, build_case, build_request, person_called
from tests.journeys.browsing import computer, phone
from tests.journeys.desk_pages import Circle, Invites, Waiting
from tests.journeys.door_pages import HELPS, YES, Door
from tests.journeys.house import House
from tests.journeys.screens import Gallery

pytestmark = pytest.mark.browser
PICTURES = Path(__file__).parents[2] / "test-output" / "mishaps"
DAYS = 30


@pytest.fixture
def gallery() -> Gallery:
    """Pictures of what was seen."""
    return Gallery(PICTURES)


@pytest.fixture
def case(house: House, sqlite_world: World, sqlite_store: Store) -> Case:
    """A case in which Joke may be invited."""
    with sqlite_store.writing() as session:
        return build_case(session, sqlite_world, house.clock, approved=True)


def _joke(store: Store, case: Case) -> uuid.UUID:
    with store.reading() as session:
        return person_called(session, case, "Joke").id


def _link(house: House, case: Case) -> str:
    with house.store.writing() as session:
        issued = issue_link(
            session,
            case_id=case.id,
            person_id=person_called(session, case, "Joke").id,
            purpose=LinkPurpose.INVITATION,
            expires_at=house.clock.now() + timedelta(days=DAYS),
            now=house.clock.now(),
        )
    return f"{house.url}/p/{issued.token}"


def _reply(house: House, case: Case) -> tuple[Reply | None, str]:
    """What Joke says she does, and her words."""
    with house.store.reading() as session:
        here = session.get_one(Case, case.id)
        found = current_answer(session, case=here, person=person_called(session, here, "Joke"))
        assert found is not None
        return found.content.reply, found.content.contributes


def test_with_the_back_button_nothing_is_lost_and_the_last_word_counts(
    chromium: Browser, house: House, case: Case, gallery: Gallery
) -> None:
    joke = Door(phone(chromium).new_page(), gallery, "joke")
    joke.open(_link(house, case))
    joke.choose("Uw antwoord", YES)
    joke.press("Verder")
    joke.fill("Iets anders", "Een stoel met leuning.")
    joke.press("Verder")
    joke.back()
    expect(joke.page.get_by_label("Iets anders")).to_have_value("Een stoel met leuning.")
    joke.back()
    expect(joke.page.get_by_label(YES)).to_be_checked()
    joke.choose("Uw antwoord", HELPS)
    joke.press("Verder")
    joke.fill("Wat ik zou kunnen doen", "De was.")
    joke.press("Verder")
    joke.press("Verder")
    joke.press("Verstuur mijn antwoord")
    joke.back()
    joke.press("Verstuur mijn antwoord")
    joke.shows("Dank u wel, Joke")
    assert _reply(house, case) == (Reply.CONTRIBUTES, "De was.")
    joke.page.context.close()


def test_a_second_tap_on_a_button_makes_nothing_twice(
    chromium: Browser, house: House, sqlite_world: World, case: Case, gallery: Gallery
) -> None:
    wilma = Invites(computer(chromium).new_page(), gallery, "wilma")
    wilma.sign_in(house.url, sqlite_world.facilitator)
    wilma.go(f"{house.url}/casussen/{case.id}/uitnodigen/{_joke(house.store, case)}")
    part = wilma.section("Contact vastleggen")
    wilma.pick("Wat kwam eruit", "Bereikt", within=part)
    part.get_by_role("button", name="Leg vast").dblclick()
    wilma.said("Vastgelegd")
    with house.store.reading() as session:
        counted = session.scalar(select(func.count()).select_from(Contact).where(Contact.case_id == case.id))
    assert counted == 1
    wilma.page.context.close()


def test_a_second_tap_takes_a_case_once_and_ends_on_the_page_of_the_case(
    chromium: Browser, house: House, sqlite_world: World, sqlite_store: Store, gallery: Gallery
) -> None:
    with sqlite_store.writing() as session:
        build_request(session, sqlite_world, house.clock)
    wilma = Waiting(computer(chromium).new_page(), gallery, "wilma")
    wilma.sign_in(house.url, sqlite_world.facilitator)
    wilma.follow("Neem de aanvraag")
    wilma.page.get_by_label("Ik help niemand in deze casus").check()
    wilma.page.get_by_role("button", name="Neem deze casus").dblclick()
    expect(wilma.page.get_by_role("navigation", name="Kamers van deze casus")).to_be_visible()
    wilma.page.context.close()


def test_of_two_windows_on_the_same_form_the_second_sees_what_the_first_saved(
    chromium: Browser, house: House, sqlite_world: World, case: Case, gallery: Gallery
) -> None:
    address = f"{house.url}/casussen/{case.id}/kring/{_joke(house.store, case)}"
    one, other = (Circle(computer(chromium).new_page(), gallery, f"wilma-{number}") for number in (1, 2))
    for window in (one, other):
        window.sign_in(house.url, sqlite_world.facilitator)
        window.go(address)
    one.fill("Let op bij contact", "Hoort slecht aan de telefoon.")
    one.press("Bewaar")
    other.fill("Let op bij contact", "Liefst in de ochtend.")
    other.told_off("Dit staat er nu", "Bewaar")
    other.shows("Hoort slecht aan de telefoon.")
    expect(other.page.get_by_label("Let op bij contact")).to_have_value("Liefst in de ochtend.")
    other.press("Bewaar")
    one.go(address)
    expect(one.page.get_by_label("Let op bij contact")).to_have_value("Liefst in de ochtend.")
    for window in (one, other):
        window.page.context.close()


def test_an_old_link_says_so_kindly_and_gives_nothing_away(
    chromium: Browser, house: House, case: Case, gallery: Gallery
) -> None:
    link = _link(house, case)
    house.clock.advance(timedelta(days=DAYS, minutes=1))
    joke = Door(phone(chromium).new_page(), gallery, "joke")
    joke.knock(link)
    joke.refused("Deze link werkt niet", "Open het bericht")
    joke.hides("Marloes")
    joke.page.context.close()
