"""Requests that were joined to a case: what is asked of the case is asked of them too."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case


def joined_to(session: Session, case: Case) -> list[Case]:
    """Every later request that was joined to this one, the first one asked first."""
    statement = select(Case).where(Case.joined_id == case.id)
    return list(session.scalars(statement.order_by(Case.asked_at, Case.id)))


def asked_by(session: Session, case: Case) -> set[uuid.UUID]:
    """The ids of all staff who asked for this beraad: none of them leads it or reads in it."""
    everybody: Iterable[uuid.UUID | None] = session.scalars(
        select(Case.referrer_id).where((Case.id == case.id) | (Case.joined_id == case.id))
    )
    return {staff_id for staff_id in everybody if staff_id is not None}
