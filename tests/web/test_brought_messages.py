"""A message for the table: written at the door or handed over, sealed until it is opened there, deleted by its maker."""

import pytest
from flask import Flask

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import BroughtMessage, current_beraad, messages_for_table, open_table
from netwerkberaad.cases import Case
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.pages import Visitor
from tests.web.door_setting import Door, build_door

WORDS = "Ik wil graag dat het weer rustig wordt aan tafel."


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """The case with a beraad ahead."""
    return build_door(app, sqlite_store, clock, sqlite_world)


def _desk(door: Door) -> Visitor:
    browser = Visitor(door.app)
    browser.sign_in(door.world.facilitator)
    return browser


def _open_table(door: Door) -> None:
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        beraad = current_beraad(session, case)
        assert beraad is not None
        door.clock.move_to(beraad.starts_at)
        actor = actor_for(door.world.facilitator)
        open_table(session, actor, case=case, beraad=beraad, now=door.clock.now())


def _messages(door: Door) -> list[BroughtMessage]:
    with door.store.reading() as session:
        return messages_for_table(session, session.get_one(Case, door.case.id))


def test_a_message_is_read_at_the_table_and_nowhere_before_it(door: Door) -> None:
    visitor, _page = door.enter("Joke")
    page = door.prove(visitor, "Joke", "/p/boodschap")
    assert "Fatma" not in page.text
    refused = visitor.submit(page, "Bewaar mijn boodschap", {"text": " "}, status=422)
    assert refused.errors
    visitor.submit(refused, "Bewaar mijn boodschap", {"text": WORDS})
    room = f"/casussen/{door.case.id}/beraad"
    browser = _desk(door)
    seen = browser.get(room)
    assert "Van Joke. Leest voor: de gespreksleider." in seen.text
    assert WORDS not in seen.text
    (message,) = _messages(door)
    browser.get(f"{room}/tafel/boodschap/{message.id}", status=404)
    _open_table(door)
    browser = _desk(door)
    table = browser.get(f"{room}/tafel")
    assert WORDS not in table.text
    assert WORDS in browser.submit(table, "Open de boodschap van Joke").text
    assert WORDS not in browser.get(room).text


def test_what_was_written_can_be_changed_and_taken_back_by_its_maker_alone(door: Door) -> None:
    visitor, _page = door.enter("Joke")
    page = door.prove(visitor, "Joke", "/p/boodschap")
    visitor.submit(page, "Bewaar mijn boodschap", {"text": "Eerst dit."})
    again = visitor.get("/p/boodschap")
    assert again.form("Bewaar mijn boodschap").values["text"] == ["Eerst dit."]
    visitor.submit(again, "Bewaar mijn boodschap", {"text": WORDS})
    assert len(_messages(door)) == 1
    other, _page = door.enter("Fatma")
    assert WORDS not in door.prove(other, "Fatma", "/p/boodschap").text
    visitor.submit(visitor.get("/p/boodschap"), "Haal mijn boodschap weg")
    assert _messages(door) == []


def test_the_message_of_a_child_without_a_link_is_taken_in_and_then_closed_for_the_desk_too(
    door: Door,
) -> None:
    browser = _desk(door)
    page = browser.get(f"/casussen/{door.case.id}/beraad/boodschappen/nieuw")
    for _tap in range(2):
        browser.submit(page, "Bewaar en sluit", {"text": WORDS})
    (message,) = _messages(door)
    seen = browser.get(f"/casussen/{door.case.id}/beraad")
    assert WORDS not in seen.text
    assert message.opened_at is None
    browser.submit(seen, "Haal weg")
    assert _messages(door) == []
