"""Reading the audit log: for the privacy officer, one region, newest first."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.core.audit import AuditEntry, Outcome


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What to show: one case, one actor, from and until a moment, only denials."""

    case_id: uuid.UUID | None = None
    actor_id: uuid.UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    only_denied: bool = False


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
    return conditions
