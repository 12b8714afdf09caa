"""Requests that came on paper or by phone, and more time for a request that is hard (Avg art. 12(3))."""

import uuid
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, HowGiven, Person
from netwerkberaad.foundation.access import Actor, Permission, require
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.privacy.errors import (
    BadReceiptError,
    DecidedError,
    ExtendedError,
    ReasonNeededError,
    TooLateError,
    WordsMissingError,
)
from netwerkberaad.privacy.model import Asked, SubjectRequest
from netwerkberaad.privacy.requests import WANTS_WORDS, months_after

ENTERED = audit.declare("subject_request.entered", "subject_request")
EXTENDED = audit.declare("subject_request.extended", "subject_request")
_LONGEST = timedelta(days=366)
_MONTHS_MORE = 2


def person_to_enter(session: Session, actor: Actor, person_id: uuid.UUID) -> Person:
    """Somebody in a case of the actor's region. Raises NotFoundError."""
    require(actor, Permission.HANDLE_REQUESTS)
    person = session.get(Person, person_id)
    if person is None or session.get_one(Case, person.case_id).region_id != actor.region_id:
        raise NotFoundError
    return person


def enter_request(
    session: Session,
    actor: Actor,
    *,
    person: Person,
    kind: Asked,
    how: HowGiven,
    received: date,
    words: str,
    now: datetime,
) -> SubjectRequest:
    """Write down what somebody asked otherwise than at the door. The month runs from the day it came in.

    Raises BadReceiptError for a day to come or more than a year ago, and WordsMissingError.
    """
    person = person_to_enter(session, actor, person.id)
    if not (local(now) - _LONGEST).date() <= received <= local(now).date():
        raise BadReceiptError(field="received")
    if kind in WANTS_WORDS and not words.strip():
        raise WordsMissingError(field="words")
    asked_at = min(from_local(received, time(12)), now)
    request = SubjectRequest(
        id=new_id(),
        region_id=session.get_one(Case, person.case_id).region_id,
        case_id=person.case_id,
        person_id=person.id,
        kind=kind,
        how=how,
        entered_by=actor.staff_id,
        asked_at=asked_at,
        due_at=months_after(asked_at, 1),
        words=words.strip(),
    )
    session.add(request)
    audit.record(session, actor.entry(ENTERED, now=now, case_id=person.case_id, object_id=request.id))
    return request


def extend_request(
    session: Session, actor: Actor, *, request: SubjectRequest, reason: str, now: datetime
) -> SubjectRequest:
    """Take two months more, once, within the first month. The person reads why at their own page.

    Raises DecidedError, ExtendedError, TooLateError, or ReasonNeededError.
    """
    require(actor, Permission.HANDLE_REQUESTS)
    if request.decided_at is not None:
        raise DecidedError
    if request.extended_at is not None:
        raise ExtendedError
    if request.due_at <= now:
        raise TooLateError
    if not reason.strip():
        raise ReasonNeededError(field="reason")
    request.extended_at, request.extension = now, reason.strip()
    request.due_at = months_after(request.asked_at, 1 + _MONTHS_MORE)
    audit.record(session, actor.entry(EXTENDED, now=now, case_id=request.case_id, object_id=request.id))
    return request
