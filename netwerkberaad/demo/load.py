"""Fills an installation with the practice region: its staff, and eight fictional cases that stop at different phases."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from netwerkberaad.accounts import find_staff, organisations_of_region, set_password
from netwerkberaad.demo.event import Event
from netwerkberaad.demo.history import add_history
from netwerkberaad.demo.post import Post
from netwerkberaad.demo.reading import read_scenario, scenario_names
from netwerkberaad.demo.region import build_region, worker, workers_of
from netwerkberaad.demo.replay import Play, events_of, replay
from netwerkberaad.demo.scenario import Scenario
from netwerkberaad.demo.stage import House, Stage
from netwerkberaad.demo.stops import stops_for
from netwerkberaad.foundation.access import Role, system_actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import Store

PASSWORD = "hier-mag-u-rustig-oefenen"
"""The password of every account of the practice region. It is printed, and good for nothing else."""
_EXTRA = (
    worker("beheer", "Jorien", "Kloet", Role.ADMIN),
    worker("analyse", "Mats", "Wouterse", Role.ANALYST),
)
_EARLIER = timedelta(days=7)
Walk = Callable[[list[tuple[Stage, Event]]], Iterable[tuple[Stage, Event]]]


@dataclass(frozen=True, slots=True)
class LoadedCase:
    """A case of the practice region, at which phase it stands, and what of its scenario the program does not hold."""

    scenario: str
    title: str
    phase: str
    case_id: uuid.UUID | None
    not_held: Counter[str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The practice region."""

    region_id: uuid.UUID
    cases: tuple[LoadedCase, ...]


def load(store: Store, settings: Settings, now: datetime, *, walk: Walk = iter) -> Loaded:
    """Make the region and replay its cases up to now. ``walk`` may show how far it is.

    Mail goes to the spool of the settings, which must be for practice. Raises ValueError when they are not.
    """
    if not settings.practice or not settings.mail_url.startswith("spool:"):
        raise ValueError("the practice region sends no mail: it needs settings for practice with a spool")
    scenarios = {name: read_scenario(name) for name in scenario_names()}
    stops = stops_for(scenarios, now)
    begin = min(calendar.moment(scenarios[stop.scenario].request.at) for stop, calendar in stops) - _EARLIER
    house = _build(store, settings, scenarios.values(), begin)
    _count_earlier_years(store, house, now)
    plays = [
        Play(Stage(house, scenarios[stop.scenario], calendar), min(now, calendar.moment(stop.before)))
        for stop, calendar in stops
    ]
    replay(house, walk(events_of(plays)), until=now)
    cases = [
        LoadedCase(
            scenario=stop.scenario,
            title=play.stage.scenario.title,
            phase=stop.phase,
            case_id=play.stage.case_id,
            not_held=play.stage.scenario.not_held + play.stage.not_held,
        )
        for (stop, _calendar), play in zip(stops, plays, strict=True)
    ]
    return Loaded(house.region_id, tuple(cases))


def _count_earlier_years(store: Store, house: House, now: datetime) -> None:
    """Invented figures, as if the gespreksleiders and the wijkteams had led them."""
    with store.reading() as session:
        actor = system_actor(house.region_id)
        teams = [one.id for one in organisations_of_region(session, actor)][:2]
    add_history(store, region_id=house.region_id, teams=teams, now=now)


def _build(store: Store, settings: Settings, scenarios: Iterable[Scenario], begin: datetime) -> House:
    """Region and staff stand there a week before the first request."""
    workers = [*workers_of(scenarios).values(), *_EXTRA]
    with store.writing() as session:
        region, staff = build_region(session, workers, now=begin)
        for staff_id in staff.values():
            somebody = find_staff(session, system_actor(region.id), staff_id)
            set_password(session, system_actor(region.id), staff=somebody, password=PASSWORD, now=begin)
    clock = MovableClock(begin)
    return House(store, settings, clock, Post(store, settings), region.id, staff)
