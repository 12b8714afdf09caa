"""Cases with marked people, and a browser for every role and guest kind: for the tests of who may open what."""

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from netwerkberaad import privacy
from netwerkberaad.accounts import Profile, Region, Staff, actor_for, add_organisation, add_staff
from netwerkberaad.cases import Case, Closing, Outcome
from netwerkberaad.flows import close_case, destroy_case, renew_link
from netwerkberaad.foundation.access import Permission, Role, system_actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.links import issue_proof
from netwerkberaad.foundation.vault import Store
from netwerkberaad.web import create_app
from netwerkberaad.web.guard import PERMISSION
from tests.builders import World, build_case, build_world, member, person_called
from tests.pages import Visitor
from tests.stores import MONDAY, RING, engine_on

MARK = "Zeldzaamnaam"


@dataclass
class Setting:
    """The application with its cases and a browser for everybody."""

    app: Flask
    store: Store
    world: World
    cases: dict[str, Case]
    people: dict[str, uuid.UUID]
    staff: dict[str, Visitor]
    guests: dict[str, Visitor]

    def rules(self, blueprint: str) -> Iterator[tuple[Rule, Permission]]:
        """Every route of a blueprint that asks for a permission."""
        for rule in self.app.url_map.iter_rules():
            permission = getattr(self.app.view_functions[rule.endpoint], PERMISSION, None)
            if rule.endpoint.startswith(f"{blueprint}.") and permission is not None:
                yield rule, permission


def path_to(rule: Rule, *, case_id: uuid.UUID | None = None, person_id: uuid.UUID | None = None) -> str:
    values: dict[str, object] = {}
    for name in rule.arguments:
        known = {
            "case_id": case_id,
            "request_id": case_id,
            "person_id": person_id,
            "step": 1,
            "which": "plan",
            "spot": "mail",
            "language": "nl",
        }
        values[name] = known.get(name) or uuid.uuid4()
    built = rule.build(values)
    assert built is not None
    return built[1]


@pytest.fixture(scope="module")
def setting(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setting]:
    """Marked people in a case of each kind, made once: own, another gespreksleider's, another region's, closed, destroyed."""
    folder, clock = tmp_path_factory.mktemp("access"), MovableClock(MONDAY)
    shutil.copy(sqlite_template, folder / "test.sqlite")
    store = Store(engine_on(folder / "test.sqlite"), RING)
    store.prepare(now=clock.now())
    with store.writing() as session:
        world = build_world(session, clock)
    app = create_app(Settings(folder, "sqlite:///not-used.sqlite", "http://localhost:8000"), clock, store)
    yield build_setting(app, store, clock, world)
    store.engine.dispose()


def _destroy(store: Store, world: World, case: Case, clock: MovableClock) -> None:
    proposer, decider = actor_for(world.privacy_officer), actor_for(world.coordinator)
    with store.writing() as session:
        kept = privacy.get_retention(session, proposer, case.id)
        why = privacy.Why.REQUEST
        privacy.propose(session, proposer, retention=kept, why=why, note="Vroeg erom.", now=clock.now())
    with store.writing() as session:
        kept = privacy.get_retention(session, decider, case.id)
        destroy_case(session, decider, retention=kept, now=clock.now())


def build_setting(app: Flask, store: Store, clock: MovableClock, world: World) -> Setting:
    people = [member(first="Joke", last=MARK), member(first="Kees", last=MARK, mail="kees@example.nl")]
    cases: dict[str, Case] = {}
    with store.writing() as session:
        other = _led_by(world, world.other_facilitator)
        far = _led_by(
            world,
            world.foreign_facilitator,
            region=world.elsewhere,
            referrer=_referrer(session, world, clock),
        )
        session.flush()  # the referrer must be found by their id
        leaders = {"own": world, "others": other, "foreign": far, "closed": world, "destroyed": world}
        for name, led in leaders.items():
            cases[name] = build_case(session, led, clock, invitees=people, approved=True)
        actor = actor_for(world.facilitator)
        closing = Closing(outcome=Outcome.NO_JOINT_PLAN)
        for name in ("closed", "destroyed"):
            close_case(session, actor, case=cases[name], closing=closing, base_url="", now=clock.now())
        ids = {name: person_called(session, case, "Joke").id for name, case in cases.items()}
    _destroy(store, world, cases["destroyed"], clock)
    setting = Setting(app, store, world, cases, ids, {}, {})
    for name in ("referrer", "facilitator", "coordinator", "admin", "privacy_officer", "analyst"):
        setting.staff[name] = Visitor(app)
        setting.staff[name].sign_in(getattr(world, name))
    setting.staff["other"] = Visitor(app)
    setting.staff["other"].sign_in(world.foreign_facilitator)
    for name, first in (("unproven", "Kees"), ("proven", "Joke"), ("principal", "Marloes")):
        setting.guests[name] = _guest(setting, clock, first, proven=name != "unproven")
    return setting


def _led_by(world: World, facilitator: Staff, **others: Region | Staff) -> World:
    return World(**{**vars(world), "facilitator": facilitator, **others})


def _referrer(session: Session, world: World, clock: MovableClock) -> Staff:
    """Who asks for a beraad in the other region."""
    system, now = system_actor(world.elsewhere.id), clock.now()
    team = add_organisation(
        session, system, region=world.elsewhere, name="Gebiedsteam Brouwershaven", now=now
    )
    profile = Profile(first="Lies", last="Bal", mail="lies.bal@example.org", phone="+31600000199")
    return add_staff(
        session,
        system,
        region=world.elsewhere,
        organisation=team,
        profile=profile,
        roles=[Role.REFERRER],
        now=now,
    )


def _guest(setting: Setting, clock: MovableClock, first: str, *, proven: bool) -> Visitor:
    visitor = Visitor(setting.app)
    with setting.store.writing() as session:
        case = session.get_one(Case, setting.cases["own"].id)
        person = person_called(session, case, first)
        actor = actor_for(setting.world.facilitator)
        invited = renew_link(session, actor, case=case, person=person, base_url="", now=clock.now())
        code = issue_proof(session, case_id=case.id, person_id=person.id, now=clock.now()) if proven else ""
    landing = visitor.get(invited.url)
    visitor.submit(landing, "Open het bericht")
    if proven:
        visitor.submit(visitor.get("/p/bewijs?code=1"), "Verder", {"code": code})
    return visitor
