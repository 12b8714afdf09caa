"""Reads of cases. ``get_case`` is the only way from an id to a case, and asks whether the actor may."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from netwerkberaad import accounts
from netwerkberaad.accounts import Staff
from netwerkberaad.cases.circle import by_case, people_of_cases, title_of
from netwerkberaad.cases.model import Assignment, Case, Phase
from netwerkberaad.cases.people import Person, PersonKind
from netwerkberaad.cases.promises import PromiseKind, open_promises
from netwerkberaad.foundation.access import Actor, Permission, Subject, require
from netwerkberaad.foundation.access.actor import ActorKind
from netwerkberaad.foundation.core.errors import NotFoundError

CASES_ON_A_PAGE = 25
_ABOUT_A_CASE = frozenset(
    {
        Permission.SEE_OWN_REQUEST,
        Permission.WITHDRAW_REQUEST,
        Permission.ANSWER_TERMS,
        Permission.REDIRECT_REQUEST,
        Permission.KEEP_PROMISE,
        Permission.CLAIM_CASE,
        Permission.ASSIGN_CASE,
        Permission.READ_CASE,
        Permission.CHANGE_CASE,
        Permission.REOPEN_CASE,
        Permission.OPEN_MELDCODE,
        Permission.ASK_EMERGENCY,
        Permission.ANSWER_INVITATION,
        Permission.GIVE_ANSWER,
        Permission.HANDLE_ANSWER,
        Permission.ANSWER_CHECK_IN,
        Permission.ASK_PROOF,
        Permission.READ_OWN_PART,
        Permission.CONFIRM_COMMITMENT,
        Permission.APPROVE_INVITES,
        Permission.STOP_OWN_CASE,
        Permission.DECIDE_SIGHT,
        Permission.CHOOSE_MENTOR,
        Permission.ANSWER_AS_MENTOR,
        Permission.AGREE,
    }
)
"""Permissions whose rule looks at the case. With any other, which asks for a role alone, no case is opened."""
_OF_A_JOINED_REQUEST = frozenset(
    {Permission.SEE_OWN_REQUEST, Permission.KEEP_PROMISE, Permission.OPEN_MELDCODE}
)
"""What is left of a request that was joined to another: the receipt, the promises, and what its professional noted."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a caseload. ``since`` dates the case's coming to its gespreksleider, ``facilitator_id``."""

    id: uuid.UUID
    title: str
    phase: Phase
    urgent: bool
    municipality: str
    asked_at: datetime
    since: datetime
    facilitator_id: uuid.UUID
    next_contact_at: datetime | None
    closed_at: datetime | None


_WAITS = frozenset({Phase.REFERRAL, Phase.ASSIGNMENT})


@dataclass(frozen=True, slots=True)
class RequestView:
    """What an aanmelder sees of a request of their own: the receipt, how far it is, who calls when, and the feedback."""

    id: uuid.UUID
    asked_at: datetime
    title: str
    urgent: bool
    phase: Phase
    listed: int
    next_contact_at: datetime | None
    next_contact_by: str
    contacted_at: datetime | None
    feedback: str = ""
    feedback_at: datetime | None = None
    open: bool = True
    waits: bool = False
    moved_because: str = ""
    talk_at: datetime | None = None
    withdrawn: bool = False
    reason: str = ""
    instead: str = ""


def get_case(
    session: Session, actor: Actor, case_id: uuid.UUID, permission: Permission = Permission.READ_CASE
) -> Case:
    """The case, if the actor may do this with it.

    Raises NotFoundError when it does not exist or does not exist for this actor, and DeniedError when the actor may at
    least see it.
    """
    home = func.coalesce(Case.joined_id, Case.id)
    leads = and_(Assignment.case_id == home, Assignment.ended_at.is_(None))
    statement = select(Case, Assignment).outerjoin(Assignment, leads).where(Case.id == case_id)
    found = session.execute(statement.order_by(Assignment.started_at.desc()).limit(1)).one_or_none()
    if found is None or permission not in _ABOUT_A_CASE or actor.region_id != found[0].region_id:
        raise NotFoundError
    case, assignment = found
    if case.joined_id is not None and permission not in _OF_A_JOINED_REQUEST:
        raise NotFoundError
    guest = actor.kind is ActorKind.GUEST and actor.case_id == case.id
    subject = _subject(case, assignment, person_id=actor.id if guest else None)
    if permission is Permission.CLAIM_CASE and not subject.waiting:
        # The waiting list shows what waits; a case that was taken exists for its own gespreksleider alone.
        require(actor, Permission.READ_CASE, subject)
    require(actor, permission, subject)
    return case


def subject_of(session: Session, case: Case, *, person_id: uuid.UUID | None = None) -> Subject:
    """The case as a rule of access sees it.

    It has no gespreksleider, and so waits, until the one it was given to has declared independence.
    """
    return _subject(case, current_assignment(session, case), person_id=person_id)


def _subject(case: Case, assignment: Assignment | None, *, person_id: uuid.UUID | None) -> Subject:
    declared = assignment is not None and assignment.independent_at is not None
    return Subject(
        region_id=case.region_id,
        case_id=case.home_id,
        facilitator_id=assignment.facilitator_id if assignment is not None and declared else None,
        referrer_id=case.referrer_id,
        person_id=person_id,
        waiting=not declared and (case.open or assignment is not None),
        open=case.open,
        stopped=person_id is not None and case.stopped,
    )


def current_assignment(session: Session, case: Case) -> Assignment | None:
    """Who leads the case now, or was asked to; None while nobody is."""
    statement = select(Assignment).where(Assignment.case_id == case.home_id, Assignment.ended_at.is_(None))
    return session.scalars(statement.order_by(Assignment.started_at.desc()).limit(1)).one_or_none()


def assignments_of(session: Session, case: Case) -> list[Assignment]:
    """Everybody who led the case or leads it, oldest first."""
    statement = select(Assignment).where(Assignment.case_id == case.id)
    return list(session.scalars(statement.order_by(Assignment.started_at, Assignment.id)))


def led_by(actor: Actor) -> Select[Case, Assignment]:
    """Statement for the cases this actor leads now or covers, with the assignment; for lists over many cases."""
    leads = and_(
        Assignment.case_id == Case.id,
        or_(Assignment.facilitator_id == actor.staff_id, Assignment.case_id.in_(actor.covers)),
        Assignment.ended_at.is_(None),
        Assignment.independent_at.is_not(None),
    )
    return select(Case, Assignment).join(Assignment, leads).where(Case.region_id == actor.region_id)


def open_cases_of(session: Session, actor: Actor) -> list[Case]:
    """The open cases this gespreksleider leads, longest asked first."""
    statement = led_by(actor).where(Case.phase != Phase.CLOSED).order_by(Case.asked_at, Case.id)
    return [case for case, _assignment in session.execute(statement)]


def caseload(
    session: Session,
    actor: Actor,
    *,
    closed: bool = False,
    limit: int = CASES_ON_A_PAGE,
    offset: int = 0,
) -> list[CaseRow]:
    """The cases this gespreksleider leads: spoed first, then what came in last; the closed ones apart."""
    statement = led_by(actor).where((Case.phase == Phase.CLOSED) if closed else (Case.phase != Phase.CLOSED))
    statement = statement.order_by(Case.urgent.desc(), Assignment.started_at.desc(), Case.id)
    found = [
        (case, assignment) for case, assignment in session.execute(statement.limit(limit).offset(offset))
    ]
    titles = titles_of(session, [case.id for case, _assignment in found], locale=actor.language)
    return [
        CaseRow(
            id=case.id,
            title=titles[case.id],
            phase=case.phase,
            urgent=case.urgent,
            municipality=case.referral.municipality,
            asked_at=case.asked_at,
            since=assignment.started_at,
            facilitator_id=assignment.facilitator_id,
            next_contact_at=case.next_contact_at,
            closed_at=case.closed_at,
        )
        for case, assignment in found
    ]


def titles_of(session: Session, case_ids: Sequence[uuid.UUID], *, locale: str = "nl") -> dict[uuid.UUID, str]:
    """What each of these cases is called, with one query."""
    principals = people_of_cases(session, case_ids, kind=PersonKind.PRINCIPAL)
    apart = by_case(principals)
    return {case_id: title_of(apart[case_id], locale=locale) for case_id in case_ids}


def own_requests(session: Session, actor: Actor) -> list[RequestView]:
    """The requests this aanmelder made, newest first, with nothing of what happened in the case."""
    if actor.staff_id is None:
        return []
    statement = select(Case).where(Case.referrer_id == actor.staff_id, Case.region_id == actor.region_id)
    cases = list(session.scalars(statement.order_by(Case.asked_at.desc(), Case.id)))
    people = by_case(people_of_cases(session, [case.id for case in cases]))
    callers = {case.next_contact_staff_id for case in cases if case.next_contact_staff_id}
    names = accounts.staff_named(session, callers)
    return [_request_view(case, people[case.id], names, actor.language) for case in cases]


def own_request(session: Session, actor: Actor, *, case: Case) -> RequestView:
    """One request of this aanmelder's own. Raises NotFoundError for anybody else's."""
    if actor.staff_id is None or case.referrer_id != actor.staff_id:
        raise NotFoundError
    standing = {promise.kind: promise for promise in reversed(open_promises(session, [case.id]))}
    callers = {case.next_contact_staff_id, *(promise.staff_id for promise in standing.values())}
    names = accounts.staff_named(session, callers)
    view = _request_view(case, people_of_cases(session, [case.id]), names, actor.language)
    dealt_with = session.scalar(select(Case.id).where(Case.joined_id == case.id).limit(1)) is not None
    call, talk = standing.get(PromiseKind.REFERRER), standing.get(PromiseKind.TALK)
    return replace(
        view,
        waits=view.waits and not dealt_with,
        next_contact_at=call.due_at if call else None,
        moved_because=call.content.reason if call else "",
        talk_at=talk.due_at if talk else None,
    )


def _request_view(
    case: Case, people: Sequence[Person], names: dict[uuid.UUID, Staff], locale: str
) -> RequestView:
    # Whoever came in later was not the aanmelder's to name, so neither title nor number shows them.
    named = [person for person in people if person.listed_at <= case.asked_at]
    caller = names.get(case.next_contact_staff_id) if case.next_contact_staff_id else None
    told = case.closing.feedback_at is not None
    return RequestView(
        id=case.id,
        asked_at=case.asked_at,
        title=title_of(named, locale=locale),
        urgent=case.urgent,
        phase=case.phase,
        listed=case.referral.listed or sum(not person.is_principal for person in named),
        next_contact_at=case.next_contact_at,
        next_contact_by=caller.profile.full_name if caller else "",
        contacted_at=case.contacted_at,
        feedback=case.closing.feedback if told else "",
        feedback_at=case.closing.feedback_at,
        open=case.open,
        waits=case.phase in _WAITS,
        withdrawn=case.closing.withdrawn,
        reason=case.closing.text if case.closing.instead else "",
        instead=case.closing.instead,
    )
