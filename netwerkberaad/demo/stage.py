"""Where a case is replayed: who is who, and the two doors through which everything is done, desk and personal link."""

import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad import accounts
from netwerkberaad.beraden import Part
from netwerkberaad.cases import Case, Person, get_case, get_person
from netwerkberaad.demo.moments import Calendar, Moment
from netwerkberaad.demo.post import Post
from netwerkberaad.demo.scenario import Scenario, Version
from netwerkberaad.flows.guests import guest_of
from netwerkberaad.flows.inviting import renew_link
from netwerkberaad.flows.proving import proof_goes_by, read_out_proof, send_proof
from netwerkberaad.foundation import links
from netwerkberaad.foundation.access import Actor, ActorKind, Permission
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.links import PersonalLink
from netwerkberaad.foundation.vault import Store


@dataclass(frozen=True, slots=True)
class House:
    """What all cases share: the installation, the clock, the post, the region and its staff by their scenario id."""

    store: Store
    settings: Settings
    clock: MovableClock
    post: Post
    region_id: uuid.UUID
    staff: dict[str, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Desk:
    """A unit of work of somebody of the staff on the case."""

    session: Session
    actor: Actor
    case: Case
    now: datetime


@dataclass(frozen=True, slots=True)
class Door:
    """A unit of work of somebody who came in by a personal link."""

    session: Session
    actor: Actor
    case: Case
    person: Person
    link: PersonalLink
    now: datetime


@dataclass(slots=True)
class Stage:
    """One case while it is replayed. ``told`` holds whom each version of the plan was told to, by scenario id."""

    house: House
    scenario: Scenario
    calendar: Calendar
    case_id: uuid.UUID | None = None
    leader: str = ""
    people: dict[str, uuid.UUID] = field(default_factory=dict)
    goals: dict[str, uuid.UUID] = field(default_factory=dict)
    lines: dict[str, uuid.UUID] = field(default_factory=dict)
    obstacles: dict[str, uuid.UUID] = field(default_factory=dict)
    beraden: dict[str, uuid.UUID] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=dict)
    told: dict[int, frozenset[str]] = field(default_factory=dict)
    not_held: Counter[str] = field(default_factory=Counter)
    coming: str = ""
    blocked: list[str] = field(default_factory=list)
    closed: bool = False

    @property
    def now(self) -> datetime:
        """The moment on the clock of the replay."""
        return self.house.clock.now()

    def at(self, moment: Moment) -> datetime:
        """A moment of the scenario on the calendar."""
        return self.calendar.moment(moment)

    def written_at(self, version: Version) -> datetime:
        """When a version is written: in the part of the meeting that is for it, or when it is fixed."""
        for meeting in self.scenario.meetings:
            for slot in meeting.slots:
                if meeting.id == version.meeting and slot.part is Part.PLAN:
                    return self.at(Moment(meeting.at.day, slot.start))
        return self.at(version.made)

    def name_of(self, id_: str) -> str:
        """What people call somebody of the scenario."""
        member = self.scenario.members.get(id_)
        worker = self.scenario.workers.get(id_)
        return member.name.short if member else worker.profile.full_name if worker else ""

    def key_of(self, person_id: uuid.UUID) -> str:
        """The scenario id of somebody in the case."""
        return {found: key for key, found in self.people.items()}[person_id]

    @contextmanager
    def desk(self, by: str = "", permission: Permission = Permission.CHANGE_CASE) -> Iterator[Desk]:
        """Work at the desk, as the gespreksleider unless somebody else is named."""
        with self.house.store.writing() as session:
            actor = self.staff_actor(session, by or self.leader)
            yield Desk(session, actor, get_case(session, actor, self._case_id, permission), self.now)

    @contextmanager
    def door(self, who: str, permission: Permission) -> Iterator[Door]:
        """Come in by the newest personal link that works; who has none is handed one by the gespreksleider first."""
        token = self._token(who)
        with self.house.store.writing() as session:
            link = links.own_link(session, token, person_id=self.people[who], now=self.now)
            found = (
                guest_of(session, person_id=link.person_id, link_id=link.id, now=self.now) if link else None
            )
            if link is None or found is None:
                raise NotFoundError
            links.mark_opened(link, self.now, known=True)
            person, case, link = found
            actor = self._guest(session, who, person, case)
            get_case(session, actor, case.id, permission)
            yield Door(session, actor, case, person, link, self.now)

    def prove(self, who: str) -> None:
        """Give the second proof once: with the code from the mail, or the one that the gespreksleider reads out."""
        if who in self.devices:
            return
        with self.door(who, Permission.ASK_PROOF) as door:
            mailed = proof_goes_by(door.session, door.case, door.person) is not None
            if mailed:
                send_proof(door.session, door.actor, case=door.case, person=door.person, now=door.now)
        code = self._mailed_code(who) if mailed else self._read_out_code(who)
        with self.door(who, Permission.ASK_PROOF) as door:
            if not links.check_proof(door.session, person_id=door.person.id, code=code, now=door.now):
                raise NotFoundError
            self.devices[who] = links.remember_device(
                door.session, case_id=door.case.id, person_id=door.person.id, now=door.now
            )

    def person(self, desk: Desk, who: str) -> Person:
        """Somebody of the case, by scenario id. Raises NotFoundError for who is not in it."""
        if who not in self.people:
            raise NotFoundError
        return get_person(desk.session, case=desk.case, person_id=self.people[who])

    def staff_actor(self, session: Session, key: str) -> Actor:
        """A member of staff as the one who acts. Raises NotFoundError for who has no account."""
        staff = accounts.get_staff(session, self.house.staff[key]) if key in self.house.staff else None
        if staff is None:
            raise NotFoundError
        return accounts.actor_for(staff)

    @property
    def _case_id(self) -> uuid.UUID:
        if self.case_id is None:
            raise NotFoundError
        return self.case_id

    def _token(self, who: str) -> str:
        person_id = self.people.get(who)
        if person_id is None:
            raise NotFoundError
        with self.house.store.reading() as session:
            for token in reversed(self.house.post.tokens[person_id]):
                if links.own_link(session, token, person_id=person_id, now=self.now) is not None:
                    return token
        with self.desk() as desk:
            given = renew_link(
                desk.session,
                desk.actor,
                case=desk.case,
                person=self.person(desk, who),
                base_url=self.house.settings.base_url,
                now=desk.now,
            )
        return self.house.post.keep(person_id, given.url)

    def _guest(self, session: Session, who: str, person: Person, case: Case) -> Actor:
        device = self.devices.get(who, "")
        known = (
            links.known_device(session, person_id=person.id, token=device, now=self.now) if device else None
        )
        return Actor(
            ActorKind.GUEST,
            person.id,
            case.region_id,
            case_id=case.id,
            proven=known is not None,
            principal=person.is_principal,
        )

    def _mailed_code(self, who: str) -> str:
        self.house.post.send(self.now)
        return self.house.post.codes[self.people[who]]

    def _read_out_code(self, who: str) -> str:
        with self.desk() as desk:
            return read_out_proof(
                desk.session, desk.actor, case=desk.case, person=self.person(desk, who), now=desk.now
            )
