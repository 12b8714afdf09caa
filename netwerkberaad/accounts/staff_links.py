"""One-time links for staff: setting up an installation, choosing a password."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from netwerkberaad.accounts.errors import LinkSpentError
from netwerkberaad.accounts.model import Staff, StaffLink, StaffLinkPurpose
from netwerkberaad.accounts.regions import record, require_in_region
from netwerkberaad.foundation.access import Actor, ActorKind, Permission
from netwerkberaad.foundation.core.audit import declare
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.links import hash_token, new_token

LINK_LIVES = timedelta(days=7)
LINK_MADE = declare("staff.link_made", "staff")


def make_staff_link(
    session: Session,
    actor: Actor,
    *,
    staff: Staff | None,
    purpose: StaffLinkPurpose,
    now: datetime,
    lives: timedelta = LINK_LIVES,
) -> str:
    """A token that works once, as long as it lives; earlier ones for the same purpose stop working.

    Without ``staff`` it is the link that sets up an installation, which only the system makes (DeniedError).
    """
    if (staff is None) != (purpose is StaffLinkPurpose.SETUP):
        raise ValueError("only a set-up link has no staff")
    if staff is None:
        if actor.kind is not ActorKind.SYSTEM:
            raise DeniedError
    else:
        require_in_region(actor, Permission.MANAGE_STAFF, staff.region_id)
        if staff.ended_at is not None:
            raise NotFoundError
        record(session, actor, LINK_MADE, region_id=staff.region_id, object_id=staff.id, now=now)
    drop_staff_links(session, staff_id=staff.id if staff else None, now=now)
    token = new_token()
    session.add(
        StaffLink(
            id=new_id(),
            staff_id=staff.id if staff else None,
            purpose=purpose,
            token_hash=hash_token(token),
            made_at=now,
            expires_at=now + lives,
        )
    )
    return token


def find_staff_link(session: Session, token: str, *, now: datetime) -> StaffLink | None:
    """The link with this token; None for unknown, used, replaced and expired alike."""
    return session.scalar(
        select(StaffLink).where(
            StaffLink.token_hash == hash_token(token),
            StaffLink.used_at.is_(None),
            StaffLink.expires_at > now,
        )
    )


def use_staff_link(
    session: Session, token: str, purpose: StaffLinkPurpose, *, now: datetime
) -> uuid.UUID | None:
    """Use up a link and give the id of its staff. Raises LinkSpentError; of two at once only one gets through."""
    statement = (
        update(StaffLink)
        .where(
            StaffLink.token_hash == hash_token(token),
            StaffLink.purpose == purpose,
            StaffLink.used_at.is_(None),
            StaffLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(StaffLink.id, StaffLink.staff_id)
    )
    used = session.execute(statement).one_or_none()
    if used is None:
        raise LinkSpentError
    staff_id: uuid.UUID | None = used.staff_id
    return staff_id


def drop_staff_links(session: Session, *, staff_id: uuid.UUID | None, now: datetime) -> None:
    """Make the unused links of a member of staff stop working; without one, those that set up."""
    owner = StaffLink.staff_id == staff_id if staff_id else StaffLink.staff_id.is_(None)
    session.execute(
        update(StaffLink)
        .where(owner, StaffLink.used_at.is_(None), StaffLink.expires_at > now)
        .values(expires_at=now)
    )


def sweep_staff_links(session: Session, now: datetime) -> int:
    """Delete the links that no longer work. Returns how many."""
    spent = StaffLink.used_at.is_not(None) | (StaffLink.expires_at <= now)
    return len(session.scalars(delete(StaffLink).where(spent).returning(StaffLink.id)).all())
