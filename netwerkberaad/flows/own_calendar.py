"""The beraden of one gespreksleider as a calendar to follow: when, and nothing of whom or where."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for, staff_of_calendar
from netwerkberaad.beraden import beraden_between
from netwerkberaad.cases.queries import open_cases_of
from netwerkberaad.flows.day_words import calendar_uid
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents.calendar import Appointment, feed
from netwerkberaad.foundation.documents.texts import gettext_for

LOOKS_BACK, LOOKS_AHEAD = timedelta(days=31), timedelta(days=366)


def own_calendar(session: Session, token: str, *, base_url: str, now: datetime) -> str:
    """The calendar behind a secret link. Raises NotFoundError for an unknown or ended one."""
    staff = staff_of_calendar(session, token)
    if staff is None:
        raise NotFoundError
    cases = [case.id for case in open_cases_of(session, actor_for(staff))]
    beraden = beraden_between(session, cases, since=now - LOOKS_BACK, until=now + LOOKS_AHEAD)
    return feed(
        [
            Appointment(
                uid=calendar_uid(beraad.id, base_url),
                sequence=beraad.sequence,
                starts_at=beraad.starts_at,
                minutes=beraad.minutes,
                url=f"{base_url}/casussen/{beraad.case_id}/beraad",
            )
            for beraad in beraden
        ],
        summary=gettext_for("nl").gettext("Netwerkberaad"),
        now=now,
    )
