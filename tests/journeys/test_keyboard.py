"""Without a mouse, from the invitation to the check-in: at the door and at the desk, with keys alone."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from netwerkberaad.foundation.links import LinkPurpose, issue_link
from netwerkberaad.foundation.vault import Store
from tests.builders import PASSWORD, World, build_case, build_request, person_called
from tests.journeys.browsing import computer, phone
from tests.journeys.house import House
from tests.journeys.screens import Gallery
from tests.web.door_setting import Door, build_door, fix_plan, send_check_in
from tests.web.table_setting import build_setting

pytestmark = pytest.mark.browser
MOST_STOPS = 80
_WORDS = """() => {
  const node = document.activeElement;
  const label = node.labels && node.labels.length ? node.labels[0] : node;
  return label.innerText.trim().replace(/\\s+/g, " ");
}"""
_RING = """() => {
  const node = document.activeElement;
  const places = [node, node.closest("label"), node.nextElementSibling].filter(Boolean);
  return places.some((one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  });
}"""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus begins with these words; where the focus is can be seen."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if str(page.evaluate(_WORDS)).startswith(words):
            assert page.evaluate(_RING), f"{words!r}: nothing shows where the focus is"
            return
    raise AssertionError(f"Tab does not come to {words!r} on {page.url}")


def press(page: Page, words: str, key: str = "Enter") -> None:
    """Go to a button or link and press a key; another page comes."""
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_an_invitation_is_answered_with_the_keyboard_alone(
    chromium: Browser, house: House, sqlite_world: World, sqlite_store: Store
) -> None:
    with sqlite_store.writing() as session:
        case = build_case(session, sqlite_world, house.clock, approved=True)
        link = issue_link(
            session,
            case_id=case.id,
            person_id=person_called(session, case, "Joke").id,
            purpose=LinkPurpose.INVITATION,
            expires_at=house.clock.now() + timedelta(days=30),
            now=house.clock.now(),
        )
    page = phone(chromium).new_page()
    page.goto(f"{house.url}/p/{link.token}")
    press(page, "Open het bericht")
    tab_to(page, "Ja, ik kom")
    page.keyboard.press("Space")
    press(page, "Verder")
    tab_to(page, "Vervoer")
    page.keyboard.press("Space")
    press(page, "Verder", "Space")
    tab_to(page, "Wat ik zou kunnen doen")
    page.keyboard.type("Een keer koken.")
    press(page, "Verder")
    press(page, "Verder")
    press(page, "Verstuur mijn antwoord")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dank u wel, Joke")
    page.context.close()


@pytest.fixture
def planned(app: Flask, house: House, sqlite_world: World, sqlite_store: Store) -> Door:
    """A case with a plan in which Joke promised something."""
    door = build_door(app, sqlite_store, house.clock, sqlite_world)
    fix_plan(door)
    return door


def test_a_promise_is_confirmed_with_the_keyboard_alone(
    chromium: Browser, house: House, planned: Door
) -> None:
    page = phone(chromium).new_page()
    page.goto(f"{house.url}{planned.link('Joke', LinkPurpose.PLAN)}")
    press(page, "Open het bericht")
    press(page, "Stuur mij de code")
    tab_to(page, "De code van zes cijfers")
    page.keyboard.type(planned.code_for("Joke"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press(page, "Ja, dit doe ik", "Space")
    expect(page.get_by_text("U hebt dit bevestigd")).to_be_visible()
    page.context.close()


def test_a_check_in_is_answered_with_the_keyboard_alone(
    chromium: Browser, house: House, planned: Door
) -> None:
    send_check_in(planned, "Joke")
    page = phone(chromium).new_page()
    page.goto(f"{house.url}{planned.link('Joke', LinkPurpose.CHECK_IN)}")
    press(page, "Open het bericht")
    tab_to(page, "Gelukt")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Wat is er nodig?")
    page.keyboard.type("Iemand voor de regen.")
    tab_to(page, "0")
    for _step in range(7):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Deels")).to_be_checked()
    expect(page.get_by_role("radio", name="7")).to_be_checked()
    press(page, "Verstuur")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel, Joke")
    page.context.close()


def sign_in(page: Page, house: House, world: World) -> None:
    """The gespreksleider signs in."""
    page.goto(f"{house.url}/inloggen")
    tab_to(page, "Mailadres")
    page.keyboard.type(world.facilitator.profile.mail)
    tab_to(page, "Wachtwoord")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_approving_inviting_and_writing_the_plan_go_with_the_keyboard_alone(
    chromium: Browser, house: House, sqlite_world: World, sqlite_store: Store
) -> None:
    with sqlite_store.writing() as session:
        build_case(session, sqlite_world, house.clock)
    page = computer(chromium).new_page()
    sign_in(page, house, sqlite_world)
    for words in ("Casussen", "Marloes", "Ik heb gebeld", "Vraag akkoord op de lijst", "Marloes zegt ja op"):
        press(page, words)
    for words in ("Uitnodigen", "Joke Wisse", "Nodig Joke uit"):
        press(page, words)
    expect(page.get_by_role("status").first).to_contain_text("Joke is uitgenodigd.")
    press(page, "Plan")
    press(page, "Schrijf het plan")
    tab_to(page, "Wat willen we bereiken?")
    page.keyboard.type("Zonder ruzie op de stoep.")
    tab_to(page, "Bewaar dit doel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("form", name="Nieuwe regel")).to_be_visible()
    tab_to(page, "Wie")
    page.keyboard.type("Jo")
    tab_to(page, "Wat ga ik doen?")
    page.keyboard.type("Ik haal Fenna en Bas op woensdag uit school.")
    expect(page.locator(".edit-state").filter(has_text="bewaard").first).to_have_text("bewaard")
    page.reload()
    expect(page.locator("summary", has_text="Ik haal Fenna en Bas op woensdag uit school.")).to_have_count(1)
    page.context.close()


def test_the_table_and_a_device_of_the_family_go_with_the_keyboard_alone(
    app: Flask, chromium: Browser, house: House, sqlite_world: World, sqlite_store: Store, tmp_path: Path
) -> None:
    setting = build_setting(app, sqlite_store, house.clock, sqlite_world).with_table()
    gallery = Gallery(tmp_path, narrow=True)
    table, family = computer(chromium).new_page(), phone(chromium).new_page()
    sign_in(table, house, sqlite_world)
    table.goto(f"{house.url}{setting.path('beraad/tafel')}")
    press(table, "Marloes is er niet")
    press(table, "Maak een link")
    gallery.look(table, "desk")
    family.goto(str(table.locator("dd").first.text_content()).strip())
    gallery.look(family, "family")
    press(table, "Begin de besloten tijd")
    gallery.look(table, "desk")
    family.reload()
    tab_to(family, "Iets dat we willen bereiken")
    family.keyboard.press("Space")
    tab_to(family, "In uw eigen woorden")
    family.keyboard.type("Zonder ruzie op de stoep.")
    press(family, "Bewaar")
    expect(family.get_by_role("main")).to_contain_text("Bewaard. Schrijf er nog een")
    gallery.look(family, "family")
    press(table, "Wij roepen")
    gallery.look(table, "desk")
    press(table, "Zet in het plan")
    expect(table.locator("h3", has_text="Zonder ruzie op de stoep.")).to_have_count(1)
    gallery.look(table, "desk")
    for page in (table, family):
        page.context.close()


def test_the_plan_is_written_at_the_table_and_brought_to_agreement_with_the_keyboard_alone(
    app: Flask, chromium: Browser, house: House, sqlite_world: World, sqlite_store: Store, tmp_path: Path
) -> None:
    setting = build_setting(app, sqlite_store, house.clock, sqlite_world).with_table()
    gallery = Gallery(tmp_path, narrow=True)
    table = computer(chromium).new_page()
    sign_in(table, house, sqlite_world)
    table.goto(f"{house.url}{setting.path('beraad/tafel')}")
    tab_to(table, "Wat willen we bereiken?")
    table.keyboard.type("Zonder ruzie op de stoep.")
    tab_to(table, "Bewaar dit doel")
    table.keyboard.press("Enter")
    expect(table.get_by_role("form", name="Nieuwe regel")).to_be_visible()
    tab_to(table, "Wat ga ik doen?")
    table.keyboard.type("Joke: ik haal Fenna elke woensdag om 8 uur")
    expect(table.get_by_role("button", name="Neem over: Joke, elke woensdag, om 08.00 uur")).to_be_visible()
    gallery.look(table, "desk")
    tab_to(table, "Neem over")
    table.keyboard.press("Enter")
    expect(table.get_by_role("button", name="Volgende regel").first).to_be_focused()
    table.keyboard.press("Enter")
    empty = table.get_by_role("form", name="Nieuwe regel").first
    expect(empty.get_by_label("Wie", exact=True)).to_be_focused()
    expect(table.locator("summary", has_text="Ik haal Fenna elke woensdag")).to_be_visible()
    gallery.look(table, "desk")
    expect(table.get_by_role("link", name="Naar de instemming")).to_be_visible()
    press(table, "Naar de instemming")
    gallery.look(table, "desk")
    table.context.close()


def test_signing_in_and_taking_a_case_goes_with_the_keyboard_alone(
    chromium: Browser, house: House, sqlite_world: World, sqlite_store: Store
) -> None:
    with sqlite_store.writing() as session:
        build_request(session, sqlite_world, house.clock)
    page = computer(chromium).new_page()
    sign_in(page, house, sqlite_world)
    press(page, "Neem de aanvraag")
    tab_to(page, "Ik help niemand in deze casus")
    page.keyboard.press("Space")
    tab_to(page, "Hoe weet u dat u onafhankelijk bent?")
    page.keyboard.type("Ik ken niemand van hen.")
    press(page, "Neem deze casus", "Space")
    expect(page.get_by_role("status").first).to_contain_text("U bent nu de gespreksleider van deze casus.")
    page.context.close()
