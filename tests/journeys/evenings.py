"""A scenario played up to a moment, at an address: from there people go on in real browsers, at phones and at the desk."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, BrowserContext, expect
from sqlalchemy import select

from netwerkberaad.accounts import find_staff
from netwerkberaad.cases import people_of
from netwerkberaad.cases.sight import SharedPart
from netwerkberaad.demo.moments import Moment
from netwerkberaad.demo.people import as_member
from netwerkberaad.demo.replay import replay
from netwerkberaad.demo.scenario import Version
from netwerkberaad.demo.stage import Stage
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.documents import listed
from netwerkberaad.foundation.messages import Channel, MessageKind, OutboxMessage
from netwerkberaad.plans import ConfirmationAnswer
from netwerkberaad.web.kit.names import CHANNEL_NAMES
from netwerkberaad.web.kit.plan_words import EVALUATION_NAMES
from tests.demo import SPRING
from tests.journeys.browsing import computer, phone
from tests.journeys.desk_pages import Circle, Desk
from tests.journeys.door_pages import Door
from tests.journeys.house import answering
from tests.journeys.live_plan import free_port
from tests.journeys.meeting_pages import OWN, WHOLE, Plan
from tests.journeys.screens import Gallery
from tests.scenarios.setting import Scene, scene_of

PICTURES = Path(__file__).parents[2] / "test-output" / "scenario-doors"
_OF_A_PLAN = (MessageKind.CONFIRM, MessageKind.PLAN_CHANGED)
_PARTS = {SharedPart.WHOLE: WHOLE, SharedPart.OWN: OWN}

AtDesk = TypeVar("AtDesk", bound=Desk)


@dataclass
class Evening:
    """A scenario at the moment it was played to, at an address, with a browser to look at it."""

    scene: Scene
    url: str
    browser: Browser
    gallery: Gallery
    phones: dict[str, BrowserContext] = field(default_factory=dict)
    screens: list[BrowserContext] = field(default_factory=list)

    @property
    def stage(self) -> Stage:
        """The case itself."""
        return self.scene.stage

    @property
    def names(self) -> dict[str, str]:
        """What people call everybody in the case, by scenario id."""
        with self.stage.desk() as desk:
            return {key: self.stage.person(desk, key).name.short for key in self.stage.people}

    def until(self, moment: Moment) -> datetime:
        """Let time pass, with the jobs at work."""
        at = self.stage.at(moment)
        if at > self.stage.now:
            replay(self.stage.house, [], until=at)
        return self.stage.now

    def desk(self, kind: type[AtDesk], who: str, room: str) -> AtDesk:
        """Somebody of the staff at a computer, signed in anew, in a room of the case."""
        house = self.stage.house
        for old in self.screens:
            old.close()
        self.screens = [computer(self.browser)]
        desk = kind(self.screens[0].new_page(), self.gallery, who)
        with house.store.reading() as session:
            staff = find_staff(session, system_actor(house.region_id), house.staff[who])
            desk.sign_in(self.url, staff)
        desk.menu("Casussen")
        desk.follow(listed([one.name.short for one in self.stage.scenario.principals], "nl"))
        desk.room(room)
        return desk

    def door(self, who: str) -> Door:
        """Somebody at home with their own phone; it keeps what it was told before."""
        if who not in self.phones:
            self.phones[who] = phone(self.browser)
        return Door(self.phones[who].new_page(), self.gallery, who, self._reached(who)[0])

    def opens(self, who: str) -> Door:
        """Somebody opens the newest message they got."""
        door = self.door(who)
        door.open(f"{self.url}/p/{self.stage._token(who)}")
        return door

    def reads_plan(self, who: str) -> Door:
        """Somebody opens the plan, and proves who they are when that is asked: with a mailed code, or one that is read out."""
        door = self.opens(who)
        door.go(f"{self.url}/p/plan")
        if "/p/bewijs" not in door.page.url:
            return door
        if self._reached(who)[1]:
            door.ask_code()
            self.stage.house.post.send(self.stage.now)
            door.prove(self.stage.house.post.codes[self.stage.people[who]])
        else:
            door.follow(door.say("Ik heb al een code"))
            door.prove(self.stage._read_out_code(who))
        return door

    def widens(self, version: Version) -> None:
        """Who works around the case and stands in this version comes into the circle first."""
        for promise in version.written:
            for key in (*promise.owners, promise.checker, promise.backup, promise.fallback):
                worker = self.stage.scenario.workers.get(key)
                if worker is None or key in self.stage.people:
                    continue
                circle = self.desk(Circle, self.stage.leader, "Kring")
                circle.add(as_member(worker), "")
                with self.stage.desk() as desk:
                    [person] = [
                        one
                        for one in people_of(desk.session, desk.case)
                        if one.name.last == worker.profile.last
                    ]
                    self.stage.people[key] = person.id

    def fixes(self, plan: Plan, version: Version) -> set[str]:
        """From the page of the agreement: what everybody says and sees, and then the plan holds; who is told of it."""
        names = self.names
        for key, said in version.agreements:
            if key in names:
                plan.agreement(names[key], "Ja" if said.agrees else "Nee", said.remark)
        for key, part in version.sharing:
            if key in names and part in _PARTS:
                plan.share(names[key], _PARTS[part])
        if version.evaluation_at is not None and version.evaluation_at.at and version.evaluation_how:
            plan.fill("Dag", self.stage.calendar.date(version.evaluation_at.day).isoformat())
            plan.fill("Tijd", version.evaluation_at.at.strftime("%H:%M"))
            plan.pick("Hoe", str(EVALUATION_NAMES[version.evaluation_how]))
        if version.number > 1:
            for key in version.approved_by:
                plan.agreement(names[key], "Ja")
            plan.fill("Waarom verandert het plan?", version.reason)
        before = self._written()
        plan.fix()
        expect(plan.page.get_by_role("heading", name=f"Het plan, versie {version.number}")).to_be_visible()
        aloud = plan.page.get_by_role("status").first.inner_text().partition("Vertel het zelf aan")[2]
        told = {person_id for row_id, person_id in self._written().items() if row_id not in before}
        return {key for key, name in names.items() if self.stage.people[key] in told or name in aloud}

    def changes(self, plan: Plan, version: Version) -> set[str]:
        """A next version, from the page of the plan: lines that change, end and come; who is told of it."""
        standing = {
            one.id: one for old in self.stage.scenario.versions[: version.number - 1] for one in old.written
        }
        aims = {aim.id: aim for aim in self.stage.scenario.versions[0].goals}
        plan.press("Begin een nieuwe versie")
        for promise in version.written:
            if promise.id in standing:
                plan.change_line(standing[promise.id].text, promise, self.names, self.stage.calendar)
            else:
                plan.write_line(aims[promise.goal], promise, self.names, self.stage.calendar)
        for key in version.ended:
            plan.drop_line(standing[key].text)
        plan.follow("Naar de instemming")
        return self.fixes(plan, version)

    def answer(self, version: Version) -> None:
        """Owners with a link answer at the door, each at their own moment."""
        for said in (one for one in version.said if one.via is Channel.LINK):
            self.until(said.at)
            door = self.reads_plan(said.by)
            promise = next(one.text for one in version.written if one.id == said.promise)
            match said.content.answer:
                case ConfirmationAnswer.CONFIRM:
                    door.confirm(promise)
                case ConfirmationAnswer.COUNTER:
                    door.counter(promise, said.content.text)
                case ConfirmationAnswer.HAND_BACK:
                    door.hand_back(promise, said.content.text)
            door.page.close()

    def note_answers(self, plan: Plan, version: Version) -> None:
        """From the page of the plan: what owners said in another way by now, written down for them."""
        for one in version.said:
            if one.via is Channel.LINK or self.stage.at(one.at) > self.stage.now:
                continue
            promise = next(written.text for written in version.written if written.id == one.promise)
            plan.confirm_for(self.names[one.by], promise, str(CHANNEL_NAMES[one.via]), one.content.text)

    def _reached(self, who: str) -> tuple[str, str]:
        """In which language, and at which mail address if any."""
        with self.stage.desk() as desk:
            person = self.stage.person(desk, who)
            return person.about.language, person.contact.mail

    def _written(self) -> dict[uuid.UUID, uuid.UUID]:
        """To whom each message about the plan ever went, also what is told by phone or posted."""
        made = select(OutboxMessage).where(OutboxMessage.kind.in_(_OF_A_PLAN))
        with self.stage.house.store.reading() as session:
            return {one.id: one.person_id for one in session.scalars(made) if one.person_id}


@contextmanager
def evening(
    name: str, until: Moment, template: Path, folder: Path, browser: Browser, *, since: date = SPRING
) -> Iterator[Evening]:
    """Play a scenario up to a moment, and let it answer."""
    with scene_of(name, template, folder, since=since) as scene:
        scene.play(until)
        house, port = scene.stage.house, free_port()
        settings = replace(
            house.settings,
            database_url="sqlite:///not-used",
            base_url=f"http://localhost:{port}",
            port=port,
        )
        with answering(settings, house.clock, house.store) as url:
            yield Evening(scene, url, browser, Gallery(PICTURES / name))
