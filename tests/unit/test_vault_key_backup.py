"""Backups of the wrapped keys live apart from the data, and shortly: an old database cannot undo a destruction."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.vault import (
    SYSTEM_SCOPE,
    KeyRing,
    KeyRingError,
    LiveRing,
    MissingKeyError,
    ScopeKey,
    Store,
    destroy_case_keys,
    keys_of,
    rotation,
)
from netwerkberaad.foundation.vault.key_backup import (
    KEPT_APART,
    KeyBackupError,
    Restored,
    backups_in,
    remove_old,
    restore,
    write_backup,
)
from tests.keys import KeyHouse, opens
from tests.postgres import PostgresServer, installed
from tests.stores import MONDAY, RING


def backed_up(house: KeyHouse, folder: Path, *, days: int = 0) -> Path:
    with house.store.reading() as session:
        return write_backup(session, house.provider.load(), folder, now=MONDAY + timedelta(days=days))


def put_back(house: KeyHouse, path: Path) -> Restored:
    with house.store.writing() as session:
        return restore(session, house.provider.load(), path)


def lose_keys(house: KeyHouse) -> None:
    """What a database looks like that comes from its backup."""
    with house.store.writing() as session:
        session.execute(delete(ScopeKey))


def count_keys(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(ScopeKey)) or 0


def test_keys_that_were_lost_come_back_from_their_backup(key_house: KeyHouse, tmp_path: Path) -> None:
    cases = key_house.make_cases(3, people=2)
    path = backed_up(key_house, tmp_path)
    lose_keys(key_house)
    with pytest.raises(MissingKeyError):
        opens(key_house.store, cases[0])
    done = put_back(key_house, path)
    assert (done.added, done.present, done.made_at) == (10, 0, MONDAY)
    assert all(opens(key_house.store, case) for case in cases)
    assert put_back(key_house, path).added == 0


def test_a_case_destroyed_since_the_backup_of_the_database_cannot_be_opened_again(
    key_house: KeyHouse, tmp_path: Path
) -> None:
    kept, gone = key_house.make_cases(2)
    backed_up(key_house, tmp_path)
    with key_house.store.writing() as session:
        destroy_case_keys(session, gone.id)
    (added,) = key_house.make_cases(1)
    newest = backed_up(key_house, tmp_path, days=1)
    lose_keys(key_house)  # the rows of the database of last week are all back, without a key
    put_back(key_house, newest)
    assert opens(key_house.store, kept)
    assert opens(key_house.store, added)
    with pytest.raises(MissingKeyError):
        opens(key_house.store, gone)


def test_backups_past_their_life_are_deleted_and_no_other_file(key_house: KeyHouse, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    paths = [backed_up(key_house, folder, days=day) for day in (0, 7, 14, 15)]
    (folder / "README").write_text("not a backup", encoding="utf-8")
    assert remove_old(folder, days=14, now=MONDAY + timedelta(days=15)) == [paths[0]]
    assert backups_in(folder) == paths[1:]
    assert (folder / "README").exists()


def test_a_backup_says_nothing_and_cannot_be_altered_or_opened_elsewhere(
    key_house: KeyHouse, tmp_path: Path
) -> None:
    (case,) = key_house.make_cases()
    path = backed_up(key_house, tmp_path)
    content = bytearray(path.read_bytes())
    assert case.id.bytes not in content
    assert path.stat().st_mode & 0o077 == 0
    lose_keys(key_house)
    for place in (6, 20, len(content) - 1):  # the moment, the salt, the content
        altered = bytearray(content)
        altered[place] ^= 1
        path.write_bytes(altered)
        with pytest.raises(KeyBackupError, match="altered"):
            put_back(key_house, path)
    path.write_bytes(b"\x01")
    with pytest.raises(KeyBackupError, match="not a backup"):
        put_back(key_house, path)
    path.write_bytes(content)
    with key_house.store.writing() as session, pytest.raises(KeyRingError, match="not in the ring"):
        restore(session, KeyRing.fresh(), path)
    assert count_keys(key_house.store) == 0


def test_a_backup_never_replaces_a_key_that_is_there(key_house: KeyHouse, tmp_path: Path) -> None:
    path = backed_up(key_house, tmp_path)
    with key_house.store.writing() as session:
        session.execute(update(ScopeKey).where(ScopeKey.id == SYSTEM_SCOPE).values(key_id=b"else"))
    with pytest.raises(KeyBackupError, match="another than in the database"):
        put_back(key_house, path)


def test_a_backup_that_needs_a_retired_root_key_is_refused_by_name(
    key_house: KeyHouse, tmp_path: Path
) -> None:
    path = backed_up(key_house, tmp_path)
    old = key_house.provider.load().current
    ring = rotation.begin_rotation(key_house.store, key_house.provider, now=MONDAY)
    for _ in rotation.rewrap(key_house.store, ring):
        continue
    rotation.retire(key_house.store, key_house.provider, old)
    with pytest.raises(KeyRingError, match=old):
        put_back(key_house, path)


def test_a_second_backup_of_the_same_moment_replaces_nothing(key_house: KeyHouse, tmp_path: Path) -> None:
    before = backed_up(key_house, tmp_path).read_bytes()
    with pytest.raises(KeyBackupError, match="is there already"):
        backed_up(key_house, tmp_path)
    assert backups_in(tmp_path)[0].read_bytes() == before


@pytest.fixture
def restored_url(postgres_server: PostgresServer) -> Iterator[str]:
    """An empty database to put a dump back in."""
    url = postgres_server.fresh()
    yield url
    postgres_server.drop(url)


@pytest.mark.postgres
def test_a_dump_of_postgresql_without_the_keys_opens_with_the_backup_of_keys(
    postgres_store: Store, restored_url: str, tmp_path: Path
) -> None:
    programs = installed() / "bin"
    dump = tmp_path / "dump.sql"
    left_out = [f"--exclude-table-data={table}" for table in KEPT_APART]
    address = postgres_store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    subprocess.run([programs / "pg_dump", *left_out, f"--file={dump}", address], check=True)
    subprocess.run(
        [programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={dump}", restored_url],
        check=True,
        capture_output=True,
    )
    with postgres_store.reading() as session:
        path = write_backup(session, RING, tmp_path, now=MONDAY)
    restored = Store(build_engine(restored_url), LiveRing(RING))
    assert count_keys(restored) == 0
    with restored.writing() as session:
        restore(session, RING, path)
    with restored.reading() as session:
        keys_of(session).load([SYSTEM_SCOPE])
    restored.engine.dispose()
