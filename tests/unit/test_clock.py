"""Clocks tell aware moments in UTC; the movable one stands still until it is moved."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from netwerkberaad.foundation.core.clock import MovableClock, SystemClock

AMSTERDAM_IN_WINTER = timezone(timedelta(hours=1))


def test_the_machine_tells_an_aware_moment_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_movable_clock_stands_still_and_moves_as_told() -> None:
    clock = MovableClock(datetime(2026, 3, 2, 10, 0, tzinfo=AMSTERDAM_IN_WINTER))
    assert clock.now() == clock.now() == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    clock.advance(timedelta(hours=2))
    assert clock.now().hour == 11
    clock.move_to(datetime(2026, 1, 1, tzinfo=AMSTERDAM_IN_WINTER))
    assert clock.now() == datetime(2025, 12, 31, 23, 0, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


def test_a_clock_refuses_a_moment_of_which_nobody_knows_when_it_is() -> None:
    with pytest.raises(ValueError, match="aware"):
        MovableClock(datetime.fromisoformat("2026-03-02T09:00"))
