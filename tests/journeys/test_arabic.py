"""Somebody who reads Arabic answers an invitation: every page reads from the right, passes axe and fits a small phone."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from netwerkberaad.foundation.links import LinkPurpose, issue_link
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, person_called
from tests.journeys.browsing import phone
from tests.journeys.house import House
from tests.journeys.screens import Gallery, Screen

pytestmark = pytest.mark.browser
SMALL = {"width": 320, "height": 640}


@pytest.fixture
def link(house: House, sqlite_world: World, sqlite_store: Store) -> str:
    """The address of the link of Joke."""
    with sqlite_store.writing() as session:
        case = build_case(session, sqlite_world, house.clock, approved=True)
        issued = issue_link(
            session,
            case_id=case.id,
            person_id=person_called(session, case, "Joke").id,
            purpose=LinkPurpose.INVITATION,
            expires_at=house.clock.now() + timedelta(days=30),
            now=house.clock.now(),
        )
    return f"{house.url}/p/{issued.token}"


def _reads_from_the_right(door: Screen) -> None:
    page = door.page
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("html").get_attribute("lang") == "ar"


def test_an_answer_is_given_in_arabic(
    app: Flask, chromium: Browser, house: House, link: str, tmp_path: Path
) -> None:
    door = Screen(phone(chromium).new_page(), Gallery(tmp_path / "pictures"), "joke")
    door.page.set_viewport_size({"width": SMALL["width"], "height": SMALL["height"]})
    door.go(link)
    door.page.locator(".menu--language summary").click()
    door.press("العربية")
    _reads_from_the_right(door)
    door.press("افتحوا الرسالة")
    _reads_from_the_right(door)
    door.choose("إجابتكم", "نعم، سآتي")
    door.press("متابعة")
    for _ in range(3):
        _reads_from_the_right(door)
        door.press("متابعة")
    door.press("أرسلوا إجابتي")
    _reads_from_the_right(door)
    door.shows("شكرًا لكم، Joke")
    door.page.context.close()
