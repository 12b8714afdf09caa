"""Spreading requests over gespreksleiders: waiting list, claim, assign, replace, and the declaration of independence."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import Staff
from netwerkberaad.cases.circle import by_case, people_of_cases
from netwerkberaad.cases.errors import (
    CaseClosedError,
    IndependenceMissingError,
    NotAssignedError,
    NotFacilitatorError,
    OwnRequestError,
    TakenError,
)
from netwerkberaad.cases.joined import asked_by
from netwerkberaad.cases.known import running_elsewhere
from netwerkberaad.cases.model import AssignedHow, Assignment, Case, Origin, Phase
from netwerkberaad.cases.people import Person, PersonKind
from netwerkberaad.cases.promises import hand_promises
from netwerkberaad.cases.queries import current_assignment
from netwerkberaad.cases.way import enter_phase
from netwerkberaad.foundation.access import Actor, Role
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.reading import read_once

CASE_CLAIMED = audit.declare("case.claimed", "case")
CASE_ASSIGNED = audit.declare("case.assigned", "case")
FACILITATOR_REPLACED = audit.declare("case.facilitator_replaced", "case")
INDEPENDENCE_DECLARED = audit.declare("case.independence_declared", "case")


@dataclass(frozen=True, slots=True)
class WaitingView:
    """What may be known of a request to spread it, and no more: nothing of what it is about.

    ``known``: another case runs in the region for somebody with the same mail address or number.
    """

    id: uuid.UUID
    asked_at: datetime
    urgent: bool
    phase: Phase
    municipality: str
    first_names: tuple[str, ...]
    language: str
    interpreter: str
    wishes: str
    listed: int
    origin: Origin
    next_contact_at: datetime | None
    assigned_to: uuid.UUID | None
    may_claim: bool
    known: bool = False


def waiting_cases(session: Session, actor: Actor) -> list[WaitingView]:
    """Requests of the region without a gespreksleider who declared independence: spoed first, then the oldest; a closed
    case too, when it was given to somebody else.

    A gespreksleider sees those that are free and those given to them; a coördinator sees all.
    """
    return _views(session, actor, _waiting(session, actor), counted=True)


def waiting_briefly(session: Session, actor: Actor) -> list[WaitingView]:
    """The same without how many people are listed, and without whether somebody is known elsewhere."""
    return _views(session, actor, _waiting(session, actor), counted=False)


def waiting_ids(session: Session, actor: Actor) -> list[uuid.UUID]:
    """Which requests those are: for who reads their people together with those of other cases."""
    return [case.id for case, _assignment in _waiting(session, actor)]


def _waiting(session: Session, actor: Actor) -> list[tuple[Case, Assignment | None]]:
    return read_once(session, ("waiting", actor.id), lambda: _read_waiting(session, actor))


def _read_waiting(session: Session, actor: Actor) -> list[tuple[Case, Assignment | None]]:
    waits = or_(
        and_(Case.phase != Phase.CLOSED, Assignment.id.is_(None)),
        and_(Assignment.id.is_not(None), Assignment.independent_at.is_(None)),
    )
    statement = (
        _with_assignment()
        .where(Case.region_id == actor.region_id, waits)
        .where(Case.joined_id.is_(None))
        .order_by(Case.urgent.desc(), Case.asked_at, Case.id)
    )
    if not actor.has(Role.COORDINATOR):
        free = or_(Assignment.id.is_(None), Assignment.facilitator_id == actor.staff_id)
        statement = statement.where(free)
    return [(case, assignment) for case, assignment in session.execute(statement)]


def waiting_case(session: Session, actor: Actor, *, case: Case) -> WaitingView:
    """The same limited facts of one request, for the page on which it is taken."""
    return _views(session, actor, [(case, current_assignment(session, case))], counted=True)[0]


def claim_case(
    session: Session, actor: Actor, *, case: Case, words: str, independent: bool, now: datetime
) -> Assignment:
    """Take a waiting case, with the declaration of independence; the preparation begins.

    Raises IndependenceMissingError, OwnRequestError, TakenError, NotFacilitatorError or CaseClosedError.
    """
    if actor.staff_id is None or not actor.has(Role.FACILITATOR):
        raise NotFacilitatorError
    if actor.staff_id in asked_by(session, case):
        raise OwnRequestError
    if not independent:
        raise IndependenceMissingError
    assignment = _locked_assignment(session, case)
    if assignment is not None and (assignment.facilitator_id != actor.staff_id or assignment.independent_at):
        raise TakenError
    if assignment is None:
        assignment = _assign(
            session, actor, case=case, facilitator_id=actor.staff_id, how=AssignedHow.CLAIMED, now=now
        )
    audit.record(session, actor.entry(CASE_CLAIMED, now=now, case_id=case.id, object_id=case.id))
    _declare(session, actor, case=case, assignment=assignment, words=words, now=now)
    return assignment


def assign_case(
    session: Session, actor: Actor, *, case: Case, facilitator: Staff, now: datetime
) -> Assignment:
    """Give a waiting case to a gespreksleider, who is then asked to declare independence before seeing any content.

    Raises NotFacilitatorError, OwnRequestError, TakenError or CaseClosedError.
    """
    _check_facilitator(session, case, facilitator)
    assignment = _locked_assignment(session, case)
    if assignment is not None and assignment.independent_at is not None:
        raise TakenError
    if assignment is not None:
        assignment.ended_at = now
    audit.record(session, actor.entry(CASE_ASSIGNED, now=now, case_id=case.id, object_id=facilitator.id))
    return _assign(
        session, actor, case=case, facilitator_id=facilitator.id, how=AssignedHow.ASSIGNED, now=now
    )


def declare_independence(
    session: Session, actor: Actor, *, case: Case, words: str, now: datetime
) -> Assignment:
    """Declare to help nobody in the case that one was given, and take it on.

    Raises IndependenceMissingError without words, NotAssignedError or OwnRequestError.
    """
    if not words.strip():
        raise IndependenceMissingError(field="words")
    if actor.staff_id in asked_by(session, case):
        raise OwnRequestError
    assignment = _locked_assignment(session, case, closed=True)
    if assignment is None or assignment.facilitator_id != actor.staff_id:
        raise NotAssignedError
    _declare(session, actor, case=case, assignment=assignment, words=words, now=now)
    return assignment


def replace_facilitator(
    session: Session, actor: Actor, *, case: Case, facilitator: Staff, reason: str = "", now: datetime
) -> Assignment:
    """Let another gespreksleider take over. Who led it loses access at once; the case stays where it is on its way.

    Also of a case that was stopped or closed: answers by kept links still come, and it may be opened again.
    Raises NotFacilitatorError, OwnRequestError, TakenError (for who leads it already) or NotAssignedError.
    """
    _check_facilitator(session, case, facilitator)
    assignment = _locked_assignment(session, case, closed=True)
    if assignment is None:
        raise NotAssignedError
    if assignment.facilitator_id == facilitator.id:
        raise TakenError
    assignment.ended_at = now
    assignment.reason = reason.strip()
    audit.record(
        session, actor.entry(FACILITATOR_REPLACED, now=now, case_id=case.id, object_id=facilitator.id)
    )
    return _assign(
        session, actor, case=case, facilitator_id=facilitator.id, how=AssignedHow.ASSIGNED, now=now
    )


def _with_assignment() -> Select[Case, Assignment]:
    current = and_(Assignment.case_id == Case.id, Assignment.ended_at.is_(None))
    return select(Case, Assignment).outerjoin(Assignment, current)


def _check_facilitator(session: Session, case: Case, facilitator: Staff) -> None:
    leads_here = Role.FACILITATOR in facilitator.roles and facilitator.region_id == case.region_id
    if not leads_here or facilitator.ended_at is not None:
        raise NotFacilitatorError
    if facilitator.id in asked_by(session, case):
        raise OwnRequestError(field="facilitator")


def _locked_assignment(session: Session, case: Case, *, closed: bool = False) -> Assignment | None:
    """The current assignment, read while nobody else can change it: two who claim at once wait for each other here."""
    if not (case.open or closed):
        raise CaseClosedError
    session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
    return current_assignment(session, case)


def _assign(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    facilitator_id: uuid.UUID,
    how: AssignedHow,
    now: datetime,
) -> Assignment:
    assignment = Assignment(
        id=new_id(),
        case_id=case.id,
        facilitator_id=facilitator_id,
        how=how,
        by_staff_id=actor.staff_id or facilitator_id,
        started_at=now,
    )
    session.add(assignment)
    hand_promises(session, case, staff_id=facilitator_id)
    return assignment


def _declare(
    session: Session, actor: Actor, *, case: Case, assignment: Assignment, words: str, now: datetime
) -> None:
    assignment.independent_at = now
    assignment.words = words.strip()
    hand_promises(session, case, staff_id=assignment.facilitator_id)
    audit.record(session, actor.entry(INDEPENDENCE_DECLARED, now=now, case_id=case.id, object_id=case.id))
    if case.phase in (Phase.REFERRAL, Phase.ASSIGNMENT):
        enter_phase(session, actor, case=case, phase=Phase.PREPARATION, now=now)


def _views(
    session: Session, actor: Actor, found: Sequence[tuple[Case, Assignment | None]], *, counted: bool
) -> list[WaitingView]:
    case_ids = [case.id for case, _assignment in found]
    principals = by_case(people_of_cases(session, case_ids, kind=PersonKind.PRINCIPAL))
    listed = _listed(session, case_ids) if counted else {}
    known = running_elsewhere(session, case_ids) if counted else frozenset[uuid.UUID]()
    return [
        replace(
            _view(actor, case, assignment, principals[case.id], listed.get(case.id, 0)),
            known=case.id in known,
        )
        for case, assignment in found
    ]


def _listed(session: Session, case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    statement = (
        select(Person.case_id, func.count())
        .where(Person.case_id.in_(case_ids), Person.kind != PersonKind.PRINCIPAL, Person.left_at.is_(None))
        .group_by(Person.case_id)
    )
    return dict(session.execute(statement).all())


def _view(
    actor: Actor, case: Case, assignment: Assignment | None, principals: list[Person], listed: int
) -> WaitingView:
    referral = case.referral
    free = assignment is None or assignment.facilitator_id == actor.staff_id
    return WaitingView(
        id=case.id,
        asked_at=case.asked_at,
        urgent=case.urgent,
        phase=case.phase,
        municipality=referral.municipality,
        first_names=tuple(person.name.short for person in principals),
        language=referral.language,
        interpreter=referral.interpreter,
        wishes=referral.wishes,
        listed=listed,
        origin=referral.origin,
        next_contact_at=case.next_contact_at,
        assigned_to=assignment.facilitator_id if assignment else None,
        may_claim=free and actor.has(Role.FACILITATOR) and case.referrer_id != actor.staff_id,
    )
