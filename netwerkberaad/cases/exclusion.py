"""Niet uitnodigen: people who must not be asked. Kept for the desk alone; no page for others ever shows it."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.circle import circle_of, people_of
from netwerkberaad.cases.contact import comparable_mail, comparable_name, comparable_phone
from netwerkberaad.cases.errors import NothingToMatchError
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import ExcludedPerson, Exclusion, Person
from netwerkberaad.foundation import links, messages
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError

PERSON_EXCLUDED = audit.declare("exclusion.made", "exclusion")
EXCLUSION_LIFTED = audit.declare("exclusion.lifted", "exclusion")


def exclude_person(
    session: Session, actor: Actor, *, case: Case, person: ExcludedPerson, now: datetime
) -> Exclusion:
    """Block inviting somebody by mail, phone or name. Raises NothingToMatchError when none of the three is given.

    For people in the case whom it speaks of, what did not leave yet is cancelled and their links stop. What is typed is kept as it is: a number that cannot be read as one still blocks the same digits.
    """
    person = replace(
        person,
        name=person.name.strip(),
        mail=person.mail.strip(),
        phone=person.phone.strip(),
        reason=person.reason.strip(),
        asked_by=person.asked_by.strip(),
    )
    if not (comparable_name(person.name) or person.mail or comparable_phone(person.phone)):
        raise NothingToMatchError
    exclusion = Exclusion(id=new_id(), case_id=case.id, made_at=now, person=person)
    session.add(exclusion)
    for other in circle_of(people_of(session, case)):
        if matches([exclusion], other):
            messages.cancel_waiting(session, case_id=case.id, person_id=other.id, now=now)
            links.revoke_links(session, person_id=other.id, now=now)
    audit.record(session, actor.entry(PERSON_EXCLUDED, now=now, case_id=case.id, object_id=exclusion.id))
    return exclusion


def lift_exclusion(
    session: Session, actor: Actor, *, case: Case, exclusion_id: uuid.UUID, now: datetime
) -> Exclusion:
    """End an exclusion; it stays on record. Raises NotFoundError."""
    exclusion = session.get(Exclusion, exclusion_id)
    if exclusion is None or exclusion.case_id != case.id:
        raise NotFoundError
    if exclusion.lifted_at is None:
        exclusion.lifted_at = now
        audit.record(session, actor.entry(EXCLUSION_LIFTED, now=now, case_id=case.id, object_id=exclusion.id))
    return exclusion


def exclusions_of(session: Session, case: Case) -> list[Exclusion]:
    """The exclusions in force, oldest first."""
    statement = select(Exclusion).where(Exclusion.case_id == case.id, Exclusion.lifted_at.is_(None))
    return list(session.scalars(statement.order_by(Exclusion.made_at, Exclusion.id)))


def matches(exclusions: Iterable[Exclusion], person: Person) -> Exclusion | None:
    """The first exclusion that speaks of this person: the same mail, the same number in any notation, or the name.

    An exclusion by a single word matches what the person is called; better one blocked too many than one too few.
    """
    contact = person.contact
    mail = comparable_mail(contact.mail)
    phones = {comparable_phone(number) for number in (contact.phone, contact.landline) if number}
    names = _names_of(person)
    for exclusion in exclusions:
        barred = exclusion.person
        if barred.mail and comparable_mail(barred.mail) == mail:
            return exclusion
        if barred.phone and comparable_phone(barred.phone) in phones:
            return exclusion
        if barred.name and comparable_name(barred.name) in names:
            return exclusion
    return None


def _names_of(person: Person) -> set[str]:
    name = person.name
    firsts = {part for part in (name.first, name.called) if part}
    lasts = {name.last, name.surname} if name.last else set()
    both = {f"{first} {last}" for first in firsts for last in lasts}
    return {comparable_name(text) for text in firsts | both} | {comparable_name(name.full)}
