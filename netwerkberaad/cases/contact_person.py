"""With whom one speaks at an organisation or club: somebody of the circle, who is asked in its name."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases.circle import NewPerson, add_person, circle_of, people_of
from netwerkberaad.cases.contacts_import.names import read_name
from netwerkberaad.cases.errors import FieldError
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import About, ContactData, Person, PersonKind
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.errors import N_

CONTACT_PERSON_CHOSEN = audit.declare("person.contact_person_chosen", "person")


class BadContactPersonError(FieldError):
    """A contact person is a human being of the same circle."""

    message = N_("Kies iemand uit de kring, of vul een nieuwe naam in.")
    of = "contact_person"


def choose_contact_person(
    session: Session, actor: Actor, *, case: Case, organisation: Person, contact: Person | None, now: datetime
) -> None:
    """Say with whom one speaks there, or that nobody is known yet. Raises BadContactPersonError."""
    if contact is not None and (
        organisation.kind is not PersonKind.ORGANISATION or contact.id not in _humans(session, case)
    ):
        raise BadContactPersonError
    chosen = contact.id if contact else None
    if organisation.contact_person_id == chosen:
        return
    organisation.contact_person_id = chosen
    audit.record(
        session, actor.entry(CONTACT_PERSON_CHOSEN, now=now, case_id=case.id, object_id=organisation.id)
    )


def add_contact_person(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    organisation: Person,
    name: str,
    relation: str,
    contact: ContactData,
    now: datetime,
) -> Person:
    """Put somebody new in the circle, where the organisation stands, as the one we speak with. Raises what ``add_person`` raises."""
    about = organisation.about
    new = NewPerson(
        name=read_name(name),
        contact=contact,
        about=About(relation=relation, ring=about.ring, quadrant=about.quadrant),
    )
    person = add_person(session, actor, case=case, new=new, now=now)
    session.flush()
    choose_contact_person(session, actor, case=case, organisation=organisation, contact=person, now=now)
    return person


def asked_of(people: Iterable[Person]) -> list[Person]:
    """Who of the circle is invited, and approved for it: in the place of an organisation the one we speak with there."""
    return [person for person in circle_of(people) if person.contact_person is None]


def humans_in(people: Iterable[Person]) -> list[Person]:
    """Who of a circle can be the contact person of an organisation in it."""
    return [one for one in circle_of(people) if one.kind is not PersonKind.ORGANISATION and not one.nameless]


def _humans(session: Session, case: Case) -> set[uuid.UUID]:
    return {one.id for one in humans_in(people_of(session, case))}
