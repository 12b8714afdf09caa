"""Moments of a scenario: days after the request and the time on the wall, turned into moments of a calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from netwerkberaad.foundation.documents import from_local, local

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day counted from the request (day 0), and the time on the wall. Without a time any hour of that day will do."""

    day: int
    at: time | None = None

    def or_at(self, at: time) -> "Moment":
        """The same moment, at this time when it has none of its own."""
        return self if self.at is not None else Moment(self.day, at)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which date day 0 of a scenario is."""

    day_zero: date

    def moment(self, moment: Moment) -> datetime:
        """The moment in UTC; noon when the scenario gives no time."""
        return from_local(self.date(moment.day), moment.at or time(12))

    def date(self, day: int) -> date:
        """The date of a day of the scenario."""
        return self.day_zero + timedelta(days=day)

    def day_of(self, moment: datetime) -> int:
        """The day of the scenario in which a moment lies."""
        return (local(moment).date() - self.day_zero).days


def born_on(day_zero: date, age: int) -> date:
    """A birthday of somebody who became this old, in years, on day 0."""
    try:
        return day_zero.replace(year=day_zero.year - age)
    except ValueError:
        return day_zero.replace(year=day_zero.year - age, day=28)
