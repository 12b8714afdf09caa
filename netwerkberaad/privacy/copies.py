"""The copy of what is kept about somebody: made ready by the privacy officer, open to the person for two weeks."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.privacy.errors import AnswerMissingError, DecidedError
from netwerkberaad.privacy.grants import look
from netwerkberaad.privacy.model import Asked, DataCopy, SubjectRequest

STAYS = timedelta(days=14)
MADE = audit.declare("data_copy.made", "subject_request")
FETCHED = audit.declare("data_copy.fetched", "subject_request")


def make_copy(
    session: Session, actor: Actor, *, request: SubjectRequest, content: str, answer: str, now: datetime
) -> DataCopy:
    """Put a copy ready for the person. ``content`` is what they get, as JSON; ``answer`` goes with it.

    Raises NotFoundError without access or when something else was asked, DecidedError, or AnswerMissingError.
    """
    if request.kind is not Asked.COPY:
        raise NotFoundError
    if request.decided_at is not None:
        raise DecidedError
    look(session, actor, request=request, now=now)
    if not answer.strip():
        raise AnswerMissingError(field="answer")
    copy = DataCopy(
        id=new_id(),
        case_id=request.case_id,
        person_id=request.person_id,
        request_id=request.id,
        made_at=now,
        made_by=actor.staff_id,
        expires_at=now + STAYS,
        content=content,
    )
    session.add(copy)
    audit.record(session, actor.entry(MADE, now=now, case_id=request.case_id, object_id=request.id))
    return copy


def copy_of(session: Session, *, request: SubjectRequest, now: datetime) -> DataCopy | None:
    """The copy that was made for a request, while it stays."""
    return session.scalars(
        select(DataCopy).where(DataCopy.request_id == request.id, DataCopy.expires_at > now)
    ).one_or_none()


def copies_for(session: Session, *, person_id: uuid.UUID, now: datetime) -> list[DataCopy]:
    """The copies that are ready for somebody, newest first."""
    own = select(DataCopy).where(DataCopy.person_id == person_id, DataCopy.expires_at > now)
    return list(session.scalars(own.order_by(DataCopy.made_at.desc(), DataCopy.id)))


def fetch_copy(session: Session, actor: Actor, *, copy_id: uuid.UUID, now: datetime) -> DataCopy:
    """Hand the person a copy of their own, and put on record that they took it. Raises NotFoundError."""
    found = session.get(DataCopy, copy_id)
    if found is None or actor.id is None or found.person_id != actor.id or found.expires_at <= now:
        raise NotFoundError
    audit.record(session, actor.entry(FETCHED, now=now, case_id=found.case_id, object_id=found.request_id))
    return found


def sweep_copies(session: Session, now: datetime) -> int:
    """Delete copies whose two weeks are over; how many."""
    gone: CursorResult[object] = session.connection().execute(
        delete(DataCopy).where(DataCopy.expires_at <= now)
    )
    return gone.rowcount
