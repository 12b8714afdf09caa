"""Quiet hours: between nine in the evening and eight in the morning nothing is sent."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwerkberaad.foundation.documents.dates import from_local, local
from netwerkberaad.foundation.messages import outside_quiet_hours

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 3, 2), time(8), "2026-03-02 08:00"),
        (date(2026, 3, 2), time(20, 59), "2026-03-02 20:59"),
        (date(2026, 3, 2), time(21), "2026-03-03 08:00"),
        (date(2026, 3, 2), time(7, 59), "2026-03-02 08:00"),
        # The nights in which the clock goes on to summer time and back.
        (date(2026, 3, 28), time(23, 30), "2026-03-29 08:00"),
        (date(2026, 3, 29), time(3, 30), "2026-03-29 08:00"),
        (date(2026, 10, 24), time(22), "2026-10-25 08:00"),
        (date(2026, 10, 25), time(2, 30), "2026-10-25 08:00"),
        (date(2026, 12, 31), time(23, 59), "2027-01-01 08:00"),
    ],
)
def test_a_message_at_night_waits_for_eight_o_clock_on_the_wall(day: date, at: time, expected: str) -> None:
    found = outside_quiet_hours(from_local(day, at))
    assert f"{local(found):%Y-%m-%d %H:%M}" == expected


@given(st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes)))
def test_what_comes_out_is_never_quiet_never_earlier_and_at_most_a_night_later(moment: datetime) -> None:
    found = outside_quiet_hours(moment)
    assert time(8) <= local(found).time() < time(21)
    assert timedelta() <= found - moment <= timedelta(hours=12)
    assert outside_quiet_hours(found) == found
