"""When a commitment falls: dates and rhythms on the clock on the wall, also across the change to summer time.

'Elke dinsdag om 12.15 uur' stays at 12.15 on the wall the whole year. A month that has no such day takes its last day.
"""

import calendar
from datetime import date, datetime, time, timedelta
from typing import Protocol

from netwerkberaad.foundation.documents.dates import from_local, local
from netwerkberaad.plans.model import Every

_DAYS = {Every.DAY: 1, Every.WEEK: 7, Every.TWO_WEEKS: 14}


class Promised(Protocol):
    """Anything that happens at a moment or in a rhythm."""

    @property
    def first_at(self) -> datetime | None:
        """The first or only moment."""

    @property
    def every(self) -> Every | None:
        """The rhythm, if it repeats."""

    @property
    def until_at(self) -> datetime | None:
        """The end of the rhythm, if it was agreed."""


def occurrence(commitment: Promised, index: int) -> datetime | None:
    """The moment with this number, counted from 0, as local time; None without a date. ``until_at`` is not looked at."""
    if commitment.first_at is None:
        return None
    return local(from_local(*shifted(commitment.first_at, commitment.every, index)))


def shifted(moment: datetime, every: Every | None, times: int) -> tuple[date, time]:
    """Date and time on the wall after this many turns of the rhythm."""
    wall = local(moment)
    if every is None or times == 0:
        return wall.date(), wall.time()
    if every is Every.MONTH:
        months = wall.year * 12 + wall.month - 1 + times
        year, month = divmod(months, 12)
        day = min(wall.day, calendar.monthrange(year, month + 1)[1])
        return wall.date().replace(year=year, month=month + 1, day=day), wall.time()
    return wall.date() + timedelta(days=_DAYS[every] * times), wall.time()


def at_local(moment: datetime, *, days: int, hour: int) -> datetime:
    """A whole hour on the wall, so many days after the local day of a moment. In UTC."""
    return from_local(local(moment).date() + timedelta(days=days), time(hour))
