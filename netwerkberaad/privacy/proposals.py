"""Proposals to destroy: made by somebody or by the end of a term, decided by somebody else."""

import uuid
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.access import Actor, Permission, require, system_actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.privacy.errors import (
    AlreadyProposedError,
    NotClosedError,
    OnHoldError,
    ReasonNeededError,
    SecondPersonError,
)
from netwerkberaad.privacy.model import Proposal, Retention, Why
from netwerkberaad.privacy.retention import get_retention, postpone
from netwerkberaad.privacy.terms import rule_of

PROPOSED = audit.declare("destruction.proposed", "case")
REFUSED = audit.declare("destruction.refused", "case")
_BATCH = 200


def propose(
    session: Session, actor: Actor, *, retention: Retention, why: Why, note: str, now: datetime
) -> Proposal:
    """Propose to destroy a closed case.

    Before its term is over a reason is needed. Raises NotClosedError, OnHoldError, AlreadyProposedError or
    ReasonNeededError.
    """
    require(actor, Permission.PROPOSE_DESTRUCTION)
    if retention.starts_at is None:
        raise NotClosedError
    if retention.held_at is not None:
        raise OnHoldError
    if proposal_for(session, retention.case_id) is not None:
        raise AlreadyProposedError
    if why is not Why.TERM and not note.strip():
        raise ReasonNeededError(field="note")
    return _make(session, actor, retention, why=why, note=note.strip(), now=now)


def propose_due(session: Session, *, now: datetime) -> int:
    """Propose what has reached the end of its term and is not held; how many. Meant for a job."""
    proposed = exists().where(Proposal.case_id == Retention.case_id)
    due = select(Retention).where(Retention.due_at <= now, Retention.held_at.is_(None), ~proposed)
    found = list(session.scalars(due.order_by(Retention.due_at, Retention.id).limit(_BATCH)))
    for retention in found:
        _make(session, system_actor(retention.region_id), retention, why=Why.TERM, note="", now=now)
    return len(found)


def refuse(
    session: Session, actor: Actor, *, retention: Retention, until: datetime, now: datetime
) -> Retention:
    """Drop the proposal for a case; it comes back at another moment. Raises BadDayError or NotFoundError."""
    require(actor, Permission.APPROVE_DESTRUCTION)
    proposal = get_proposal(session, actor, retention.case_id)
    postpone(retention, until=until, now=now)
    session.delete(proposal)
    _record(session, actor, REFUSED, retention.case_id, now)
    return retention


def check_second_person(session: Session, actor: Actor, *, retention: Retention, proposal: Proposal) -> None:
    """Two persons decide on a destruction. Raises OnHoldError or SecondPersonError.

    Who chose the regime of the case, or changed the term of that regime, had a hand in the proposal that a job made.
    """
    require(actor, Permission.APPROVE_DESTRUCTION)
    if retention.held_at is not None:
        raise OnHoldError
    if not may_decide(session, actor, retention=retention, proposal=proposal):
        raise SecondPersonError


def may_decide(session: Session, actor: Actor, *, retention: Retention, proposal: Proposal) -> bool:
    """Whether this actor had no hand in the proposal."""
    rule = rule_of(session, retention.region_id, retention.regime)
    hands = {proposal.proposed_by, retention.chosen_by, rule.changed_by if rule else None}
    return actor.staff_id is not None and actor.staff_id not in hands


def proposal_for(session: Session, case_id: uuid.UUID) -> Proposal | None:
    """The proposal to destroy this case, if there is one."""
    return session.scalar(select(Proposal).where(Proposal.case_id == case_id))


def get_proposal(session: Session, actor: Actor, case_id: uuid.UUID) -> Proposal:
    """The proposal for a case of the actor's region. Raises NotFoundError."""
    get_retention(session, actor, case_id)
    proposal = proposal_for(session, case_id)
    if proposal is None:
        raise NotFoundError
    return proposal


def _make(
    session: Session, actor: Actor, retention: Retention, *, why: Why, note: str, now: datetime
) -> Proposal:
    proposal = Proposal(
        id=new_id(),
        case_id=retention.case_id,
        region_id=retention.region_id,
        why=why,
        proposed_at=now,
        proposed_by=actor.staff_id,
        note=note,
    )
    session.add(proposal)
    _record(session, actor, PROPOSED, retention.case_id, now)
    return proposal


def _record(
    session: Session, actor: Actor, event: audit.AuditEvent, case_id: uuid.UUID, now: datetime
) -> None:
    audit.record(session, actor.entry(event, now=now, case_id=case_id, object_id=case_id))
