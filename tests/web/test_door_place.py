"""Where the beraad is: how to get there for who was asked; how to join from afar only after a second proof."""

from flask import Flask
from sqlalchemy import select

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import current_beraad
from netwerkberaad.cases import Case
from netwerkberaad.flows import announce_beraad
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import OutboxMessage
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.web.door_setting import BASE, JOIN, build_door


def test_how_to_get_there_is_on_the_page_and_how_to_join_from_afar_behind_a_second_proof(
    app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    door = build_door(app, sqlite_store, clock, sqlite_world)
    visitor, _page = door.enter("Joke")
    page = visitor.get("/p/beraad")
    assert "De ingang is achter." in page.text
    assert "een bushalte dichtbij" in page.text
    assert "video.example.nl" not in page.text
    asked = visitor.get(page.link("Meedoen via telefoon of video"))
    assert asked.h1 == "Eerst even controleren dat u het bent"
    joined = door.prove(visitor, "Joke", "/p/beraad/op-afstand")
    assert "bel 020 1234567" in joined.text
    assert joined.link("video.example.nl") == "https://video.example.nl/meeuwen"


def test_how_to_join_stands_in_no_message_and_no_calendar(
    app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    door = build_door(app, sqlite_store, clock, sqlite_world)
    visitor, _page = door.enter("Joke")
    with sqlite_store.writing() as session:
        case = session.get_one(Case, door.case.id)
        beraad, now = current_beraad(session, case), clock.now()
        assert beraad is not None
        actor = actor_for(sqlite_world.facilitator)
        announce_beraad(session, actor, case=case, beraad=beraad, base_url=BASE, now=now)
        letters = [message.letter for message in session.scalars(select(OutboxMessage))]
    told = [*(str(letter) for letter in letters), visitor.client.get("/p/beraad.ics").text]
    assert len(told) > 1
    assert not any(word in text for text in told for word in (JOIN, "video.example.nl", "020 1234567"))
