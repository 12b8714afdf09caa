"""Stores for the tests: every test that touches the database runs on SQLite and on PostgreSQL.

Neither waits for the disk, as the data are worth nothing after the run.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from netwerkberaad.accounts import passwords
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.vault import KeyRing, Store
from netwerkberaad.models import metadata
from tests.postgres import PostgresServer

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""The moment every test begins at: Monday 2 March 2026, 10.00 in the Netherlands."""
RING = KeyRing.fresh()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2id with the least work: its strength is a setting, not what these tests are about."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands still until the test moves it."""
    return MovableClock(MONDAY)


def engine_on(path: Path) -> Engine:
    """An engine on an SQLite database that does not wait until what is committed lies on the disk.

    What a query does not order comes out backwards: nothing may lean on the order of rows that happens to be.
    """
    engine = build_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _for_a_test)
    return engine


def _for_a_test(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.execute("PRAGMA reverse_unordered_selects=ON")
    cursor.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with all tables, to copy for each test."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    engine = engine_on(path)
    metadata.create_all(engine)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        connection.commit()
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.rollback()
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_engine(postgres_server: PostgresServer) -> Iterator[Engine]:
    """One PostgreSQL database of this worker with all tables; emptied before each test."""
    url = postgres_server.fresh()
    engine = build_engine(url)
    metadata.create_all(engine)
    yield engine
    engine.dispose()
    postgres_server.drop(url)


def copied_store(template: Path, path: Path, *, now: datetime = MONDAY) -> Store:
    """A fresh store on SQLite, in a file of its own."""
    shutil.copy(template, path)
    store = Store(engine_on(path), RING)
    store.prepare(now=now)
    return store


def emptied_store(engine: Engine, *, now: datetime = MONDAY) -> Store:
    """A fresh store on PostgreSQL, in the one database of this worker.

    Taking rows out of eighty small tables costs milliseconds; TRUNCATE makes hundreds of files anew.
    """
    emptying = ";".join(f'DELETE FROM "{table.name}"' for table in metadata.sorted_tables)
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # asks no foreign key
        connection.exec_driver_sql(emptying)
    store = Store(engine, RING)
    store.prepare(now=now)
    return store


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path, clock: MovableClock) -> Iterator[Store]:
    """A fresh store on SQLite."""
    store = copied_store(sqlite_template, tmp_path / "test.sqlite", now=clock.now())
    yield store
    store.engine.dispose()


@pytest.fixture
def postgres_store(postgres_engine: Engine, clock: MovableClock) -> Store:
    """An emptied store on PostgreSQL."""
    return emptied_store(postgres_engine, now=clock.now())


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> Store:
    """A fresh store, on both databases in turn."""
    fixture: Store = request.getfixturevalue(f"{request.param}_store")
    return fixture


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def shared_store(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """One store for all tests of a module, on both databases in turn: each test brings a case of its own."""
    if request.param == "postgres":
        yield emptied_store(request.getfixturevalue("postgres_engine"))
        return
    store = copied_store(sqlite_template, tmp_path_factory.mktemp("shared") / "test.sqlite")
    yield store
    store.engine.dispose()
