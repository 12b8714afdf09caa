"""An installation to measure: a store, sealed or plain, with its people and cases, and the application on it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask

from bench.browser import Browser
from bench.cases import fix_plan, invite_all, make_case, set_date, write_plan
from bench.plain import PlainStore
from netwerkberaad.accounts import Staff, actor_for
from netwerkberaad.cases import circle_of, mark_contacted, people_of
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.vault import KeyRing, Store
from netwerkberaad.models import metadata
from netwerkberaad.web import create_app
from tests.builders import World, build_world

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LOOK = BEGIN + timedelta(days=8)
"""The moment at which pages are looked at: invitations went unanswered and check-ins were missed by then."""
CASELOAD, OPEN_CASES, PEOPLE, LINES = 25, 60, 30, 15


@dataclass(frozen=True)
class House:
    """The application with its store, its settings, and the world in it."""

    app: Flask
    store: Store
    settings: Settings
    clock: MovableClock
    world: World
    marks: dict[str, str] = field(default_factory=dict)
    """Ids of what a row needs again: cases, and a line of a plan."""

    def signed_in(self, staff: Staff | None = None) -> Browser:
        """A browser in which somebody signed in; without a name, the gespreksleider."""
        return Browser(self.app).sign_in(staff or self.world.facilitator)

    @property
    def busy(self) -> World:
        """The world with the other gespreksleider in the lead."""
        return replace(self.world, facilitator=self.world.other_facilitator)


Fill = Callable[[House], None]


def open_house(folder: Path, *, plain: bool, url: str | None = None) -> House:
    """A house in this folder with an empty world; the database is SQLite unless an address is given."""
    folder.mkdir(parents=True)
    settings = Settings(folder, url or f"sqlite:///{folder / 'bench.sqlite'}", "http://localhost:8000")
    engine = build_engine(settings.database_url)
    metadata.create_all(engine)
    store = (PlainStore if plain else Store)(engine, KeyRing.load_or_make(settings.key_file))
    clock = MovableClock(BEGIN)
    store.prepare(now=clock.now())
    with store.writing() as session:
        world = build_world(session, clock)
    return House(create_app(settings, clock, store), store, settings, clock, world)


@dataclass(frozen=True)
class Pair:
    """The same house twice: sealed, and its plain reference."""

    sealed: House
    plain: House

    @property
    def both(self) -> tuple[House, House]:
        """Ours first."""
        return self.sealed, self.plain


def open_pair(folder: Path, fill: Fill, *, urls: tuple[str, str] | None = None) -> Pair:
    """Two houses filled alike; with addresses, on PostgreSQL."""
    sealed = open_house(folder / "sealed", plain=False, url=urls[0] if urls else None)
    plain = open_house(folder / "plain", plain=True, url=urls[1] if urls else None)
    for house in (sealed, plain):
        fill(house)
        house.clock.move_to(LOOK)
    return Pair(sealed, plain)


def fill_caseload(house: House) -> None:
    """A caseload of twenty-five."""
    with house.store.writing() as session:
        for number in range(CASELOAD):
            case = make_case(session, house.world, house.clock, people=8, approved=number % 2 == 0)
            if number % 3 == 0:
                set_date(session, house.world, house.clock, case, days=20)


def fill_desk(house: House) -> None:
    """What a gespreksleider meets: one big case with a plan, one with a draft, and a full day."""
    fill_day(house)
    with house.store.writing() as session:
        with_plan = make_case(session, house.world, house.clock, people=PEOPLE)
        invite_all(session, house.world, house.clock, with_plan, answers=10)
        write_plan(session, house.world, house.clock, with_plan, lines=LINES)
        fix_plan(session, house.world, house.clock, with_plan)
        written = make_case(session, house.world, house.clock, people=PEOPLE)
        lines = write_plan(session, house.world, house.clock, written, lines=LINES)
        owner = circle_of(people_of(session, written))[0]
        house.marks.update(
            plan=str(with_plan.id), draft=str(written.id), line=str(lines[0]), owner=str(owner.id)
        )


def fill_day(house: House) -> None:
    """Sixty open cases of the other gespreksleider: a third inviting, a third about to meet, a third with a plan."""
    world, clock = house.busy, house.clock
    for number in range(OPEN_CASES):
        with house.store.writing() as session:
            case = make_case(session, world, clock, people=6)
            if number % 10:
                mark_contacted(session, actor_for(world.facilitator), case=case, now=clock.now())
            if number % 3 < 2:
                invite_all(session, world, clock, case, answers=4 - number % 2)
            if number % 3 == 1:
                set_date(session, world, clock, case, days=10)
            if number % 3 == 2:
                write_plan(session, world, clock, case, lines=4)
                fix_plan(session, world, clock, case)
