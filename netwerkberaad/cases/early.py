"""Spoed: inviting before the hoofdpersonen looked at the list, with a reason; their approval follows afterwards."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from netwerkberaad.cases.errors import NotUrgentError, ReasonMissingError
from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import Base, new_id, reference
from netwerkberaad.foundation.vault import sealed_column, sealed_text

EARLY_INVITES_DECIDED = audit.declare("case.early_invites", "case")


class EarlyStart(Base):
    """The decision to invite before approval. What a hoofdpersoon refused stays off all the same."""

    __tablename__ = "early_start"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    staff_id: Mapped[uuid.UUID | None]
    reason_sealed: Mapped[bytes | None] = sealed_column()
    reason = sealed_text("reason_sealed", scope="case_id")


def start_early(session: Session, actor: Actor, *, case: Case, reason: str, now: datetime) -> EarlyStart:
    """Decide it, once for the case. Raises NotUrgentError without spoed, ReasonMissingError(field="reason")."""
    if not case.urgent:
        raise NotUrgentError
    if not reason.strip():
        raise ReasonMissingError
    found = early_start_of(session, case)
    if found is not None:
        return found
    start = EarlyStart(id=new_id(), case_id=case.id, at=now, staff_id=actor.staff_id)
    start.reason = reason.strip()
    session.add(start)
    audit.record(session, actor.entry(EARLY_INVITES_DECIDED, now=now, case_id=case.id, object_id=case.id))
    return start


def early_start_of(session: Session, case: Case) -> EarlyStart | None:
    """The decision in this case, or None."""
    return early_starts_of(session, [case]).get(case.id)


def early_starts_of(session: Session, cases: Iterable[Case]) -> dict[uuid.UUID, EarlyStart]:
    """The decision per case, with one query; without spoed nobody asks the database."""
    urgent = [case.id for case in cases if case.urgent]
    if not urgent:
        return {}
    found = session.scalars(select(EarlyStart).where(EarlyStart.case_id.in_(urgent)))
    return {start.case_id: start for start in found}
