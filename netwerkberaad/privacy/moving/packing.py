"""Packing one case at a time: read whole, locked for the other side, and its keys put aside until it is over."""

import uuid
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.cases import Case
from netwerkberaad.cases.joined import joined_to
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.vault import MissingKeyError, SealError
from netwerkberaad.foundation.vault.aside import bring_back, put_aside
from netwerkberaad.foundation.vault.hiding import show_all
from netwerkberaad.foundation.vault.parcels import lock, read_card
from netwerkberaad.privacy.destruction import erase_rows
from netwerkberaad.privacy.moving.choosing import people_in, why_not
from netwerkberaad.privacy.moving.model import ItemState, Move, MoveItem, MoveState, Why
from netwerkberaad.privacy.moving.parts import case_lines, scopes_of

DEPARTED = audit.declare("case.departed", "case")
REMOVED = audit.declare("case.moved_away", "case")
_AWAY = (ItemState.PACKED, ItemState.RECEIVED)


def pack_next(session: Session, move: Move, *, now: datetime) -> bool:
    """Pack the next case of a move, or say that it is packed; whether there was one. One unit of work."""
    item = _next(session, move, ItemState.PLANNED)
    if item is None:
        move.state, move.ready_at = MoveState.PACKED, now
        return False
    case = session.get(Case, item.file_id)
    item.why = Why.GONE if case is None else why_not(session, case, move, now=now)
    if case is None or item.why is not None:
        item.state = ItemState.KEPT
        return True
    try:
        lines, end = case_lines(session, case, package=move.package_id, now=now)
    except (SealError, MissingKeyError):
        item.state, item.why = ItemState.KEPT, Why.CLOSED_KEY
        return True
    item.people, item.rows, item.digest = people_in(session, case), end.rows, bytes.fromhex(end.digest)
    item.parcel = lock(b"\n".join(lines), read_card(move.words.card).reader)
    item.keys = msgspec.json.encode([put_aside(session, one.id) for one in [case, *joined_to(session, case)]])
    item.state = ItemState.PACKED
    _record(session, DEPARTED, item, now)
    return True


def take_back(session: Session, item: MoveItem, *, now: datetime) -> None:
    """Let a case that was packed be worked in again."""
    for keys in msgspec.json.decode(item.keys, type=list[bytes]):
        bring_back(session, keys, now=now)


def remove_next(session: Session, move: Move, *, now: datetime) -> bool:
    """Destroy the next case that the other side signed for, or say that all are gone; whether there was one."""
    item = _next(session, move, ItemState.RECEIVED)
    if item is None:
        left = _next(session, move, ItemState.PACKED)
        move.state = MoveState.PACKED if left else MoveState.ENDED
        move.ended_at = None if left else now
        return False
    show_all(session)
    remove_rows(session, item.file_id)
    item.state, item.keys_sealed, item.parcel = ItemState.REMOVED, None, None
    _record(session, REMOVED, item, now)
    return True


def remove_rows(session: Session, case_id: uuid.UUID) -> None:
    """Delete a case and what was joined to it; its keys are not among the rows."""
    case = session.get(Case, case_id)
    if case is not None:
        for one in [*joined_to(session, case), case]:
            erase_rows(session, case=one)


def on_its_way() -> ColumnElement[bool]:
    """Which cases have no key because they are on their way, and may come back."""
    away = select(MoveItem.file_id).where(MoveItem.state.in_(_AWAY))
    # Of a case that was not joined the second would be unknown, and 'not on its way' with it.
    return or_(Case.id.in_(away), and_(Case.joined_id.is_not(None), Case.joined_id.in_(away)))


def cases_on_their_way(session: Session) -> set[uuid.UUID]:
    """The numbers of these cases, also where the session does not see them."""
    return set(session.connection().execute(select(Case.id).where(on_its_way())).scalars())


def scopes_on_their_way(session: Session) -> set[uuid.UUID]:
    """These cases and everybody in them; for a session that sees all."""
    return scopes_of(session, cases_on_their_way(session))


def _next(session: Session, move: Move, state: ItemState) -> MoveItem | None:
    waiting = select(MoveItem).where(MoveItem.move_id == move.id, MoveItem.state == state)
    return session.scalar(waiting.order_by(MoveItem.position).limit(1).with_for_update())


def _record(session: Session, event: audit.AuditEvent, item: MoveItem, now: datetime) -> None:
    actor = system_actor(item.region_id)
    audit.record(session, actor.entry(event, now=now, case_id=item.file_id, object_id=item.file_id))
