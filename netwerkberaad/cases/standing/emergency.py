"""Emergency access: a colleague opens a case that is not theirs for two hours, with a reason that others will read."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import Staff
from netwerkberaad.cases.circle import by_case, people_of_cases
from netwerkberaad.cases.errors import ReasonMissingError
from netwerkberaad.cases.joined import asked_by
from netwerkberaad.cases.model import Assignment, Case, Phase
from netwerkberaad.cases.people import Person, PersonKind
from netwerkberaad.cases.queries import get_case
from netwerkberaad.cases.standing.errors import NoSuchCaseError
from netwerkberaad.cases.standing.model import EmergencyAccess, EmergencyNotice
from netwerkberaad.foundation.access import Actor, Permission, Role
from netwerkberaad.foundation.core import audit, limits
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError, TooManyTriesError

EMERGENCY_OPENED = audit.declare("emergency.opened", "emergency")
EMERGENCY_ENDED = audit.declare("emergency.ended", "emergency")
EMERGENCY_SEEN = audit.declare("emergency.seen", "emergency")
EMERGENCY_SEARCHED = audit.declare("emergency.searched", "staff")
LASTS = timedelta(hours=2)
_SEARCHES = limits.Limit("emergency-search", 10, timedelta(hours=1))


def begin_emergency(
    session: Session, actor: Actor, *, case: Case, reason: str, told: Iterable[Staff], now: datetime
) -> EmergencyAccess:
    """Open the case to this actor for two hours; those who are told find it on their own page.

    Raises ReasonMissingError, and NotFoundError for anybody but staff who did not ask for the beraad themselves.
    """
    if not reason.strip():
        raise ReasonMissingError
    if actor.staff_id is None or actor.staff_id in asked_by(session, case):
        raise NotFoundError
    access = EmergencyAccess(
        id=new_id(), case_id=case.id, staff_id=actor.staff_id, started_at=now, ends_at=now + LASTS
    )
    access.reason = reason.strip()
    session.add(access)
    session.add_all(
        [EmergencyNotice(id=new_id(), emergency_id=access.id, staff_id=staff.id) for staff in told]
    )
    _record(session, actor, EMERGENCY_OPENED, access, now=now)
    return access


def end_emergency(session: Session, actor: Actor, *, access: EmergencyAccess, now: datetime) -> None:
    """End it by hand; once ended it stays as it was."""
    if access.until > now:
        access.ended_at = now
        access.ended_by = actor.staff_id
        _record(session, actor, EMERGENCY_ENDED, access, now=now)


def see_emergency(session: Session, actor: Actor, *, access: EmergencyAccess, now: datetime) -> None:
    """Put on record that somebody who was told looked at it; it then leaves their page of the day."""
    statement = select(EmergencyNotice).where(
        EmergencyNotice.emergency_id == access.id, EmergencyNotice.staff_id == actor.staff_id
    )
    for notice in session.scalars(statement.where(EmergencyNotice.seen_at.is_(None))):
        notice.seen_at = now
        _record(session, actor, EMERGENCY_SEEN, access, now=now)


def get_emergency(session: Session, actor: Actor, access_id: uuid.UUID) -> tuple[EmergencyAccess, Case]:
    """An emergency access and its case: for who opened it, who was told, coördinators and privacy officers of the region.

    Raises NotFoundError for anybody else.
    """
    told = exists().where(
        EmergencyNotice.emergency_id == EmergencyAccess.id, EmergencyNotice.staff_id == actor.staff_id
    )
    statement = (
        select(EmergencyAccess, Case)
        .join(Case, Case.id == EmergencyAccess.case_id)
        .where(EmergencyAccess.id == access_id, Case.region_id == actor.region_id)
    )
    if not actor.has(Role.COORDINATOR, Role.PRIVACY_OFFICER):
        statement = statement.where(or_(told, EmergencyAccess.staff_id == actor.staff_id))
    found = session.execute(statement).one_or_none()
    if found is None:
        raise NotFoundError
    return found[0], found[1]


def emergency_of(session: Session, actor: Actor, *, case: Case, now: datetime) -> EmergencyAccess | None:
    """The emergency access by which this actor is in the case now."""
    statement = select(EmergencyAccess).where(
        EmergencyAccess.case_id == case.id,
        EmergencyAccess.staff_id == actor.staff_id,
        EmergencyAccess.ends_at > now,
        EmergencyAccess.ended_at.is_(None),
    )
    return session.scalars(statement.order_by(EmergencyAccess.ends_at.desc()).limit(1)).one_or_none()


def emergencies_between(
    session: Session, actor: Actor, *, since: datetime, until: datetime
) -> list[EmergencyAccess]:
    """What was opened in the actor's region in a period, newest first."""
    statement = (
        select(EmergencyAccess)
        .join(Case, Case.id == EmergencyAccess.case_id)
        .where(Case.region_id == actor.region_id)
        .where(EmergencyAccess.started_at >= since, EmergencyAccess.started_at < until)
        .order_by(EmergencyAccess.started_at.desc(), EmergencyAccess.id)
    )
    return list(session.scalars(statement))


def unseen_emergencies(session: Session, actor: Actor) -> list[EmergencyAccess]:
    """What this actor was told of and did not look at yet, oldest first."""
    statement = (
        select(EmergencyAccess)
        .join(EmergencyNotice, EmergencyNotice.emergency_id == EmergencyAccess.id)
        .where(EmergencyNotice.staff_id == actor.staff_id, EmergencyNotice.seen_at.is_(None))
        .order_by(EmergencyAccess.started_at, EmergencyAccess.id)
    )
    return list(session.scalars(statement))


def notices_of(session: Session, access: EmergencyAccess) -> list[EmergencyNotice]:
    """Who was told."""
    statement = select(EmergencyNotice).where(EmergencyNotice.emergency_id == access.id)
    return list(session.scalars(statement.order_by(EmergencyNotice.id)))


def find_for_emergency(
    session: Session, actor: Actor, *, facilitator: Staff, name: str, now: datetime
) -> Case:
    """The one open case of a gespreksleider about somebody of this first name: who asks must know that much already.

    A search that finds nothing is on record too. Raises NoSuchCaseError, or TooManyTriesError after ten in an hour.
    """
    if not limits.count_try(session, _SEARCHES, str(actor.id), now=now):
        limits.keep_tries(session)
        raise TooManyTriesError
    statement = (
        select(Case)
        .join(Assignment, Assignment.case_id == Case.id)
        .where(Case.region_id == actor.region_id, Case.phase != Phase.CLOSED)
        .where(Assignment.facilitator_id == facilitator.id, Assignment.ended_at.is_(None))
    )
    ids = [case.id for case in session.scalars(statement)]
    principals = by_case(people_of_cases(session, ids, kind=PersonKind.PRINCIPAL))
    fitting = [case_id for case_id in ids if any(_is_called(person, name) for person in principals[case_id])]
    try:
        if len(fitting) != 1:
            raise NotFoundError
        return get_case(session, actor, fitting[0], Permission.ASK_EMERGENCY)
    except NotFoundError:
        entry = actor.entry(
            EMERGENCY_SEARCHED, now=now, object_id=facilitator.id, outcome=audit.Outcome.DENIED
        )
        audit.record(session, entry)
        limits.keep_tries(session)
        raise NoSuchCaseError from None


def _is_called(person: Person, name: str) -> bool:
    wanted = " ".join(name.casefold().split())
    return wanted in {person.name.short.casefold(), person.name.full.casefold()}


def _record(
    session: Session, actor: Actor, event: audit.AuditEvent, access: EmergencyAccess, *, now: datetime
) -> None:
    """What happens to an emergency access stands in red in the log, whoever does it."""
    who = replace(actor, basis=audit.Basis.EMERGENCY)
    audit.record(session, who.entry(event, now=now, case_id=access.case_id, object_id=access.id))
