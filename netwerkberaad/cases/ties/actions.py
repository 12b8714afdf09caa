"""Ties between people: written down, changed, ended, forgotten, and read as they were at a moment."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.cases.ties.errors import OwnAncestorError, TieExistsError, TieToSelfError
from netwerkberaad.cases.ties.model import CircleTie, Tie, TieKind
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError

TIE_DRAWN = audit.declare("tie.drawn", "circle_tie")
TIE_ENDED = audit.declare("tie.ended", "circle_tie")
_COUPLE = frozenset({TieKind.PARTNER, TieKind.SEPARATED})


def draw_tie(
    session: Session, actor: Actor, *, case: Case, one: Person, other: Person, tie: Tie, now: datetime
) -> CircleTie:
    """Write down what binds two people of the case.

    Raises NotFoundError for people of another case, TieToSelfError, TieExistsError and OwnAncestorError.
    """
    if {one.case_id, other.case_id} != {case.id}:
        raise NotFoundError
    if one.id == other.id:
        raise TieToSelfError
    standing = ties_of(session, case)
    _check_new(standing, one=one.id, other=other.id, kind=tie.kind)
    row = CircleTie(
        id=new_id(), case_id=case.id, one_id=one.id, other_id=other.id, made_at=now, ended_at=None, tie=tie
    )
    session.add(row)
    audit.record(session, actor.entry(TIE_DRAWN, now=now, case_id=case.id, object_id=row.id))
    return row


def change_tie(
    session: Session, actor: Actor, *, case: Case, row: CircleTie, tie: Tie, now: datetime
) -> CircleTie:
    """End a tie and begin it anew with other content; the one that ended stays for pictures of before.

    Raises TieExistsError and OwnAncestorError.
    """
    if tie == row.tie:
        return row
    others = [one for one in ties_of(session, case) if one.id != row.id]
    _check_new(others, one=row.one_id, other=row.other_id, kind=tie.kind)
    end_tie(session, actor, row=row, now=now)
    changed = CircleTie(
        id=new_id(),
        case_id=case.id,
        one_id=row.one_id,
        other_id=row.other_id,
        made_at=now,
        ended_at=None,
        tie=tie,
    )
    session.add(changed)
    audit.record(session, actor.entry(TIE_DRAWN, now=now, case_id=case.id, object_id=changed.id))
    return changed


def end_tie(session: Session, actor: Actor, *, row: CircleTie, now: datetime) -> CircleTie:
    """The tie is no more from this moment on."""
    row.ended_at = now
    audit.record(session, actor.entry(TIE_ENDED, now=now, case_id=row.case_id, object_id=row.id))
    return row


def forget_ties(session: Session, person: Person) -> None:
    """Delete every tie of somebody, also those that ended: as when they decline and are let go of."""
    own = or_(CircleTie.one_id == person.id, CircleTie.other_id == person.id)
    session.execute(delete(CircleTie).where(own))


def get_tie(session: Session, *, case: Case, tie_id: uuid.UUID) -> CircleTie:
    """A tie of this case that holds now. Raises NotFoundError."""
    row = session.get(CircleTie, tie_id)
    if row is None or row.case_id != case.id or row.ended_at is not None:
        raise NotFoundError
    return row


def ties_of(session: Session, case: Case) -> list[CircleTie]:
    """The ties that hold now, in the order in which they were written down."""
    return [row for row in all_ties_of(session, case) if row.ended_at is None]


def all_ties_of(session: Session, case: Case) -> list[CircleTie]:
    """Every tie there is or was in the case, oldest first."""
    statement = select(CircleTie).where(CircleTie.case_id == case.id)
    return list(session.scalars(statement.order_by(CircleTie.made_at, CircleTie.id)))


def ties_at(ties: Iterable[CircleTie], at: datetime) -> list[CircleTie]:
    """Which of these held at a moment."""
    return [row for row in ties if row.made_at <= at and (row.ended_at is None or row.ended_at > at)]


def _check_new(standing: Iterable[CircleTie], *, one: uuid.UUID, other: uuid.UUID, kind: TieKind) -> None:
    ties = list(standing)
    alike = _COUPLE if kind in _COUPLE else {kind}
    if any(row.between == {one, other} and row.tie.kind in alike for row in ties):
        raise TieExistsError
    if kind is TieKind.PARENT and one in _below(ties, other):
        raise OwnAncestorError


def _below(ties: Iterable[CircleTie], person_id: uuid.UUID) -> set[uuid.UUID]:
    """Somebody with all their children and grandchildren, as far as they are written down."""
    children: dict[uuid.UUID, list[uuid.UUID]] = {}
    for row in ties:
        if row.tie.kind is TieKind.PARENT:
            children.setdefault(row.one_id, []).append(row.other_id)
    found, waiting = set[uuid.UUID](), [person_id]
    while waiting:
        if (one := waiting.pop()) not in found:
            found.add(one)
            waiting.extend(children.get(one, ()))
    return found
