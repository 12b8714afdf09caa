"""Calendar events that calendars understand and that tell nothing of the case."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from netwerkberaad.foundation.documents import event
from netwerkberaad.foundation.documents.calendar import Method, Recurring, own_entries

STARTS = datetime(2026, 3, 26, 18, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


def made(*, method: Method = "REQUEST", sequence: int = 0, location: str = "De Meeuwen, Middelburg") -> str:
    """An event with the usual filled in."""
    return event(
        uid="6f1c@beraad.example.nl",
        sequence=sequence,
        starts_at=STARTS,
        minutes=165,
        summary="Netwerkberaad",
        location=location,
        organizer_name="Netwerkberaad Walcheren",
        organizer_mail="noreply@example.org",
        attendee_mail="fatma@example.org",
        method=method,
        now=NOW,
    )


def read(content: str) -> tuple[Calendar, Event]:
    """The calendar and its one event, read back."""
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    (entry,) = calendar.walk("VEVENT")
    assert isinstance(entry, Event)
    return calendar, entry


def test_an_event_says_when_on_the_clock_of_the_netherlands() -> None:
    calendar, entry = read(made())
    assert calendar["METHOD"] == "REQUEST"
    assert entry.start == STARTS
    assert entry.end == STARTS + timedelta(minutes=165)
    assert "DTSTART;TZID=Europe/Amsterdam:20260326T190000" in made()
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Amsterdam"]


def test_the_rules_of_summer_time_go_with_it() -> None:
    content = made()
    assert "TZOFFSETFROM:+0100" in content
    assert "TZOFFSETTO:+0200" in content


def test_a_later_sequence_replaces_and_a_cancellation_cancels() -> None:
    _, changed = read(made(sequence=2))
    calendar, cancelled = read(made(sequence=3, method="CANCEL"))
    assert changed["SEQUENCE"] == 2
    assert changed["UID"] == cancelled["UID"]
    assert (calendar["METHOD"], cancelled["STATUS"]) == ("CANCEL", "CANCELLED")


def test_a_hidden_place_is_not_in_the_event() -> None:
    assert "LOCATION" not in made(location="")


def test_only_the_receiver_is_named() -> None:
    _, entry = read(made())
    assert str(entry["ATTENDEE"]) == "mailto:fatma@example.org"
    assert entry["ATTENDEE"].params["RSVP"] == "FALSE"


def test_a_text_cannot_add_a_line_of_its_own() -> None:
    content = made(location="De Meeuwen\r\nATTENDEE:mailto:iemand@example.org")
    assert not any(line.startswith("ATTENDEE:mailto:iemand") for line in content.splitlines())
    for line in content.split("\r\n"):
        assert "\n" not in line


def test_own_entries_keep_the_time_on_the_wall_and_say_no_word_of_what_it_is() -> None:
    sunday = datetime(2026, 6, 28, 18, 0, tzinfo=UTC)
    entries = [
        Recurring(
            "a@x", sunday, whole_day=False, rule={"freq": "weekly", "until": sunday + timedelta(weeks=9)}
        ),
        Recurring("b@x", sunday, whole_day=True, rule={}),
    ]
    text = own_entries(entries, summary="Wat ik heb toegezegd", now=sunday)
    assert "DTSTART;TZID=Europe/Amsterdam:20260628T200000" in text
    assert "RRULE:FREQ=WEEKLY;UNTIL=20260830T180000Z" in text
    assert "DTSTART;VALUE=DATE:20260628" in text
    assert text.count("SUMMARY:Wat ik heb toegezegd") == 2
    assert "BEGIN:VTIMEZONE" in text
