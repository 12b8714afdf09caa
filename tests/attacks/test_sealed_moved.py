"""Somebody who can write in the database, or brings another key or half a file: nothing is shown that does not belong."""

import logging
import shutil
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from netwerkberaad.cases import Case
from netwerkberaad.cli import main
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.vault import KeyRing, Store
from netwerkberaad.web import create_app
from netwerkberaad.web.headers import HEADERS
from tests.builders import World, build_case, member, person_called, principal
from tests.pages import Visitor
from tests.web.desk_setting import Desk, path_of
from tests.web.door_setting import Door, build_door

MARK = "Gemerkte"


def _cases(desk: Desk) -> tuple[Case, Case]:
    with desk.store.writing() as session:
        own = build_case(session, desk.world, desk.clock, approved=True)
        other = build_case(
            session,
            desk.world,
            desk.clock,
            principals=[principal("Hoofd", MARK)],
            invitees=[member("Naaste", MARK)],
            approved=True,
        )
    return own, other


def _ids(desk: Desk, case: Case, first: str) -> uuid.UUID:
    with desk.store.reading() as session:
        return person_called(session, case, first).id


def _copy(desk: Desk, table: str, column: str, source: uuid.UUID, target: uuid.UUID, into: str = "") -> None:
    """Copy a sealed value to another row, or to another column of it."""
    statement = (
        f'UPDATE "{table}" SET {into or column} = (SELECT {column} FROM "{table}" WHERE id = :source) '
        "WHERE id = :target"
    )
    with desk.store.engine.begin() as connection:
        moved = connection.execute(text(statement), {"source": source.hex, "target": target.hex})
        assert moved.rowcount == 1


def _assert_calm(browser: Visitor, case: Case, caplog: pytest.LogCaptureFixture) -> None:
    """The page says that something went wrong, and neither it nor the log says whose or what."""
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        answer = browser.client.get(path_of(case, "kring"))
    assert answer.status_code == 500
    assert MARK not in answer.text
    assert "Traceback" not in answer.text
    said = [record.getMessage() for record in caplog.records if record.name.startswith("netwerkberaad")]
    assert said == ["unexpected SealError at desk.circle"]
    assert MARK not in caplog.text


def test_a_name_moved_from_another_case_is_not_shown(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    own, other = _cases(desk)
    browser = desk.sign_in()
    _copy(desk, "person", "name_sealed", _ids(desk, other, "Naaste"), _ids(desk, own, "Joke"))
    _assert_calm(browser, own, caplog)


def test_a_name_moved_within_a_case_is_not_shown(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    _own, other = _cases(desk)
    browser = desk.sign_in()
    _copy(desk, "person", "name_sealed", _ids(desk, other, "Hoofd"), _ids(desk, other, "Naaste"))
    _assert_calm(browser, other, caplog)


def test_a_value_moved_to_another_column_is_not_shown(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    _own, other = _cases(desk)
    browser = desk.sign_in()
    person = _ids(desk, other, "Naaste")
    _copy(desk, "person", "contact_sealed", person, person, into="name_sealed")
    _assert_calm(browser, other, caplog)


def test_a_key_moved_from_another_case_opens_nothing(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    own, other = _cases(desk)
    browser = desk.sign_in()
    _copy(desk, "scope_key", "wrapped", other.id, own.id)
    _assert_calm(browser, own, caplog)


def test_a_person_put_in_another_case_does_not_open_there(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    own, other = _cases(desk)
    browser = desk.sign_in()
    person = _ids(desk, other, "Naaste")
    with desk.store.engine.begin() as connection:
        moved = connection.execute(
            text("UPDATE scope_key SET parent_id = :case WHERE id = :person"),
            {"case": own.id.hex, "person": person.hex},
        )
        connection.execute(
            text("UPDATE person SET case_id = :case WHERE id = :person"),
            {"case": own.id.hex, "person": person.hex},
        )
    assert moved.rowcount == 1
    _assert_calm(browser, own, caplog)


def test_a_session_rewritten_to_somebody_else_opens_nothing(
    app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    door: Door = build_door(app, sqlite_store, clock, sqlite_world)
    guest, _page = door.enter("Joke")
    worker = Visitor(app)
    worker.sign_in(sqlite_world.facilitator)
    with sqlite_store.reading() as session:
        fatma = person_called(session, door.case, "Fatma").id
    with sqlite_store.engine.begin() as connection:
        connection.execute(
            text("UPDATE web_session SET person_id = :id, scope_id = :id WHERE person_id IS NOT NULL"),
            {"id": fatma.hex},
        )
        connection.execute(
            text("UPDATE web_session SET staff_id = :id WHERE staff_id IS NOT NULL"),
            {"id": sqlite_world.admin.id.hex},
        )
    assert guest.client.get("/p/welkom").status_code == 500
    assert worker.get("/account").h1 == "Inloggen"


def test_with_another_root_key_no_page_shows_anything(
    app: Flask, settings: Settings, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    stolen = Store(sqlite_store.engine, KeyRing.fresh())
    visitor = Visitor(create_app(settings, clock, stolen))
    for path in ("/", "/privacy", "/aanvragen", "/code"):
        answer = visitor.client.get(path)
        assert answer.status_code == 500
        assert "Walcheren" not in answer.text
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("size", [100, 5_000, 200_000])
def test_half_a_database_is_refused_in_words(
    size: int,
    sqlite_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    instance = str(tmp_path / "instance")
    assert main(["migrate", "--instance", instance]) == 0
    half = tmp_path / "half.sqlite"
    half.write_bytes(sqlite_template.read_bytes()[:size])
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{half}")
    for command in (["migrate"], ["jobs", "run", "sweep"], ["audit", "verify"], ["setup-link"]):
        assert main([*command, "--instance", instance]) == 2
        said = capsys.readouterr().err
        assert "the database cannot be used" in said
        assert "Traceback" not in said


def test_a_database_that_breaks_while_serving_gives_calm_pages(
    settings: Settings, clock: MovableClock, sqlite_store: Store, sqlite_world: World, tmp_path: Path
) -> None:
    source = Path(sqlite_store.engine.url.database or "")
    sqlite_store.engine.dispose()
    broken = tmp_path / "broken.sqlite"
    shutil.copy(source, broken)
    half = broken.stat().st_size // 2
    store = Store(build_engine(f"sqlite:///{broken}"), sqlite_store.ring)
    visitor = Visitor(create_app(settings, clock, store))
    assert visitor.sign_in(sqlite_world.facilitator).h1
    store.engine.dispose()
    broken.write_bytes(broken.read_bytes()[:half])
    for path in ("/", "/inloggen", "/account", "/aanvragen"):
        answer = visitor.client.get(path)
        assert answer.status_code in {200, 302, 500}
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert "sqlite" not in answer.text.lower()
        assert "Traceback" not in answer.text
    store.engine.dispose()
