"""Putting on record what is asked, and what everybody said of it."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from netwerkberaad.cases.consents.errors import (
    ItemMissingError,
    NotDecidingError,
    NothingGivenError,
    RecipientMissingError,
)
from netwerkberaad.cases.consents.model import Consent, ConsentContent, ConsentWord, Said, WordContent
from netwerkberaad.cases.consents.queries import ConsentView
from netwerkberaad.cases.consents.rules import Key
from netwerkberaad.cases.mentors.errors import DayToComeError
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import HowGiven, Person
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import local

CONSENT_ASKED = audit.declare("consent.asked", "consent")
CONSENT_SAID = audit.declare("consent.word_recorded", "consent")
CONSENT_LINKED = audit.declare("consent.asked_by_link", "consent")
CONSENT_SEEN = audit.declare("consent.words_seen", "consent")


def ask_consent(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    subject: Person,
    recipient: Person | None,
    content: ConsentContent,
    now: datetime,
) -> Consent:
    """Write down what is asked about whom, and for whom. Nothing is given yet.

    Raises ItemMissingError, RecipientMissingError, or NotFoundError for somebody of another case.
    """
    if subject.case_id != case.id or (recipient is not None and recipient.case_id != case.id):
        raise NotFoundError
    outside = "" if recipient is not None else content.recipient.strip()
    content = replace(content, item=content.item.strip(), recipient=outside, text=content.text.strip())
    if not content.item:
        raise ItemMissingError
    if recipient is subject or (recipient is None and not outside):
        raise RecipientMissingError
    consent = Consent(
        id=new_id(),
        case_id=case.id,
        subject_id=subject.id,
        recipient_id=recipient.id if recipient is not None else None,
        made_at=now,
        content=content,
    )
    session.add(consent)
    audit.record(session, actor.entry(CONSENT_ASKED, now=now, case_id=case.id, object_id=consent.id))
    return consent


def record_word(
    session: Session,
    actor: Actor,
    *,
    view: ConsentView,
    by: Person | None,
    content: WordContent,
    now: datetime,
) -> ConsentWord:
    """What somebody who decides said, or that they were tried in vain. It counts at once.

    Without ``by`` it is somebody outside the case who has gezag, named in ``content``. Raises NotDecidingError,
    NothingGivenError or DayToComeError.
    """
    key = _check_word(view, by, content, now=now)
    word = _keep_word(session, actor, view=view, by=by, key=key, content=content, now=now)
    behalf = by.id if by is not None and actor.staff_id else None
    entry = actor.entry(
        CONSENT_SAID,
        now=now,
        case_id=view.consent.case_id,
        object_id=view.consent.id,
        on_behalf_of=behalf,
    )
    audit.record(session, entry)
    return word


def note_asked(session: Session, actor: Actor, *, view: ConsentView, who: Person, now: datetime) -> None:
    """Somebody who decides was given a link with the question. Raises NotDecidingError for anybody else.

    Who is not asked because of danger decides nothing here.
    """
    if who.id not in view.asked:
        raise NotDecidingError(field="who")
    content = WordContent(Said.ASKED, HowGiven.LINK)
    _keep_word(session, actor, view=view, by=who, key=who.id, content=content, now=now)
    entry = actor.entry(CONSENT_LINKED, now=now, case_id=view.consent.case_id, object_id=view.consent.id)
    audit.record(session, entry)


def mark_words_seen(session: Session, actor: Actor, *, consent: Consent, now: datetime) -> None:
    """The gespreksleider saw what was said at the door."""
    consent.seen_at = now
    audit.record(session, actor.entry(CONSENT_SEEN, now=now, case_id=consent.case_id, object_id=consent.id))


def _keep_word(
    session: Session,
    actor: Actor,
    *,
    view: ConsentView,
    by: Person | None,
    key: Key,
    content: WordContent,
    now: datetime,
) -> ConsentWord:
    word = ConsentWord(
        id=new_id(),
        case_id=view.consent.case_id,
        consent_id=view.consent.id,
        by_id=by.id if by is not None else None,
        at=_after(view, now),
        staff_id=actor.staff_id,
        content=replace(
            content,
            on=content.on or local(now).date(),
            by=key if isinstance(key, str) else "",
            text=content.text.strip(),
        ),
    )
    session.add(word)
    return word


def _check_word(view: ConsentView, by: Person | None, content: WordContent, *, now: datetime) -> Key:
    key = by.id if by is not None else content.by.strip()
    if key not in view.deciders():
        raise NotDecidingError
    if content.on is not None and content.on > local(now).date():
        raise DayToComeError
    before = view.answer_of(key)
    if content.said is Said.WITHDRAWN and (before is None or before.content.said is not Said.YES):
        raise NothingGivenError
    return key


def _after(view: ConsentView, now: datetime) -> datetime:
    """Words keep the order in which they were put on record, also within one tick of the clock."""
    return max([now, *(word.at + timedelta(microseconds=1) for word in view.words)])
