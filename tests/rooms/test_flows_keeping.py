"""Backups: one moment of everything, sealed, without keys, proven by putting it back, on both databases and across them."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, func, select, text, update

from netwerkberaad.cases import Case, Person
from netwerkberaad.flows.keeping import (
    BackupError,
)
from netwerkberaad.flows.keeping.backups import put_back, snapshot, write_backup
from netwerkberaad.flows.keeping.rows import dumped, head_of, load
from netwerkberaad.flows.keeping.verifying import verify
from netwerkberaad.foundation.core import audit_chain
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.vault import (
    KeyRing,
    KeyRingError,
    LiveRing,
    ScopeKey,
    Store,
    destroy_case_keys,
    key_backup,
    keys_of,
)
from netwerkberaad.foundation.vault.sealed_file import SealedFileError
from netwerkberaad.migrations import head, migrate
from netwerkberaad.models import metadata
from tests.builders import World, build_case
from tests.postgres import PostgresServer
from tests.stores import MONDAY, RING


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with nothing in it, to put a backup back in; of both kinds in turn."""
    if request.param == "sqlite":
        engine = build_engine(f"sqlite:///{tmp_path / 'restored.sqlite'}")
        yield engine
        engine.dispose()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.fresh()
    engine = build_engine(url)
    yield engine
    engine.dispose()
    server.drop(url)


@pytest.fixture
def cases(store: Store, world: World, clock: MovableClock) -> list[Case]:
    """Cases with people and a log that is chained."""
    with store.writing() as session:
        made = [build_case(session, world, clock) for _ in range(2)]
    with store.writing() as session:
        audit_chain.seal_entries(session, sign=keys_of(session).signer(audit_chain.PURPOSE))
    return made


def everything(engine: Engine) -> dict[str, set[object]]:
    """All rows but the wrapped keys."""
    with engine.connect() as connection:
        return {
            name: {tuple(row) for row in connection.execute(select(table))}
            for name, table in metadata.tables.items()
            if name != "scope_key"
        }


def both(store: Store, folder: Path, *, now: datetime = MONDAY) -> tuple[Path, Path]:
    data = write_backup(store, folder, now=now)
    with store.reading() as session:
        return data, key_backup.write_backup(session, store.ring, folder / "keys", now=now)


def test_what_comes_back_is_row_for_row_what_was_there_and_opens(
    store: Store, cases: list[Case], empty: Engine, tmp_path: Path
) -> None:
    data, keys = both(store, tmp_path)
    counts = put_back(empty, RING, data)
    assert everything(empty) == everything(store.engine)
    assert "scope_key" not in counts
    restored = Store(empty, LiveRing(RING))
    with restored.writing() as session:
        assert session.scalar(select(func.count()).select_from(ScopeKey)) == 0
        key_backup.restore(session, RING, keys)
    with restored.reading() as session, store.reading() as before:
        for case in cases:
            words = before.get_one(Case, case.id).referral.words
            assert words
            assert session.get_one(Case, case.id).referral.words == words
        assert audit_chain.verify(session, sign=keys_of(session).signer(audit_chain.PURPOSE)) == []


def test_a_backup_holds_one_moment_while_others_write_on(
    store: Store, world: World, clock: MovableClock, cases: list[Case], empty: Engine
) -> None:
    before = everything(store.engine)
    with snapshot(store.engine) as connection:
        parts = dumped(connection, version=head(), now=MONDAY)
        begun = [next(parts), next(parts)]
        with store.writing() as session:
            build_case(session, world, clock)
        begun += parts
    migrate(empty)
    everything_read = iter(begun)
    first = head_of(everything_read)
    with empty.execution_options(writes=True).begin() as connection:
        load(connection, first, everything_read)
    assert everything(empty) == before
    assert everything(store.engine) != before


def test_a_backup_is_not_put_back_over_something(store: Store, cases: list[Case], tmp_path: Path) -> None:
    data, _ = both(store, tmp_path)
    before = everything(store.engine)
    with pytest.raises(BackupError, match="not empty"):
        put_back(store.engine, RING, data)
    assert everything(store.engine) == before


@pytest.mark.parametrize("place", [0, 5, 20, 40, 2000, -1])
def test_a_backup_that_was_altered_puts_nothing_back(
    place: int, sqlite_store: Store, sqlite_world: World, tmp_path: Path
) -> None:
    data, _ = both(sqlite_store, tmp_path)
    content = bytearray(data.read_bytes())
    content[place] ^= 1
    data.write_bytes(content)
    engine = build_engine(f"sqlite:///{tmp_path / 'restored.sqlite'}")
    with pytest.raises((SealedFileError, KeyRingError)):
        put_back(engine, RING, data)
    if engine.connect().exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
        assert not any(everything(engine).values())
    engine.dispose()


def test_a_backup_that_was_cut_off_anywhere_is_not_taken_for_a_whole_one(
    sqlite_store: Store, sqlite_world: World, tmp_path: Path
) -> None:
    data, _ = both(sqlite_store, tmp_path)
    content = data.read_bytes()
    ends, place = [], 32
    while place < len(content):  # after each part
        ends.append(place)
        place += 4 + int.from_bytes(content[place : place + 4], "big")
    assert len(ends) > 5
    engine = build_engine(f"sqlite:///{tmp_path / 'restored.sqlite'}")
    migrate(engine)
    for end in (*ends, len(content) - 1):
        data.write_bytes(content[:end])
        with pytest.raises(SealedFileError):
            put_back(engine, RING, data)
        assert not any(everything(engine).values())
    data.write_bytes(content)
    assert put_back(engine, RING, data)
    engine.dispose()


def test_without_the_root_key_a_backup_is_refused_by_name(sqlite_store: Store, tmp_path: Path) -> None:
    data, _ = both(sqlite_store, tmp_path)
    with pytest.raises(KeyRingError, match=data.name):
        put_back(sqlite_store.engine, KeyRing.fresh(), data)


def test_a_trial_counts_opens_and_finds_nothing_wrong(
    store: Store, cases: list[Case], tmp_path: Path
) -> None:
    found = verify(*both(store, tmp_path), RING, folder=tmp_path)
    assert (found.faults, found.without_key, found.made_at) == ((), frozenset(), MONDAY)
    assert found.rows["case_file"] == len(cases)
    assert found.opened > len(cases)
    assert not list(tmp_path.glob(".trial-*"))


def test_a_trial_finds_a_value_that_does_not_open_and_a_log_that_was_altered(
    store: Store, cases: list[Case], tmp_path: Path
) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET action = 'nothing.happened'"))
        for person_id, sealed in connection.execute(select(Person.id, Person.name_sealed)).all():
            assert sealed is not None
            broken = sealed[:-1] + bytes([sealed[-1] ^ 1])
            connection.execute(update(Person).where(Person.id == person_id).values(name_sealed=broken))
    found = verify(*both(store, tmp_path), RING, folder=tmp_path)
    assert any(fault.startswith("log: ") for fault in found.faults)
    assert any(fault.startswith("sealed: person.name_sealed") for fault in found.faults)


def test_a_key_that_is_missing_is_a_fault_while_its_case_lives_and_none_after_it_was_destroyed(
    store: Store, cases: list[Case], tmp_path: Path
) -> None:
    data, _ = both(store, tmp_path)
    with store.writing() as session:
        destroy_case_keys(session, cases[0].id)
    with store.reading() as session:
        keys = key_backup.write_backup(session, RING, tmp_path / "newest", now=MONDAY)
    found = verify(data, keys, RING, folder=tmp_path)
    assert cases[0].id in found.without_key
    assert cases[1].id not in found.without_key
    assert found.faults == ()


def test_a_database_of_another_version_is_migrated_first(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0000')"))
    with pytest.raises(BackupError, match="migrate"):
        write_backup(sqlite_store, tmp_path, now=MONDAY)


def test_a_destroyed_case_does_not_come_back_with_an_old_backup(
    store: Store, cases: list[Case], empty: Engine, tmp_path: Path
) -> None:
    data, _ = both(store, tmp_path)
    with store.writing() as session:
        destroy_case_keys(session, cases[0].id)
    with store.reading() as session:
        keys = key_backup.write_backup(session, RING, tmp_path / "newest", now=MONDAY)
    put_back(empty, RING, data)
    restored = Store(empty, LiveRing(RING))
    with restored.writing() as session:
        session.execute(delete(ScopeKey))
        key_backup.restore(session, RING, keys)
    with restored.reading() as session:
        assert session.get(ScopeKey, cases[0].id) is None
        assert session.get(ScopeKey, cases[1].id) is not None
