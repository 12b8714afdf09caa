"""The desk in English: every room breaks no rule of axe and is whole on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from netwerkberaad.foundation.vault import Store
from tests.builders import PASSWORD, World, build_case
from tests.journeys.browsing import computer
from tests.journeys.house import House
from tests.journeys.screens import Gallery

pytestmark = pytest.mark.browser
PICTURES = Path(__file__).parents[2] / "test-output" / "english"


def test_the_desk_in_english_fits_a_phone_and_breaks_no_rule_of_axe(
    chromium: Browser, house: House, sqlite_world: World, sqlite_store: Store
) -> None:
    with sqlite_store.writing() as session:
        case = build_case(session, sqlite_world, house.clock, approved=True)
    gallery = Gallery(PICTURES, narrow=True)
    page = computer(chromium).new_page()
    page.goto(f"{house.url}/inloggen")
    page.locator(".menu--language summary").click()
    page.get_by_role("button", name="English").click()
    page.get_by_label("E-mail address").fill(sqlite_world.facilitator.profile.mail)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(f"{house.url}/account")
    page.get_by_label("Taal").select_option("English")
    page.get_by_role("button", name="Bewaar").click()
    for room in ("", "/kring", "/uitnodigen", "/beraad", "/plan", "/opvolging", "/gegevens", "/veiligheid"):
        page.goto(f"{house.url}/casussen/{case.id}{room}")
        assert page.locator("html").get_attribute("lang") == "en"
        gallery.look(page, "wilma")
    for path in ("/vandaag", "/casussen", "/aanvragen-bekijken", "/sociale-kaart", "/account", "/inzicht"):
        page.goto(f"{house.url}{path}")
        assert page.locator("html").get_attribute("lang") == "en"
        gallery.look(page, "wilma")
