"""The picture of the circle in a real browser: names as wide as they are really drawn, and people moved by hand."""

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from netwerkberaad.cases import About, Case, Quadrant
from netwerkberaad.foundation.vault import Store
from tests.builders import PASSWORD, World, build_case, member
from tests.journeys.browsing import computer, phone
from tests.journeys.house import House

pytestmark = pytest.mark.browser
_OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(".member")].map((one) => [one.textContent.trim(), one.getBBox()]);
  const found = [];
  boxes.forEach(([name, a], index) => boxes.slice(index + 1).forEach(([other, b]) => {
    if (a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height) found.push([name, other]);
  }));
  return found;
}"""
_NAMES = (
    "Joke",
    "Kees",
    "Wilhelmina",
    "Mo",
    "Marie-Antoinette",
    "Şükrü",
    "Bartholomeus",
    "Fatma",
    "Wim",
    "Jan",
)


@pytest.fixture
def crowd(sqlite_store: Store, sqlite_world: World, house: House) -> Case:
    """A case with sixty people around the hoofdpersoon."""
    rings = (1, 1, 2, 2, 3, 4)
    places = list(Quadrant)
    people = [
        replace(
            member(_NAMES[number % 10], f"Wisse{number}", mail=""),
            about=About(ring=rings[number % 6], quadrant=places[number % 4]),
        )
        for number in range(60)
    ]
    with sqlite_store.writing() as session:
        return build_case(session, sqlite_world, house.clock, invitees=people)


def _circle(page: Page, house: House, world: World, case: Case) -> None:
    page.goto(f"{house.url}/inloggen")
    page.get_by_label("Mailadres").fill(world.facilitator.profile.mail)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.goto(f"{house.url}/casussen/{case.id}/kring")


def test_no_two_of_sixty_names_touch_as_the_browser_draws_them(
    chromium: Browser, house: House, sqlite_world: World, crowd: Case
) -> None:
    page = computer(chromium).new_page()
    _circle(page, house, sqlite_world, crowd)
    expect(page.locator(".member")).to_have_count(60)
    assert page.evaluate(_OVERLAPS) == []
    assert not Axe().run(page).violations_count
    page.context.close()


def test_somebody_dragged_to_the_inner_ring_stands_there(
    chromium: Browser, house: House, sqlite_world: World, sqlite_store: Store
) -> None:
    with sqlite_store.writing() as session:
        case = build_case(session, sqlite_world, house.clock)
    page = computer(chromium).new_page()
    _circle(page, house, sqlite_world, case)
    dot = page.locator(".member", has_text="Joke").locator(".person-mark").bounding_box()
    heart = page.locator(".circle .heart").bounding_box()
    assert dot
    assert heart
    page.mouse.move(dot["x"] + 5, dot["y"] + 5)
    page.mouse.down()
    page.mouse.move(heart["x"] + heart["width"] + 20, heart["y"] + 20, steps=5)
    page.mouse.up()
    expect(page.get_by_text("Joke staat nu bij Vrienden en buren, dichtbij.")).to_be_visible()
    page.context.close()


def test_on_a_phone_the_picture_scrolls_and_the_page_does_not(
    chromium: Browser, house: House, sqlite_world: World, crowd: Case
) -> None:
    page = phone(chromium).new_page()
    _circle(page, house, sqlite_world, crowd)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    frame = "document.querySelector('.circle-frame')"
    assert page.evaluate(f"{frame}.scrollWidth > {frame}.clientWidth && {frame}.scrollLeft > 0")
    page.context.close()
