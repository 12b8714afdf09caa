"""The secret link of somebody's own calendar: one for each member of staff, replaced or ended whenever they like."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts.model import Staff, StaffCalendar
from netwerkberaad.accounts.regions import record
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.audit import declare
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import DeniedError
from netwerkberaad.foundation.links import hash_token, new_token

CALENDAR_LINKED = declare("calendar.linked", "staff")
CALENDAR_ENDED = declare("calendar.ended", "staff")


def make_calendar_link(session: Session, actor: Actor, *, staff: Staff, now: datetime) -> str:
    """A new token for one's own calendar; the one before stops working. Raises DeniedError for somebody else's."""
    _require_self(actor, staff)
    session.execute(delete(StaffCalendar).where(StaffCalendar.staff_id == staff.id))
    token = new_token()
    session.add(StaffCalendar(id=new_id(), staff_id=staff.id, token_hash=hash_token(token), made_at=now))
    record(session, actor, CALENDAR_LINKED, region_id=staff.region_id, object_id=staff.id, now=now)
    return token


def end_calendar_link(session: Session, actor: Actor, *, staff: Staff, now: datetime) -> None:
    """The link stops working. Raises DeniedError for somebody else's."""
    _require_self(actor, staff)
    session.execute(delete(StaffCalendar).where(StaffCalendar.staff_id == staff.id))
    record(session, actor, CALENDAR_ENDED, region_id=staff.region_id, object_id=staff.id, now=now)


def calendar_link_of(session: Session, staff: Staff) -> StaffCalendar | None:
    """The link somebody has, without its token."""
    return session.scalar(select(StaffCalendar).where(StaffCalendar.staff_id == staff.id))


def staff_of_calendar(session: Session, token: str) -> Staff | None:
    """Whose calendar this is; None for an unknown link, one that was ended, and who works here no more."""
    statement = select(Staff).join(StaffCalendar, StaffCalendar.staff_id == Staff.id)
    return session.scalar(
        statement.where(StaffCalendar.token_hash == hash_token(token), Staff.ended_at.is_(None))
    )


def _require_self(actor: Actor, staff: Staff) -> None:
    if actor.staff_id != staff.id:
        raise DeniedError
