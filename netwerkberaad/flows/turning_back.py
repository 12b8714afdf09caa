"""A request that nobody took yet and that comes to no beraad: taken back by the aanmelder, or redirected by the coördinator."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad import insights, invites, privacy
from netwerkberaad.cases import (
    Case,
    CaseClosedError,
    Closing,
    Outcome,
    ReasonMissingError,
    TakenError,
    current_assignment,
    end_way,
)
from netwerkberaad.cases.joined import joined_to
from netwerkberaad.flows.telling import tell_referrer
from netwerkberaad.flows.voice import message_key
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.messages import cancel_waiting

REQUEST_WITHDRAWN = audit.declare("request.withdrawn", "case")
REQUEST_REDIRECTED = audit.declare("request.redirected", "case")


def withdraw_request(session: Session, actor: Actor, *, case: Case, reason: str, now: datetime) -> Case:
    """The aanmelder takes the request back while nobody began and nobody else asked too; its short term begins.

    Raises ReasonMissingError, TakenError or CaseClosedError.
    """
    if joined_to(session, case):
        raise TakenError
    closing = Closing(outcome=Outcome.STOPPED_IN_PREPARATION, text=reason.strip(), withdrawn=True)
    return _end(session, actor, REQUEST_WITHDRAWN, case=case, closing=closing, now=now)


def redirect_request(
    session: Session, actor: Actor, *, case: Case, reason: str, instead: str, base_url: str, now: datetime
) -> Case:
    """A beraad does not fit: why, and what happens instead. The aanmelder is told that there is an answer.

    Raises ReasonMissingError (field="reason" or "instead"), TakenError or CaseClosedError.
    """
    if not instead.strip():
        raise ReasonMissingError(field="instead")
    closing = Closing(outcome=Outcome.NOT_SUITABLE, text=reason.strip(), instead=instead.strip())
    _end(session, actor, REQUEST_REDIRECTED, case=case, closing=closing, now=now)
    for request in [case, *joined_to(session, case)]:
        _tell_redirected(session, request=request, base_url=base_url, now=now)
    return case


def _tell_redirected(session: Session, *, request: Case, base_url: str, now: datetime) -> None:
    tell_referrer(
        session,
        case=request,
        what=lambda to: facts.Redirected(
            region=to.region, phone=to.phone, to=to.name, asked_at=request.asked_at, url=to.url
        ),
        key=message_key("redirected", request.id),
        base_url=base_url,
        now=now,
    )


def _end(
    session: Session,
    actor: Actor,
    event: audit.AuditEvent,
    *,
    case: Case,
    closing: Closing,
    now: datetime,
) -> Case:
    if not closing.text:
        raise ReasonMissingError(field="reason")
    invites.lock_case(session, case)
    if not case.open:
        raise CaseClosedError
    assignment = current_assignment(session, case)
    if assignment is not None and assignment.independent_at is not None:
        raise TakenError
    if assignment is not None:
        assignment.ended_at = now
    cancel_waiting(session, case_id=case.id, now=now)
    closing = replace(closing, counted_as=case.closing.counted_as)
    audit.record(session, actor.entry(event, now=now, case_id=case.id, object_id=case.id))
    end_way(session, actor, case=case, closing=closing, now=now)
    insights.count_case(session, case=case, now=now)
    privacy.begin_retention(session, case=case, now=now)
    return case
