"""A whole case lived through: replayed from day 0 to the closing, with mail by a real server and pages opened on the way.

Everything that must not be found at rest is noted: what the scenario tells, all that was ever sealed, and every secret
that somebody carries. What is written on the way is watched: database, logs, spool, temporary files.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from flask import Flask

from netwerkberaad.accounts import actor_for, find_staff, set_password
from netwerkberaad.accounts.single_sign_on import ProviderChoice, ProviderSettings, add_provider
from netwerkberaad.beraden import ProposalKind, current_beraad, device_of, give_device, propose
from netwerkberaad.cases import ExcludedPerson, exclude_person
from netwerkberaad.cases.standing import arrange_cover, case_to_cover, declare_cover
from netwerkberaad.demo.moments import Calendar, Moment
from netwerkberaad.demo.reading import read_scenario
from netwerkberaad.demo.region import build_region, worker, workers_of
from netwerkberaad.demo.replay import Play, events_of, replay
from netwerkberaad.demo.stage import House, Stage
from netwerkberaad.flows import open_emergency
from netwerkberaad.flows.pins import set_pin
from netwerkberaad.foundation.access import Role, system_actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.documents import gettext_for, local
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import get_need, needs_of, take_need
from netwerkberaad.web import create_app
from netwerkberaad.web.guard import public
from tests.attacks.mailed_post import MailedPost
from tests.attacks.watching import Sealings, Wire, told_by
from tests.authenticator import give_second_step
from tests.beside import ask_for_consent, ask_three_questions, note_signals, set_conditions, stand_beside
from tests.demo import Probe, at, come_in, day_zero
from tests.pages import Visitor
from tests.serving import MAILBOX_PASSWORD, NOWHERE, SEND_KEY, be_served
from tests.smtp import SmtpServer
from tests.undecided import lose_second_step, wait_for_decisions
from tests.walking import Walk
from tests.web.adding import waive_and_bring
from tests.web.climbing import climb_for
from tests.web.giving import keep_of_region, move_somebody
from tests.web.moves import pack_and_stay

NAME = "scheiding-twee-kinderen"
PASSWORD = "een-gemerkte-zin-voor-de-jacht"
BARRED = ExcludedPerson(
    name="Gemerkte Afwezige",
    mail="afwezig.gemerkt@example.org",
    phone="+31600000199",
    reason="Gemerkte reden.",
)
DRAFT = {
    "words": "Gemerkte eerste zin van een concept.",
    "change": "Gemerkte wens van een concept.",
    "municipality": "Gemerktegemeente",
}
HASTE = "Gemerkte reden om nu te kijken."
STRANGERS = "Gemerkte verklaring van een waarnemer."
PROVIDER = ProviderSettings(
    label="Gemerkte gemeente", issuer="http://127.0.0.1:9/gemerkt", client_id="gemerkt-client-id"
)
CLIENT_SECRET = "gemerkt-client-geheim"
DRIVER = "Gemerkte buurman die rijdt"
WAIVED = "Gemerkte reden waarom iets niet hoeft."
BROUGHT = "Gemerkte boodschap voor aan tafel."
UNSEEN = "Gemerkte wens van de familie onder elkaar."
BESIDE = "Gemerkte woorden over een vertrouwenspersoon."
FLOOR = "Gemerkte bodemeis met een notitie erbij."
BELOW = "Gemerkte reden waarom niet voldaan."
PERMITTED = "Gemerkte toestemming voor iemand buiten de casus."
NOTICED = "Gemerkte aanleiding voor een meldcode."
MAPPED = "Gemerkte zaal met een keuken."
WEIGHED = "Gemerkte weging van signalen."
NEVER = "Gemerkte zaak die een vertrouwenspersoon nooit hoort."
CLIMBED = "Gemerkte reden waarom het niet lukt."
SPLIT = "Gemerkte reden waarom teams uiteengaan."
UNEXPECTED = "Gemerkte tekst van een onverwachte fout"
_EXTRA = (
    worker("beheer", "Jorien", "Kloet", Role.ADMIN),
    worker("analyse", "Mats", "Wouterse", Role.ANALYST),
    worker("collega", "Joanna", "Koppejan", Role.FACILITATOR),
)


@dataclass
class Lived:
    """The case, the places where something may lie, and what must not be found there."""

    stage: Stage
    app: Flask
    wire: Wire
    sealings: Sealings
    log: Path
    temporary: Path
    opened: set[str] = field(default_factory=set)
    seeds: set[str] = field(default_factory=set)

    @property
    def marks(self) -> set[str]:
        """Everything about people that was told or sealed."""
        extra = {
            BARRED.name,
            BARRED.mail,
            BARRED.phone,
            BARRED.reason,
            DRIVER,
            WAIVED,
            BROUGHT,
            UNSEEN,
            UNEXPECTED,
            CLIMBED,
            SPLIT,
            HASTE,
            STRANGERS,
            BESIDE,
            NEVER,
            FLOOR,
            BELOW,
            MAPPED,
            NOTICED,
            WEIGHED,
            PERMITTED,
            *DRAFT.values(),
        }
        return told_by(NAME) | self.sealings.texts | extra

    @property
    def secrets(self) -> set[str]:
        """Everything that opens a door: links, codes, cookies, passwords."""
        post = self.stage.house.post
        tokens = {token for tokens in post.tokens.values() for token in tokens}
        return (
            tokens
            | set(post.codes.values())
            | self.wire.cookies
            | set(self.stage.devices.values())
            | {PASSWORD, CLIENT_SECRET, SEND_KEY, MAILBOX_PASSWORD}
            | self.seeds
        )

    def open_desk(self) -> None:
        """Everybody of the staff signs in and opens every page they can reach."""
        for key, staff_id in self.stage.house.staff.items():
            with self.stage.house.store.reading() as session:
                mail = find_staff(session, system_actor(self.stage.house.region_id), staff_id).profile.mail
            visitor = Visitor(self.app)
            began = visitor.submit(visitor.get("/inloggen"), "Log in", {"mail": mail, "password": PASSWORD})
            walk = Walk(self.app, visitor)
            for _page in walk.pages(began.path, "/account"):
                pass
            self.opened |= walk.endpoints
            if key == "hanneke":
                self._leave_draft(visitor)

    def open_door(self, *who: str) -> None:
        """These people follow their link, prove who they are and open every page they can reach."""
        for key in who:
            visitor = Visitor(self.app)
            come_in(visitor, self.stage, key)
            proof = visitor.get("/p/bewijs?naar=/p/plan")
            said = gettext_for(proof.root.get("lang") or "nl").gettext
            asked = visitor.submit(proof, said("Stuur mij de code"))
            self.stage.house.post.send(self.stage.now)
            code = self.stage.house.post.codes[self.stage.people[key]]
            visitor.submit(asked, said("Verder"), {"code": code})
            walk = Walk(self.app, visitor)
            for _page in walk.pages("/p/welkom", "/p/gegevens", "/p/plan"):
                pass
            self.opened |= walk.endpoints

    def add_extra(self) -> None:
        """Write what this scenario leaves out, so that every sealed column holds something once."""
        with self.stage.desk() as desk:
            exclude_person(desk.session, desk.actor, case=desk.case, person=BARRED, now=desk.now)
            colleague = find_staff(desk.session, desk.actor, self.stage.house.staff["collega"])
            day, other = local(desk.now).date(), actor_for(colleague)
            arrange_cover(desk.session, desk.actor, cover=colleague, first=day, last=day, now=desk.now)
            desk.session.flush()  # the cover must be found by the next query
            case, cover = case_to_cover(desk.session, other, desk.case.id, now=desk.now)
            declare_cover(desk.session, other, case=case, cover=cover, words=STRANGERS, now=desk.now)
            open_emergency(desk.session, other, case=case, reason=HASTE, base_url="", now=desk.now)
            stand_beside(desk, words=BESIDE, never=NEVER)
            set_conditions(desk, words=FLOOR, reason=BELOW)
            note_signals(desk, words=NOTICED, weighed=WEIGHED)
            ask_for_consent(desk, words=PERMITTED)
            keep_of_region(desk, words=MAPPED)
            move_somebody(desk)
            region_id = self.stage.house.region_id
            add_provider(
                desk.session,
                system_actor(region_id),
                region_id=region_id,
                choice=ProviderChoice(PROVIDER, client_secret=CLIENT_SECRET),
                loopback=True,
                now=desk.now,
            )
            be_served(desk.session, region_id, Channel.LETTER, host=NOWHERE, now=desk.now)

    def add_decisions(self) -> None:
        """What waits for the privacy officer, the second step of somebody, and the three questions of a meeting."""
        house = self.stage.house
        ask_three_questions(self.stage, words=FLOOR)
        wait_for_decisions(self.stage)
        lose_second_step(self.stage)
        with house.store.writing() as session:
            staff = find_staff(session, system_actor(house.region_id), house.staff["collega"])
            self.seeds.add(give_second_step(session, staff, house.clock).secret)

    def take_need(self) -> None:
        """Somebody drives, something need not be arranged after all, a child brings a message, and Piet gets a pincode."""
        with self.stage.desk() as desk:
            line = needs_of(desk.session, desk.case)[0]
            need = get_need(desk.session, case=desk.case, need_id=line.id)
            take_need(desk.session, desk.actor, case=desk.case, need=need, who=DRIVER, now=desk.now)
            waive_and_bring(self.stage, desk, why=WAIVED, words=BROUGHT)
            piet = self.stage.person(desk, "piet")
            set_pin(desk.session, desk.actor, case=desk.case, person=piet, pin="490127", now=desk.now)

    def write_unseen(self) -> None:
        """In besloten tijd the family writes on its own device."""
        with self.stage.desk() as desk:
            beraad = current_beraad(desk.session, desk.case)
            assert beraad is not None
            token = give_device(desk.session, desk.actor, beraad=beraad, now=desk.now)
            device = device_of(desk.session, token, now=desk.now)
            assert device is not None
            propose(desk.session, device, proposal_id=new_id(), kind=ProposalKind.GOAL, text=UNSEEN)

    def break_something(self) -> None:
        """An error nobody expected, with words in it."""
        assert Visitor(self.app).client.get("/stuk").status_code == 500

    def _leave_draft(self, visitor: Visitor) -> None:
        step = visitor.submit(visitor.get("/aanmeldingen"), "Vraag een beraad aan")
        visitor.submit(step, "later verder", DRAFT)


def stage_with_mail(store: Store, folder: Path, smtp: SmtpServer) -> Stage:
    """The scenario with its region, passwords for everybody, and mail that leaves by SMTP."""
    scenario = read_scenario(NAME)
    calendar = Calendar(day_zero(scenario.weekday))
    begin = calendar.moment(Moment(-7))
    settings = Settings(
        folder, "sqlite:///not-used", "http://localhost:8000", f"smtp://{smtp.host}:{smtp.port}"
    )
    store.prepare(now=begin)
    with store.writing() as session:
        everybody = [*workers_of([scenario]).values(), *_EXTRA]
        region, staff = build_region(session, everybody, now=begin)
        actor = system_actor(region.id)
        for staff_id in staff.values():
            somebody = find_staff(session, actor, staff_id)
            set_password(session, actor, staff=somebody, password=PASSWORD, now=begin)
    post = MailedPost(store, settings, smtp)
    return Stage(House(store, settings, MovableClock(begin), post, region.id, staff), scenario, calendar)


def lived(stage: Stage, watch: tuple[Path, Path, Sealings]) -> tuple[Lived, list[Probe]]:
    """The case before its first day, and when people look in."""
    house = stage.house
    app = create_app(house.settings, house.clock, house.store)
    app.add_url_rule("/stuk", "broken", public(_break))
    wire = Wire(app.wsgi_app)
    vars(app)["wsgi_app"] = wire
    temporary, log, sealings = watch
    case = Lived(stage, app, wire, sealings, log, temporary)
    return case, [
        (at(9, "12:00"), case.add_extra),
        (at(9, "12:01"), case.open_desk),
        (at(13, "12:00"), lambda: case.open_door("joke")),
        (at(14, "12:00"), case.take_need),
        (at(15, "12:05"), lambda: case.open_door("joke", "marloes")),
        (at(24, "20:00"), case.write_unseen),
        (at(24, "20:50"), case.open_desk),
        (at(31, "18:10"), lambda: case.open_door("fatma", "rik")),
        (at(45, "12:00"), lambda: climb_for(case.stage, "dilano", note=CLIMBED)),
        (at(45, "12:01"), lambda: pack_and_stay(case.stage, why=SPLIT)),
        (at(46, "18:00"), case.open_desk),
        (at(46, "18:01"), lambda: case.open_door("dilano", "marloes")),
        (at(46, "18:02"), case.break_something),
        (at(46, "18:02"), case.add_decisions),
    ]


def play_on(case: Lived, probes: list[Probe]) -> None:
    """Replay it to a day after the closing."""
    stage = case.stage
    end = stage.at(stage.scenario.closed_at) + timedelta(days=1)
    looks = [(stage.at(moment), look) for moment, look in probes]
    replay(stage.house, events_of([Play(stage, end, looks)]), until=end)


def _break() -> str:
    raise ValueError(UNEXPECTED)
