"""Where each case of the practice region stands today: one at every phase of the way."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from netwerkberaad.demo.moments import WEEKDAYS, Calendar, Moment
from netwerkberaad.demo.scenario import Scenario
from netwerkberaad.foundation.documents import local


@dataclass(frozen=True, slots=True)
class Stop:
    """A case of which today is one of these days of the scenario; nothing after ``before`` has happened yet."""

    scenario: str
    phase: str
    first: int
    last: int
    before: Moment


_WAITING = (
    Stop("schulden-ontruiming", "waiting for a gespreksleider", 0, 6, Moment(0, time(11, 29))),
    Stop("mantelzorger-netwerkplan", "waiting for a gespreksleider", 0, 6, Moment(1, time(10, 59))),
)
_PREPARING = (
    Stop("schulden-ontruiming", "in preparation", 1, 7, Moment(7, time(9))),
    Stop("mantelzorger-netwerkplan", "in preparation", 2, 8, Moment(8, time(23))),
)
_OTHERS = (
    Stop("bewoner-mdo-tekenaar", "inviting, with answers coming in", 13, 19, Moment(19, time(23))),
    Stop("mevrouw-zonder-mail", "with a beraad this week", 17, 23, Moment(23, time(23))),
    Stop("jongen-zestien-jim", "with a plan being confirmed", 25, 31, Moment(31, time(23))),
    Stop("spoed-geheim-adres", "spoed, in follow-up", 2, 8, Moment(8, time(23))),
    Stop("scheiding-twee-kinderen", "in follow-up, with a gap", 46, 52, Moment(52, time(18))),
    Stop("niemand-wil-komen", "closed", 251, 257, Moment(257, time(23))),
)


def stops_for(scenarios: dict[str, Scenario], now: datetime) -> list[tuple[Stop, Calendar]]:
    """Every scenario with its stop and the calendar that makes today fit, with the weekday of the scenario.

    Of two that can wait for a gespreksleider, the one that was asked for last waits; the other is in preparation.
    """
    waiting = max(_WAITING, key=lambda stop: _asked_at(scenarios[stop.scenario], stop, now))
    preparing = next(stop for stop in _PREPARING if stop.scenario != waiting.scenario)
    return [
        (stop, calendar_for(scenarios[stop.scenario].weekday, stop, now))
        for stop in (waiting, preparing, *_OTHERS)
    ]


def calendar_for(weekday: str, stop: Stop, now: datetime) -> Calendar:
    """The latest day 0 with this weekday of which today is one of the days of the stop."""
    today = local(now).date()
    return Calendar(_latest(weekday, today - timedelta(days=stop.first)))


def _latest(weekday: str, day: date) -> date:
    return day - timedelta(days=(day.weekday() - WEEKDAYS.index(weekday)) % 7)


def _asked_at(scenario: Scenario, stop: Stop, now: datetime) -> datetime:
    asked = calendar_for(scenario.weekday, stop, now).moment(scenario.request.at)
    return asked if asked <= now else datetime.min.replace(tzinfo=now.tzinfo)
