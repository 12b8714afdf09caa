"""The only place that asks the machine for the time.

Everywhere else a moment comes in as a parameter: aware, in UTC.
"""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present moment."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """A clock for tests and for replaying a scenario. It stands still until somebody moves it."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock needs an aware moment")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was last set to."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Set the clock; going back is allowed, as a test may want to see what that does."""
        self._now = moment.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move the clock on by a span of time."""
        self._now += by
