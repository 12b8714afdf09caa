"""Telling people the day: set, changed or called off, with an event for their calendar that follows along."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from netwerkberaad.beraden import Appointment, Beraad, BeraadOverError, Place, appointment_of
from netwerkberaad.cases import Case, Person, people_of, principals_of
from netwerkberaad.cases.sight import Seeing, seeing_of, who_sees_what
from netwerkberaad.flows.telling import tell_person
from netwerkberaad.flows.voice import Voice, message_key, reading_language, voice_of
from netwerkberaad.foundation import messages
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.documents import event, facts, gettext_for
from netwerkberaad.foundation.documents.calendar import Method
from netwerkberaad.foundation.messages import MessageKind, cancel_waiting
from netwerkberaad.invites import BoardGroup, board_of, lock_case, voters

BERAAD_ANNOUNCED = audit.declare("beraad.announced", "beraad")
CHANGE_ANNOUNCED = audit.declare("beraad.change_announced", "beraad")
CANCELLATION_ANNOUNCED = audit.declare("beraad.cancellation_announced", "beraad")
_CONCERNED = frozenset({BoardGroup.COMES, BoardGroup.CONTRIBUTES, BoardGroup.UNSURE})
_INVITED_TOO = _CONCERNED | {BoardGroup.INVITED}
_CALLED_OFF = frozenset({MessageKind.DATE_CANCELLED, MessageKind.STOPPED})
_DATE_KINDS = frozenset({MessageKind.DATE_SET, MessageKind.DATE_CHANGED})


@dataclass(frozen=True, slots=True)
class Announced:
    """Who is told by mail, and who has no mail address and must hear it in another way."""

    mailed: tuple[Person, ...]
    to_call: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class _Round:
    """One round of telling: what, of which beraad, who writes."""

    case: Case
    beraad: Beraad
    voice: Voice
    kind: MessageKind
    base_url: str
    now: datetime
    sees: Mapping[uuid.UUID, Seeing]


def announce_beraad(
    session: Session, actor: Actor, *, case: Case, beraad: Beraad, base_url: str, now: datetime
) -> Announced:
    """Tell the day to hoofdpersonen and to all who come, contribute, do not know yet or chose in the date poll, as far as
    they are approved.

    Asked again, it tells those who were not told yet. Raises BeraadOverError.
    """
    _lock(session, case, beraad)
    if beraad.cancelled_at is not None or beraad.ended_at is not None:
        raise BeraadOverError
    audit.record(session, actor.entry(BERAAD_ANNOUNCED, now=now, case_id=case.id, object_id=beraad.id))
    beraad.announced_at = beraad.announced_at or now
    return _tell(session, case, beraad, MessageKind.DATE_SET, base_url=base_url, now=now)


def announce_change(
    session: Session, actor: Actor, *, case: Case, beraad: Beraad, base_url: str, now: datetime
) -> Announced:
    """Tell the new day or place; what was still to be sent of the old one is cancelled. Raises BeraadOverError."""
    _lock(session, case, beraad)
    if beraad.cancelled_at is not None or beraad.ended_at is not None:
        raise BeraadOverError
    if beraad.announced_at is None:
        return announce_beraad(session, actor, case=case, beraad=beraad, base_url=base_url, now=now)
    audit.record(session, actor.entry(CHANGE_ANNOUNCED, now=now, case_id=case.id, object_id=beraad.id))
    cancel_waiting(session, case_id=case.id, kinds=_DATE_KINDS, now=now)
    return _tell(session, case, beraad, MessageKind.DATE_CHANGED, base_url=base_url, now=now)


def announce_cancel(
    session: Session, actor: Actor, *, case: Case, beraad: Beraad, base_url: str, now: datetime
) -> Announced:
    """Tell that a cancelled beraad is not held, also to those who were invited for that day and did not answer yet.

    Raises BeraadOverError when it was held after all.
    """
    _lock(session, case, beraad)
    if beraad.cancelled_at is None:
        raise BeraadOverError
    audit.record(session, actor.entry(CANCELLATION_ANNOUNCED, now=now, case_id=case.id, object_id=beraad.id))
    cancel_waiting(session, case_id=case.id, kinds=_DATE_KINDS, now=now)
    return _tell(session, case, beraad, MessageKind.DATE_CANCELLED, base_url=base_url, now=now)


def announce_own_time(
    session: Session, *, case: Case, beraad: Beraad, person: Person, base_url: str, now: datetime
) -> Announced:
    """Tell one person the time they are expected at, when the day was announced already; nobody else hears of it."""
    if beraad.announced_at is None or beraad.cancelled_at is not None or beraad.ended_at is not None:
        return Announced((), ())
    cancel_waiting(session, case_id=case.id, person_id=person.id, kinds=_DATE_KINDS, now=now)
    session.flush()  # the own time is read with the message
    return _tell(session, case, beraad, MessageKind.DATE_CHANGED, base_url=base_url, now=now, only=person)


def tell_stopped(
    session: Session, *, case: Case, beraad: Beraad, by: Person | None, base_url: str, now: datetime
) -> Announced:
    """Tell those who expected this beraad that it all stops, without a reason; who stopped it knows already."""
    return _tell(session, case, beraad, MessageKind.STOPPED, base_url=base_url, now=now, but=by)


def who_hears(session: Session, case: Case) -> Announced:
    """Whom an announcement of the day reaches now: by mail, or by somebody who tells it."""
    return _divided(list(_concerned(session, case, people_of(session, case), _CONCERNED)))


def calendar_file(
    session: Session, *, case: Case, person: Person, beraad: Beraad, base_url: str, now: datetime
) -> str:
    """The beraad as an iCalendar file, for somebody who takes it from their own page."""
    method: Method = "CANCEL" if beraad.cancelled_at is not None else "REQUEST"
    own = appointment_of(session, case, beraad, person)
    place = place_line(beraad.place, seeing_of(session, case, person, now=now), own.way)
    voice, locale = voice_of(session, case), reading_language(person)
    uid = calendar_uid(beraad.id, base_url)
    return _event(own, voice, place, uid=uid, method=method, now=now, locale=locale)


def date_facts(
    session: Session, *, case: Case, person: Person, beraad: Beraad, base_url: str, now: datetime
) -> facts.CaseFacts:
    """What the message about the day tells this person now."""
    people = people_of(session, case)
    sees = who_sees_what(session, case, people, now=now)
    voice = voice_of(session, case, people)
    this_round = _Round(case, beraad, voice, MessageKind.DATE_SET, base_url, now, sees)
    return _facts(this_round, person, appointment_of(session, case, beraad, person))


def _lock(session: Session, case: Case, beraad: Beraad) -> None:
    """Nothing is told of a day in a case that is stopped at the same moment: who comes second sees what the first did."""
    lock_case(session, case)
    session.flush()  # what was changed in this unit of work must not be read away
    session.refresh(beraad)


def _tell(
    session: Session,
    case: Case,
    beraad: Beraad,
    kind: MessageKind,
    *,
    base_url: str,
    now: datetime,
    but: Person | None = None,
    only: Person | None = None,
) -> Announced:
    people = people_of(session, case)
    groups = _INVITED_TOO if kind in _CALLED_OFF else _CONCERNED
    concerned = [person for person in _concerned(session, case, people, groups) if person is not but]
    told = _divided([person for person in concerned if only is None or person.id == only.id])
    sees = who_sees_what(session, case, people, now=now)
    this_round = _Round(case, beraad, voice_of(session, case, people), kind, base_url, now, sees)
    for person in told.mailed:
        _queue(session, this_round, person)
    return told


def _divided(concerned: list[Person]) -> Announced:
    mailed = tuple(person for person in concerned if person.contact.mail)
    return Announced(mailed, tuple(person for person in concerned if to_call(person)))


def _concerned(
    session: Session, case: Case, people: list[Person], groups: frozenset[BoardGroup]
) -> Iterator[Person]:
    yield from principals_of(people)
    known = {person.id: person for person in people}
    chose = voters(session, case)
    for row in board_of(session, case).rows:
        said_when = row.group is BoardGroup.INVITED and row.person_id in chose
        if row.may_invite and (row.group in groups or said_when):
            yield known[row.person_id]


def to_call(person: Person) -> bool:
    """Whether this must be told by phone or letter; a young child without any contact data hears it at home."""
    contact = person.contact
    return not contact.mail and bool(contact.phone or contact.landline or contact.address)


def _queue(session: Session, this_round: _Round, person: Person) -> None:
    case, beraad, now = this_round.case, this_round.beraad, this_round.now
    locale = reading_language(person)
    cancels = this_round.kind in _CALLED_OFF
    own = appointment_of(session, case, beraad, person)
    content = _event(
        own,
        this_round.voice,
        "" if cancels else place_line(beraad.place, this_round.sees[person.id], own.way),
        uid=calendar_uid(beraad.id, this_round.base_url),
        method="CANCEL" if cancels else "REQUEST",
        now=now,
        attendee_mail=person.contact.mail,
        locale=locale,
    )
    attachment = messages.calendar_file(content, method="CANCEL" if cancels else "REQUEST")
    tell_person(
        session,
        case=case,
        person=person,
        voice=this_round.voice,
        what=_facts(this_round, person, own),
        key=message_key("date", beraad.id, own.sequence, person.id, "off" if cancels else "on"),
        attachments=(attachment,),
        now=now,
    )


def _facts(this_round: _Round, person: Person, own: Appointment) -> facts.CaseFacts:
    voice, beraad = this_round.voice, this_round.beraad
    if this_round.kind is MessageKind.STOPPED:
        return facts.Stopped(
            region=voice.region,
            phone=voice.phone,
            to=person.greeted,
            first_names=voice.first_names,
            facilitator=voice.facilitator,
        )
    if this_round.kind is MessageKind.DATE_CANCELLED:
        return facts.DateCancelled(
            region=voice.region,
            phone=voice.phone,
            to=person.greeted,
            first_names=voice.first_names,
            facilitator=voice.facilitator,
            when=own.starts_at,
        )
    kind = facts.DateChanged if this_round.kind is MessageKind.DATE_CHANGED else facts.DateSet
    return kind(
        region=voice.region,
        phone=voice.phone,
        to=person.greeted,
        first_names=voice.first_names,
        facilitator=voice.facilitator,
        when=own.starts_at,
        minutes=own.minutes,
        place=place_line(beraad.place, this_round.sees[person.id], own.way),
    )


def place_line(place: Place, seeing: Seeing, way: str = "") -> str:
    """A place in one line: its name, its address and how this person gets in; empty for who may not know where it is."""
    parts = seeing.venue(place.name.strip(), place.address.strip())
    return ", ".join(part for part in (*parts, seeing.clean(way)) if part) if any(parts) else ""


def calendar_uid(beraad_id: uuid.UUID, base_url: str) -> str:
    """The name under which calendars know a beraad, the same through every change."""
    return f"{beraad_id}@{urlsplit(base_url).hostname or 'netwerkberaad'}"


def _event(
    own: Appointment,
    voice: Voice,
    place: str,
    *,
    uid: str,
    method: Method,
    now: datetime,
    attendee_mail: str = "",
    locale: str = "nl",
) -> str:
    # A calendar is often open for others to see: it names who leads it, never what it is or whom it is about.
    summary = gettext_for(locale).gettext("Afspraak met %(name)s") % {"name": voice.facilitator}
    return event(
        uid=uid,
        sequence=own.sequence,
        starts_at=own.starts_at,
        minutes=own.minutes,
        summary=summary,
        location=place,
        organizer_name=voice.facilitator,
        organizer_mail=voice.mail,
        method=method,
        now=now,
        attendee_mail=attendee_mail,
    )
