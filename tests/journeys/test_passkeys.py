"""Passkeys in a real browser, with an authenticator that the browser itself plays."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, CDPSession, Page, expect

from netwerkberaad.accounts import Region, passkeys_of
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.vault import Store
from tests.builders import PASSWORD, World
from tests.journeys.browsing import computer
from tests.journeys.house import House, open_house
from tests.smtp import SmtpServer

pytestmark = pytest.mark.browser
_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def strict_house(
    sqlite_store: Store, sqlite_world: World, clock: MovableClock, smtp: SmtpServer, tmp_path: Path
) -> Iterator[House]:
    """A house with a name, where everybody must have a second step."""
    with sqlite_store.writing() as session:
        session.get_one(Region, sqlite_world.region.id).second_step = True
    day = local(clock.now()).date()
    with open_house(sqlite_store, clock, smtp, tmp_path, day, host="localhost") as running:
        yield running


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A browser on a computer."""
    context = computer(chromium)
    yield context.new_page()
    context.close()


def plug_in(page: Page) -> tuple[CDPSession, str]:
    """A fingerprint reader for this browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    added = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
    return devtools, added["authenticatorId"]


def sign_in(page: Page, house: House, world: World) -> None:
    page.goto(f"{house.url}/inloggen")
    page.get_by_label("Mailadres").fill(world.facilitator.profile.mail)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def enrol(page: Page, house: House, world: World) -> None:
    """Sign in for the first time and make a passkey, as the region wants."""
    sign_in(page, house, world)
    page.get_by_role("link", name="Voeg een passkey toe").click()
    page.get_by_label("Waar staat deze passkey?").fill("laptop van het werk")
    page.get_by_role("button", name="Maak een passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw herstelcodes")
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maandag 2 maart")


def sign_out(page: Page, house: House) -> None:
    page.context.clear_cookies()
    page.goto(f"{house.url}/inloggen")


def uses(store: Store, world: World) -> list[int]:
    with store.reading() as session:
        return [one.uses for one in passkeys_of(session, world.facilitator)]


def test_a_passkey_is_a_second_step_and_later_takes_the_place_of_the_password(
    page: Page, strict_house: House, sqlite_world: World, sqlite_store: Store
) -> None:
    plug_in(page)
    enrol(page, strict_house, sqlite_world)
    sign_out(page, strict_house)
    sign_in(page, strict_house, sqlite_world)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Gebruik uw passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maandag 2 maart")
    once = uses(sqlite_store, sqlite_world)
    sign_out(page, strict_house)
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maandag 2 maart")
    assert uses(sqlite_store, sqlite_world) > once


def test_a_device_that_does_not_know_who_holds_it_opens_nothing(
    page: Page, strict_house: House, sqlite_world: World
) -> None:
    devtools, device = plug_in(page)
    enrol(page, strict_house, sqlite_world)
    sign_out(page, strict_house)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_text("Dit lukte niet.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")


def test_a_copied_passkey_whose_count_stays_behind_is_refused(
    page: Page, strict_house: House, sqlite_world: World, sqlite_store: Store
) -> None:
    plug_in(page)
    enrol(page, strict_house, sqlite_world)
    with sqlite_store.writing() as session:
        for one in passkeys_of(session, sqlite_world.facilitator):
            one.uses = 1_000
    sign_out(page, strict_house)
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_text("Deze passkey werkt hier niet.")).to_be_visible()


def test_an_answer_opens_once(page: Page, strict_house: House, sqlite_world: World) -> None:
    plug_in(page)
    enrol(page, strict_house, sqlite_world)
    sign_out(page, strict_house)
    with page.expect_request(lambda one: one.method == "POST") as sent:
        page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maandag 2 maart")
    answer = parse_qs(sent.value.post_data or "")["credential"][0]
    sign_out(page, strict_house)
    form = page.locator("form[data-passkey]")
    form.evaluate("(form, answer) => { form.elements.credential.value = answer; form.submit(); }", answer)
    expect(page.get_by_text("Deze passkey werkt hier niet.")).to_be_visible()


def test_passkeys_have_names_and_go_one_by_one_but_the_last_stays(
    page: Page, strict_house: House, sqlite_world: World
) -> None:
    devtools, device = plug_in(page)
    enrol(page, strict_house, sqlite_world)
    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device})
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**_DEVICE, "transport": "usb"}})
    page.goto(f"{strict_house.url}/account/tweede-stap/passkeys/nieuw")
    page.get_by_label("Waar staat deze passkey?").fill("sleutelbos")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Maak een passkey").click()
    expect(page.get_by_text("U kunt nu ook met deze passkey inloggen.")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Haal weg sleutelbos").click()
    expect(page.get_by_text("Deze passkey werkt niet meer")).to_be_visible()
    page.get_by_role("button", name="Haal weg laptop van het werk").click()
    expect(page.get_by_text("Dit is uw enige tweede stap.")).to_be_visible()
