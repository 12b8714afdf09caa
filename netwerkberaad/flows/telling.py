"""Putting one message to one person of a case in the outbox: in their language, under their key, once."""

from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person
from netwerkberaad.flows.voice import Voice, reading_language
from netwerkberaad.foundation.documents import facts, render_message
from netwerkberaad.foundation.messages import Attachment, MessageKind, letter_of, queue_message


def tell_person(
    session: Session,
    *,
    case: Case,
    person: Person,
    voice: Voice,
    what: facts.Facts,
    key: str,
    now: datetime,
    not_before: datetime | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> None:
    """Write to the mail address of this person; answers go to the gespreksleider. The same key is told once."""
    queue_message(
        session,
        key=key,
        kind=MessageKind(what.kind),
        recipient=person.contact.mail,
        letter=letter_of(
            render_message(what, locale=reading_language(person)),
            attachments=attachments,
            reply_to=voice.mail,
        ),
        region_id=case.region_id,
        scope_id=person.id,
        case_id=case.id,
        person_id=person.id,
        not_before=not_before or now,
        now=now,
    )
