"""Letters that people print: everything that waits as one PDF, posted together, and what came back."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person, people_named, titles_of
from netwerkberaad.cases.queries import led_by
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import letter_pdf
from netwerkberaad.foundation.messages import (
    INVITES,
    Arrival,
    Channel,
    MessageKind,
    OutboxMessage,
    latest_letter,
    letters_to_print,
    mark_posted,
    note_arrival,
)
from netwerkberaad.invites import Stage, invitation_for
from netwerkberaad.plans import mark_posted_to

LETTERS_PRINTED = audit.declare("letters.printed", "person")
LETTER_POSTED = audit.declare("letter.posted", "person")
LETTER_CAME_BACK = audit.declare("letter.came_back", "person")


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter that waits for the printer: to whom, about which case, since when."""

    id: uuid.UUID
    case_id: uuid.UUID
    person_id: uuid.UUID
    case_title: str
    name: str
    made_at: datetime


def waiting_letters(session: Session, actor: Actor) -> list[LetterLine]:
    """The letters in the cases that this gespreksleider leads, oldest first."""
    letters = _letters(session, actor)
    case_ids = {letter.case_id for letter in letters if letter.case_id is not None}
    titles = titles_of(session, list(case_ids), locale=actor.language)
    people = people_named(
        session, case_ids=case_ids, person_ids={one.person_id for one in letters if one.person_id}
    )
    return [
        LetterLine(
            letter.id,
            letter.case_id,
            letter.person_id,
            titles[letter.case_id],
            people[letter.person_id].name.full,
            letter.made_at,
        )
        for letter in letters
        if letter.case_id is not None and letter.person_id in people
    ]


def print_letters(session: Session, actor: Actor, *, now: datetime) -> bytes:
    """All of them as one PDF, each on a page of its own; that they were printed is on record. Raises NotFoundError."""
    letters = _letters(session, actor)
    if not letters:
        raise NotFoundError
    for letter in letters:
        entry = actor.entry(LETTERS_PRINTED, now=now, case_id=letter.case_id, object_id=letter.person_id)
        audit.record(session, entry)
    return letter_pdf([letter.letter.html for letter in letters])


def post_letters(session: Session, actor: Actor, *, ids: Collection[uuid.UUID], now: datetime) -> int:
    """These letters are in the post; from now on their clock runs. Returns how many."""
    posted = [letter for letter in _letters(session, actor) if letter.id in ids]
    for letter in posted:
        mark_posted(letter, now=now)
        _start_clock(session, letter, now)
        entry = actor.entry(LETTER_POSTED, now=now, case_id=letter.case_id, object_id=letter.person_id)
        audit.record(session, entry)
    return len(posted)


def letter_came_back(session: Session, actor: Actor, *, case: Case, person: Person, now: datetime) -> bool:
    """The letter that was posted last came back; somebody has to call. Whether there was one."""
    letter = latest_letter(session, person_id=person.id)
    if letter is None:
        return False
    note_arrival(session, letter, Arrival.RETURNED, now=now)
    audit.record(session, actor.entry(LETTER_CAME_BACK, now=now, case_id=case.id, object_id=person.id))
    return True


def _letters(session: Session, actor: Actor) -> list[OutboxMessage]:
    return letters_to_print(session, case_ids=led_by(actor).with_only_columns(Case.id))


def _start_clock(session: Session, letter: OutboxMessage, now: datetime) -> None:
    if letter.kind is MessageKind.CHECK_IN and letter.person_id is not None:
        mark_posted_to(session, person_id=letter.person_id, now=now)
    case = session.get_one(Case, letter.case_id)
    if letter.kind not in INVITES:
        return
    invitation = invitation_for(session, case, session.get_one(Person, letter.person_id))
    if invitation.channel is Channel.LETTER and invitation.stage is Stage.INVITED:
        invitation.invited_at = now
