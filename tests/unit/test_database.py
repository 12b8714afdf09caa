"""The database as a unit of work meets it: hardened, and never left locked by what failed."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from netwerkberaad.foundation.core.database import build_engine, new_id
from netwerkberaad.foundation.vault import ScopeKey, ScopeKind, Store
from tests.stores import MONDAY


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("synchronous", 2),
        ("temp_store", 2),
    ],
)
def test_every_connection_to_sqlite_is_hardened(tmp_path: Path, pragma: str, value: object) -> None:
    engine = build_engine(f"sqlite:///{tmp_path / 'hardened.sqlite'}")
    for _ in range(2):
        with engine.connect() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
        engine.dispose()


def test_those_who_begin_with_a_new_database_at_once_wait_for_each_other(tmp_path: Path) -> None:
    begin = threading.Barrier(4)

    def connect(number: int) -> object:
        engine = build_engine(f"sqlite:///{tmp_path / f'{number}.sqlite'}")
        begin.wait()
        with engine.connect() as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        engine.dispose()
        return mode

    for number in range(60):
        with ThreadPoolExecutor(4) as together:
            assert list(together.map(connect, [number] * 4)) == ["wal"] * 4


def test_a_commit_that_is_refused_leaves_no_lock(store: Store) -> None:
    key = ScopeKey(id=new_id(), kind=ScopeKind.CASE, key_id=b"1234", wrapped=b"", made_at=MONDAY)
    key.root_key_id = "ffffffff"
    with pytest.raises(IntegrityError), store.writing() as session:
        session.add(key)
    other = build_engine(store.engine.url.render_as_string(hide_password=False))
    with Store(other, store.ring).writing() as session:
        session.execute(text("DELETE FROM limit_hit"))
    other.dispose()
    with store.writing() as session:
        session.execute(text("DELETE FROM limit_hit"))


def test_parameters_of_a_statement_that_fails_are_not_told(store: Store) -> None:
    with store.reading() as session, pytest.raises(DBAPIError) as failed:
        session.execute(text("SELECT :secret FROM no_such_table"), {"secret": "Fenna"})
    assert "Fenna" not in str(failed.value)
