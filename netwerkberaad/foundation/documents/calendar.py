"""Calendar events (iCalendar, RFC 5545 and 5546): when and where, nothing of what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, vCalAddress

from netwerkberaad.foundation.documents.dates import local

Method = Literal["REQUEST", "CANCEL"]
_HALF_HOUR = timedelta(minutes=30)


def event(
    *,
    uid: str,
    sequence: int,
    starts_at: datetime,
    minutes: int,
    summary: str,
    location: str,
    organizer_name: str,
    organizer_mail: str,
    method: Method,
    now: datetime,
    attendee_mail: str = "",
) -> str:
    """An event that calendars take over; a later ``sequence`` with the same ``uid`` replaces or cancels it.

    ``attendee_mail`` is the address of the receiver alone: nobody learns who else comes. Calendars that check the
    standard want it (RFC 5546, 3.2.2). ``summary`` holds no case content; ``location`` is empty when it must stay hidden.
    """
    entry = Event()
    for name, value in (
        ("uid", uid),
        ("sequence", sequence),
        ("dtstamp", now),
        ("dtstart", local(starts_at)),
        ("dtend", local(starts_at + timedelta(minutes=minutes))),
        ("summary", summary),
        ("organizer", _address(organizer_mail, {"CN": organizer_name})),
        ("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED"),
        ("class", "PRIVATE"),
    ):
        entry.add(name, value)
    if location:
        entry.add("location", location)
    if attendee_mail:
        entry.add("attendee", _address(attendee_mail, {"ROLE": "REQ-PARTICIPANT", "RSVP": "FALSE"}))
    return _wrapped(entry, method, local(starts_at).date())


@dataclass(frozen=True, slots=True)
class Appointment:
    """One event of a calendar that is followed. ``url`` is where to read on after signing in."""

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    url: str


def feed(appointments: Sequence[Appointment], *, summary: str, now: datetime) -> str:
    """A calendar to follow (METHOD:PUBLISH, RFC 5546 3.2.1): when, and one and the same word for all; no name, no place."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", summary)
    for one in appointments:
        entry = Event()
        for name, value in (
            ("uid", one.uid),
            ("sequence", one.sequence),
            ("dtstamp", now),
            ("dtstart", local(one.starts_at)),
            ("dtend", local(one.starts_at + timedelta(minutes=one.minutes))),
            ("summary", summary),
            ("url", one.url),
            ("class", "PRIVATE"),
        ):
            entry.add(name, value)
        calendar.add_component(entry)
    if appointments:
        days = [local(one.starts_at).date() for one in appointments]
        calendar.add_missing_timezones(
            first_date=min(days).replace(month=1, day=1), last_date=max(days).replace(month=12, day=31)
        )
    content: bytes = calendar.to_ical()
    return content.decode("utf-8")


@dataclass(frozen=True, slots=True)
class Recurring:
    """Something that happens once or in a rhythm (``rule``: names and values of an RRULE, empty for once).

    Without a time of day it fills the whole day.
    """

    uid: str
    first: datetime
    whole_day: bool
    rule: dict[str, object]


def own_entries(entries: Sequence[Recurring], *, summary: str, now: datetime) -> str:
    """A file to take over once (METHOD:PUBLISH): when, on the wall of our time zone the whole year, and one word for all."""
    calendar = _calendar("PUBLISH")
    for one in entries:
        entry, starts = Event(), local(one.first)
        entry.add("uid", one.uid)
        entry.add("dtstamp", now)
        entry.add("dtstart", starts.date() if one.whole_day else starts)
        entry.add("dtend", starts.date() + timedelta(days=1) if one.whole_day else starts + _HALF_HOUR)
        entry.add("summary", summary)
        entry.add("class", "PRIVATE")
        entry.add("transp", "TRANSPARENT")
        if one.rule:
            entry.add("rrule", one.rule)
        calendar.add_component(entry)
    if entries:
        days = [local(one.first).date() for one in entries]
        calendar.add_missing_timezones(
            first_date=min(days).replace(month=1, day=1), last_date=max(days).replace(month=12, day=31)
        )
    content: bytes = calendar.to_ical()
    return content.decode("utf-8")


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Netwerkberaad//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _wrapped(entry: Event, method: Method, day: date) -> str:
    calendar = _calendar(method)
    calendar.add_component(entry)
    # The rules of summer time around this event are enough; a list since 1970 would be longer than the event.
    calendar.add_missing_timezones(
        first_date=day.replace(month=1, day=1), last_date=day.replace(month=12, day=31)
    )
    content: bytes = calendar.to_ical()
    return content.decode("utf-8")


def _address(mail: str, parameters: dict[str, str]) -> vCalAddress:
    address = vCalAddress(f"mailto:{mail}")
    for name, value in parameters.items():
        address.params[name] = value
    return address
