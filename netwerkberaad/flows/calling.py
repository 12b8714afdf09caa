"""What somebody tells by phone, because nothing that is sent reaches a person: the words to say, and that they were said."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, ContactData, people_named, titles_of
from netwerkberaad.cases.queries import led_by
from netwerkberaad.flows.today_lines import Act, Line, What
from netwerkberaad.flows.voice import reading_language
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages import MessageKind, OutboxMessage, mark_told, to_tell

MESSAGE_TOLD = audit.declare("message.told", "person")


@dataclass(frozen=True, slots=True)
class CallLine:
    """Something to tell: to whom, by which number, in which language, since when. ``words`` are the lines to say."""

    id: uuid.UUID
    case_id: uuid.UUID
    person_id: uuid.UUID
    case_title: str
    name: str
    short: str
    phone: str
    language: str
    kind: MessageKind
    made_at: datetime
    words: tuple[str, ...]
    contact: ContactData


def waiting_calls(session: Session, actor: Actor) -> list[CallLine]:
    """What this gespreksleider has to tell, oldest first; also that a case was stopped."""
    messages = _messages(session, actor)
    if not messages:
        return []
    case_ids = {message.case_id for message in messages if message.case_id is not None}
    people = people_named(
        session,
        case_ids=case_ids,
        person_ids={one.person_id for one in messages if one.person_id is not None},
    )
    titles = titles_of(session, list(case_ids), locale=actor.language)
    return [
        CallLine(
            message.id,
            message.case_id,
            person.id,
            titles[message.case_id],
            person.name.full,
            person.name.short,
            message.recipient,
            reading_language(person),
            message.kind,
            message.made_at,
            tuple(line for line in message.letter.text.splitlines() if line),
            person.contact,
        )
        for message in messages
        if message.case_id is not None
        and message.person_id is not None
        and (person := people.get(message.person_id)) is not None
    ]


def lines_to_tell(session: Session, actor: Actor) -> Iterator[Line]:
    """The same on Vandaag. A question how it goes stands there already, as a gap."""
    for line in waiting_calls(session, actor):
        if line.kind is not MessageKind.CHECK_IN:
            yield Line(
                what=What.TO_TELL,
                act=Act.TELL,
                since=line.made_at,
                case_id=line.case_id,
                case_title=line.case_title,
                person_id=line.person_id,
                who=line.short,
            )


def told_aloud(session: Session, actor: Actor, *, message_id: uuid.UUID, now: datetime) -> CallLine:
    """It was told; the words are erased. Raises NotFoundError for what does not wait for this gespreksleider."""
    line = next((one for one in waiting_calls(session, actor) if one.id == message_id), None)
    if line is None:
        raise NotFoundError
    mark_told(session.get_one(OutboxMessage, message_id), now=now)
    audit.record(session, actor.entry(MESSAGE_TOLD, now=now, case_id=line.case_id, object_id=line.person_id))
    return line


def _messages(session: Session, actor: Actor) -> list[OutboxMessage]:
    return to_tell(session, case_ids=led_by(actor).with_only_columns(Case.id))
