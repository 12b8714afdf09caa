"""Where the year passes: an installation with its staff, a clock, a mail server, a service for texts, and an agenda."""

import heapq
import itertools
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from netwerkberaad.accounts import (
    Profile,
    Staff,
    actor_for,
    add_organisation,
    add_staff,
    get_staff,
    make_region,
)
from netwerkberaad.cases import get_case
from netwerkberaad.demo.notify import API_KEY, Notify
from netwerkberaad.demo.stage import Desk, Door
from netwerkberaad.flows.guests import guest_of
from netwerkberaad.foundation import links
from netwerkberaad.foundation.access import Actor, ActorKind, Permission, Role, system_actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import DomainError, NotFoundError
from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.foundation.messages import Channel, MessageService
from netwerkberaad.foundation.vault import KeyRing, Store
from netwerkberaad.models import metadata
from netwerkberaad.privacy import Regime, Term, change_term
from tests.smtp import SmtpServer
from tests.stores import engine_on

BEGIN = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)
FACILITATORS = ("Wilma", "Joanna", "Ruud", "Fenna", "Samira", "Teun", "Ilse")
Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Team:
    """Who works here, by id."""

    facilitators: tuple[uuid.UUID, ...]
    referrer: uuid.UUID
    coordinator: uuid.UUID
    admin: uuid.UUID


@dataclass
class Town:
    """The installation, and what is still to happen in it."""

    store: Store
    settings: Settings
    clock: MovableClock
    smtp: SmtpServer
    notify: Notify
    chance: random.Random
    region_id: uuid.UUID
    team: Team
    counts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    _agenda: list[tuple[datetime, int, str, Act]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def now(self) -> datetime:
        """The moment it is."""
        return self.clock.now()

    def odds(self, share: float) -> bool:
        """Whether something happens that happens in this share of the cases."""
        return self.chance.random() < share

    def later(self, at: datetime, what: str, act: Act) -> None:
        """Something will happen then."""
        heapq.heappush(self._agenda, (at, next(self._numbers), what, act))

    def live_until(self, moment: datetime) -> None:
        """Everything on the agenda happens at its own moment; what is refused is counted, as people are refused."""
        while self._agenda and self._agenda[0][0] <= moment:
            at, _number, what, act = heapq.heappop(self._agenda)
            self.clock.move_to(max(at, self.now))
            self.do(what, act)
        self.clock.move_to(moment)

    def do(self, what: str, act: Act) -> None:
        """Do it now."""
        try:
            act()
            self.counts[what] += 1
        except DomainError as error:
            self.refused[f"{what}: {type(error).__name__}"] += 1

    def by_day(self, days: float, *, hour: int = 9) -> datetime:
        """A working hour so many days from now, never in a weekend."""
        day = local(self.now).date() + timedelta(days=max(1, round(days)))
        while day.weekday() > 4:
            day += timedelta(days=1)
        return from_local(day, time(hour, self.chance.randrange(60)))

    @contextmanager
    def desk(
        self, case_id: uuid.UUID, staff_id: uuid.UUID, permission: Permission = Permission.CHANGE_CASE
    ) -> Iterator[Desk]:
        """A unit of work of somebody of the staff on a case."""
        with self.store.writing() as session:
            actor = self.actor(session, staff_id)
            yield Desk(session, actor, get_case(session, actor, case_id, permission), self.now)

    @contextmanager
    def door(self, token: str, permission: Permission) -> Iterator[Door]:
        """A unit of work of somebody who opened a personal link. Raises NotFoundError when it does not work any more."""
        with self.store.writing() as session:
            link = links.find_link(session, token, now=self.now)
            found = (
                guest_of(session, person_id=link.person_id, link_id=link.id, now=self.now) if link else None
            )
            if found is None:
                raise NotFoundError
            person, case, link = found
            links.mark_opened(link, self.now, known=True)
            actor = Actor(
                ActorKind.GUEST,
                person.id,
                case.region_id,
                case_id=case.id,
                proven=True,
                principal=person.is_principal,
            )
            get_case(session, actor, case.id, permission)
            yield Door(session, actor, case, person, link, self.now)

    def actor(self, session: Session, staff_id: uuid.UUID) -> Actor:
        """A member of staff as the one who acts."""
        staff = get_staff(session, staff_id)
        if staff is None:
            raise NotFoundError
        return actor_for(staff)


def build_town(folder: Path, smtp: SmtpServer, notify: Notify, *, seed: int) -> Town:
    """An empty region with seven gespreksleiders; what is closed may go after eight weeks, so that it does within the year."""
    store = Store(engine_on(folder / "year.sqlite"), KeyRing.fresh())
    metadata.create_all(store.engine)
    clock = MovableClock(BEGIN)
    store.prepare(now=clock.now())
    settings = Settings(
        instance=folder,
        database_url=f"sqlite:///{folder / 'year.sqlite'}",
        base_url="https://beraad.example.nl",
        mail_url=f"smtp://{smtp.host}:{smtp.port}",
        mail_from="Netwerkberaad <noreply@example.org>",
    )
    with store.writing() as session:
        region_id, team = _people(session, clock.now())
        service = MessageService(
            id=new_id(), region_id=region_id, made_at=clock.now(), channel_words=Channel.SMS.value
        )
        session.add(service)
        service.settings, service.api_key = notify.settings, API_KEY
    with store.writing() as session:
        admin = get_staff(session, team.admin)
        assert admin is not None
        for regime in (Regime.WMO, Regime.JEUGDWET):
            change_term(session, actor_for(admin), regime=regime, term=Term(weeks=8), now=clock.now())
    return Town(store, settings, clock, smtp, notify, random.Random(seed), region_id, team)


def _people(session: Session, now: datetime) -> tuple[uuid.UUID, Team]:
    system = system_actor()
    region = make_region(session, system, name="Walcheren", phone="+31118000100", now=now, second_step=False)
    office = add_organisation(session, system, region=region, name="Netwerkberaad Walcheren", now=now)

    def colleague(first: str, role: Role) -> Staff:
        profile = Profile(
            first=first, last="Poppe", mail=f"{first.lower()}@example.org", phone="+31600000102"
        )
        actor = system_actor(region.id)
        return add_staff(
            session, actor, region=region, organisation=office, profile=profile, roles=[role], now=now
        )

    return region.id, Team(
        tuple(colleague(first, Role.FACILITATOR).id for first in FACILITATORS),
        colleague("Hanneke", Role.REFERRER).id,
        colleague("Bram", Role.COORDINATOR).id,
        colleague("Ties", Role.ADMIN).id,
    )
