"""Destroying: every row of a case in every room goes; the log stays, with ids only, and a record without content."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, Table, delete, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.database import Base, new_id
from netwerkberaad.privacy.model import Destruction, Proposal, Retention

_STAYS = frozenset({AuditEntry.__tablename__, Destruction.__tablename__})


def erase_rows(session: Session, *, case: Case) -> int:
    """Delete every row that belongs to the case or to somebody in it, and the case itself; how many rows went.

    Asks the tables themselves, so that a room that is added later is not forgotten. Keys are not rows of the case: the
    vault destroys them.
    """
    session.flush()
    people = list(session.scalars(select(Person.id).where(Person.case_id == case.id)))
    gone = 0
    for table in reversed(Base.metadata.sorted_tables):
        gone += _erase_from(session, table, case_id=case.id, people=people)
    gone += _deleted(session, Base.metadata.tables[Case.__tablename__], case.id)
    session.expunge(case)
    return gone


def keep_record(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    retention: Retention,
    proposal: Proposal,
    people: int,
    now: datetime,
) -> Destruction:
    """Write down that this case goes. Its number of rows is filled in once they are gone."""
    record = Destruction(
        id=new_id(),
        region_id=case.region_id,
        case_id=case.id,
        regime=retention.regime,
        why=proposal.why,
        asked_at=case.asked_at,
        closed_at=retention.starts_at or now,
        due_at=retention.due_at,
        proposed_at=proposal.proposed_at,
        proposed_by=proposal.proposed_by,
        destroyed_at=now,
        approved_by=actor.staff_id,
        people=people,
        rows=0,
    )
    session.add(record)
    return record


def _erase_from(session: Session, table: Table, *, case_id: uuid.UUID, people: Sequence[uuid.UUID]) -> int:
    if table.name in _STAYS:
        return 0
    belongs = []
    if "case_id" in table.c:
        belongs.append(table.c.case_id == case_id)
    if "person_id" in table.c:
        belongs.append(table.c.person_id.in_(people))
    if not belongs:
        return 0
    found: CursorResult[object] = session.connection().execute(delete(table).where(or_(*belongs)))
    return found.rowcount


def _deleted(session: Session, table: Table, row_id: uuid.UUID) -> int:
    return session.connection().execute(delete(table).where(table.c.id == row_id)).rowcount
