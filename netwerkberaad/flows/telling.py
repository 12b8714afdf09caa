"""Putting one message in the outbox, under its key, once: to a person of a case in their language, or to who asked for the beraad."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad import accounts
from netwerkberaad.cases import Case, Person
from netwerkberaad.flows.voice import Voice, reading_language
from netwerkberaad.foundation.documents import facts, render_message
from netwerkberaad.foundation.messages import Attachment, Letter, MessageKind, letter_of, queue_message


def letter_for(
    person: Person, *, voice: Voice, what: facts.Facts, attachments: tuple[Attachment, ...] = ()
) -> Letter:
    """What somebody is told, in their language; answers go to the gespreksleider."""
    rendered = render_message(what, locale=reading_language(person))
    return letter_of(rendered, attachments=attachments, reply_to=voice.mail)


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
    """Write to the mail address of this person. The same key is told once."""
    queue_message(
        session,
        key=key,
        kind=MessageKind(what.kind),
        recipient=person.contact.mail,
        letter=letter_for(person, voice=voice, what=what, attachments=attachments),
        region_id=case.region_id,
        scope_id=person.id,
        case_id=case.id,
        person_id=person.id,
        not_before=not_before or now,
        now=now,
    )


@dataclass(frozen=True, slots=True)
class ToReferrer:
    """What every message to the aanmelder holds: who writes, to whom, and where they read it (empty without an account)."""

    region: str
    phone: str
    name: str
    url: str


def tell_referrer(
    session: Session,
    *,
    case: Case,
    what: Callable[[ToReferrer], facts.Facts],
    key: str,
    base_url: str,
    now: datetime,
) -> None:
    """Write to who asked for the beraad; who left no mail address reads it on the screen or hears it by phone."""
    referral = case.referral
    if not referral.referrer_mail:
        return
    region = accounts.region_of(session, case.region_id)
    url = f"{base_url}/aanmeldingen/{case.id}" if case.referrer_id else ""
    told = what(ToReferrer(region.name, region.phone, referral.referrer_name, url))
    queue_message(
        session,
        key=key,
        kind=MessageKind(told.kind),
        recipient=referral.referrer_mail,
        letter=letter_of(render_message(told)),
        region_id=case.region_id,
        scope_id=case.id,
        case_id=case.id,
        staff_id=case.referrer_id,
        not_before=now,
        now=now,
    )
