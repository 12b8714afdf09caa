"""Beheerder, privacy officer and analyst read nothing of a case: no page, download, error or header tells them anything.

A whole case is played; they follow every link, and try every address there is with the real ids of its rows.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from netwerkberaad.accounts import find_staff
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.models import metadata
from tests.attacks.hunting import Hunt
from tests.attacks.watching import told_by
from tests.walking import Walk
from tests.web.played import NAME, Kept, Played, played

OUTSIDERS = ("beheer", "privacy", "analyse")
_ROWS_BY_ARGUMENT = {
    "person_id": "person",
    "follow_up_id": "follow_up",
    "need_id": "need_task",
    "goal_id": "goal",
    "line_id": "commitment",
    "commitment_id": "commitment",
    "version_id": "plan_version",
    "beraad_id": "beraad",
    "exclusion_id": "exclusion",
    "emergency_id": "emergency_access",
    "cover_id": "cover",
    "staff_id": "staff",
    "organisation_id": "organisation",
}


@pytest.fixture(scope="module")
def case(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The played case with all its moments."""
    made = played(sqlite_template, tmp_path_factory.mktemp("inside"))
    yield made
    made.store.engine.dispose()


def moment_named(case: Played, name: str) -> Kept:
    """One moment of the case."""
    return next(moment for moment in case.kept if moment.name == name)


def ids_in(case: Played, table: str) -> list[str]:
    """Ids of a table, as they stand in addresses."""
    with case.store.engine.connect() as connection:
        column = metadata.tables[table].c.id
        return [str(found) for found in connection.scalars(select(column).order_by(column))]


def marks(case: Played) -> Hunt:
    """Everything that was told in the case, without what names the team and its staff."""
    with case.store.reading() as session:
        system = system_actor(case.stage.house.region_id)
        staff = [find_staff(session, system, one).profile for one in case.stage.house.staff.values()]
    known = {part for one in staff for part in (one.first, one.last, one.full_name, one.mail, one.phone)}
    public = {
        "Netwerkberaad Walcheren",
        "Wijkteam Middelburg-Zuid",
        "Walcheren",
        "Middelburg",
        "sociaal werker",
    }
    told = {mark for mark in told_by(NAME) - public if not any(mark in one for one in known)}
    return Hunt(told)


def paths_of(case: Played, rule: Rule) -> Iterator[str]:
    """A route with the ids of the case, for each of the people where it is about one."""
    own = str(case.stage.case_id)
    values: dict[str, object] = {}
    for name in rule.arguments:
        table = _ROWS_BY_ARGUMENT.get(name)
        found = ids_in(case, table) if table else []
        values[name] = found[0] if found else own
    words = {"step": 1, "which": "plan", "spot": "mail", "language": "nl"}
    values |= {name: value for name, value in words.items() if name in values}
    people = ids_in(case, "person")[:3] if "person_id" in rule.arguments else [""]
    for person in people:
        built = rule.build({**values, "person_id": person} if person else values)
        if built is not None:
            yield built[1]


def told(answer: TestResponse) -> bytes:
    """Everything that an answer says: its body and its headers."""
    return answer.get_data() + str(answer.headers).encode()


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("name", ["waiting", "following up", "closed"])
def test_no_page_download_or_error_tells_an_outsider_anything_of_a_case(
    case: Played, who: str, name: str
) -> None:
    case.go_back(moment_named(case, name))
    visitor, began = case.sign_in(who)
    hunt = marks(case)
    walk = Walk(case.app, visitor)
    for _page in walk.pages(began, "/account"):
        pass
    found = {answer.request.path: hunt.found_in(told(answer)) for answer in walk.answers}
    for rule in case.app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and rule.endpoint not in {"static", "door.leave"}:
            for path in paths_of(case, rule):
                found[path] = hunt.found_in(told(visitor.client.get(path)))
    assert len(hunt.marks) > 100
    assert {path: seen for path, seen in found.items() if seen} == {}
