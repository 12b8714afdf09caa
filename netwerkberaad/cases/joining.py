"""Joining a later request about the same people to the first: nothing of it is lost, and its aanmelder notices nothing."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from netwerkberaad.cases.barred import halt_barred
from netwerkberaad.cases.circle import NewPerson, add_person, by_case, people_of, people_of_cases, present
from netwerkberaad.cases.errors import CaseClosedError, TakenError
from netwerkberaad.cases.joined import asked_by, joined_to
from netwerkberaad.cases.known import contacts_in, running_with, set_contact
from netwerkberaad.cases.likeness import Likeness, likeness
from netwerkberaad.cases.model import Assignment, Case, Phase
from netwerkberaad.cases.people import About, ContactData, Person, PersonKind
from netwerkberaad.cases.promises import ContactPromise
from netwerkberaad.cases.queries import current_assignment
from netwerkberaad.cases.way import enter_phase
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.vault import blind_index, destroy_person_key

REQUEST_JOINED = audit.declare("request.joined", "case")
_WAITS = frozenset({Phase.REFERRAL, Phase.ASSIGNMENT})
_WAYS = ("mail", "phone", "landline", "address")


@dataclass(frozen=True, slots=True)
class FirstRequest:
    """A running case that a request may belong to, with no more than a coördinator may know of it."""

    id: uuid.UUID
    first_names: tuple[str, ...]
    municipality: str
    asked_at: datetime
    phase: Phase
    facilitator_id: uuid.UUID | None


def first_requests(session: Session, case: Case) -> list[FirstRequest]:
    """The cases that a waiting request can be joined to, the oldest first: those of the same people, recognised by mail or number.

    None is led by who asked here: gespreksleider and aanmelder are two people.
    """
    if case.joined_id is not None or case.phase not in _WAITS:
        return []
    leads = (Assignment.case_id == Case.id) & Assignment.ended_at.is_(None)
    statement = select(Case, Assignment).outerjoin(Assignment, leads)
    statement = statement.where(Case.id.in_(running_with(session, case.id))).order_by(Case.asked_at, Case.id)
    found: list[tuple[Case, Assignment | None]] = [
        (other, led) for other, led in session.execute(statement) if _comes_first(other, case)
    ]
    principals = by_case(
        people_of_cases(session, [other.id for other, _led in found], kind=PersonKind.PRINCIPAL)
    )
    asked = asked_by(session, case)
    return [
        FirstRequest(
            id=other.id,
            first_names=tuple(person.name.short for person in principals[other.id]),
            municipality=other.referral.municipality,
            asked_at=other.asked_at,
            phase=other.phase,
            facilitator_id=led.facilitator_id if led else None,
        )
        for other, led in found
        if led is None or led.facilitator_id not in asked
    ]


def join_request(session: Session, actor: Actor, *, case: Case, first_id: uuid.UUID, now: datetime) -> Case:
    """Make a waiting request part of the first one about these people, and give back that case.

    Its people go into the circle there; its words, its aanmelder and what was promised stay with it. Raises TakenError,
    CaseClosedError, or NotFoundError for a case that is not among ``first_requests``.
    """
    locked = select(Case).where(Case.id.in_([case.id, first_id])).order_by(Case.id).with_for_update()
    session.scalars(locked.execution_options(populate_existing=True)).all()
    if not case.open:
        raise CaseClosedError
    if case.phase not in _WAITS:
        raise TakenError
    if first_id not in {one.id for one in first_requests(session, case)}:
        raise NotFoundError
    first = session.get_one(Case, first_id)
    asked = current_assignment(session, case)
    if asked is not None:
        asked.ended_at = now
    listed = _move_people(session, actor, case=case, first=first, now=now)
    for request in [case, *joined_to(session, case)]:
        request.joined_id, request.joined_at = first.id, now
    case.referral = replace(case.referral, listed=listed)
    first.urgent = first.urgent or (case.urgent and first.phase in _WAITS)
    enter_phase(session, actor, case=case, phase=Phase.PREPARATION, now=now)
    _hand_over(session, case=case, first=first)
    for row, other in ((case, first), (first, case)):
        audit.record(session, actor.entry(REQUEST_JOINED, now=now, case_id=row.id, object_id=other.id))
    return first


def _comes_first(other: Case, case: Case) -> bool:
    return other.phase not in _WAITS or (other.asked_at, other.id) < (case.asked_at, case.id)


def _move_people(session: Session, actor: Actor, *, case: Case, first: Case, now: datetime) -> int:
    """Put everybody in the circle of the first request; how many were named around the hoofdpersonen.

    Of the hoofdpersonen nothing stays behind but the name that the receipt shows.
    """
    there = [person for person in present(people_of(session, first)) if not person.nameless]
    named = people_of(session, case)
    for person in named:
        known = next((one for one in there if _same(person, one)), None)
        if known is None:
            _place(session, actor, first=first, person=person, now=now)
        elif known.contact_erased_at is None:
            _complete(session, first=first, person=known, given=person, now=now)
        blind_index.forget_contacts(session, person.id)
        if not person.is_principal:
            destroy_person_key(session, person.id)
            session.delete(person)
            continue
        session.flush()
        person.contact, person.about = ContactData(), About()
    return sum(not person.is_principal for person in named)


def _same(one: Person, other: Person) -> bool:
    """Whether this is surely one person: a whole name, or a name that is alike with the same mail address or number.

    A shared address alone proves a household, and a first name alone nobody.
    """
    alike = likeness(one.name.full, other.name)
    whole = bool(one.name.last and other.name.last)
    shared = {way for way in contacts_in(one.contact) if way[1]} & set(contacts_in(other.contact))
    return (alike is Likeness.SAME and whole) or (alike is not Likeness.NONE and bool(shared))


def _place(session: Session, actor: Actor, *, first: Case, person: Person, now: datetime) -> None:
    kind = PersonKind.NAASTE if person.is_principal else person.kind
    new = NewPerson(name=person.name, kind=kind, contact=person.contact, about=person.about)
    add_person(session, actor, case=first, new=new, now=now)


def _complete(session: Session, *, first: Case, person: Person, given: Person, now: datetime) -> None:
    """Fill in what was missing; what is different is noted beside it, and never takes its place."""
    kept, other = person.contact, given.contact
    missing = {way: getattr(other, way) for way in _WAYS if not getattr(kept, way)}
    pairs = [(getattr(kept, way), getattr(other, way)) for way in _WAYS]
    pairs += [(person.about.relation, given.about.relation), ("", other.remark)]
    told = [said for known, said in pairs if said and said != known and said not in missing.values()]
    remark = "\n".join(dict.fromkeys(part for part in (kept.remark, *told) if part))
    set_contact(session, person=person, contact=replace(kept, **missing, remark=remark))
    halt_barred(session, case=first, person=person, now=now)


def _hand_over(session: Session, *, case: Case, first: Case) -> None:
    """Who leads the first request keeps what was promised in this one; without anybody it stays with who promised."""
    leads = current_assignment(session, first)
    if leads is None:
        return
    standing = update(ContactPromise).where(ContactPromise.case_id == case.id)
    session.execute(standing.where(ContactPromise.ended_at.is_(None)).values(staff_id=leads.facilitator_id))
    case.next_contact_staff_id = leads.facilitator_id
