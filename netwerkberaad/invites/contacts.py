"""Attempts to reach somebody: logged in one tap, whatever the channel."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.messages.model import Channel
from netwerkberaad.invites.model import Contact, ContactResult, Stage
from netwerkberaad.invites.records import invitation_for, require_member, require_open

CONTACT_LOGGED = audit.declare("contact.logged", "person")


def log_contact(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    person: Person,
    channel: Channel,
    result: ContactResult,
    note: str = "",
    now: datetime,
) -> Contact:
    """Put an attempt or a conversation on record; the first one makes somebody 'benaderd'.

    Raises CaseClosedError, and NotFoundError for somebody outside the case.
    """
    require_open(case)
    contact = note_contact(
        session, actor, case=case, person=person, channel=channel, result=result, note=note, now=now
    )
    audit.record(session, actor.entry(CONTACT_LOGGED, now=now, case_id=case.id, object_id=person.id))
    return contact


def note_contact(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    person: Person,
    channel: Channel,
    result: ContactResult,
    note: str,
    now: datetime,
) -> Contact:
    """The row of an attempt, for actions that record an event of their own."""
    require_member(case, person)
    invitation = invitation_for(session, case, person)
    if invitation.stage is Stage.NOT_APPROACHED:
        invitation.stage = Stage.APPROACHED
    if invitation.approached_at is None:
        invitation.approached_at = now
    contact = Contact(
        id=new_id(),
        case_id=case.id,
        person_id=person.id,
        at=now,
        channel=channel,
        staff_id=actor.staff_id,
    )
    contact.result = result.value
    contact.note = note.strip()
    session.add(contact)
    return contact


def contacts_of(session: Session, case: Case, person: Person | None = None) -> list[Contact]:
    """All attempts in a case, or those of one person; newest first."""
    statement = select(Contact).where(Contact.case_id == case.id)
    if person is not None:
        statement = statement.where(Contact.person_id == person.id)
    return list(session.scalars(statement.order_by(Contact.at.desc(), Contact.id)))
