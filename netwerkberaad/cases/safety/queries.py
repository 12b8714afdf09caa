"""The safety check of a case."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.cases.safety.model import SafetyCheck


def safety_of(session: Session, case: Case) -> SafetyCheck | None:
    """What counts now; None while nobody answered."""
    statement = select(SafetyCheck).where(SafetyCheck.case_id == case.id)
    return session.scalars(
        statement.order_by(SafetyCheck.at.desc(), SafetyCheck.id.desc()).limit(1)
    ).one_or_none()
