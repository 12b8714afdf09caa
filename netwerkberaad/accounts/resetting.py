"""Taking away the second step of a colleague who lost it: one proposes, another confirms, within two days."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts.errors import (
    NoSecondStepError,
    ReasonMissingError,
    ResetAskedError,
    SecondPersonError,
)
from netwerkberaad.accounts.factor_model import SecondStepReset
from netwerkberaad.accounts.model import Staff
from netwerkberaad.accounts.queries import find_staff
from netwerkberaad.accounts.regions import record, require_in_region
from netwerkberaad.accounts.second_step import drop_second_step, has_second_step
from netwerkberaad.foundation.access import Actor, Permission
from netwerkberaad.foundation.core.audit import declare
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.links import end_sessions_of

STANDS = timedelta(hours=48)
PROPOSED = declare("staff.second_step_reset_proposed", "staff")
CONFIRMED = declare("staff.second_step_reset", "staff")
DROPPED = declare("staff.second_step_reset_dropped", "staff")


def propose_reset(
    session: Session, actor: Actor, *, staff: Staff, reason: str, now: datetime
) -> SecondStepReset:
    """Propose that somebody signs in with a password alone once more, to get a new second step.

    Raises SecondPersonError for one's own account, NoSecondStepError, ResetAskedError, and
    ReasonMissingError(field="reason").
    """
    require_in_region(actor, Permission.MANAGE_STAFF, staff.region_id)
    if staff.ended_at is not None:
        raise NotFoundError
    if actor.staff_id is None or actor.staff_id == staff.id:
        raise SecondPersonError
    if not has_second_step(session, staff):
        raise NoSecondStepError
    if reset_for(session, staff, now=now) is not None:
        raise ResetAskedError
    if not reason.strip():
        raise ReasonMissingError(field="reason")
    session.execute(delete(SecondStepReset).where(SecondStepReset.staff_id == staff.id))
    reset = SecondStepReset(
        id=new_id(),
        staff_id=staff.id,
        region_id=staff.region_id,
        proposed_by=actor.staff_id,
        proposed_at=now,
        ends_at=now + STANDS,
        reason=reason.strip(),
    )
    session.add(reset)
    record(session, actor, PROPOSED, region_id=staff.region_id, object_id=staff.id, now=now)
    return reset


def may_confirm(actor: Actor, reset: SecondStepReset) -> bool:
    """Whether this actor neither proposed it nor is the one concerned."""
    return actor.staff_id is not None and actor.staff_id not in {reset.proposed_by, reset.staff_id}


def confirm_reset(session: Session, actor: Actor, *, reset: SecondStepReset, now: datetime) -> Staff:
    """Take the second step away and end the sessions of its owner; of two who confirm at once, one does.

    Raises SecondPersonError, and NotFoundError for a proposal that lapsed or was done already.
    """
    require_in_region(actor, Permission.CONFIRM_RESET, reset.region_id)
    if not may_confirm(actor, reset):
        raise SecondPersonError
    staff = find_staff(session, actor, reset.staff_id)
    _take(session, reset, now)
    drop_second_step(session, staff)
    end_sessions_of(session, staff_id=staff.id)
    record(session, actor, CONFIRMED, region_id=staff.region_id, object_id=staff.id, now=now)
    return staff


def drop_reset(session: Session, actor: Actor, *, reset: SecondStepReset, now: datetime) -> None:
    """Let a proposal go, by whoever may confirm resets: nothing changes. Raises NotFoundError."""
    require_in_region(actor, Permission.CONFIRM_RESET, reset.region_id)
    _take(session, reset, now)
    record(session, actor, DROPPED, region_id=reset.region_id, object_id=reset.staff_id, now=now)


def reset_for(session: Session, staff: Staff, *, now: datetime) -> SecondStepReset | None:
    """The proposal that stands for this member of staff."""
    stands = SecondStepReset.staff_id == staff.id, SecondStepReset.ends_at > now
    return session.scalar(select(SecondStepReset).where(*stands))


def open_resets(session: Session, actor: Actor, *, now: datetime) -> list[SecondStepReset]:
    """The proposals that stand in the actor's region, except about the actor; the oldest first."""
    stands = SecondStepReset.region_id == actor.region_id, SecondStepReset.ends_at > now
    others = SecondStepReset.staff_id != actor.staff_id
    ordered = select(SecondStepReset).where(*stands, others).order_by(SecondStepReset.proposed_at)
    return list(session.scalars(ordered))


def get_reset(session: Session, actor: Actor, reset_id: uuid.UUID, *, now: datetime) -> SecondStepReset:
    """A proposal that stands in the actor's region, not about the actor. Raises NotFoundError."""
    found = [reset for reset in open_resets(session, actor, now=now) if reset.id == reset_id]
    if not found:
        raise NotFoundError
    return found[0]


def sweep_resets(session: Session, now: datetime) -> int:
    """Delete the proposals that lapsed. Returns how many."""
    lapsed = delete(SecondStepReset).where(SecondStepReset.ends_at <= now)
    return len(session.scalars(lapsed.returning(SecondStepReset.id)).all())


def _take(session: Session, reset: SecondStepReset, now: datetime) -> None:
    stands = SecondStepReset.id == reset.id, SecondStepReset.ends_at > now
    statement = delete(SecondStepReset).where(*stands).returning(SecondStepReset.id)
    if session.execute(statement).one_or_none() is None:
        raise NotFoundError
