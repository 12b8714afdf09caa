"""Putting one message in the outbox, once: to people of a case in their language, to who asked for it, to a colleague."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad import accounts
from netwerkberaad.cases import Case, Person
from netwerkberaad.flows.voice import DUTCH, Voice, reading_language
from netwerkberaad.foundation.documents import (
    Post,
    Rendered,
    address_lines,
    facts,
    render_call,
    render_letter,
    render_message,
    render_text,
)
from netwerkberaad.foundation.messages import (
    Attachment,
    Channel,
    Letter,
    MessageKind,
    MessageService,
    OutboxMessage,
    letter_of,
    queue_message,
    service_for,
)


def letter_for(
    person: Person,
    *,
    voice: Voice,
    what: facts.Facts,
    attachments: tuple[Attachment, ...] = (),
    channel: Channel = Channel.MAIL,
    post: Post | None = None,
) -> Letter:
    """What somebody is told, in their language; a mail is answered to the gespreksleider."""
    rendered = _words(what, channel, post, locale=reading_language(person))
    reply_to = voice.mail if channel is Channel.MAIL else ""
    return letter_of(rendered, attachments=attachments, reply_to=reply_to)


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
    channel: Channel = Channel.MAIL,
    post: Post | None = None,
) -> OutboxMessage:
    """Write to this person by mail, text or letter (with ``post``), or write down what to say. The same key is told once."""
    return queue_message(
        session,
        key=key,
        kind=MessageKind(what.kind),
        channel=channel,
        recipient=_address(person, channel),
        letter=letter_for(
            person, voice=voice, what=what, attachments=attachments, channel=channel, post=post
        ),
        region_id=case.region_id,
        organisation_id=voice.organisation_id,
        scope_id=person.id,
        case_id=case.id,
        person_id=person.id,
        not_before=not_before or now,
        now=now,
    )


def tell_together(
    session: Session,
    *,
    case: Case,
    people: Sequence[Person],
    voice: Voice,
    what: facts.Facts,
    key: str,
    channel: Channel = Channel.MAIL,
    now: datetime,
) -> OutboxMessage:
    """Write one mail or text to people who share an address or phone, and a language. It hangs on the first of them; the key of the case
    seals it, so that it does not go with one of them (see ``cancel_waiting``).
    """
    first = people[0]
    return queue_message(
        session,
        key=key,
        kind=MessageKind(what.kind),
        channel=channel,
        recipient=_address(first, channel),
        letter=letter_for(first, voice=voice, what=what, channel=channel),
        region_id=case.region_id,
        organisation_id=voice.organisation_id,
        scope_id=case.id,
        case_id=case.id,
        person_id=first.id,
        not_before=now,
        now=now,
    )


def carrier(session: Session, case: Case, voice: Voice, channel: Channel) -> MessageService | None:
    """The service that carries this channel for whoever leads the case, if there is one."""
    return service_for(
        session, region_id=case.region_id, organisation_id=voice.organisation_id, channel=channel
    )


def _address(person: Person, channel: Channel) -> str:
    if channel is Channel.SMS:
        return person.contact.phone
    if channel is Channel.PHONE:
        return person.contact.phone or person.contact.landline
    if channel is Channel.LETTER:
        return "\n".join(address_lines(person.name.full, person.contact.address))
    return person.contact.mail


def _words(what: facts.Facts, channel: Channel, post: Post | None, *, locale: str) -> Rendered:
    if channel is Channel.SMS:
        return render_text(what, locale=locale)
    if channel is Channel.PHONE:
        return render_call(what, locale=locale)
    if post is not None:
        return render_letter(what, post, locale=locale)
    return render_message(what, locale=locale)


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
    colleague = accounts.get_staff(session, case.referrer_id) if case.referrer_id else None
    locale = colleague.language if colleague else DUTCH
    queue_message(
        session,
        key=key,
        kind=MessageKind(told.kind),
        recipient=referral.referrer_mail,
        letter=letter_of(render_message(told, locale=locale)),
        region_id=case.region_id,
        scope_id=case.id,
        case_id=case.id,
        staff_id=case.referrer_id,
        not_before=now,
        now=now,
    )


def tell_staff(
    session: Session, *, case: Case, staff: accounts.Staff, what: facts.Facts, key: str, now: datetime
) -> None:
    """Write to a colleague that something of this case waits for them; the mail itself says nothing about it."""
    queue_message(
        session,
        key=key,
        kind=MessageKind(what.kind),
        recipient=staff.profile.mail,
        letter=letter_of(render_message(what, locale=staff.language)),
        region_id=case.region_id,
        scope_id=case.region_id,
        case_id=case.id,
        staff_id=staff.id,
        not_before=now,
        now=now,
    )
