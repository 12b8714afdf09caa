"""Who sees what, decided at the door or on record at the desk, and what it does to the pages of others."""

import pytest
from flask import Flask

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.pages import Page, Visitor
from tests.web.door_setting import SUPPER, WEDNESDAY, Door, build_door, fix_plan

PLACE = "Zandweg 4, Middelburg"
EVERYTHING = ["venue", "attendance", "contact", "needs", "commitments", "named"]


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """A case with a beraad ahead."""
    return build_door(app, sqlite_store, clock, sqlite_world)


def _list(door: Door, first: str) -> tuple[Visitor, Page]:
    visitor, _page = door.enter(first)
    door.prove(visitor, first)
    return visitor, visitor.get("/p/wie-ziet-wat")


def _open(door: Door, by: str, to: str, items: list[str], plan: str = "nothing") -> Page:
    visitor, _page = _list(door, by)
    page = visitor.get(visitor.get("/p/wie-ziet-wat").link(f"Verander {to}"))
    return visitor.submit(page, "Bewaar", {"items": items, "plan": plan})


def test_what_both_hoofdpersonen_open_is_seen_at_once(door: Door) -> None:
    joke, _page = door.enter("Joke")
    door.prove(joke, "Joke")
    assert "Zo bereikt u de ander" not in joke.get("/p/beraad").text
    shown = _open(door, "Marloes", "Joke Wisse", EVERYTHING)
    assert "uw telefoon en mail" in shown.text
    assert "Zo bereikt u de ander" not in joke.get("/p/beraad").text
    _open(door, "Rik", "Joke Wisse", EVERYTHING)
    page = joke.get("/p/beraad").text
    assert "rik@example.nl" in page
    assert "Wie er nog meer komen Marloes Rik" in page


def test_a_hoofdpersoon_does_not_see_what_the_other_decided(door: Door) -> None:
    _open(door, "Marloes", "Joke Wisse", EVERYTHING)
    _visitor, page = _list(door, "Rik")
    assert "waar het beraad is" in page.text
    assert "uw telefoon en mail" not in page.text


def test_a_place_that_one_closes_is_gone_from_page_and_calendar(door: Door) -> None:
    joke, _page = door.enter("Joke")
    assert PLACE in joke.get("/p/beraad").text
    assert "Zandweg" in joke.client.get("/p/beraad.ics").text
    _open(door, "Rik", "Joke Wisse", [])
    assert "Zandweg" not in joke.get("/p/beraad").text
    assert "Dat hoort u van" in joke.get("/p/beraad").text
    assert "Zandweg" not in joke.get("/p/antwoord/1").text
    assert "Zandweg" not in joke.client.get("/p/beraad.ics").text


def test_the_own_part_can_come_with_what_others_do(door: Door) -> None:
    fix_plan(door)
    for parent in ("Marloes", "Rik"):
        _open(door, parent, "Joke Wisse", ["commitments"], "own")
    visitor, _page = door.enter("Joke", LinkPurpose.PLAN)
    page = door.prove(visitor, "Joke").text
    assert WEDNESDAY in page
    assert SUPPER in page
    assert "slapen weer door" not in page


def test_only_a_hoofdpersoon_decides_and_must_choose(door: Door) -> None:
    visitor, _page = _list(door, "Marloes")
    page = visitor.get(visitor.get("/p/wie-ziet-wat").link("Verander Joke Wisse"))
    assert visitor.submit(page, "Bewaar", {"plan": "ufo"}, status=422).errors
    joke, _page = door.enter("Joke")
    door.prove(joke, "Joke")
    assert joke.client.get("/p/wie-ziet-wat").status_code == 404
    assert joke.client.get(page.path).status_code == 404
