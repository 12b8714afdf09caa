"""A message for the table of a child or of somebody who is not there: read by nobody before it is opened there."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.beraden.bringing_errors import MessageEmptyError
from netwerkberaad.beraden.errors import BeraadOverError, TableClosedError
from netwerkberaad.beraden.model import Beraad, BroughtMessage
from netwerkberaad.beraden.pictures import drawn_anew
from netwerkberaad.beraden.queries import refuse_in_private_time
from netwerkberaad.cases import Case, Person
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError

MESSAGE_BROUGHT = audit.declare("message.brought", "person")
MESSAGE_OPENED = audit.declare("message.opened", "person")
MESSAGE_TAKEN_BACK = audit.declare("message.taken_back", "person")


def bring_message(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    person: Person,
    text: str,
    picture: bytes = b"",
    reader: Person | None,
    now: datetime,
) -> BroughtMessage:
    """Write or change what must be said or shown; one that was opened stays, and another is written beside it. Without a new
    ``picture``, one that was there stays.

    Raises MessageEmptyError without either, PictureError, and NotFoundError for a person or reader outside the case, or who
    speaks for somebody else.
    """
    _require_speaker(actor, case, person)
    if reader is not None and reader.case_id != case.id:
        raise NotFoundError
    message, drawn = closed_message(session, person), drawn_anew(picture) if picture else b""
    if not (text.strip() or drawn or (message is not None and message.picture)):
        raise MessageEmptyError
    if message is None:
        message = BroughtMessage(id=new_id(), case_id=case.id, person_id=person.id)
        session.add(message)
    message.made_at, message.reader_id = now, reader.id if reader else None
    message.text = text.strip()
    if drawn:
        message.picture = drawn
    audit.record(session, _entry(actor, MESSAGE_BROUGHT, person, now))
    return message


def take_back_messages(session: Session, actor: Actor, *, case: Case, person: Person, now: datetime) -> None:
    """Delete all that this person brought, opened or not. Raises NotFoundError for who speaks for somebody else."""
    _require_speaker(actor, case, person)
    found = [one for one in messages_for_table(session, case) if one.person_id == person.id]
    for message in found:
        session.delete(message)
    if found:
        audit.record(session, _entry(actor, MESSAGE_TAKEN_BACK, person, now))


def open_message(
    session: Session, actor: Actor, *, beraad: Beraad, message_id: uuid.UUID, now: datetime
) -> BroughtMessage:
    """Open a message at the table. Raises TableClosedError, BeraadOverError, PrivateTimeError and NotFoundError."""
    if beraad.opened_at is None:
        raise TableClosedError
    if beraad.ended_at is not None:
        raise BeraadOverError
    refuse_in_private_time(session, case_id=beraad.case_id)
    message = session.get(BroughtMessage, message_id)
    if message is None or message.case_id != beraad.case_id:
        raise NotFoundError
    if message.opened_at is None:
        message.opened_at = now
        entry = actor.entry(MESSAGE_OPENED, now=now, case_id=beraad.case_id, object_id=message.person_id)
        audit.record(session, entry)
    return message


def messages_for_table(session: Session, case: Case) -> list[BroughtMessage]:
    """Everything that was brought in this case, oldest first."""
    statement = select(BroughtMessage).where(BroughtMessage.case_id == case.id)
    return list(session.scalars(statement.order_by(BroughtMessage.made_at, BroughtMessage.id)))


def closed_message(session: Session, person: Person) -> BroughtMessage | None:
    """What this person brought and nobody opened yet."""
    statement = select(BroughtMessage).where(
        BroughtMessage.person_id == person.id, BroughtMessage.opened_at.is_(None)
    )
    return session.scalar(statement)


def _require_speaker(actor: Actor, case: Case, person: Person) -> None:
    another = actor.kind is ActorKind.GUEST and actor.id != person.id
    if another or person.case_id != case.id:
        raise NotFoundError


def _entry(actor: Actor, event: audit.AuditEvent, person: Person, now: datetime) -> audit.Entry:
    behalf = None if actor.kind is ActorKind.GUEST else person.id
    return actor.entry(event, now=now, case_id=person.case_id, object_id=person.id, on_behalf_of=behalf)
