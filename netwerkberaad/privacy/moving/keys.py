"""The keys by which a region receives packages and signs."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.access import Actor, ActorKind, Permission, require
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.vault.parcels import Card, Pair, ParcelError, make_pair, read_card
from netwerkberaad.privacy.moving.errors import BadCardError, NoKeyYetError, OtherKeyError
from netwerkberaad.privacy.moving.model import MoveKey

KEY_MADE = audit.declare("move_key.made", "move_key")


def make_key(session: Session, actor: Actor, *, now: datetime) -> MoveKey:
    """New keys for the actor's region; those before still open what is on its way."""
    require(actor, Permission.RECEIVE_CASES)
    if actor.region_id is None:
        raise NotFoundError
    for old in _keys(session, actor.region_id):
        old.ended_at = old.ended_at or now
    key = MoveKey(id=new_id(), region_id=actor.region_id, made_at=now, made_by=actor.staff_id)
    key.pair = make_pair()
    session.add(key)
    audit.record(session, actor.entry(KEY_MADE, now=now, object_id=key.id))
    return key


def require_or_machine(actor: Actor, permission: Permission) -> None:
    """Let pass who may, and who has the machine itself: it only carries out what people decided or signed."""
    if actor.kind is not ActorKind.SYSTEM:
        require(actor, permission)


def current_key(session: Session, region_id: uuid.UUID | None) -> MoveKey | None:
    """The keys in use, if there are any."""
    return next((key for key in _keys(session, region_id) if key.ended_at is None), None)


def own_pair(session: Session, region_id: uuid.UUID | None) -> Pair:
    """The keys to sign with. Raises NoKeyYetError."""
    key = current_key(session, region_id)
    if key is None:
        raise NoKeyYetError
    return key.pair


def pair_for(session: Session, region_id: uuid.UUID | None, reader: str) -> Pair:
    """The keys that open what was locked for this reader. Raises OtherKeyError."""
    for key in _keys(session, region_id):
        if key.pair.card.reader == reader:
            return key.pair
    raise OtherKeyError(field="upload")


def card_of(text: str) -> Card:
    """The card that somebody pasted. Raises BadCardError."""
    try:
        return read_card(text)
    except ParcelError as reason:
        raise BadCardError(field="card") from reason


def _keys(session: Session, region_id: uuid.UUID | None) -> list[MoveKey]:
    own = select(MoveKey).where(MoveKey.region_id == region_id)
    return list(session.scalars(own.order_by(MoveKey.made_at.desc(), MoveKey.id)))
