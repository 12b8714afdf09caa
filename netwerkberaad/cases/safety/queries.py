"""The safety check of a case, and who arrives when."""

import uuid
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.cases.safety.model import Arrival, ArrivalContent, SafetyCheck
from netwerkberaad.foundation.core.reading import read_once


@dataclass(frozen=True, slots=True)
class Staggered:
    """When somebody arrives now, and how often that was decided: for the calendar, which counts changes."""

    content: ArrivalContent = field(default_factory=ArrivalContent)
    changes: int = 0


def safety_of(session: Session, case: Case) -> SafetyCheck | None:
    """What counts now; None while nobody answered."""
    statement = select(SafetyCheck).where(SafetyCheck.case_id == case.id)
    return session.scalars(
        statement.order_by(SafetyCheck.at.desc(), SafetyCheck.id.desc()).limit(1)
    ).one_or_none()


def arrivals_of(session: Session, case: Case) -> dict[uuid.UUID, Staggered]:
    """Everybody of whom it was decided when they arrive, also those who arrive with the others again."""
    statement = select(Arrival).where(Arrival.case_id == case.id).order_by(Arrival.at, Arrival.id)
    rows = read_once(session, ("arrivals", case.id), lambda: list(session.scalars(statement)))
    found: dict[uuid.UUID, Staggered] = {}
    for row in rows:
        before = found.get(row.person_id, Staggered())
        found[row.person_id] = Staggered(row.content, before.changes + 1)
    return found
