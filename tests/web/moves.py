"""Moves that wait for somebody: one to decide on, one that is packed, one that was signed for, one that came; and one called off."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.demo.stage import Stage
from netwerkberaad.foundation.access import Actor, ActorKind, Role
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.vault.parcels import make_pair
from netwerkberaad.privacy.moving.keys import make_key, own_pair
from netwerkberaad.privacy.moving.model import Ground, ItemState, Move, MoveItem, MoveState, MoveWords, Why
from netwerkberaad.privacy.moving.proposing import approve_move, cancel_move, get_move
from tests.rooms.moving import place_of

STANDS = {
    MoveState.PROPOSED: ItemState.PLANNED,
    MoveState.PACKED: ItemState.PACKED,
    MoveState.RECEIVED: ItemState.RECEIVED,
    MoveState.ARRIVED: ItemState.ARRIVED,
}


def stand_moves(session: Session, region_id: uuid.UUID, *, now: datetime) -> None:
    """Put them in a region, as somebody who left there began them."""
    officer = Actor(ActorKind.STAFF, uuid.uuid4(), region_id, frozenset({Role.PRIVACY_OFFICER}))
    make_key(session, officer, now=now)
    session.flush()
    reader = own_pair(session, region_id).card.reader
    for state, item in STANDS.items():
        number = new_id()
        move = Move(id=number, region_id=region_id, package_id=number, state=state, ground=Ground.TASK)
        move.begun_at, move.begun_by, move.ready_at = now, officer.id, now
        move.words = MoveWords(
            "Netwerkberaad Schouwen", str(make_pair().card), "De teams splitsen.", reader=reader
        )
        session.add(move)
        for position, stands in enumerate((item, ItemState.KEPT), start=1):
            one = MoveItem(id=new_id(), move_id=number, region_id=region_id, position=position)
            one.file_id, one.state, one.people, one.rows = new_id(), stands, 4, 120
            one.why = Why.HELD if stands is ItemState.KEPT else None
            one.keys = b"[]"
            session.add(one)


def pack_and_stay(stage: Stage, *, why: str) -> None:
    """The cases of the region are packed for another one, which does not take them after all."""
    house = stage.house
    here = place_of(house.store, house.region_id, house.clock)
    move_id = here.propose(str(make_pair().card), reason=why)
    with house.store.writing() as session:
        approve_move(
            session, here.coordinator, move=get_move(session, here.coordinator, move_id), now=stage.now
        )
    here.work()
    assert here.states(move_id)[ItemState.PACKED] == 1
    with house.store.writing() as session:
        cancel_move(session, here.officer, move=get_move(session, here.officer, move_id), now=stage.now)
    here.work()
