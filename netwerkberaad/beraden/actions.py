"""Planning a meeting: when, where, how long, and the parts that fill the time."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from netwerkberaad.beraden.agenda import default_parts, length_is_right, place_parts, shares_of
from netwerkberaad.beraden.errors import (
    AlreadyPlannedError,
    BadLengthError,
    BeraadInPastError,
    BeraadOverError,
    BeraadRunsError,
)
from netwerkberaad.beraden.model import Beraad, BeraadKind, Place
from netwerkberaad.beraden.queries import current_beraad
from netwerkberaad.cases import Case
from netwerkberaad.foundation import messages
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id

BERAAD_PLANNED = audit.declare("beraad.planned", "beraad")
BERAAD_CHANGED = audit.declare("beraad.changed", "beraad")
BERAAD_CANCELLED = audit.declare("beraad.cancelled", "beraad")
_LATE = timedelta(hours=24)


def plan_beraad(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    kind: BeraadKind,
    starts_at: datetime,
    minutes: int,
    place: Place,
    now: datetime,
) -> Beraad:
    """Set day, time and place, with an agenda whose parts fill the time. Nobody is told yet.

    What was held within the last 24 hours may still be put down. Raises AlreadyPlannedError, BeraadInPastError or
    BadLengthError.
    """
    _check(starts_at=starts_at, minutes=minutes, now=now)
    if current_beraad(session, case) is not None:
        raise AlreadyPlannedError
    beraad = Beraad(
        id=new_id(),
        case_id=case.id,
        kind=kind,
        starts_at=starts_at,
        minutes=minutes,
        sequence=0,
        made_at=now,
        place=place,
    )
    session.add(beraad)
    session.flush()  # its parts point to it
    place_parts(session, beraad, default_parts(minutes, shares_of(session, case.region_id, kind)))
    audit.record(session, actor.entry(BERAAD_PLANNED, now=now, case_id=case.id, object_id=beraad.id))
    messages.outdate_waiting(session, case_id=case.id, now=now)
    return beraad


def change_beraad(
    session: Session,
    actor: Actor,
    *,
    beraad: Beraad,
    kind: BeraadKind,
    starts_at: datetime,
    minutes: int,
    place: Place,
    now: datetime,
) -> Beraad:
    """Move a meeting in time or place. One that was announced gets the next sequence, for calendars to follow; how to join
    by phone or video stands in no calendar, so a change of that alone moves nothing.

    Raises BeraadOverError, BeraadRunsError, BeraadInPastError or BadLengthError.
    """
    _check_ahead(beraad)
    _check(starts_at=starts_at, minutes=minutes, now=now)
    before = (beraad.kind, beraad.starts_at, beraad.minutes, replace(beraad.place, join=""))
    moved = (kind, starts_at, minutes, replace(place, join="")) != before
    if not moved and place == beraad.place:
        return beraad
    if (minutes, kind) != (beraad.minutes, beraad.kind):
        region_id = session.get_one(Case, beraad.case_id).region_id
        place_parts(session, beraad, default_parts(minutes, shares_of(session, region_id, kind)))
    beraad.kind = kind
    beraad.starts_at = starts_at
    beraad.minutes = minutes
    beraad.place = place
    if moved and beraad.announced_at is not None:
        beraad.sequence += 1
    audit.record(session, actor.entry(BERAAD_CHANGED, now=now, case_id=beraad.case_id, object_id=beraad.id))
    messages.outdate_waiting(session, case_id=beraad.case_id, now=now)
    return beraad


def cancel_beraad(session: Session, actor: Actor, *, beraad: Beraad, now: datetime) -> Beraad:
    """Call a meeting off. One that was announced gets the next sequence, for calendars to follow.

    Raises BeraadOverError or BeraadRunsError.
    """
    _check_ahead(beraad)
    beraad.cancelled_at = now
    if beraad.announced_at is not None:
        beraad.sequence += 1
    audit.record(session, actor.entry(BERAAD_CANCELLED, now=now, case_id=beraad.case_id, object_id=beraad.id))
    messages.outdate_waiting(session, case_id=beraad.case_id, now=now)
    return beraad


def _check(*, starts_at: datetime, minutes: int, now: datetime) -> None:
    if starts_at < now - _LATE:
        raise BeraadInPastError
    if not length_is_right(minutes):
        raise BadLengthError


def _check_ahead(beraad: Beraad) -> None:
    if beraad.ended_at is not None or beraad.cancelled_at is not None:
        raise BeraadOverError
    if beraad.opened_at is not None:
        raise BeraadRunsError
