"""A scenario while it is played: what was seen at each moment, at the desk, at the door and in the post."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from netwerkberaad.accounts import find_staff, set_password
from netwerkberaad.demo.moments import Moment
from netwerkberaad.demo.stage import Stage
from netwerkberaad.flows import today_for
from netwerkberaad.flows.inviting import invite_person
from netwerkberaad.flows.today_lines import What
from netwerkberaad.foundation.access import Permission, system_actor
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.foundation.links import issue_proof
from netwerkberaad.foundation.messages import Channel, OutboxMessage
from netwerkberaad.foundation.vault import Store
from netwerkberaad.insights import ClosedCount, Counts
from netwerkberaad.plans import PlanView, plan_view, version_fixed
from netwerkberaad.web import create_app
from tests.builders import PASSWORD
from tests.demo import SPRING, Letter, Probe, come_in, letters, play, stage_for
from tests.pages import Visitor
from tests.stores import RING
from tests.walking import Walk

_STARTS = ("/p/welkom",)
_PROVEN = ("/p/plan", "/p/gegevens")


@dataclass
class Scene:
    """The case on its stage, the application that shows it, and what the tests noted on the way."""

    stage: Stage
    app: Flask
    probes: list[Probe] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    facts: dict[str, object] = field(default_factory=dict)
    post: dict[str, list[Letter]] = field(default_factory=dict)

    def note(self, moment: Moment, name: str, look: Callable[[], object]) -> None:
        """Look at this moment, after all that happens then, and keep what was seen."""
        self.probes.append((moment, lambda: self.facts.update({name: look()})))

    def read(self, moment: Moment, name: str, look: Callable[[], str]) -> None:
        """The same for words."""
        self.probes.append((moment, lambda: self.texts.update({name: look()})))

    def read_doors(self, moment: Moment, *who: str) -> None:
        """What each of these people reads on all their pages, after the second proof, under their own name."""
        for key in who:
            self.read(moment, key, partial(self.door, key, proven=True))

    def collect(self, moment: Moment, name: str) -> None:
        """Keep all mail that left up to this moment."""
        self.probes.append((moment, lambda: self.post.update({name: self.mail()})))

    def play(self, until: Moment) -> None:
        """Play the case up to a moment."""
        play(self.stage, until=self.stage.at(until), probes=self.probes)

    def mail(self) -> list[Letter]:
        """All mail that left so far."""
        return letters(self.stage.house.settings.spool)

    def desk(self, who: str, *paths: str, status: int = 200) -> str:
        """What somebody of the staff reads on these pages; ``{case}`` stands for the case."""
        visitor = self.sign_in(who)
        found = [path.replace("{case}", f"/casussen/{self.stage.case_id}") for path in paths]
        return "\n".join(visitor.get(path, status=status).text for path in found)

    def door(self, who: str, *, proven: bool = False) -> str:
        """Everything that somebody at the door reads on all pages that are linked for them, calendar entries too."""
        visitor = self.enter(who, proven=proven)
        walk = Walk(self.app, visitor)
        for _page in walk.pages(*_STARTS, *(_PROVEN if proven else ())):
            pass
        return "\n".join(answer.get_data(as_text=True) for answer in walk.answers)

    def enter(self, who: str, *, proven: bool = False) -> Visitor:
        """A browser in which somebody opened their link."""
        visitor = Visitor(self.app)
        come_in(visitor, self.stage, who)
        if proven:
            self._prove(visitor, who)
        return visitor

    def refused(self, do: Callable[[], object]) -> str:
        """The name of the error with which the program refuses; empty when it does not."""
        try:
            do()
        except DomainError as error:
            return type(error).__name__
        return ""

    def invite(self, who: str, channel: Channel) -> None:
        """The gespreksleider tries to invite somebody."""
        with self.stage.desk() as desk:
            invite_person(
                desk.session,
                desk.actor,
                case=desk.case,
                person=self.stage.person(desk, who),
                channel=channel,
                base_url=self.stage.house.settings.base_url,
                now=desk.now,
            )

    def written_to(self, *who: str) -> int:
        """How many messages were ever made for these people."""
        ids = [self.stage.people[key] for key in who if key in self.stage.people]
        with self.stage.house.store.reading() as session:
            made = select(OutboxMessage.id).where(OutboxMessage.person_id.in_(ids))
            return len(session.scalars(made).all())

    def waits(self, who: str) -> list[tuple[What, str, str]]:
        """What somebody of the staff has on Vandaag to call about or sees coming: what, who, and in which words."""
        with self.stage.house.store.reading() as session:
            found = today_for(session, self.stage.staff_actor(session, who), now=self.stage.now)
            return [(line.what, line.who, line.words) for line in (*found.calls, *found.near)]

    def plan(self) -> PlanView:
        """The plan as it holds now."""
        with self.stage.desk() as desk:
            return plan_view(desk.session, version_fixed(desk.session, desk.case))

    def counted(self) -> list[Counts]:
        """What the figures hold."""
        with self.stage.house.store.reading() as session:
            return [row.counts for row in session.scalars(select(ClosedCount))]

    def sign_in(self, who: str) -> Visitor:
        """A browser in which somebody of the staff signed in."""
        house = self.stage.house
        with house.store.reading() as session:
            mail = find_staff(session, system_actor(house.region_id), house.staff[who]).profile.mail
        visitor = Visitor(self.app)
        visitor.submit(visitor.get("/inloggen"), "Log in", {"mail": mail, "password": PASSWORD})
        return visitor

    def _prove(self, visitor: Visitor, who: str) -> None:
        """In whatever language the page is."""
        asked = next(form for form in visitor.get("/p/bewijs?code=1").forms if "code" in form.values)
        visitor.post(asked.action, {**asked.values, "code": self._code(who)})

    def _code(self, who: str) -> str:
        with self.stage.door(who, Permission.ASK_PROOF) as door:
            return issue_proof(door.session, case_id=door.case.id, person_id=door.person.id, now=door.now)


@contextmanager
def scene_of(name: str, template: Path, folder: Path, *, since: date = SPRING) -> Iterator[Scene]:
    """A scenario in a database of its own, ready to be played."""
    shutil.copy(template, folder / "scene.sqlite")
    store = Store(build_engine(f"sqlite:///{folder / 'scene.sqlite'}"), RING)
    stage = stage_for(store, folder, name, since=since)
    house, now = stage.house, stage.now
    with store.writing() as session:
        actor = system_actor(house.region_id)
        for staff_id in house.staff.values():
            somebody = find_staff(session, actor, staff_id)
            set_password(session, actor, staff=somebody, password=PASSWORD, now=now)
    app = create_app(replace(house.settings, database_url="sqlite:///not-used"), house.clock, store)
    yield Scene(stage, app)
    store.engine.dispose()
