"""What goes when: closed cases of a region by the end of their term, proposals, and what was destroyed. Never content."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import Session

from netwerkberaad.cases import Person
from netwerkberaad.foundation.access import Actor, Permission, require
from netwerkberaad.privacy.model import Destruction, Proposal, Retention

ON_A_PAGE = 50
REFERENCE_LENGTH = 8


class Which(StrEnum):
    """A part of the closed cases."""

    ALL = "all"
    DUE = "due"
    HELD = "held"
    OPEN_END = "open_end"


@dataclass(frozen=True, slots=True)
class Kept:
    """One page of closed cases, soonest first, and how many there are in all."""

    rows: list[tuple[Retention, Proposal | None]]
    total: int


def kept_cases(
    session: Session, actor: Actor, *, which: Which, reference: str, page: int, now: datetime
) -> Kept:
    """Closed cases of the actor's region by the end of their term; those without an end come last.

    ``reference`` is the beginning of a case's number, with which people name a case without naming anybody.
    """
    require(actor, Permission.SEE_RETENTION)
    conditions = [Retention.region_id == actor.region_id, Retention.starts_at.is_not(None)]
    conditions += _part(which, now)
    wanted = reference.strip().lower().replace("-", "")[:REFERENCE_LENGTH]
    if wanted:
        conditions.append(func.lower(cast(Retention.case_id, String)).startswith(wanted, autoescape=True))
    total = session.scalar(select(func.count()).select_from(Retention).where(*conditions)) or 0
    statement = (
        select(Retention, Proposal)
        .outerjoin(Proposal, Proposal.case_id == Retention.case_id)
        .where(*conditions)
        .order_by(Retention.due_at.is_(None), Retention.due_at, Retention.id)
        .limit(ON_A_PAGE)
        .offset((page - 1) * ON_A_PAGE)
    )
    return Kept([(row[0], row[1]) for row in session.execute(statement)], total)


def proposals(session: Session, actor: Actor) -> list[tuple[Retention, Proposal]]:
    """What is proposed in the actor's region, oldest first."""
    require(actor, Permission.SEE_RETENTION)
    statement = (
        select(Retention, Proposal)
        .join(Proposal, Proposal.case_id == Retention.case_id)
        .where(Proposal.region_id == actor.region_id)
        .order_by(Proposal.proposed_at, Proposal.id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def destructions(session: Session, actor: Actor, *, page: int) -> tuple[list[Destruction], int]:
    """One page of what was destroyed in the actor's region, newest first, and how many in all."""
    require(actor, Permission.SEE_RETENTION)
    own = Destruction.region_id == actor.region_id
    total = session.scalar(select(func.count()).select_from(Destruction).where(own)) or 0
    statement = select(Destruction).where(own).order_by(Destruction.destroyed_at.desc(), Destruction.id)
    found = session.scalars(statement.limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE))
    return list(found), total


def people_in(session: Session, retention: Retention) -> int:
    """How many people a case holds; without opening anything about them."""
    counted = select(func.count()).select_from(Person).where(Person.case_id == retention.case_id)
    return session.scalar(counted) or 0


def people_per_case(session: Session, case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many people each of these cases holds; one that was destroyed is left out."""
    counted = select(Person.case_id, func.count()).where(Person.case_id.in_(case_ids))
    return {row[0]: row[1] for row in session.execute(counted.group_by(Person.case_id))}


def _part(which: Which, now: datetime) -> list[ColumnElement[bool]]:
    if which is Which.DUE:
        return [Retention.due_at <= now]
    if which is Which.HELD:
        return [Retention.held_at.is_not(None)]
    if which is Which.OPEN_END:
        return [Retention.due_at.is_(None)]
    return []
