"""Covering for a gespreksleider who is away: all their cases, for a period, after a declaration for each case."""

import uuid
from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import Staff
from netwerkberaad.cases.errors import IndependenceMissingError, NotFacilitatorError
from netwerkberaad.cases.load import LoadView, load_views
from netwerkberaad.cases.model import Case, Phase
from netwerkberaad.cases.standing.errors import BadPeriodError, CoverOverlapError
from netwerkberaad.cases.standing.grounds import cases_to_cover
from netwerkberaad.cases.standing.model import Cover, CoverDeclaration
from netwerkberaad.foundation.access import Actor, Role
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import from_local, local

COVER_ARRANGED = audit.declare("cover.arranged", "cover")
COVER_ENDED = audit.declare("cover.ended", "cover")
COVER_DECLARED = audit.declare("cover.independence_declared", "case")
LONGEST = timedelta(days=183)


def arrange_cover(
    session: Session, actor: Actor, *, cover: Staff, first: date, last: date, now: datetime
) -> Cover:
    """Name the colleague who covers all of one's own cases, from the first day to the end of the last.

    Raises NotFacilitatorError(field="cover"), BadPeriodError or CoverOverlapError.
    """
    if actor.staff_id is None or not actor.has(Role.FACILITATOR) or actor.region_id is None:
        raise NotFacilitatorError(field="cover")
    elsewhere = cover.region_id != actor.region_id or cover.ended_at is not None
    if elsewhere or Role.FACILITATOR not in cover.roles or cover.id == actor.staff_id:
        raise NotFacilitatorError(field="cover")
    if last < first or last < local(now).date() or last - first > LONGEST:
        raise BadPeriodError
    since, until = from_local(first, time(0)), from_local(last + timedelta(days=1), time(0))
    session.get(Staff, actor.staff_id, with_for_update=True)  # two at once must see each other's
    overlap = select(Cover.id).where(
        Cover.absent_id == actor.staff_id, Cover.ended_at.is_(None), Cover.since < until, Cover.until > since
    )
    if session.scalar(overlap.limit(1)) is not None:
        raise CoverOverlapError
    made = Cover(
        id=new_id(),
        region_id=actor.region_id,
        absent_id=actor.staff_id,
        cover_id=cover.id,
        since=since,
        until=until,
        made_at=now,
    )
    session.add(made)
    audit.record(session, actor.entry(COVER_ARRANGED, now=now, object_id=made.id, on_behalf_of=cover.id))
    return made


def end_cover(session: Session, actor: Actor, *, cover_id: uuid.UUID, now: datetime) -> Cover:
    """End a cover before its time; either of the two may. Raises NotFoundError."""
    found = next((cover for cover in covers_of(session, actor, now=now) if cover.id == cover_id), None)
    if found is None:
        raise NotFoundError
    found.ended_at = now
    audit.record(session, actor.entry(COVER_ENDED, now=now, object_id=found.id))
    return found


def covers_of(session: Session, actor: Actor, *, now: datetime) -> list[Cover]:
    """The covers that last or are still to come, for this actor or by this actor; the first to begin first."""
    if actor.staff_id is None:
        return []
    concerns = or_(Cover.absent_id == actor.staff_id, Cover.cover_id == actor.staff_id)
    statement = select(Cover).where(concerns, Cover.until > now, Cover.ended_at.is_(None))
    return list(session.scalars(statement.order_by(Cover.since, Cover.id)))


def covered_cases(session: Session, actor: Actor, *, now: datetime) -> list[tuple[Cover, LoadView]]:
    """The open cases this actor covers now, with as much of each as is needed to declare independence and no more."""
    statement = cases_to_cover(actor, now=now).where(Case.phase != Phase.CLOSED)
    found = [
        (case, cover)
        for case, cover in session.execute(statement.order_by(Case.urgent.desc(), Case.asked_at, Case.id))
    ]
    views = load_views(
        session, [(case, max(cover.since, case.asked_at), case.id in actor.covers) for case, cover in found]
    )
    return [(cover, view) for (_case, cover), view in zip(found, views, strict=True)]


def case_to_cover(session: Session, actor: Actor, case_id: uuid.UUID, *, now: datetime) -> tuple[Case, Cover]:
    """An open case that this actor covers now, and by which cover. Raises NotFoundError for any other."""
    statement = cases_to_cover(actor, now=now).where(Case.id == case_id, Case.phase != Phase.CLOSED)
    found = session.execute(statement.limit(1)).one_or_none()
    if found is None or not actor.has(Role.FACILITATOR):
        raise NotFoundError
    return found[0], found[1]


def declare_cover(
    session: Session, actor: Actor, *, case: Case, cover: Cover, words: str, now: datetime
) -> CoverDeclaration:
    """Declare to help nobody in a case that one covers; from then on it is open to the cover, as long as the cover lasts.

    Said twice, the first counts. Raises IndependenceMissingError(field="words").
    """
    if not words.strip():
        raise IndependenceMissingError(field="words")
    session.execute(select(Cover.id).where(Cover.id == cover.id).with_for_update())
    known = session.scalar(
        select(CoverDeclaration).where(
            CoverDeclaration.cover_id == cover.id, CoverDeclaration.case_id == case.id
        )
    )
    if known is not None:
        return known
    declared = CoverDeclaration(id=new_id(), cover_id=cover.id, case_id=case.id, at=now)
    declared.words = words.strip()
    session.add(declared)
    entry = actor.entry(
        COVER_DECLARED, now=now, case_id=case.id, object_id=case.id, on_behalf_of=cover.absent_id
    )
    audit.record(session, entry)
    return declared
