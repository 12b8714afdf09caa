"""What is told about the day of a beraad, to one person: the facts of the message and the event for a calendar."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from netwerkberaad.beraden import Appointment, Beraad, Place, appointment_of
from netwerkberaad.cases import Case, Person, people_of
from netwerkberaad.cases.sight import Seeing, seeing_of, who_sees_what
from netwerkberaad.flows.voice import Voice, reading_language, voice_of
from netwerkberaad.foundation import messages
from netwerkberaad.foundation.documents import event, facts, gettext_for
from netwerkberaad.foundation.documents.calendar import Method
from netwerkberaad.foundation.messages import Attachment, MessageKind

CALLED_OFF = frozenset({MessageKind.DATE_CANCELLED, MessageKind.STOPPED})


@dataclass(frozen=True, slots=True)
class Round:
    """One round of telling: what, of which beraad, who writes, and what everybody may see."""

    case: Case
    beraad: Beraad
    voice: Voice
    kind: MessageKind
    base_url: str
    now: datetime
    sees: Mapping[uuid.UUID, Seeing]


def round_of(
    session: Session, *, case: Case, beraad: Beraad, kind: MessageKind, base_url: str, now: datetime
) -> Round:
    """A round with what everybody may see now."""
    people = people_of(session, case)
    sees = who_sees_what(session, case, people, now=now)
    return Round(case, beraad, voice_of(session, case, people), kind, base_url, now, sees)


def day_of(session: Session, this_round: Round, person: Person) -> tuple[facts.CaseFacts, Attachment, int]:
    """What this person is told, the event for their calendar, and the number of the change they hear of."""
    beraad = this_round.beraad
    cancels = this_round.kind in CALLED_OFF
    own = appointment_of(session, this_round.case, beraad, person)
    method: Method = "CANCEL" if cancels else "REQUEST"
    content = _event(
        own,
        this_round.voice,
        "" if cancels else place_line(beraad.place, this_round.sees[person.id], own.way),
        uid=calendar_uid(beraad.id, this_round.base_url),
        method=method,
        now=this_round.now,
        attendee_mail=person.contact.mail,
        locale=reading_language(person),
    )
    return _facts(this_round, person, own), messages.calendar_file(content, method=method), own.sequence


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
    kind = MessageKind.DATE_SET
    this_round = round_of(session, case=case, beraad=beraad, kind=kind, base_url=base_url, now=now)
    return _facts(this_round, person, appointment_of(session, case, beraad, person))


def _facts(this_round: Round, person: Person, own: Appointment) -> facts.CaseFacts:
    voice, beraad = this_round.voice, this_round.beraad
    if this_round.kind is MessageKind.STOPPED:
        return facts.Stopped(
            **voice.to(person),
        )
    if this_round.kind is MessageKind.DATE_CANCELLED:
        return facts.DateCancelled(
            **voice.to(person),
            when=own.starts_at,
        )
    kind = facts.DateChanged if this_round.kind is MessageKind.DATE_CHANGED else facts.DateSet
    return kind(
        **voice.to(person),
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
