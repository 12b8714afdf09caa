"""Requests about one's own data: inspection, correction, objection, erasure; dated, with the clock of one month.

Avg art. 12(3): an answer within a month of receipt; art. 12(4): who says no says why.
"""

import uuid
from calendar import monthrange
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, HowGiven, Person
from netwerkberaad.foundation.access import Actor, Permission, require
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.privacy.errors import AnswerMissingError, DecidedError, WordsMissingError
from netwerkberaad.privacy.grants import end_all, needs_access
from netwerkberaad.privacy.model import Asked, Decision, SubjectRequest

ASKED = audit.declare("subject_request.asked", "subject_request")
DECIDED = audit.declare("subject_request.decided", "subject_request")
LETTER_MADE = audit.declare("subject_request.letter_made", "subject_request")
WANTS_WORDS = frozenset({Asked.CORRECTION, Asked.OBJECTION})


def ask(
    session: Session, actor: Actor, *, case: Case, person: Person, kind: Asked, words: str, now: datetime
) -> SubjectRequest:
    """Take a request of somebody about themselves. Asked twice while the first waits, it stays one request.

    Raises NotFoundError for anybody else, and WordsMissingError when we cannot know what to correct or to stop.
    """
    if person.case_id != case.id or actor.id != person.id:
        raise NotFoundError
    if kind in WANTS_WORDS and not words.strip():
        raise WordsMissingError(field="words")
    for known in requests_of(session, person_id=person.id):
        if known.kind is kind and known.decided_at is None:
            known.words = words.strip() or known.words
            return known
    request = SubjectRequest(
        id=new_id(),
        region_id=case.region_id,
        case_id=case.id,
        person_id=person.id,
        kind=kind,
        how=HowGiven.LINK,
        asked_at=now,
        due_at=months_after(now, 1),
        words=words.strip(),
    )
    session.add(request)
    audit.record(session, actor.entry(ASKED, now=now, case_id=case.id, object_id=request.id))
    return request


def decide(
    session: Session, actor: Actor, *, request: SubjectRequest, decision: Decision, answer: str, now: datetime
) -> SubjectRequest:
    """Answer a request, once. The person reads the answer at their own page. Raises AnswerMissingError or DecidedError."""
    require(actor, Permission.HANDLE_REQUESTS)
    if request.decided_at is not None:
        raise DecidedError
    if not answer.strip():
        raise AnswerMissingError(field="answer")
    request.decision, request.answer = decision, answer.strip()
    request.decided_at, request.decided_by = now, actor.staff_id
    if not needs_access(session, request=request, now=now):
        end_all(session, request=request, now=now)
    audit.record(session, actor.entry(DECIDED, now=now, case_id=request.case_id, object_id=request.id))
    return request


def make_letter(session: Session, actor: Actor, *, request: SubjectRequest, now: datetime) -> SubjectRequest:
    """Put on record that the answer is made ready on paper, with name and address. Raises NotFoundError before there is one."""
    require(actor, Permission.HANDLE_REQUESTS)
    if request.decided_at is None:
        raise NotFoundError
    who = replace(actor, basis=audit.Basis.REQUEST)
    audit.record(session, who.entry(LETTER_MADE, now=now, case_id=request.case_id, object_id=request.id))
    return request


def get_request(session: Session, actor: Actor, request_id: uuid.UUID) -> SubjectRequest:
    """A request in the actor's region. Raises NotFoundError."""
    require(actor, Permission.HANDLE_REQUESTS)
    request = session.get(SubjectRequest, request_id)
    if request is None or request.region_id != actor.region_id:
        raise NotFoundError
    return request


def open_requests(session: Session, actor: Actor) -> list[SubjectRequest]:
    """What waits for an answer in the actor's region, the first that is due on top."""
    require(actor, Permission.HANDLE_REQUESTS)
    waiting = select(SubjectRequest).where(
        SubjectRequest.region_id == actor.region_id, SubjectRequest.decided_at.is_(None)
    )
    return list(session.scalars(waiting.order_by(SubjectRequest.due_at, SubjectRequest.id)))


def requests_of(session: Session, *, person_id: uuid.UUID) -> list[SubjectRequest]:
    """What one person asked, newest first."""
    own = select(SubjectRequest).where(SubjectRequest.person_id == person_id)
    return list(session.scalars(own.order_by(SubjectRequest.asked_at.desc(), SubjectRequest.id)))


def months_after(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the last day of that month when it has no such day."""
    whole = moment.month - 1 + months
    year, month = moment.year + whole // 12, whole % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
