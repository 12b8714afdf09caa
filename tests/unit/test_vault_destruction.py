"""A destroyed key is gone from the database, from memory, and from the files of the database."""

import uuid
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import build_engine, clear_leftovers, new_id
from netwerkberaad.foundation.vault import (
    SYSTEM_SCOPE,
    MissingKeyError,
    ScopeKey,
    ScopeKind,
    Store,
    destroy_case_keys,
    destroy_person_key,
    keys_of,
)

FIELD = "test.content_sealed"


def make_case(store: Store, now: datetime, *, people: int = 2) -> tuple[uuid.UUID, list[uuid.UUID]]:
    case, persons = new_id(), [new_id() for _ in range(people)]
    with store.writing() as session:
        keys = keys_of(session)
        keys.make_scope(case, ScopeKind.CASE, now=now)
        for person in persons:
            keys.make_scope(person, ScopeKind.PERSON, inside=case, now=now)
    return case, persons


def wrapped_of(store: Store, *scopes: uuid.UUID) -> list[bytes]:
    with store.reading() as session:
        return list(session.scalars(select(ScopeKey.wrapped).where(ScopeKey.id.in_(scopes))))


def test_with_the_key_of_a_case_go_those_of_its_people_and_no_other(
    store: Store, clock: MovableClock
) -> None:
    case, people = make_case(store, clock.now())
    other, _ = make_case(store, clock.now(), people=1)
    with store.writing() as session:
        assert destroy_case_keys(session, case) == 3
        assert destroy_case_keys(session, case) == 0
    assert wrapped_of(store, case, *people) == []
    with store.reading() as session:
        keys_of(session).load([other, SYSTEM_SCOPE])


def test_the_key_of_one_person_goes_alone(store: Store, clock: MovableClock) -> None:
    case, (one, other) = make_case(store, clock.now())
    with store.writing() as session:
        assert destroy_person_key(session, one)
        assert not destroy_person_key(session, one)
        keys_of(session).load([case, other])
        with pytest.raises(MissingKeyError):
            keys_of(session).load([one])


def test_a_key_destroyed_within_a_unit_of_work_seals_and_opens_nothing_more_in_it(
    store: Store, clock: MovableClock
) -> None:
    case, _ = make_case(store, clock.now())
    row = new_id()
    with store.writing() as session:
        keys = keys_of(session)
        sealed = keys.seal(case, FIELD, row, b"geheim")
        destroy_case_keys(session, case)
        with pytest.raises(MissingKeyError):
            keys.open(case, FIELD, row, sealed)


def test_a_destruction_that_is_undone_leaves_the_key(store: Store, clock: MovableClock) -> None:
    case, _ = make_case(store, clock.now())
    session = store.open(writes=True)
    destroy_case_keys(session, case)
    session.close()
    with store.reading() as session:
        keys_of(session).load([case])


def test_no_file_of_sqlite_holds_a_wrapped_key_after_clearing(
    sqlite_store: Store, clock: MovableClock, tmp_path: Path
) -> None:
    case, people = make_case(sqlite_store, clock.now(), people=40)
    wrapped = wrapped_of(sqlite_store, case, *people)
    with sqlite_store.writing() as session:
        destroy_case_keys(session, case)
    assert clear_leftovers(sqlite_store.engine, "scope_key")
    assert _files(tmp_path, wrapped) == []


def _without_patience(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=0")
    cursor.close()


def test_clearing_says_when_somebody_still_reads_what_was_there(
    sqlite_store: Store, clock: MovableClock
) -> None:
    make_case(sqlite_store, clock.now())
    hasty = build_engine(str(sqlite_store.engine.url))
    event.listen(hasty, "connect", _without_patience)
    with sqlite_store.reading() as session:
        session.scalars(select(ScopeKey.id)).all()
        case, _ = make_case(sqlite_store, clock.now())
        with sqlite_store.writing() as other:
            destroy_case_keys(other, case)
        assert not clear_leftovers(hasty, "scope_key")
    assert clear_leftovers(hasty, "scope_key")
    hasty.dispose()


@pytest.fixture
def postgres_data(postgres_engine: Engine) -> Path:
    """The folder that the server keeps its tables in."""
    return Path(str(postgres_engine.url.query["host"])) / "data" / "base"


@pytest.mark.postgres
def test_no_table_of_postgresql_holds_a_wrapped_key_after_clearing(
    postgres_store: Store, postgres_data: Path, clock: MovableClock
) -> None:
    case, people = make_case(postgres_store, clock.now(), people=40)
    wrapped = wrapped_of(postgres_store, case, *people)
    _checkpoint(postgres_store.engine)
    assert len(_files(postgres_data, wrapped)) > 0
    with postgres_store.writing() as session:
        destroy_case_keys(session, case)
    assert clear_leftovers(postgres_store.engine, "scope_key")
    _checkpoint(postgres_store.engine)
    assert _files(postgres_data, wrapped) == []


def _checkpoint(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")


def _files(folder: Path, wrapped: list[bytes]) -> list[str]:
    """The files that hold one of these. The head of an envelope is left out: it names a key, it is none."""
    tails = [content[17:] for content in wrapped]
    assert tails
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(tail in path.read_bytes() for tail in tails)
    ]
