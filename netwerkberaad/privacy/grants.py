"""Access of a privacy officer to what one request needs, for some hours. It ends by itself; every look is on record."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from netwerkberaad.foundation.access import Actor, Permission, require
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.audit import AuditEvent, Basis
from netwerkberaad.foundation.core.audit_log import DATA_READ
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.privacy.errors import BadHoursError, DecidedError
from netwerkberaad.privacy.model import DataCopy, RequestAccess, SubjectRequest

HOURS = 8
_MOST_HOURS = 72
BEGUN = audit.declare("request_access.begun", "subject_request")
ENDED = audit.declare("request_access.ended", "subject_request")
READ = audit.declare(DATA_READ, "subject_request")


def begin_access(
    session: Session, actor: Actor, *, request: SubjectRequest, hours: int, now: datetime
) -> RequestAccess:
    """Open what this request is about for the actor alone. Begun again while it lasts, it stays as it is.

    Raises BadHoursError, or DecidedError once the request is answered and no copy is left to print.
    """
    require(actor, Permission.HANDLE_REQUESTS)
    if not needs_access(session, request=request, now=now):
        raise DecidedError
    if not 1 <= hours <= _MOST_HOURS:
        raise BadHoursError(field="hours")
    running = running_access(session, actor, request=request, now=now)
    if running is not None:
        return running
    access = RequestAccess(
        id=new_id(),
        case_id=request.case_id,
        person_id=request.person_id,
        request_id=request.id,
        staff_id=actor.staff_id,
        begun_at=now,
        ends_at=now + timedelta(hours=hours),
    )
    session.add(access)
    _record(session, actor, BEGUN, request, now=now)
    return access


def needs_access(session: Session, *, request: SubjectRequest, now: datetime) -> bool:
    """Whether a request waits for an answer, or its copy can still be printed."""
    if request.decided_at is None:
        return True
    left = select(DataCopy.id).where(DataCopy.request_id == request.id, DataCopy.expires_at > now)
    return session.scalar(left) is not None


def running_access(
    session: Session, actor: Actor, *, request: SubjectRequest, now: datetime
) -> RequestAccess | None:
    """The access the actor has to what this request is about, while it lasts."""
    statement = select(RequestAccess).where(
        RequestAccess.request_id == request.id,
        RequestAccess.staff_id == actor.staff_id,
        RequestAccess.ends_at > now,
        RequestAccess.ended_at.is_(None),
    )
    return session.scalars(statement.limit(1)).one_or_none()


def look(session: Session, actor: Actor, *, request: SubjectRequest, now: datetime) -> RequestAccess:
    """Put on record that the actor looks at what this request is about. Raises NotFoundError without access."""
    require(actor, Permission.HANDLE_REQUESTS)
    access = running_access(session, actor, request=request, now=now)
    if access is None:
        raise NotFoundError
    _record(session, actor, READ, request, now=now)
    return access


def end_access(session: Session, actor: Actor, *, request: SubjectRequest, now: datetime) -> bool:
    """End the access of the actor before its time; whether there was any."""
    access = running_access(session, actor, request=request, now=now)
    if access is None:
        return False
    access.ended_at = now
    _record(session, actor, ENDED, request, now=now)
    return True


def end_all(session: Session, *, request: SubjectRequest, now: datetime) -> None:
    """End everybody's access: the request is answered, and nobody needs to look any more."""
    running = RequestAccess.request_id == request.id, RequestAccess.ended_at.is_(None)
    session.execute(update(RequestAccess).where(*running, RequestAccess.ends_at > now).values(ended_at=now))


def _record(
    session: Session, actor: Actor, event: AuditEvent, request: SubjectRequest, *, now: datetime
) -> None:
    who = replace(actor, basis=Basis.REQUEST)
    audit.record(session, who.entry(event, now=now, case_id=request.case_id, object_id=request.id))
