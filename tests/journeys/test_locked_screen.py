"""The lock on the screen in a real browser: the page is covered, and stands there as it was when the cover goes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.builders import PASSWORD, World
from tests.journeys.browsing import computer
from tests.journeys.house import House
from tests.web.table_setting import build_setting

pytestmark = pytest.mark.browser
QUARTER = 15 * 60


def signed_in(opened: Page, house: House, world: World) -> Page:
    """The gespreksleider signs in, with the time of the page in the hands of the test."""
    opened.clock.install()
    opened.goto(f"{house.url}/inloggen")
    opened.get_by_label("Mailadres").fill(world.facilitator.profile.mail)
    opened.get_by_label("Wachtwoord").fill(PASSWORD)
    opened.get_by_role("button", name="Log in").click()
    expect(opened.get_by_role("button", name="Log in")).to_have_count(0)
    return opened


@pytest.fixture
def page(chromium: Browser, house: House, sqlite_world: World) -> Iterator[Page]:
    """The account page of the gespreksleider, with a password half typed."""
    context = computer(chromium)
    opened = signed_in(context.new_page(), house, sqlite_world)
    opened.goto(f"{house.url}/account/wachtwoord")
    opened.get_by_label("Nieuw wachtwoord").fill("half getypt")
    yield opened
    context.close()


def sheet(page: Page) -> Page:
    expect(page.get_by_role("dialog").get_by_role("heading")).to_have_text("Uw scherm is op slot")
    return page


def open_again(page: Page, password: str = PASSWORD) -> None:
    page.get_by_role("dialog").get_by_label("Uw wachtwoord").fill(password)
    page.get_by_role("button", name="Haal van slot").click()


def test_after_a_quarter_without_anybody_the_page_is_covered_and_stays_as_it_was(
    page: Page, house: House
) -> None:
    page.clock.fast_forward(QUARTER * 1000 + 5_000)
    sheet(page)
    expect(page.get_by_label("Nieuw wachtwoord")).to_be_hidden()
    assert page.title() == "Uw scherm is op slot"
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    sheet(page)
    other = page.context.new_page()
    other.goto(f"{house.url}/vandaag")
    expect(other.get_by_role("heading", level=1)).to_have_text("Uw scherm is op slot")
    other.close()
    open_again(page, "niet het goede")
    expect(page.get_by_text("Dit is niet uw wachtwoord van nu.")).to_be_visible()
    open_again(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("Nieuw wachtwoord")).to_have_value("half getypt")


def test_what_was_typed_can_be_sent_after_the_lock(page: Page, house: House) -> None:
    house.clock.advance(timedelta(minutes=31))
    page.clock.fast_forward(QUARTER * 2000)
    sheet(page)
    open_again(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_label("Uw wachtwoord van nu").fill(PASSWORD)
    page.get_by_label("Nieuw wachtwoord").fill("een heel ander lang wachtwoord")
    page.get_by_label("Nog een keer").fill("een heel ander lang wachtwoord")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Uw nieuwe wachtwoord geldt vanaf nu.")).to_be_visible()


def test_the_button_covers_every_tab_and_one_answer_opens_them(page: Page, house: House) -> None:
    other = page.context.new_page()
    other.goto(f"{house.url}/account")
    other.get_by_text("Wilma Poppe").first.click()
    other.get_by_role("button", name="Vergrendel").click()
    sheet(other)
    sheet(page)
    open_again(other)
    expect(other.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_whoever_types_is_not_locked_out(page: Page) -> None:
    for _ in range(4):
        page.clock.fast_forward(10 * 60_000)
        page.get_by_label("Nog een keer").press_sequentially("x")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_table_stays_while_another_tab_locks_itself(
    chromium: Browser, house: House, app: Flask, sqlite_world: World
) -> None:
    setting = build_setting(app, house.store, house.clock, sqlite_world).with_table()
    context = computer(chromium)
    table = signed_in(context.new_page(), house, sqlite_world)
    table.goto(f"{house.url}{setting.path('beraad/tafel')}")
    other = context.new_page()
    other.clock.install()
    other.goto(f"{house.url}/account")
    for _ in range(3):
        table.clock.fast_forward(QUARTER * 1000 + 5_000)
        other.clock.fast_forward(QUARTER * 1000 + 5_000)
        house.clock.advance(timedelta(seconds=QUARTER))
    sheet(other)
    expect(table.get_by_role("dialog")).to_have_count(0)
    table.get_by_role("button", name="Marloes").click()
    expect(table.get_by_text("sinds")).not_to_have_count(0)
    assert table.url.endswith("/beraad/tafel#wie-is-er")
    table.clock.fast_forward(4 * 60 * 60_000)
    sheet(table)
    context.close()
