"""A played case with everybody at their browser, kept at several moments so that each can be gone back to.

The case is replayed once through the real actions; at each moment everybody signs in or follows a link, and the database
is put aside. Going back is copying it: sessions and cookies of that moment work again.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from netwerkberaad.accounts import StaffLinkPurpose, find_staff, make_staff_link, set_password
from netwerkberaad.demo.moments import Calendar, Moment
from netwerkberaad.demo.post import Post
from netwerkberaad.demo.reading import read_scenario
from netwerkberaad.demo.region import build_region, worker, workers_of
from netwerkberaad.demo.stage import House, Stage
from netwerkberaad.foundation.access import Permission, Role, system_actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.links import issue_proof
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import FollowUpKind, follow_ups_of
from netwerkberaad.web import create_app
from tests.authenticator import give_second_step
from tests.beside import begin_beside
from tests.builders import PASSWORD
from tests.demo import at, come_in, day_zero, play
from tests.pages import Page, Visitor
from tests.stores import RING, engine_on
from tests.undecided import lose_second_step, sign_in_elsewhere, wait_for_decisions
from tests.walking import Walk, links_of
from tests.web.adding import prepare_more, try_piet
from tests.web.climbing import climb_for
from tests.web.giving import begin_writing, give_away
from tests.web.late import latecomers

NAME = "scheiding-twee-kinderen"
_EXTRA = (
    worker("beheer", "Jorien", "Kloet", Role.ADMIN),
    worker("analyse", "Mats", "Wouterse", Role.ANALYST),
    worker("collega", "Joanna", "Koppejan", Role.FACILITATOR),
)
MOST = {  # all are read: each says something else
    "desk.invite": 12,
    "desk.social_map": 3,
    "desk.retention_case": 3,
    "desk.moving": 6,
    "desk.subject_request": 5,
    "desk.subject_data": 5,
    "desk.data_copy": 5,
}


@dataclass(frozen=True)
class Look:
    """When one looks in: who comes to the door then, and who of the staff is there besides the gespreksleider."""

    name: str
    at: Moment
    guests: tuple[str, ...] = ()
    everybody: bool = False
    also: tuple[str, ...] = ()


LOOKS = (
    Look("waiting", at(0, "10:30"), everybody=True),
    Look("taken", at(1, "10:00")),
    Look("preparing", at(8, "20:12"), also=("collega", "bram")),
    Look("approved", at(9, "20:30")),
    Look("answering", at(13, "11:35"), ("joke",)),
    Look("inviting", at(15, "12:40"), ("joke", "marloes")),
    Look("at the table", at(24, "20:50")),
    Look("confirming", at(25, "10:00"), ("joke", "marloes")),
    Look("following up", at(35, "19:20"), ("kees",)),
    Look("closed", at(210, "11:00"), also=("privacy", "bram", "beheer")),
)


@dataclass
class Kept:
    """One moment of the case: its clock, its database, and a browser for everybody with where they begin."""

    name: str
    now: datetime
    database: Path
    visitors: dict[str, tuple[Visitor, tuple[str, ...]]] = field(default_factory=dict)
    cookies: dict[str, dict[object, object]] = field(default_factory=dict)


@dataclass
class Played:
    """The case with its moments."""

    stage: Stage
    app: Flask
    folder: Path
    kept: list[Kept] = field(default_factory=list)

    @property
    def store(self) -> Store:
        """The store of the case."""
        return self.stage.house.store

    @property
    def _path(self) -> Path:
        return Path(self.store.engine.url.database or "")

    def keep(self, look: Look) -> None:
        """Let everybody come in and put the database aside."""
        moment = Kept(look.name, self.stage.now, self.folder / f"{len(self.kept)}.sqlite")
        self._prepare(look.name)
        if look.everybody or look.guests:
            nobody = Visitor(self.app)
            nobody.get("/inloggen")
            moment.visitors["nobody"] = (nobody, self._public_paths(look.guests))
        for key in self.stage.house.staff:
            if look.everybody or key in {self.stage.leader, *look.also}:
                visitor, began = self.sign_in(key)
                moment.visitors[key] = (visitor, (began, "/account", *self._case_path(look, key)))
        if look.everybody:
            locked, halfway = self._at_the_gate("analyse")
            moment.visitors["locked"] = (locked, ("/ontgrendel",))
            moment.visitors["halfway"] = (halfway, ("/inloggen/code",))
        moment.visitors |= latecomers(look.name, self.stage, self.sign_in, self._guest)
        for key in look.guests:
            for proven in (False, True):
                principal = key in {member.id for member in self.stage.scenario.principals}
                starts = _starts(proven=proven, principal=principal)
                visitor = self._guest(key, proven=proven)
                visitor.get("/p/bel-mij")  # the first form of a session gives it its token
                asked = self._asked(key) if look.name == "following up" else ()
                moment.visitors[f"{key}, {'proven' if proven else 'unproven'}"] = (visitor, (*starts, *asked))
        self.store.engine.dispose()  # the last one out puts the write-ahead log into the file
        shutil.copy(self._path, moment.database)
        moment.cookies = {who: _jar(visitor).copy() for who, (visitor, _starts) in moment.visitors.items()}
        self.kept.append(moment)

    def go_back(self, moment: Kept) -> None:
        """Everything is again as it was at that moment; what happened since never was."""
        self.store.engine.dispose()
        for ending in ("-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        shutil.copy(moment.database, self._path)
        for who, (visitor, _starts) in moment.visitors.items():
            _jar(visitor).clear()
            _jar(visitor).update(moment.cookies[who])
        self.stage.house.clock.move_to(moment.now)

    def walk(self, moment: Kept) -> Iterator[tuple[str, Walk, Page]]:
        """Every page that anybody can reach at a moment, with who reads it."""
        for who, (visitor, starts) in moment.visitors.items():
            walk = Walk(self.app, visitor, most=MOST)
            for page in walk.pages(*starts):
                yield who, walk, page

    def _prepare(self, name: str) -> None:
        """What the scenario leaves out, so that every form stands somewhere."""
        if name == "waiting":
            give_away(self.stage)
            for key, path in (("hanneke", "/aanmeldingen"), ("bram", "/telefoon")):
                begin_writing(self.sign_in(key)[0], path)
        elif name == "preparing":
            prepare_more(self.stage)
        elif name in {"answering", "inviting"}:
            try_piet(self.stage, concluded=name == "inviting")
        elif name == "following up":
            climb_for(self.stage, "kees", note="De rug wil niet.")
        elif name == "closed":
            wait_for_decisions(self.stage)
            sign_in_elsewhere(self.stage)
            lose_second_step(self.stage)
        elif name == "confirming":
            with self.stage.desk() as desk:
                begin_beside(desk)
            browser = self._guest("dilano", proven=True)
            page = browser.get("/p/plan")
            confirm = next(path for path in links_of(page) if path.startswith("/p/toezegging/"))
            browser.submit(browser.get(confirm), "Verstuur", {"answer": "counter", "text": "Om de week."})

    def sign_in(self, key: str) -> tuple[Visitor, str]:
        """A browser in which this member of staff signed in, and where they begin."""
        with self.store.reading() as session:
            actor = system_actor(self.stage.house.region_id)
            mail = find_staff(session, actor, self.stage.house.staff[key]).profile.mail
        visitor = Visitor(self.app)
        began = visitor.submit(visitor.get("/inloggen"), "Log in", {"mail": mail, "password": PASSWORD})
        return visitor, began.path

    def _case_path(self, look: Look, key: str) -> tuple[str, ...]:
        path, somebody = f"/casussen/{self.stage.case_id}", self.stage.house.staff["analyse"]
        starts = {
            ("waiting", "analyse"): ("/account/bewijs",),
            ("closed", "beheer"): (f"/beheer/medewerkers/{somebody}/tweede-stap",),
            ("closed", self.stage.leader): (path,),
            ("closed", "privacy"): (f"/privacy-taken/verzoeken/nieuw/{self.stage.people['marloes']}",),
            ("preparing", "bram"): (f"{path}/noodtoegang",),
            ("preparing", self.stage.leader): (f"{path}/kring/spoed", f"{path}/veiligheid/spoed"),
        }
        return starts.get((look.name, key), ())

    def _at_the_gate(self, key: str) -> tuple[Visitor, Visitor]:
        """Somebody's locked screen, and a browser in which they showed their password only."""
        locked = self.sign_in(key)[0]
        locked.submit(locked.get("/account"), "Vergrendel")
        with self.store.writing() as session:
            staff = find_staff(session, system_actor(self.stage.house.region_id), self.stage.house.staff[key])
            give_second_step(session, staff, self.stage.house.clock)
        return locked, self.sign_in(key)[0]

    def _asked(self, key: str) -> tuple[str, ...]:
        """The page of the check-in that somebody was asked for."""
        with self.stage.desk() as desk:
            return tuple(
                f"/p/{'check-in' if row.kind is FollowUpKind.CHECK_IN else 'bijspringen'}/{row.id}"
                for row in follow_ups_of(desk.session, desk.case)
                if row.kind in {FollowUpKind.CHECK_IN, FollowUpKind.STEP_IN}
                and row.person_id == self.stage.people[key]
                and row.sent_at
                and not row.answered_at
            )

    def _public_paths(self, guests: tuple[str, ...]) -> tuple[str, ...]:
        system, now = system_actor(self.stage.house.region_id), self.stage.now
        with self.store.writing() as session:
            somebody = find_staff(session, system, self.stage.house.staff["analyse"])
            setup = make_staff_link(session, system, staff=None, purpose=StaffLinkPurpose.SETUP, now=now)
            choose = StaffLinkPurpose.SET_PASSWORD
            password = make_staff_link(session, system, staff=somebody, purpose=choose, now=now)
        token = self.stage._token(guests[0]) if guests else "onbekend"
        return ("/", "/inloggen", "/code", f"/inrichten/{setup}", f"/wachtwoord/{password}", f"/p/{token}")

    def _guest(self, key: str, *, proven: bool) -> Visitor:
        visitor = Visitor(self.app)
        come_in(visitor, self.stage, key)
        if proven:
            with self.stage.door(key, Permission.ASK_PROOF) as door:
                code = _code(door.session, self.stage, key)
            visitor.submit(visitor.get("/p/bewijs?code=1"), "Verder", {"code": code})
        return visitor


def _jar(visitor: Visitor) -> dict[object, object]:
    jar: dict[object, object] = vars(visitor.client)["_cookies"]
    return jar


def _code(session: Session, stage: Stage, key: str) -> str:
    assert stage.case_id is not None
    return issue_proof(session, case_id=stage.case_id, person_id=stage.people[key], now=stage.now)


def _starts(*, proven: bool, principal: bool) -> tuple[str, ...]:
    """Where somebody at the door begins to walk: not every page is linked from every other."""
    paths = ["/p/begin", "/p/welkom", "/p/bel-mij", "/p/niet-ik", "/p/geen-berichten"]
    if not proven:
        return (*paths, "/p/bewijs?code=1")
    return (
        *paths,
        "/p/plan",
        "/p/gegevens",
        "/p/pincode",
        *(("/p/lijst", "/p/stoppen", "/p/mijn-jim") if principal else ()),
    )


def played(template: Path, folder: Path) -> Played:
    """The case, replayed to its end, with all its moments."""
    shutil.copy(template, folder / "case.sqlite")
    scenario = read_scenario(NAME)
    calendar = Calendar(day_zero(scenario.weekday))
    begin = calendar.moment(Moment(-7))
    settings = Settings(folder, "sqlite:///not-used", "http://localhost:8000", practice=True)
    store = Store(engine_on(folder / "case.sqlite"), RING)
    store.prepare(now=begin)
    with store.writing() as session:
        region, staff = build_region(session, [*workers_of([scenario]).values(), *_EXTRA], now=begin)
        actor = system_actor(region.id)
        for staff_id in staff.values():
            who = find_staff(session, actor, staff_id)
            set_password(session, actor, staff=who, password=PASSWORD, now=begin)
    clock = MovableClock(begin)
    stage = Stage(House(store, settings, clock, Post(store, settings), region.id, staff), scenario, calendar)
    case = Played(stage, create_app(settings, clock, store), folder)
    play(stage, probes=[(look.at, partial(case.keep, look)) for look in LOOKS])
    return case
