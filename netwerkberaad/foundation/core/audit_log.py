"""Reading the audit log: for the privacy officer, one region, newest first."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.core.audit import AuditEntry, Basis, Outcome

DATA_READ = "subject_data.read"
_CASE_READ = frozenset({"case.read", "case.opened_to_change"})


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What to show: one case or those whose id begins so, one actor, one event, a period, only denials or emergencies."""

    case_id: uuid.UUID | None = None
    actor_id: uuid.UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    only_denied: bool = False
    case_begins: str = ""
    action: str = ""
    only_emergency: bool = False


@dataclass(frozen=True, slots=True)
class Concerned:
    """A case that somebody was in: how often, and when first and last."""

    case_id: uuid.UUID
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody who came in a case: by which door and ground, how often, and when first and last."""

    actor_kind: str
    actor_id: uuid.UUID | None
    role: str
    basis: Basis
    outcome: Outcome
    times: int
    first_at: datetime
    last_at: datetime


def read_log(
    session: Session, *, region_id: uuid.UUID, wanted: LogFilter, page: int, size: int
) -> tuple[list[AuditEntry], int]:
    """One page of entries of a region, newest first, and how many there are in all."""
    conditions = _conditions(region_id, wanted)
    total = session.scalar(select(func.count()).select_from(AuditEntry).where(*conditions)) or 0
    statement = select(AuditEntry).where(*conditions).order_by(AuditEntry.at.desc(), AuditEntry.id)
    return list(session.scalars(statement.limit(size).offset((page - 1) * size))), total


def reads_between(
    session: Session, *, case_id: uuid.UUID, actor_id: uuid.UUID, since: datetime, until: datetime
) -> int:
    """How many pages of a case somebody opened in an emergency, in a period."""
    statement = select(func.count()).where(
        AuditEntry.case_id == case_id,
        AuditEntry.actor_id == actor_id,
        AuditEntry.emergency.is_(True),
        AuditEntry.object_kind == "case",
        AuditEntry.at >= since,
        AuditEntry.at <= until,
    )
    return session.scalar(statement) or 0


def who_looked(session: Session, *, region_id: uuid.UUID, case_id: uuid.UUID) -> list[Looked]:
    """Everybody who came in a case or was refused there, last seen first; what the program did by itself is left out."""
    ground = (
        AuditEntry.actor_kind,
        AuditEntry.actor_id,
        AuditEntry.role,
        AuditEntry.basis,
        AuditEntry.outcome,
    )
    last = func.max(AuditEntry.at)
    statement = (
        select(*ground, func.count(), func.min(AuditEntry.at), last)
        .where(AuditEntry.region_id == region_id, AuditEntry.case_id == case_id)
        .where(AuditEntry.actor_kind != "system")
        .group_by(*ground)
        .order_by(last.desc())
    )
    return [
        Looked(kind, actor_id, role, Basis(basis), outcome, times, first, at)
        for kind, actor_id, role, basis, outcome, times, first, at in session.execute(statement)
    ]


def reads_about(session: Session, *, case_id: uuid.UUID, request_ids: Collection[uuid.UUID]) -> list[Looked]:
    """Which staff read in a case, or in what one person asked to see of it, by role and ground, last seen first.

    What somebody else in the case asked for is left out: that they asked is theirs to tell.
    """
    ground = (AuditEntry.role, AuditEntry.basis)
    last = func.max(AuditEntry.at)
    own = and_(AuditEntry.basis == Basis.REQUEST, AuditEntry.object_id.in_(request_ids))
    statement = (
        select(*ground, func.count(), func.min(AuditEntry.at), last)
        .where(AuditEntry.case_id == case_id, AuditEntry.outcome == Outcome.DONE)
        .where(AuditEntry.actor_kind == "staff")
        .where(or_(AuditEntry.action.in_(_CASE_READ), and_(own, AuditEntry.action == DATA_READ)))
        .group_by(*ground)
        .order_by(last.desc())
    )
    return [
        Looked("staff", None, role, Basis(basis), Outcome.DONE, times, first, at)
        for role, basis, times, first, at in session.execute(statement)
    ]


def concerned(session: Session, *, region_id: uuid.UUID, wanted: LogFilter) -> list[Concerned]:
    """The cases that what is asked for touched, the last on top; what was refused touched nothing."""
    last = func.max(AuditEntry.at)
    statement = (
        select(AuditEntry.case_id, func.count(), func.min(AuditEntry.at), last)
        .where(*_conditions(region_id, wanted), AuditEntry.case_id.is_not(None))
        .where(AuditEntry.outcome == Outcome.DONE)
        .group_by(AuditEntry.case_id)
        .order_by(last.desc())
    )
    return [
        Concerned(case_id, times, first, at)
        for case_id, times, first, at in session.execute(statement)
        if case_id is not None
    ]


def _conditions(region_id: uuid.UUID, wanted: LogFilter) -> list[ColumnElement[bool]]:
    conditions = [AuditEntry.region_id == region_id]
    if wanted.case_id:
        conditions.append(AuditEntry.case_id == wanted.case_id)
    if wanted.actor_id:
        conditions.append(AuditEntry.actor_id == wanted.actor_id)
    if wanted.since:
        conditions.append(AuditEntry.at >= wanted.since)
    if wanted.until:
        conditions.append(AuditEntry.at < wanted.until)
    if wanted.only_denied:
        conditions.append(AuditEntry.outcome == Outcome.DENIED)
    if wanted.case_begins:
        length = len(wanted.case_begins)
        conditions.append(func.substr(AuditEntry.chain, 1, length) == wanted.case_begins)
    if wanted.action:
        conditions.append(AuditEntry.action == wanted.action)
    if wanted.only_emergency:
        conditions.append(AuditEntry.emergency.is_(True))
    return conditions
