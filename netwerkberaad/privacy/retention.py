"""The term of one case: begun at closing, ended at reopening, another regime, and a hold that keeps it with a reason."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, people_of
from netwerkberaad.foundation.access import Actor, Permission, require
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.privacy.errors import BadDayError, NotClosedError, ReasonNeededError
from netwerkberaad.privacy.model import Proposal, Regime, Retention
from netwerkberaad.privacy.terms import regime_for, terms_of

REGIME_CHOSEN = audit.declare("retention.regime_chosen", "case")
HELD = audit.declare("retention.held", "case")
RELEASED = audit.declare("retention.released", "case")


def begin_retention(session: Session, *, case: Case, now: datetime) -> Retention:
    """Let the term of a case begin, now that it is closed; a regime chosen by hand and a hold stay from before."""
    retention = retention_of(session, case.id)
    if retention is None:
        retention = Retention(id=new_id(), case_id=case.id, region_id=case.region_id)
    if retention.chosen_by is None:
        retention.regime = regime_for(case, people_of(session, case), on=now.date())
    session.add(retention)
    retention.starts_at = now
    _date(session, retention)
    return retention


def end_retention(session: Session, *, case: Case) -> None:
    """Stop the clock of a case that is opened again, and drop a proposal to destroy it."""
    retention = retention_of(session, case.id)
    if retention is not None:
        retention.starts_at = retention.due_at = None
    proposal = session.scalar(select(Proposal).where(Proposal.case_id == case.id))
    if proposal is not None:
        session.delete(proposal)


def retention_of(session: Session, case_id: uuid.UUID) -> Retention | None:
    """The term of a case, if it was ever closed."""
    return session.scalar(select(Retention).where(Retention.case_id == case_id))


def get_retention(session: Session, actor: Actor, case_id: uuid.UUID) -> Retention:
    """The term of a closed case of the actor's region. Raises NotFoundError."""
    require(actor, Permission.SEE_RETENTION)
    retention = retention_of(session, case_id)
    if retention is None or retention.region_id != actor.region_id:
        raise NotFoundError
    return retention


def choose_regime(
    session: Session, actor: Actor, *, retention: Retention, regime: Regime, now: datetime
) -> Retention:
    """Put a case under another regime; its term is counted again from the closing. Raises NotClosedError."""
    require(actor, Permission.KEEP_CASES)
    if retention.starts_at is None:
        raise NotClosedError
    if regime is retention.regime:
        return retention
    retention.regime = regime
    retention.chosen_by = actor.staff_id
    _date(session, retention)
    _record(session, actor, REGIME_CHOSEN, retention, now)
    return retention


def hold(session: Session, actor: Actor, *, retention: Retention, reason: str, now: datetime) -> Retention:
    """Keep a case whatever its term, as for a complaint or a court. Raises ReasonNeededError."""
    require(actor, Permission.KEEP_CASES)
    if not reason.strip():
        raise ReasonNeededError(field="reason")
    retention.held_at, retention.held_by, retention.reason = now, actor.staff_id, reason.strip()
    _record(session, actor, HELD, retention, now)
    return retention


def release(session: Session, actor: Actor, *, retention: Retention, now: datetime) -> Retention:
    """End a hold: the term counts again."""
    require(actor, Permission.KEEP_CASES)
    if retention.held_at is not None:
        retention.held_at, retention.held_by, retention.reason = None, None, ""
        _record(session, actor, RELEASED, retention, now)
    return retention


def postpone(retention: Retention, *, until: datetime, now: datetime) -> None:
    """Ask again at a later moment, at most a year from now. Raises BadDayError."""
    if not now < until <= now.replace(year=now.year + 1, day=min(now.day, 28)):
        raise BadDayError(field="until")
    retention.due_at = until


def _date(session: Session, retention: Retention) -> None:
    term = terms_of(session, retention.region_id).get(retention.regime)
    starts_at = retention.starts_at
    retention.due_at = term.after(starts_at) if term is not None and starts_at is not None else None


def _record(
    session: Session, actor: Actor, event: audit.AuditEvent, retention: Retention, now: datetime
) -> None:
    case_id = retention.case_id
    audit.record(session, actor.entry(event, now=now, case_id=case_id, object_id=case_id))
