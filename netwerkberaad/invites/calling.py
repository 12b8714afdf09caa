"""What somebody asks through their link instead of answering: to be called, or to get no more messages."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad import cases
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation import messages
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.messages.model import Channel
from netwerkberaad.invites.contacts import contacts_in, contacts_of, note_contact
from netwerkberaad.invites.model import Contact, ContactResult
from netwerkberaad.invites.records import lock_person, require_open, require_own_voice, spoken_for

CALL_ASKED = audit.declare("call.asked", "person")
MESSAGES_STOPPED = audit.declare("messages.stopped", "person")


@dataclass(frozen=True, slots=True)
class AskedCall:
    """Somebody who would rather be called, and whom nobody of the team tried since; who declined is left alone.

    ``note``: when, in their words.
    """

    case_id: uuid.UUID
    person_id: uuid.UUID
    person_name: str
    at: datetime
    note: str


def ask_call(
    session: Session, actor: Actor, *, case: Case, person: Person, note: str, now: datetime
) -> Contact:
    """Somebody asks to be called. Asking again while nobody called yet changes what they said, and adds no second line.

    Raises CaseClosedError, and NotForGuestError for somebody else than the guest.
    """
    require_open(case)
    require_own_voice(actor, person)
    lock_person(session, person)
    latest = next(iter(contacts_of(session, case, person)), None)
    if latest is not None and latest.result == ContactResult.ASKS_CALL:
        latest.note = note.strip() or latest.note
        contact = latest
    else:
        contact = note_contact(
            session,
            actor,
            case=case,
            person=person,
            channel=Channel.LINK,
            result=ContactResult.ASKS_CALL,
            note=note,
            now=now,
        )
    audit.record(
        session,
        actor.entry(
            CALL_ASKED, now=now, case_id=case.id, object_id=person.id, on_behalf_of=spoken_for(actor, person)
        ),
    )
    return contact


def stop_messages(
    session: Session, actor: Actor, *, case: Case, person: Person, note: str, now: datetime
) -> Person:
    """Somebody wants no more messages: what waits is cancelled, the mail address is erased, and the gespreksleider is asked
    to call.

    Raises CaseClosedError, and NotForGuestError for somebody else than the guest.
    """
    ask_call(session, actor, case=case, person=person, note=note, now=now)
    messages.cancel_waiting(session, case_id=case.id, person_id=person.id, now=now)
    contact = replace(person.contact, mail="", prefers=Channel.PHONE.value)
    cases.set_contact(session, person=person, contact=contact)
    audit.record(
        session,
        actor.entry(
            MESSAGES_STOPPED,
            now=now,
            case_id=case.id,
            object_id=person.id,
            on_behalf_of=spoken_for(actor, person),
        ),
    )
    return person


def asked_calls(session: Session, cases: Collection[Case]) -> list[AskedCall]:
    """People in these cases who asked to be called and were not tried since, oldest first. One query besides keys."""
    latest: dict[uuid.UUID, AskedCall] = {}
    for contact, person, _invitation in contacts_in(session, [case.id for case in cases]):
        if person.contact_erased_at is not None:
            continue
        latest.pop(person.id, None)
        if contact.result == ContactResult.ASKS_CALL:
            latest[person.id] = AskedCall(
                contact.case_id, person.id, person.name.short, contact.at, contact.note
            )
    return sorted(latest.values(), key=lambda asked: asked.at)
