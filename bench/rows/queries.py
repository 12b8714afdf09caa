"""Queries per page: the same for five rows and for fifty, and never more than twenty."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bench.browser import Browser
from bench.cases import fix_plan, invite_all, make_case, set_date, write_plan
from bench.harness import Row
from bench.house import LOOK, House, open_house
from bench.rows.door import enter, link_of
from netwerkberaad.accounts import Profile, actor_for, add_organisation, add_staff
from netwerkberaad.cases import Case, ExcludedPerson, circle_of, exclude_person, people_of, principals_of
from netwerkberaad.foundation.access import Role, system_actor
from tests.builders import build_request

FEW, MANY, MOST = 5, 50, 20
_ROOMS = (
    *(
        "",
        "/kring",
        "/kring/akkoord",
        "/niet-uitnodigen",
        "/uitnodigen",
        "/beraad",
        "/plan",
        "/plan/instemming",
    ),
    *("/plan/afdrukken", "/opvolging", "/gegevens", "/geschiedenis", "/afsluiten"),
)
_DRAFT = ("", "/plan", "/plan/schrijven", "/plan/vaststellen")
_DOOR = ("/p/welkom", "/p/antwoord/1", "/p/beraad", "/p/waarom")
_STATEMENTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as somebody reads it."""

    name: str
    browser: Browser
    path: str


class Statements:
    """Counts the statements an engine sends, without those that begin and end a transaction."""

    def __init__(self, engine: Engine) -> None:
        self._count = 0
        event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        self._count += statement.lstrip().upper().startswith(_STATEMENTS)

    def of(self, page: Page) -> int:
        """Statements for one page, which was read before."""
        page.browser.follow(page.path)
        before = self._count
        page.browser.follow(page.path)
        return self._count - before


def measure(folder: Path) -> Iterator[Row]:
    """A row per page: statements sent for it with fifty rows, and with five."""
    few, many = (list(_counts(grown(folder / f"rows-{size}", size))) for size in (FEW, MANY))
    for (name, ours), (_name, reference) in zip(many, few, strict=True):
        well = ours <= min(reference, MOST)
        ratio = ours / reference
        yield Row(f"queries: {name}, {MANY} rows, of {FEW}", ours, reference, ratio, f"same, ≤ {MOST}", well)


def _counts(house: House) -> Iterator[tuple[str, int]]:
    statements = Statements(house.store.engine)
    for page in (*_lists(house), *_rooms(house), *_guests(house)):
        yield page.name, statements.of(page)


def grown(folder: Path, size: int) -> House:
    """A house in which every list has so many rows."""
    house = open_house(folder, plain=False)
    world, clock = house.world, house.clock
    for number in range(size):
        with house.store.writing() as session:
            build_request(session, world, clock)
            case = make_case(session, world, clock, people=4)
            _go_on(session, house, case, number)
    with house.store.writing() as session:
        _add_staff(session, house, size)
    with house.store.writing() as session:
        case = make_case(session, world, clock, people=size + 2)
        for number in range(size):
            person = ExcludedPerson(name=f"Niemand {number}", reason="Contactverbod")
            exclude_person(session, actor_for(world.facilitator), case=case, person=person, now=clock.now())
        invite_all(session, world, clock, case, answers=size // 2)
        write_plan(session, world, clock, case, lines=size)
        house.marks["draft"] = str(case.id)
    with house.store.writing() as session:
        case = make_case(session, world, clock, people=size + 2)
        invite_all(session, world, clock, case, answers=size // 2)
        set_date(session, world, clock, case, days=12)
        write_plan(session, world, clock, case, lines=size)
        fix_plan(session, world, clock, case)
        people = people_of(session, case)
        house.marks.update(
            case=str(case.id), principal=str(principals_of(people)[0].id), member=str(circle_of(people)[0].id)
        )
    clock.move_to(LOOK)
    return house


def _go_on(session: Session, house: House, case: Case, number: int) -> None:
    """A third of the cases invites, a third is about to meet, a third has a plan."""
    world, clock = house.world, house.clock
    if number % 3 == 2:
        write_plan(session, world, clock, case, lines=2)
        fix_plan(session, world, clock, case)
        return
    invite_all(session, world, clock, case, answers=1)
    if number % 3 == 1:
        set_date(session, world, clock, case, days=10)


def _add_staff(session: Session, house: House, size: int) -> None:
    system, now, region = system_actor(house.world.region.id), house.clock.now(), house.world.region
    for number in range(size):
        team = add_organisation(session, system, region=region, name=f"Wijkteam {number}", now=now)
        profile = Profile(first="Mia", last=f"Collega {number}", mail=f"mia{number}@example.org")
        roles = [Role.FACILITATOR]
        add_staff(session, system, region=region, organisation=team, profile=profile, roles=roles, now=now)


def _lists(house: House) -> Iterator[Page]:
    world = house.world
    lists = (
        (world.facilitator, ("/vandaag", "/casussen", "/casussen?q=fatma", "/aanvragen-bekijken")),
        (world.coordinator, ("/vandaag", "/aanvragen-bekijken")),
        (world.referrer, ("/aanmeldingen",)),
        (world.admin, ("/beheer/medewerkers", "/beheer/organisaties", "/beheer/toestand")),
        (world.privacy_officer, ("/logboek",)),
    )
    for staff, paths in lists:
        browser = house.signed_in(staff)
        for path in paths:
            yield Page(f"{path} ({staff.profile.first})", browser, path)


def _rooms(house: House) -> Iterator[Page]:
    browser = house.signed_in()
    for room in _ROOMS:
        yield Page(f"case{room}", browser, f"/casussen/{house.marks['case']}{room}")
    for room in _DRAFT:
        yield Page(f"case with a draft{room}", browser, f"/casussen/{house.marks['draft']}{room}")


def _guests(house: House) -> Iterator[Page]:
    for who in ("member", "principal"):
        path = link_of(house, uuid.UUID(house.marks["case"]), uuid.UUID(house.marks[who]))
        guest = enter(house, path)
        for page in _DOOR:
            yield Page(f"{page} ({who})", guest, page)
