"""Niet uitnodigen: people who must not be asked. Kept for the desk alone; no page for others ever shows it."""

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases.barred import matches
from netwerkberaad.cases.circle import circle_of, people_of
from netwerkberaad.cases.contact import comparable_name, comparable_phone
from netwerkberaad.cases.errors import NothingToMatchError
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import ExcludedPerson, Exclusion
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
        relation=person.relation.strip(),
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
