"""Attempts to reach somebody: logged in one tap, whatever the channel."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.reading import read_once
from netwerkberaad.foundation.messages.model import Channel
from netwerkberaad.invites.errors import TooLateError
from netwerkberaad.invites.model import Contact, ContactResult, Invitation, Stage
from netwerkberaad.invites.records import invitation_for, lock_person, require_member, require_open

CONTACT_LOGGED = audit.declare("contact.logged", "person")
CONTACT_UNDONE = audit.declare("contact.undone", "person")
TALK_PLANNED = audit.declare("talk.planned", "person")

UNDO_WITHIN = timedelta(hours=1)


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
    if result is ContactResult.TALKED:
        invitation.talk_at = None
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


def contacts_in(
    session: Session, case_ids: Collection[uuid.UUID]
) -> list[tuple[Contact, Person, Invitation | None]]:
    """All attempts in several cases with whom they were for and the invitation, oldest first; without who left."""
    key = ("contacts", frozenset(case_ids))
    return read_once(session, key, lambda: _read_contacts(session, case_ids))


def _read_contacts(
    session: Session, case_ids: Collection[uuid.UUID]
) -> list[tuple[Contact, Person, Invitation | None]]:
    theirs = and_(Invitation.case_id == Contact.case_id, Invitation.person_id == Contact.person_id)
    statement = (
        select(Contact, Person, Invitation)
        .join(Person, Person.id == Contact.person_id)
        .outerjoin(Invitation, theirs)
        .where(Contact.case_id.in_(case_ids), Person.left_at.is_(None))
        .order_by(Contact.at, Contact.id)
    )
    return [(contact, person, invitation) for contact, person, invitation in session.execute(statement)]


def contacts_of(session: Session, case: Case, person: Person | None = None) -> list[Contact]:
    """All attempts in a case, or those of one person; newest first."""
    statement = select(Contact).where(Contact.case_id == case.id)
    if person is not None:
        statement = statement.where(Contact.person_id == person.id)
    return list(session.scalars(statement.order_by(Contact.at.desc(), Contact.id)))


def may_undo(actor: Actor, *, staff_id: uuid.UUID | None, at: datetime, now: datetime) -> bool:
    """Whether somebody can take back an attempt of ``staff_id``: their own, and just now."""
    return staff_id is not None and staff_id == actor.staff_id and now - at <= UNDO_WITHIN


def undo_contact(
    session: Session, actor: Actor, *, case: Case, person: Person, contact_id: uuid.UUID, now: datetime
) -> None:
    """Take back an attempt that was put on record by mistake; who was never tried otherwise is 'nog niet benaderd' again.

    A second time does nothing more. Raises CaseClosedError, and TooLateError for what is not one's own of the past hour.
    """
    require_open(case)
    lock_person(session, person)
    known = contacts_of(session, case, person)
    contact = next((one for one in known if one.id == contact_id), None)
    if contact is None:
        return
    if not may_undo(actor, staff_id=contact.staff_id, at=contact.at, now=now):
        raise TooLateError
    invitation = invitation_for(session, case, person)
    rest = [one.at for one in known if one is not contact]
    if invitation.invited_at is None:
        invitation.approached_at = min(rest, default=None)
        if invitation.stage is Stage.APPROACHED and not rest:
            invitation.stage = Stage.NOT_APPROACHED
    session.delete(contact)
    audit.record(session, actor.entry(CONTACT_UNDONE, now=now, case_id=case.id, object_id=person.id))


def plan_talk(
    session: Session, actor: Actor, *, case: Case, person: Person, at: datetime | None, now: datetime
) -> None:
    """Agree on a moment for a voorgesprek, or on none any more. Once it was held, ``log_contact`` says so.

    Raises CaseClosedError and NotFoundError for somebody outside the case.
    """
    require_open(case)
    lock_person(session, person)
    invitation_for(session, case, person).talk_at = at
    audit.record(session, actor.entry(TALK_PLANNED, now=now, case_id=case.id, object_id=person.id))
