"""A secret address in every output of every scenario: who may not know finds it nowhere, who may finds it where it stands.

The address is put wherever words about a case can stand: the place of the next beraad and how to get there, every line of
the plan, who somebody is in the circle, what consent is asked for. Then everybody opens everything they can reach.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.beraden import BeraadKind, Place, current_beraad, plan_beraad
from netwerkberaad.cases import (
    ExcludedPerson,
    NewPerson,
    Person,
    change_person,
    exclude_person,
    people_of,
    present,
    principals_of,
)
from netwerkberaad.cases.consents import ConsentContent, ask_consent
from netwerkberaad.cases.sight import hide_address
from netwerkberaad.demo.reading import read_scenario, scenario_names
from netwerkberaad.demo.stage import Desk, Stage
from netwerkberaad.flows import announce_beraad, calendar_file
from netwerkberaad.flows.own_record import own_record
from netwerkberaad.flows.previewing import next_message
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.links import LinkPurpose, issue_link, remember_device
from netwerkberaad.foundation.messages import MessageState, OutboxMessage
from netwerkberaad.plans import Commitment
from netwerkberaad.web.identity import device_cookie
from tests.demo import play
from tests.pages import Visitor
from tests.scenarios.setting import Scene, scene_of

BASE = "http://localhost:8000"
STREET, CODE = "Verborgenlaan", "9999 ZX"
ADDRESS = f"{STREET} 77, {CODE} Nergenshuizen"
BARRED = "Banneling"
"""Who stands on the list 'niet uitnodigen', which is for the desk alone."""
_LEAVES = re.compile(r"^/p/(weg|taal|bewijs)")
_SHORT = "spoed-geheim-adres"


@dataclass
class Told:
    """What was read: by whom, where, and the words."""

    outputs: defaultdict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def note(self, who: Person, where: str, words: str) -> None:
        """Somebody got this."""
        self.outputs[who.name.full].append((where, re.sub(r"\r?\n ", "", words)))


def _moment(stage: Stage) -> datetime:
    """An hour after the plan was made, or just before the end of a case without one."""
    versions = stage.scenario.versions
    return stage.at(versions[0].made) + timedelta(hours=1) if versions else stage.at(stage.scenario.closed_at)


@pytest.fixture(
    scope="module",
    params=[pytest.param(one, marks=[] if one == _SHORT else pytest.mark.slow) for one in scenario_names()],
)
def scene(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """A scenario that was played until its plan, with the address everywhere and the day of a beraad told."""
    with scene_of(request.param, sqlite_template, tmp_path_factory.mktemp("secret")) as made:
        play(made.stage, until=_moment(made.stage) - timedelta(minutes=5))
        with made.stage.desk() as desk:
            _mark(desk)
        with made.stage.desk() as desk:
            session, case, now = desk.session, desk.case, desk.now
            beraad = current_beraad(session, case)
            assert beraad is not None
            announce_beraad(session, desk.actor, case=case, beraad=beraad, base_url=BASE, now=now)
        yield made


def _mark(desk: Desk) -> None:
    """The address everywhere, known to the first hoofdpersoon and to one of the circle."""
    session, actor, case, now = desk.session, desk.actor, desk.case, desk.now
    people = people_of(session, case)
    first, circle = principals_of(people)[0], _around(people)
    _mark_day_and_plan(desk)
    for person in circle:
        about = replace(person.about, relation=f"slaapt op {STREET} 77")
        new = NewPerson(person.name, person.kind, person.contact, about)
        change_person(session, actor, case=case, person=person, new=new, now=now)
    content = ConsentContent(item=f"School weet van {ADDRESS}.", recipient=f"School, {STREET} 77")
    for principal in principals_of(people):
        ask_consent(session, actor, case=case, subject=principal, recipient=None, content=content, now=now)
    barred = ExcludedPerson(name=f"Balthazar {BARRED}", reason=f"{BARRED} sloeg.", relation="ex")
    exclude_person(session, actor, case=case, person=barred, now=now)
    hide_address(
        session,
        actor,
        case=case,
        person=first,
        address=ADDRESS,
        may_know=circle[:1],
        reason="Geweld.",
        now=now,
    )


def _mark_day_and_plan(desk: Desk) -> None:
    session, actor, case, now = desk.session, desk.actor, desk.case, desk.now
    place = Place(f"Bij {STREET} thuis", ADDRESS, directions=f"Bel aan op {ADDRESS}.")
    if current_beraad(session, case) is None:
        plan_beraad(
            session,
            actor,
            case=case,
            kind=BeraadKind.VERVOLGBERAAD,
            starts_at=now + timedelta(days=5),
            minutes=120,
            place=place,
            now=now,
        )
        session.flush()  # it is announced as it stands
    beraad = current_beraad(session, case)
    assert beraad is not None
    beraad.place = place
    for line in session.scalars(select(Commitment).where(Commitment.case_id == case.id)):
        line.words = replace(
            line.words, text=f"{line.words.text} Het is op {ADDRESS}.", if_not=f"Kom naar {ADDRESS}."
        )


def _around(people: list[Person]) -> list[Person]:
    return [one for one in present(people) if not one.is_principal and not one.nameless]


def _read_all(scene: Scene) -> Told:
    told, stage = Told(), scene.stage
    with stage.desk(permission=Permission.READ_CASE) as desk:
        people = [one for one in present(people_of(desk.session, desk.case)) if not one.nameless]
        _in_messages(desk, people, told)
    browser = scene.sign_in(stage.leader)
    for person in people:
        _at_the_door(scene, person, told)
        _on_paper(browser, person, told)
    return told


def _in_messages(desk: Desk, people: list[Person], told: Told) -> None:
    session, case, now = desk.session, desk.case, desk.now
    beraad = current_beraad(session, case)
    assert beraad is not None
    for person in people:
        mail = next_message(session, case=case, person=person, base_url=BASE, now=now)
        entry = calendar_file(session, case=case, person=person, beraad=beraad, base_url=BASE, now=now)
        facts = own_record(session, case=case, person=person, now=now)
        told.note(person, "next mail", mail.text + mail.html)
        told.note(person, "calendar", entry)
        told.note(person, "copy of own data", " ".join(str(fact.value) for fact in facts))
        told.note(person, "outbox", _waiting(session, person))


def _waiting(session: Session, person: Person) -> str:
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == person.id))
    letters = [row.letter for row in rows if row.state is MessageState.WAITING]
    return " ".join(
        [one.text + one.html + "".join(part.content for part in one.attachments) for one in letters]
    )


def _at_the_door(scene: Scene, person: Person, told: Told) -> None:
    """Every page that can be reached by links, on a device that proved who is there."""
    stage = scene.stage
    with stage.desk() as desk:
        until = desk.now + timedelta(days=30)
        purpose, case_id = LinkPurpose.PLAN, desk.case.id
        link = issue_link(
            desk.session,
            case_id=case_id,
            person_id=person.id,
            purpose=purpose,
            expires_at=until,
            now=desk.now,
        )
        device = remember_device(desk.session, case_id=case_id, person_id=person.id, now=desk.now)
    visitor = Visitor(scene.app)
    with scene.app.app_context():
        visitor.client.set_cookie(device_cookie(person.id), device)
    visitor.submit(visitor.get(f"/p/{link.token}"), "Open het bericht")
    ahead, seen = ["/p/welkom", "/p/beraad.ics", "/p/antwoord/1"], set[str]()
    while ahead:
        path = ahead.pop()
        if path in seen or _LEAVES.match(path):
            continue
        seen.add(path)
        text = visitor.client.get(path).text
        told.note(person, path, text)
        ahead += [found.partition("#")[0] for found in re.findall(r'href="(/p/[^"]+)"', text)]
    assert {"/p/plan", "/p/gegevens", "/p/beraad"} <= seen or not stage.scenario.versions


def _on_paper(browser: Visitor, person: Person, told: Told) -> None:
    """What the desk makes for this person: looking as them, the letter, the plan and the card for the fridge."""
    home = f"/casussen/{person.case_id}"
    for path in (
        f"gegevens/bekijk-als/{person.id}",
        f"gegevens/bekijk-als/{person.id}/beraad",
        f"gegevens/bekijk-als/{person.id}/plan",
        f"plan/afdrukken?voor={person.id}",
        f"plan/deel/{person.id}",
    ):
        told.note(person, path, browser.client.get(f"{home}/{path}").text)
    page = browser.client.get(f"{home}/uitnodigen/{person.id}")
    if "Maak een nieuwe code" in page.text:
        shown = browser.submit(browser.get(f"{home}/uitnodigen/{person.id}"), "Maak een nieuwe code")
        if "Druk de brief af" in shown.text:
            told.note(person, "letter", browser.submit(shown, "Druk de brief af").text)


@pytest.fixture(scope="module")
def told(scene: Scene) -> Told:
    """Everything that everybody gets."""
    return _read_all(scene)


def test_who_may_not_know_finds_it_nowhere_and_who_may_finds_it_where_it_stands(
    scene: Scene, told: Told
) -> None:
    with scene.stage.desk(permission=Permission.READ_CASE) as desk:
        people = [one for one in present(people_of(desk.session, desk.case)) if not one.nameless]
        knowing = {principals_of(people)[0].name.full, _around(people)[0].name.full}
    assert len(told.outputs) == len(people)
    leaks = [
        (who, where)
        for who, found in told.outputs.items()
        for where, words in found
        if who not in knowing and (STREET in words or CODE in words)
    ]
    assert leaks == []
    assert all(any(STREET in words for _where, words in told.outputs[who]) for who in knowing)


def test_nobody_ever_reads_who_must_not_be_invited(told: Told) -> None:
    found = [(who, where) for who, read in told.outputs.items() for where, words in read if BARRED in words]
    assert found == []


def test_paper_that_names_no_reader_never_tells_it(scene: Scene) -> None:
    browser, home = scene.sign_in(scene.stage.leader), f"/casussen/{scene.stage.case_id}"
    for path in ("kring/afdrukken", "kring/stamboom/afdrukken", "kring/leeg-blad", "plan/afdrukken"):
        text = browser.client.get(f"{home}/{path}").text
        assert STREET not in text, path
        assert BARRED not in text, path


def test_a_scenario_tells_a_secret_address_itself() -> None:
    assert [name for name in scenario_names() if read_scenario(name).care.hidden] == [_SHORT]
