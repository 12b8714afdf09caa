"""Moves that wait for somebody: one to decide on, one that is packed, one that was signed for, and one that came."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.foundation.access import Actor, ActorKind, Role
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.vault.parcels import make_pair
from netwerkberaad.privacy.moving.keys import make_key, own_pair
from netwerkberaad.privacy.moving.model import Ground, ItemState, Move, MoveItem, MoveState, MoveWords, Why

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
            session.add(one)
