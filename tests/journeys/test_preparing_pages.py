"""Who stands beside whom, who may know what, and the sociale kaart: whole on a phone, by keyboard, and no rule of axe broken."""

import uuid
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case
from netwerkberaad.cases.consents import consents_of
from netwerkberaad.cases.mentors import Sight
from netwerkberaad.demo.stage import Desk
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.vault import Store
from netwerkberaad.social_map import Access, EntryFacts, EntryKind, NewEntry, add_entry
from tests.beside import ask_for_consent, set_conditions
from tests.builders import World, person_called
from tests.journeys.browsing import computer, phone
from tests.journeys.house import House
from tests.journeys.screens import Gallery
from tests.journeys.test_keyboard import press, sign_in, tab_to
from tests.web.beside_setting import begin, build_young_door, mentor_id, think
from tests.web.door_setting import Door, fix_plan

pytestmark = pytest.mark.browser
PICTURES = Path(__file__).parents[2] / "test-output" / "preparing"


@pytest.fixture
def door(app: Flask, house: House, sqlite_store: Store, sqlite_world: World) -> Door:
    """Marloes is sixteen, and there is a plan."""
    setting = build_young_door(app, sqlite_store, house.clock, sqlite_world)
    fix_plan(setting)
    return setting


def _enter(chromium: Browser, house: House, door: Door, first: str, purpose: LinkPurpose) -> Page:
    page = phone(chromium).new_page()
    page.goto(f"{house.url}{door.link(first, purpose)}")
    page.get_by_role("button", name="Open het bericht").click()
    return page


def _prove(page: Page, door: Door, first: str) -> None:
    page.get_by_role("button", name="Stuur mij de code").click()
    page.get_by_label("De code van zes cijfers").fill(door.code_for(first))
    page.get_by_role("button", name="Verder").click()


def test_who_is_asked_as_jim_answers_with_keys_alone(chromium: Browser, house: House, door: Door) -> None:
    think(door)
    page = _enter(chromium, house, door, "Joke", LinkPurpose.MENTOR)
    gallery = Gallery(PICTURES)
    gallery.look(page, "joke")
    tab_to(page, "Ja, dat wil ik")
    page.keyboard.press("Space")
    tab_to(page, "Wilt u er iets bij zeggen?")
    page.keyboard.type("Ik ben gewoon ik.")
    press(page, "Verstuur")
    expect(page.get_by_role("status").first).to_contain_text("We bellen u")
    gallery.look(page, "joke")
    page.context.close()


def test_the_pages_of_a_jim_and_of_who_chose_one(chromium: Browser, house: House, door: Door) -> None:
    begin(door, *Sight)
    gallery, one = Gallery(PICTURES), mentor_id(door)
    page = _enter(chromium, house, door, "Joke", LinkPurpose.MENTOR)
    page.goto(f"{house.url}/p/ernaast/{one}")
    gallery.look(page, "joke")
    _prove(page, door, "Joke")
    for path in (f"ernaast/{one}", f"ernaast/{one}/zien", f"ernaast/{one}/stoppen", "plan/instemmen"):
        page.goto(f"{house.url}/p/{path}")
        gallery.look(page, "joke")
    page.context.close()
    page = _enter(chromium, house, door, "Marloes", LinkPurpose.PLAN)
    page.goto(f"{house.url}/p/mijn-jim/kies")
    _prove(page, door, "Marloes")
    for path in ("mijn-jim", "mijn-jim/kies", f"mijn-jim/{one}/zien", f"mijn-jim/{one}/stoppen"):
        page.goto(f"{house.url}/p/{path}")
        gallery.look(page, "marloes")
    page.context.close()


def test_a_hoofdpersoon_decides_with_keys_alone_what_somebody_sees(
    chromium: Browser, house: House, door: Door
) -> None:
    gallery = Gallery(PICTURES)
    page = _enter(chromium, house, door, "Marloes", LinkPurpose.PLAN)
    page.goto(f"{house.url}/p/wie-ziet-wat")
    _prove(page, door, "Marloes")
    page.goto(f"{house.url}/p/wie-ziet-wat")
    gallery.look(page, "marloes")
    press(page, "Verander")
    gallery.look(page, "marloes")
    press(page, "Bewaar")
    expect(page.get_by_role("status").first).to_be_visible()
    page.context.close()


def test_consent_is_taken_back_with_keys_alone(chromium: Browser, house: House, door: Door) -> None:
    _told(door)
    gallery = Gallery(PICTURES)
    page = _enter(chromium, house, door, "Marloes", LinkPurpose.CONSENT)
    _prove(page, door, "Marloes")
    gallery.look(page, "marloes")
    press(page, "Verander")
    gallery.look(page, "marloes")
    tab_to(page, "Ja, dat mag")
    page.keyboard.press("ArrowDown")
    press(page, "Verstuur")
    expect(page.get_by_text("U trok uw ja in")).to_be_visible()
    page.context.close()


def test_the_pages_at_the_desk(chromium: Browser, house: House, door: Door) -> None:
    begin(door, Sight.WHOLE_PLAN)
    consent, joke, marloes = _told(door)
    page = computer(chromium).new_page()
    sign_in(page, house, door.world)
    gallery, case, one = Gallery(PICTURES, narrow=True), f"casussen/{door.case.id}", mentor_id(door)
    for path in (
        f"{case}/kring/vertrouwenspersoon",
        f"{case}/kring/vertrouwenspersoon/nieuw",
        f"{case}/kring/vertrouwenspersoon/{one}/begin",
        f"{case}/kring/vertrouwenspersoon/{one}/vraag",
        f"{case}/kring/vertrouwenspersoon/{one}/zien",
        f"{case}/kring/akkoord",
        f"{case}/kring/stamboom",
        f"{case}/niet-uitnodigen",
        f"{case}/voorwaarden",
        f"{case}/voorwaarden/gezag",
        f"{case}/gegevens/toestemming",
        f"{case}/gegevens/toestemming/nieuw",
        f"{case}/gegevens/toestemming/{consent}",
        f"{case}/gegevens/toestemming/{consent}/vraag",
        f"{case}/veiligheid",
        f"{case}/veiligheid/aankomst",
        f"{case}/gegevens/wie-ziet-wat",
        f"{case}/gegevens/wie-ziet-wat/{joke}/{marloes}",
        f"{case}/gegevens/bekijk-als/{joke}",
        f"{case}/gegevens/geheim-adres",
        "sociale-kaart",
        "sociale-kaart/nieuw",
        "sociale-kaart/inlezen",
    ):
        answer = page.goto(f"{house.url}/{path}")
        assert answer is not None
        assert answer.ok, path
        gallery.look(page, "wilma")
    page.context.close()


def _told(door: Door) -> list[uuid.UUID]:
    """Something on record about consents and conditions: the ids of the consent, of Joke and of Marloes."""
    actor, now = actor_for(door.world.facilitator), door.clock.now()
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        facts = EntryFacts("Buurthuis De Koffiepot", address="Dorpsplein 1, Middelburg", access=tuple(Access))
        add_entry(session, actor, new=NewEntry(EntryKind.PLACE, facts), now=now)
        desk = Desk(session, actor, case, now)
        set_conditions(desk, words="Annelies Provoost", reason="Nu niet vragen: gevaar.")
        ask_for_consent(desk, words="Meester Piet hoort hoe het thuis gaat")
        session.flush()
        consent = consents_of(session, case, on=local(now).date())[0].consent
        return [consent.id, *(person_called(session, case, first).id for first in ("Joke", "Marloes"))]
