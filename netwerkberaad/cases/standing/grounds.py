"""What somebody may open besides their own cases at this moment: asked once for each request, with one query."""

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from netwerkberaad.cases.model import Assignment, Case
from netwerkberaad.cases.standing.model import Cover, CoverDeclaration, EmergencyAccess
from netwerkberaad.foundation.access import Actor, Role


def standing_of(session: Session, actor: Actor, *, now: datetime) -> Actor:
    """The same actor with the cases they cover for a colleague, and those they opened in an emergency."""
    if not actor.has(Role.FACILITATOR, Role.COORDINATOR):
        return actor
    covered = cases_to_cover(actor, now=now).join(
        CoverDeclaration,
        and_(CoverDeclaration.cover_id == Cover.id, CoverDeclaration.case_id == Case.id),
    )
    both = union_all(
        covered.with_only_columns(Case.id.label("case_id"), literal("cover").label("ground")),
        select(EmergencyAccess.case_id, literal("emergency")).where(_emergency(actor, now=now)),
    ).subquery()
    found = session.execute(select(both.c.case_id, both.c.ground)).all()
    return replace(
        actor,
        covers=frozenset(case_id for case_id, ground in found if ground == "cover"),
        emergencies=frozenset(case_id for case_id, ground in found if ground == "emergency"),
    )


def cases_to_cover(actor: Actor, *, now: datetime) -> Select[Case, Cover]:
    """Statement for the cases of colleagues for whom this actor covers now; never one that the actor asked for."""
    leads = and_(
        Assignment.case_id == Case.id,
        Assignment.ended_at.is_(None),
        Assignment.independent_at.is_not(None),
    )
    later = aliased(Case)
    asked = select(later.id).where(later.joined_id == Case.id, later.referrer_id == actor.staff_id)
    return (
        select(Case, Cover)
        .join(Assignment, leads)
        .join(Cover, Cover.absent_id == Assignment.facilitator_id)
        .where(Cover.cover_id == actor.staff_id, running(now), Case.region_id == actor.region_id)
        .where(or_(Case.referrer_id.is_(None), Case.referrer_id != actor.staff_id), ~asked.exists())
    )


def running(now: datetime) -> ColumnElement[bool]:
    """Covers that last at this moment."""
    return and_(Cover.since <= now, Cover.until > now, Cover.ended_at.is_(None))


def _emergency(actor: Actor, *, now: datetime) -> ColumnElement[bool]:
    # Who was given the case since then leads it, and no longer stands there by emergency.
    own = aliased(Assignment)
    leads = (
        select(own.id)
        .where(own.case_id == EmergencyAccess.case_id, own.facilitator_id == actor.staff_id)
        .where(own.ended_at.is_(None), own.independent_at.is_not(None))
    )
    return and_(
        EmergencyAccess.staff_id == actor.staff_id,
        EmergencyAccess.started_at <= now,
        EmergencyAccess.ends_at > now,
        EmergencyAccess.ended_at.is_(None),
        ~leads.exists(),
    )


def covering_staff(session: Session, staff_id: uuid.UUID, *, now: datetime) -> list[uuid.UUID]:
    """The ids of the colleagues who cover for this member of staff now."""
    return list(session.scalars(select(Cover.cover_id).where(Cover.absent_id == staff_id, running(now))))
