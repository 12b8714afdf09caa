"""A move that is proposed by one person and decided by another, and what both see of it."""

import uuid
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.access import Actor, Permission, require
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.privacy.errors import ReasonNeededError
from netwerkberaad.privacy.moving.choosing import choose
from netwerkberaad.privacy.moving.errors import (
    NameNeededError,
    NothingToMoveError,
    NotNowError,
    OwnCardError,
    SecondMoverError,
)
from netwerkberaad.privacy.moving.keys import card_of, own_pair
from netwerkberaad.privacy.moving.model import Ground, ItemState, Move, MoveItem, MoveState, MoveWords
from netwerkberaad.privacy.moving.packing import take_back

PROPOSED = audit.declare("move.proposed", "move")
APPROVED = audit.declare("move.approved", "move")
CANCELLED = audit.declare("move.cancelled", "move")
REMOVAL_APPROVED = audit.declare("move.removal_approved", "move")


def propose_move(session: Session, actor: Actor, *, words: MoveWords, ground: Ground, now: datetime) -> Move:
    """Propose that cases go; nothing leaves before somebody else approves. The choice of cases is the dry run.

    Raises NameNeededError, BadCardError, OwnCardError, ReasonNeededError, NoKeyYetError or NothingToMoveError.
    """
    require(actor, Permission.PROPOSE_MOVE)
    if actor.region_id is None:
        raise NotFoundError
    if not words.name.strip():
        raise NameNeededError(field="name")
    card = card_of(words.card)
    if card == own_pair(session, actor.region_id).card:
        raise OwnCardError(field="card")
    if not words.reason.strip():
        raise ReasonNeededError(field="reason")
    number = new_id()
    move = Move(
        id=number, region_id=actor.region_id, package_id=number, state=MoveState.PROPOSED, ground=ground
    )
    move.begun_at, move.begun_by = now, actor.staff_id
    move.words = MoveWords(
        words.name.strip(), str(card), words.reason.strip(), words.municipality, words.organisation
    )
    session.add(move)
    _plan(session, move, now=now)
    _record(session, actor, PROPOSED, move, now)
    return move


def approve_move(session: Session, actor: Actor, *, move: Move, now: datetime) -> Move:
    """Let the cases be packed. Raises SecondMoverError, NotNowError or NothingToMoveError."""
    require(actor, Permission.APPROVE_MOVE)
    _check(actor, move, MoveState.PROPOSED)
    move.state, move.approved_at, move.approved_by = MoveState.PACKING, now, actor.staff_id
    _record(session, actor, APPROVED, move, now)
    return move


def approve_removal(session: Session, actor: Actor, *, move: Move, now: datetime) -> Move:
    """Let what the other side signed for be destroyed here. Raises SecondMoverError or NotNowError."""
    require(actor, Permission.APPROVE_MOVE)
    _check(actor, move, MoveState.RECEIVED)
    move.state, move.removed_by = MoveState.REMOVING, actor.staff_id
    _record(session, actor, REMOVAL_APPROVED, move, now)
    return move


def cancel_move(session: Session, actor: Actor, *, move: Move, now: datetime) -> Move:
    """Call it off before the other side signed for anything: every case is back as it was. Raises NotNowError."""
    require(actor, Permission.PROPOSE_MOVE)
    if move.state not in {MoveState.PROPOSED, MoveState.PACKING, MoveState.PACKED}:
        raise NotNowError
    for item in items_of(session, move):
        if item.state is ItemState.PACKED:
            take_back(session, item, now=now)
        if item.state in {ItemState.PACKED, ItemState.PLANNED}:
            item.state, item.parcel, item.keys_sealed = ItemState.KEPT, None, None
    move.state, move.ended_at = MoveState.CANCELLED, now
    _record(session, actor, CANCELLED, move, now)
    return move


def moves_of(session: Session, actor: Actor) -> list[Move]:
    """Every move of the actor's region, newest first."""
    require(actor, Permission.SEE_MOVES)
    own = select(Move).where(Move.region_id == actor.region_id)
    return list(session.scalars(own.order_by(Move.begun_at.desc(), Move.id)))


def get_move(session: Session, actor: Actor, move_id: uuid.UUID) -> Move:
    """One move of the actor's region. Raises NotFoundError."""
    require(actor, Permission.SEE_MOVES)
    move = session.get(Move, move_id)
    if move is None or move.region_id != actor.region_id:
        raise NotFoundError
    return move


def items_of(session: Session, move: Move) -> list[MoveItem]:
    """Every case of a move, in order."""
    own = select(MoveItem).where(MoveItem.move_id == move.id)
    return list(session.scalars(own.order_by(MoveItem.position)))


def count_states(session: Session, move: Move) -> dict[ItemState, int]:
    """How many cases of a move are how far."""
    counted = select(MoveItem.state, func.count()).where(MoveItem.move_id == move.id)
    return {row[0]: row[1] for row in session.execute(counted.group_by(MoveItem.state))}


def working_items(session: Session) -> int:
    """How many cases wait to be packed, let in or destroyed, in all moves."""
    waits = or_(
        and_(Move.state.in_((MoveState.PACKING, MoveState.READING)), MoveItem.state == ItemState.PLANNED),
        and_(Move.state == MoveState.REMOVING, MoveItem.state == ItemState.RECEIVED),
    )
    counted = select(func.count()).select_from(MoveItem).join(Move, Move.id == MoveItem.move_id).where(waits)
    return session.scalar(counted) or 0


def _plan(session: Session, move: Move, *, now: datetime) -> None:
    chosen = choose(session, move, now=now)
    if all(one.why for one in chosen):
        raise NothingToMoveError
    for position, one in enumerate(chosen, start=1):
        item = MoveItem(id=new_id(), move_id=move.id, region_id=move.region_id, position=position)
        item.file_id, item.people, item.why = one.case.id, one.people, one.why
        item.state = ItemState.KEPT if one.why else ItemState.PLANNED
        session.add(item)


def _check(actor: Actor, move: Move, state: MoveState) -> None:
    if move.state is not state:
        raise NotNowError
    if actor.staff_id is None or actor.staff_id == move.begun_by:
        raise SecondMoverError


def _record(session: Session, actor: Actor, event: audit.AuditEvent, move: Move, now: datetime) -> None:
    audit.record(session, actor.entry(event, now=now, object_id=move.id))
