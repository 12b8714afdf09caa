"""Cases that arrive: the package is kept as it came, then each case is let in whole or not at all."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import IO

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person
from netwerkberaad.cases.arrived import settle_arrived
from netwerkberaad.foundation.access import Actor, Permission, system_actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages import cancel_waiting
from netwerkberaad.foundation.vault import ScopeKind, keys_of
from netwerkberaad.foundation.vault.hiding import show_all
from netwerkberaad.foundation.vault.parcels import ParcelError
from netwerkberaad.privacy.moving.container import Contents, read_package
from netwerkberaad.privacy.moving.errors import (
    ArrivedBeforeError,
    BrokenPackageError,
    OtherVersionError,
    RefusedError,
)
from netwerkberaad.privacy.moving.keys import pair_for, require_or_machine
from netwerkberaad.privacy.moving.lines import digest_of, put_row, row_lines
from netwerkberaad.privacy.moving.model import Ground, ItemState, Move, MoveItem, MoveState, MoveWords, Why
from netwerkberaad.privacy.moving.packing import remove_rows
from netwerkberaad.privacy.moving.parts import Door, Parcel, read_lines, schema, scopes_of
from netwerkberaad.privacy.moving.settling import know_staff, let_log_in

READ_IN = audit.declare("move.read_in", "move")
ARRIVED = audit.declare("case.arrived", "case")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A case that came in: from whom, and who had a link there that worked."""

    case: Case
    sender: str
    doors: tuple[Door, ...]


def take_in(session: Session, actor: Actor, *, file: IO[bytes], fingerprint: str, now: datetime) -> Move:
    """Keep a package as it came; the cases are let in one by one. Nothing is kept of what is refused.

    Raises BrokenPackageError, OtherSenderError, OtherKeyError, OtherVersionError or ArrivedBeforeError.
    """
    require_or_machine(actor, Permission.RECEIVE_CASES)
    if actor.region_id is None:
        raise NotFoundError
    contents, parcels = read_package(file, fingerprint=fingerprint)
    pair_for(session, actor.region_id, contents.reader)
    if contents.schema != schema():
        raise OtherVersionError(field="upload")
    known = select(Move.id).where(Move.region_id == actor.region_id, Move.package_id == contents.package)
    if session.scalar(known) is not None:
        raise ArrivedBeforeError(field="upload")
    move = _kept(session, actor, contents, parcels, now=now)
    audit.record(session, actor.entry(READ_IN, now=now, object_id=move.id))
    return move


def let_in_next(session: Session, move: Move, *, now: datetime) -> Arrived | None:
    """Let the next case in, or say that all are there: one unit of work, which an error undoes. None: all are there.

    Raises RefusedError, which names the case and why it is not let in.
    """
    waiting = select(MoveItem).where(MoveItem.move_id == move.id, MoveItem.state == ItemState.PLANNED)
    item = session.scalar(waiting.order_by(MoveItem.position).limit(1).with_for_update())
    if item is None:
        move.state, move.ready_at = MoveState.ARRIVED, now
        return None
    show_all(session)
    try:
        parcel = _opened(session, move, item)
        _let_in(session, move, item, parcel, now=now)
        session.flush()
    except (BrokenPackageError, ParcelError, IntegrityError) as reason:
        raise RefusedError(item.id, Why.BROKEN) from reason
    item.state, item.parcel = ItemState.ARRIVED, None
    return Arrived(session.get_one(Case, item.file_id), parcel.head.sender, parcel.doors)


def refuse_item(session: Session, item_id: uuid.UUID, why: Why) -> MoveItem:
    """Write down that a case was not let in. What came of it stays, so that it can be tried again."""
    item = session.get_one(MoveItem, item_id)
    item.state, item.why = ItemState.REFUSED, why
    return item


def _kept(session: Session, actor: Actor, contents: Contents, parcels: list[bytes], *, now: datetime) -> Move:
    move = Move(id=new_id(), region_id=actor.region_id, package_id=contents.package, state=MoveState.READING)
    move.ground, move.begun_at, move.begun_by = Ground.TASK, now, actor.staff_id
    move.words = MoveWords(card=contents.sender, reader=contents.reader)
    session.add(move)
    for position, ((case_id, _digest), parcel) in enumerate(
        zip(contents.cases, parcels, strict=True), start=1
    ):
        session.add(
            MoveItem(
                id=new_id(),
                move_id=move.id,
                region_id=move.region_id,
                position=position,
                file_id=case_id,
                state=ItemState.PLANNED,
                parcel=parcel,
            )
        )
    return move


def _opened(session: Session, move: Move, item: MoveItem) -> Parcel:
    pair = pair_for(session, move.region_id, move.words.reader)
    found = read_lines(pair.unlock(item.parcel or b""))
    if (found.head.package, found.head.case, found.head.schema) != (move.package_id, item.file_id, schema()):
        raise BrokenPackageError
    return found


def _let_in(session: Session, move: Move, item: MoveItem, parcel: Parcel, *, now: datetime) -> None:
    case_ids = {parcel.head.case, *parcel.head.joined}
    _make_room(session, move, item, case_ids)
    know_staff(session, parcel, region_id=move.region_id, now=now)
    _make_keys(session, parcel, case_ids, now=now)
    for line in parcel.rows:
        put_row(session, line, region_id=move.region_id)
    scopes = scopes_of(session, case_ids)
    rows = list(row_lines(session, case_ids, scopes))
    if digest_of(rows).hex() != parcel.end.digest:
        raise BrokenPackageError
    item.people, item.rows, item.digest = len(scopes - case_ids), len(rows), digest_of(rows)
    let_log_in(session, parcel, region_id=move.region_id)
    for case_id in sorted(case_ids):
        cancel_waiting(session, case_id=case_id, now=now)
        settle_arrived(session, session.get_one(Case, case_id), now=now)
        entry = system_actor(move.region_id).entry(ARRIVED, now=now, case_id=case_id, object_id=case_id)
        audit.record(session, entry)


def _make_room(session: Session, move: Move, item: MoveItem, case_ids: set[uuid.UUID]) -> None:
    """Within one installation a case leaves its old region in the moment it arrives. Raises RefusedError when it is here."""
    if not session.scalar(select(Case.id).where(Case.id.in_(case_ids)).limit(1)):
        return
    leaves = (
        select(MoveItem)
        .join(Move, Move.id == MoveItem.move_id)
        .where(Move.package_id == move.package_id, Move.region_id != move.region_id)
        .where(MoveItem.file_id == item.file_id, MoveItem.state == ItemState.PACKED)
    )
    there = session.scalar(leaves)
    if there is None:
        raise RefusedError(item.id, Why.THERE)
    remove_rows(session, item.file_id)
    there.state, there.keys_sealed, there.parcel = ItemState.REMOVED, None, None


def _make_keys(session: Session, parcel: Parcel, case_ids: set[uuid.UUID], *, now: datetime) -> None:
    keys = keys_of(session)
    for case_id in sorted(case_ids):
        keys.make_scope(case_id, ScopeKind.CASE, now=now)
    for line in parcel.rows:
        if line.table == Person.__tablename__:
            person_id, inside = (
                msgspec.json.decode(line.values[name], type=uuid.UUID) for name in ("id", "case_id")
            )
            if inside not in case_ids:
                raise BrokenPackageError
            keys.make_scope(person_id, ScopeKind.PERSON, now=now, inside=inside)
    session.flush()
