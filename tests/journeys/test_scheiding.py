"""Marloes and Rik part: their whole way through the application, clicked as each person would."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from netwerkberaad.demo.reading import read_scenario
from tests.builders import World
from tests.journeys import beginning, following, holding
from tests.journeys.cast import Cast
from tests.journeys.house import House
from tests.journeys.screens import Gallery

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = Path(__file__).parents[2] / "test-output" / "journey"


@pytest.fixture
def cast(chromium: Browser, house: House, sqlite_world: World) -> Cast:
    """The people of the scenario, with nothing played yet."""
    return Cast(
        read_scenario("scheiding-twee-kinderen"),
        house,
        sqlite_world,
        chromium,
        Gallery(PICTURES, narrow=True),
    )


def test_the_whole_way_from_request_to_closing(cast: Cast) -> None:
    beginning.asks(cast)
    beginning.claims(cast)
    beginning.calls(cast)
    beginning.widens(cast)
    beginning.approves(cast)
    beginning.invites(cast)
    beginning.answer_at_once(cast)
    beginning.hears_it_is_not_for_them(cast)
    beginning.writes_a_letter(cast)
    beginning.types_the_code(cast)
    beginning.answer_soon(cast)
    beginning.sets_the_day(cast)
    beginning.declines(cast)
    beginning.answer_by_phone(cast)
    holding.sits_down(cast)
    holding.writes_the_plan(cast)
    holding.fixes_the_plan(cast)
    holding.confirms(cast)
    holding.takes_confirmations(cast)
    following.is_reminded(cast)
    following.shows_a_gap(cast)
    following.checks_in(cast)
    following.calls_after_four_weeks(cast)
    following.changes_the_plan(cast)
    following.those_concerned_confirm(cast)
    following.looks_back(cast)
    following.closes(cast)
    following.is_on_record(cast)
