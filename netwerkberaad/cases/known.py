"""'Already known here?': a mail address or phone number recognised within the region, without content.

The index follows the contact data of people: whoever changes them does so through ``set_contact``.
"""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session, aliased

from netwerkberaad.cases.contact import comparable_mail, comparable_phone
from netwerkberaad.cases.model import Case, Phase
from netwerkberaad.cases.people import ContactData, Person, PersonKind
from netwerkberaad.foundation.vault import blind_index
from netwerkberaad.foundation.vault.blind_index import BlindEntry, BlindKind, Contact


def set_contact(session: Session, *, person: Person, contact: ContactData) -> None:
    """Replace the ways to reach somebody who is in a case, and what they are recognised by."""
    person.contact = contact
    blind_index.forget_contacts(session, person.id)
    recognise(session, region_id=session.get_one(Case, person.case_id).region_id, person=person)


def recognise(session: Session, *, region_id: uuid.UUID, person: Person) -> None:
    """Make the contact data of somebody recognisable in their region."""
    blind_index.add_contacts(
        session,
        region_id=region_id,
        case_id=person.case_id,
        person_id=person.id,
        contacts=contacts_in(person.contact),
    )


def contacts_in(contact: ContactData) -> list[Contact]:
    """What somebody is recognised by, in the notation to compare by."""
    return [
        (BlindKind.MAIL, comparable_mail(contact.mail)),
        (BlindKind.PHONE, comparable_phone(contact.phone)),
        (BlindKind.PHONE, comparable_phone(contact.landline)),
    ]


def people_reached_by(
    session: Session, *, region_id: uuid.UUID, mail: str = "", phone: str = ""
) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Case and person of everybody in the region with this mail address or number."""
    wanted = contacts_in(ContactData(mail=mail, phone=phone))
    return blind_index.find_people(session, region_id=region_id, contacts=wanted)


def running_elsewhere(session: Session, case_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these cases share a mail address or number of a hoofdpersoon with another open case of the region."""
    return {case_id for case_id, _other in _running_pairs(session, case_ids)}


def running_with(session: Session, case_id: uuid.UUID) -> set[uuid.UUID]:
    """The other open cases that share a mail address or number of a hoofdpersoon with this one."""
    return {other_id for _own, other_id in _running_pairs(session, [case_id])}


def _running_pairs(session: Session, case_ids: Collection[uuid.UUID]) -> Sequence[Row[uuid.UUID, uuid.UUID]]:
    own, other = aliased(BlindEntry), aliased(BlindEntry)
    here, there = aliased(Person), aliased(Person)
    same = and_(other.region_id == own.region_id, other.digest == own.digest, other.case_id != own.case_id)
    statement = (
        select(own.case_id, other.case_id)
        .join(other, same)
        .join(here, and_(here.id == own.person_id, here.kind == PersonKind.PRINCIPAL))
        .join(there, and_(there.id == other.person_id, there.kind == PersonKind.PRINCIPAL))
        .join(Case, and_(Case.id == other.case_id, Case.phase != Phase.CLOSED))
        .where(own.case_id.in_(case_ids))
        .distinct()
    )
    return session.execute(statement).all()
