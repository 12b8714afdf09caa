"""The family tree and the ties of the circle in a real browser: names as wide as they are really drawn."""

from dataclasses import replace
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import About, Case, Quadrant, add_person, people_of
from netwerkberaad.cases.people import TreeSign
from netwerkberaad.cases.ties import Tie, TieKind, draw_tie
from netwerkberaad.foundation.vault import Store
from tests.builders import PASSWORD, World, build_case, member
from tests.journeys.browsing import computer, phone
from tests.journeys.house import House

pytestmark = pytest.mark.browser
_NAMES = ("Joke", "Kees", "Wilhelmina", "Marie-Antoinette", "Şükrü", "Bartholomeus", "Fatma", "Wim")
_OVERLAPS = """(names) => {
  const boxes = [...document.querySelectorAll(names)].map((one) => [one.textContent.trim(), one.getBBox()]);
  const found = [];
  boxes.forEach(([name, a], index) => boxes.slice(index + 1).forEach(([other, b]) => {
    if (a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height) found.push([name, other]);
  }));
  return found;
}"""


@pytest.fixture
def family(sqlite_store: Store, sqlite_world: World, house: House) -> Case:
    """Grandparents of whom one died, their daughter with whom she was with and is with now, and five children."""
    signs = (TreeSign.ROUND, TreeSign.SQUARE, TreeSign.UNKNOWN)
    people = [
        replace(
            member(name, "Wisse", mail=""),
            about=About(sign=signs[number % 3], ring=number % 4 + 1, quadrant=list(Quadrant)[number % 4]),
        )
        for number, name in enumerate(_NAMES)
    ]
    actor, now = actor_for(sqlite_world.facilitator), house.clock.now()
    with sqlite_store.writing() as session:
        case = build_case(session, sqlite_world, house.clock, invitees=people)
        opa = replace(member("Maarten"), about=About(sign=TreeSign.SQUARE, deceased=True))
        add_person(session, actor, case=case, new=opa, now=now)
        marloes, joke, kees, *children, wim, maarten = people_of(session, case)
        ties = [
            (TieKind.PARTNER, joke, maarten),
            (TieKind.PARENT, joke, marloes),
            (TieKind.PARENT, maarten, marloes),
            (TieKind.SEPARATED, marloes, kees),
            (TieKind.PARTNER, marloes, wim),
            *((TieKind.PARENT, parent, child) for parent in (marloes, kees) for child in children),
            *((TieKind.KNOWS, one, other) for one, other in pairwise([joke, *children])),
        ]
        for kind, one, other in ties:
            draw_tie(session, actor, case=case, one=one, other=other, tie=Tie(kind), now=now)
    return case


def test_tree_and_ties_are_readable_on_a_computer_and_a_phone(
    chromium: Browser, house: House, sqlite_world: World, family: Case
) -> None:
    for device in (computer, phone):
        page = device(chromium).new_page()
        page.goto(f"{house.url}/inloggen")
        page.get_by_label("Mailadres").fill(sqlite_world.facilitator.profile.mail)
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.goto(f"{house.url}/casussen/{family.id}/kring/stamboom")
        expect(page.locator(".family .nm")).to_have_count(10)
        assert page.evaluate(_OVERLAPS, ".family .nm") == []
        assert not Axe().run(page).violations_count
        for room in ("kring", "kring/banden", "kring/banden/nieuw"):
            page.goto(f"{house.url}/casussen/{family.id}/{room}")
            assert not Axe().run(page).violations_count, room
        page.context.close()
