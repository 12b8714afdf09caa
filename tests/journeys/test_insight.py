"""Inzicht in a real browser: every page passes axe, fits a narrow screen, and is walked through by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from netwerkberaad.demo.history import add_history
from netwerkberaad.foundation.vault import Store
from tests.builders import PASSWORD, World
from tests.journeys.browsing import computer, phone
from tests.journeys.house import House

pytestmark = pytest.mark.browser
PAGES = ("/inzicht", "/inzicht?per=quarter", "/inzicht/samen-kijken", "/inzicht/jaarblad")


@pytest.fixture
def region(sqlite_store: Store, sqlite_world: World, house: House) -> World:
    """A region with two years that are over."""
    teams, now = [sqlite_world.organisation.id], house.clock.now()
    add_history(sqlite_store, region_id=sqlite_world.region.id, teams=teams, now=now)
    return sqlite_world


def _sign_in(context: BrowserContext, house: House, region: World) -> Page:
    page = context.new_page()
    page.goto(f"{house.url}/inloggen")
    page.get_by_label("Mailadres").fill(region.analyst.profile.mail)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    return page


def test_every_page_passes_axe_and_fits_a_computer_and_a_phone(
    chromium: Browser, house: House, region: World
) -> None:
    for context in (computer(chromium), phone(chromium)):
        page = _sign_in(context, house, region)
        for path in PAGES:
            page.goto(house.url + path)
            assert not Axe().run(page).violations_count, path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        context.close()


def test_by_keyboard_one_comes_from_a_year_to_its_quarters(
    chromium: Browser, house: House, region: World
) -> None:
    page = _sign_in(computer(chromium), house, region)
    page.goto(f"{house.url}/inzicht")
    page.get_by_role("link", name="Per kwartaal").focus()
    page.keyboard.press("Enter")
    expect(
        page.get_by_role("cell", name="kwartaal 1")
        .or_(page.get_by_role("rowheader", name="kwartaal 1"))
        .first
    ).to_be_visible()
    page.context.close()
