"""In a real browser, through the login pages of the certified oidc-provider: in, out, and refused."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from netwerkberaad.accounts import actor_for
from netwerkberaad.accounts.single_sign_on import (
    IdentityProvider,
    ProviderChoice,
    ProviderSettings,
    SecondFactor,
    add_provider,
    return_path,
)
from netwerkberaad.foundation.access import Role
from netwerkberaad.foundation.core.clock import MovableClock, SystemClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.journeys.browsing import computer, phone
from tests.journeys.desk_pages import Desk
from tests.journeys.house import House
from tests.journeys.screens import Gallery
from tests.provider import CLIENT, SECRET, Provider

pytestmark = [pytest.mark.browser, pytest.mark.provider]


@pytest.fixture
def clock() -> MovableClock:
    """The provider lives by the clock of the machine, and so must whoever reads its tokens."""
    return MovableClock(SystemClock().now())


@pytest.fixture
def town(
    house: House, provider: Provider, sqlite_world: World, sqlite_store: Store
) -> Iterator[IdentityProvider]:
    """The house with the provider of an organisation, which decides on roles."""
    settings = ProviderSettings(
        label="Gemeente Middelburg",
        issuer=provider.issuer,
        client_id=CLIENT,
        roles_claim="roles",
        role_values=(("nb-gespreksleider", Role.FACILITATOR),),
    )
    with sqlite_store.writing() as session:
        made = add_provider(
            session,
            actor_for(sqlite_world.admin),
            region_id=sqlite_world.region.id,
            choice=ProviderChoice(settings, client_secret=SECRET, second_factor=SecondFactor.THEIRS),
            loopback=True,
            now=house.clock.now(),
        )
    with provider.running(back=f"{house.url}{return_path(made.id)}", after=f"{house.url}/uitgelogd"):
        yield made


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A browser at work that reports what its pages refuse."""
    context = computer(chromium)
    yield context.new_page()
    context.close()


def _sign_in(page: Page, house: House, login: str) -> None:
    page.goto(f"{house.url}/inloggen")
    page.get_by_role("link", name="Log in met Gemeente Middelburg").click()
    page.get_by_placeholder("Enter any login").fill(login)
    page.get_by_placeholder("and password").fill("maakt niet uit")
    page.get_by_role("button", name="Sign-in").click()
    house.clock.move_to(max(house.clock.now(), SystemClock().now() + timedelta(seconds=1)))
    page.get_by_role("button", name="Continue").click()


def _sees(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()


def _works(page: Page, house: House) -> None:
    expect(page).to_have_url(f"{house.url}/vandaag")


def test_somebody_signs_in_and_out_through_the_organisation(
    page: Page, house: House, town: IdentityProvider
) -> None:
    _sign_in(page, house, "wilma")
    _works(page, house)

    page.get_by_text("Wilma Poppe", exact=True).first.click()
    page.get_by_role("button", name="Log uit").click()
    _sees(page, "U bent hier uitgelogd")
    page.get_by_role("link", name="Log uit bij Gemeente Middelburg").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    _sees(page, "U bent uitgelogd")
    page.goto(f"{house.url}/inloggen")
    page.get_by_role("link", name="Log in met Gemeente Middelburg").click()
    expect(page.get_by_placeholder("Enter any login")).to_be_visible()


def test_a_mail_address_that_is_not_confirmed_lets_nobody_in(
    page: Page, house: House, town: IdentityProvider
) -> None:
    _sign_in(page, house, "onzeker")
    _sees(page, "Inloggen is niet gelukt")
    expect(page.get_by_text("bevestigt uw mailadres niet")).to_be_visible()


def test_without_a_script_one_button_leads_on(
    chromium: Browser, house: House, town: IdentityProvider
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    _sign_in(page, house, "wilma")
    _sees(page, "Nog één stap")
    page.get_by_role("button", name="Verder").click()
    _works(page, house)
    context.close()


def test_an_answer_that_was_used_lets_nobody_in_again(
    page: Page, house: House, town: IdentityProvider
) -> None:
    answers: list[str] = []
    page.on("request", lambda request: answers.append(request.url))
    _sign_in(page, house, "wilma")
    _works(page, house)
    answer = next(url for url in answers if "/terug?" in url)
    page.goto(answer)
    _sees(page, "Inloggen is niet gelukt")


@pytest.mark.parametrize("device", [computer, phone])
def test_the_beheerder_tries_the_real_provider_and_every_page_passes_axe(
    chromium: Browser,
    house: House,
    town: IdentityProvider,
    sqlite_world: World,
    tmp_path: Path,
    device: Callable[[Browser], BrowserContext],
) -> None:
    with device(chromium) as context:
        desk = Desk(context.new_page(), Gallery(tmp_path / "beelden"), "beheer")
        for path in (f"inloggen/via/{town.id}/terug", "uitgelogd", "inloggen"):
            desk.go(f"{house.url}/{path}")
        desk.sign_in(house.url, sqlite_world.admin)
        for path in ("", "/nieuw", f"/{town.id}"):
            desk.go(f"{house.url}/beheer/eenmalig-inloggen{path}")
        desk.press("Doe de proef")
        expect(desk.page.get_by_text("De proef is goed")).to_be_visible()
