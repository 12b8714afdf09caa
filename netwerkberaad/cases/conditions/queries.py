"""The bodemeisen of a case, what was offered by law, and who has gezag over whom."""

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.conditions.model import Custody, LegalOffer, SafetyCondition
from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.core.reading import read_once


def conditions_of(session: Session, case: Case) -> list[SafetyCondition]:
    """The bodemeisen, oldest first."""
    statement = select(SafetyCondition).where(SafetyCondition.case_id == case.id)
    statement = statement.order_by(SafetyCondition.made_at, SafetyCondition.id)
    return list(read_once(session, ("conditions", case.id), lambda: session.scalars(statement).all()))


def get_condition(session: Session, *, case: Case, condition_id: uuid.UUID) -> SafetyCondition:
    """One of this case. Raises NotFoundError."""
    found = session.get(SafetyCondition, condition_id)
    if found is None or found.case_id != case.id:
        raise NotFoundError
    return found


def offers_of(session: Session, case: Case) -> list[LegalOffer]:
    """What was offered, oldest first."""
    statement = select(LegalOffer).where(LegalOffer.case_id == case.id)
    return list(session.scalars(statement.order_by(LegalOffer.at, LegalOffer.id)))


def custody_of(session: Session, case: Case) -> list[Custody]:
    """The latest of each pair of child and holder."""
    return custody_of_cases(session, [case.id])


def custody_of_cases(session: Session, case_ids: Collection[uuid.UUID]) -> list[Custody]:
    """The same for several cases with one query."""
    statement = select(Custody).where(Custody.case_id.in_(case_ids)).order_by(Custody.at, Custody.id)
    latest = {
        (row.child_id, row.holder_id, row.content.holder.casefold()): row
        for row in session.scalars(statement)
    }
    return list(latest.values())
