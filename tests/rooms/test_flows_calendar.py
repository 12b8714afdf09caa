"""One beraad in a calendar over its whole life, read by two libraries that know nothing of each other."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
import vobject
from icalendar import Calendar, Event

from netwerkberaad.beraden import BeraadKind, Place, cancel_beraad, change_beraad, current_beraad, plan_beraad
from netwerkberaad.flows import announce_beraad, announce_cancel, announce_change
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import from_local
from netwerkberaad.foundation.messages import MessageKind
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import Reply
from tests.builders import World
from tests.rooms.story import BASE, Story, Work, begin

WINTER = from_local(date(2026, 3, 26), time(19))
SUMMER = from_local(date(2026, 3, 31), time(19))
"""On the same hour of the wall after the clock was changed: one hour earlier in UTC."""
DATES = (MessageKind.DATE_SET, MessageKind.DATE_CHANGED, MessageKind.DATE_CANCELLED)


@pytest.fixture
def lived(sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> list[str]:
    """What came for the calendar of Joke: the day, another day, another place, and that it is off."""
    story = begin(sqlite_store, clock, sqlite_world)
    with story.work() as work:
        work.answer("Joke", Reply.COMES, by_link=False)
        plan_beraad(
            work.session,
            work.wilma,
            case=work.case,
            kind=BeraadKind.NETWERKBERAAD,
            starts_at=WINTER,
            minutes=120,
            place=Place("Dorpshuis", "Kade 1, Veere"),
            now=work.now,
        )
    return [
        _told(story, lambda work: None),
        _told(story, lambda work: _move(work, SUMMER, Place("Dorpshuis", "Kade 1, Veere"))),
        _told(story, lambda work: _move(work, SUMMER, Place("Bibliotheek; zaal 2, boven", "Markt 3, Veere"))),
        _told(story, _call_off),
    ]


def _told(story: Story, change: Callable[[Work], None]) -> str:
    story.later(days=1)
    with story.work() as work:
        change(work)
        beraad = current_beraad(work.session, work.case)
        if beraad is not None:
            tell = announce_change if beraad.announced_at else announce_beraad
            tell(work.session, work.wilma, case=work.case, beraad=beraad, base_url=BASE, now=work.now)
        (mail,) = [one for one in work.mail(*DATES) if one.recipient == "oma.joke@example.nl"]
        content = mail.letter.attachments[0].content
        assert f"method={Calendar.from_ical(content)['METHOD']}" in mail.letter.attachments[0].kind
        return content


def _move(work: Work, starts_at: datetime, place: Place) -> None:
    beraad = current_beraad(work.session, work.case)
    assert beraad is not None
    change_beraad(
        work.session,
        work.wilma,
        beraad=beraad,
        kind=beraad.kind,
        starts_at=starts_at,
        minutes=120,
        place=place,
        now=work.now,
    )


def _call_off(work: Work) -> None:
    beraad = current_beraad(work.session, work.case)
    assert beraad is not None
    cancel_beraad(work.session, work.wilma, beraad=beraad, now=work.now)
    announce_cancel(work.session, work.wilma, case=work.case, beraad=beraad, base_url=BASE, now=work.now)


Read = tuple[str, str, int, str, datetime, datetime, str, str]


def _by_icalendar(content: str) -> Read:
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
    start, end = event.start, event.end
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    return (
        str(calendar["METHOD"]),
        str(event["UID"]),
        int(str(event["SEQUENCE"])),
        str(event["STATUS"]),
        start.astimezone(UTC),
        end.astimezone(UTC),
        str(event["ORGANIZER"]),
        str(event.get("LOCATION", "")),
    )


def _by_vobject(content: str) -> Read:
    calendar = vobject.readOne(content)
    event = calendar.vevent
    assert [zone.tzid.value for zone in calendar.vtimezone_list] == ["Europe/Amsterdam"]
    return (
        calendar.method.value,
        event.uid.value,
        int(event.sequence.value),
        event.status.value,
        event.dtstart.value.astimezone(UTC),
        event.dtend.value.astimezone(UTC),
        event.organizer.value,
        event.location.value if hasattr(event, "location") else "",
    )


@pytest.mark.parametrize("reads", [_by_icalendar, _by_vobject])
def test_calendars_follow_one_event_from_the_first_day_to_its_end(
    lived: list[str], reads: Callable[[str], Read]
) -> None:
    first, moved, elsewhere, off = (reads(content) for content in lived)
    everything = (first, moved, elsewhere, off)
    assert [one[0] for one in everything] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert len({one[1] for one in everything}) == 1
    numbers = [one[2] for one in everything]
    assert numbers == sorted(set(numbers))
    assert [one[3] for one in everything] == ["CONFIRMED", "CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [one[4] for one in everything] == [WINTER, SUMMER, SUMMER, SUMMER]
    assert (WINTER.hour, SUMMER.hour) == (18, 17)
    assert {one[5] - one[4] for one in everything} == {timedelta(minutes=120)}
    assert len({one[6] for one in everything}) == 1
    assert first[6].startswith("mailto:")
    assert elsewhere[7] == "Bibliotheek; zaal 2, boven, Markt 3, Veere"
    assert off[7] == ""


def test_both_read_the_same_in_each(lived: list[str]) -> None:
    assert [_by_icalendar(content) for content in lived] == [_by_vobject(content) for content in lived]
