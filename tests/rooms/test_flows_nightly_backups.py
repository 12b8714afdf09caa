"""Every night a backup that is proven, by one process; old ones are thinned out, and what was cut off is cleared."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from netwerkberaad.flows.keeping import (
    BackupError,
    alone_in,
    backups_in,
    keep_keys,
    keep_new_keys,
    keep_nightly,
    keep_now,
    last_kept,
)
from netwerkberaad.flows.keeping.backups import thin_out
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import KeyRingError, Store, key_backup
from tests.builders import World, build_case
from tests.rooms.test_flows_keeping import cases
from tests.stores import MONDAY

__all__ = ["cases"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation in a folder of its own."""
    return Settings(instance=tmp_path, database_url="sqlite:///", base_url="http://localhost")


def test_of_old_backups_the_newest_of_some_days_weeks_and_months_stay(tmp_path: Path) -> None:
    for day in range(400):
        for hour in (2, 14):
            moment = MONDAY.replace(hour=hour) - timedelta(days=day)
            (tmp_path / f"{moment:%Y%m%dT%H%M%SZ}.backup").touch()
    (tmp_path / "kept by hand.backup").touch()
    thin_out(tmp_path, (3, 2, 3))
    stayed = [path.name[:11] for path in backups_in(tmp_path)]
    assert stayed == ["20260131T14", "20260228T14", "20260301T14", "20260302T14"]
    assert (tmp_path / "kept by hand.backup").exists()


@pytest.mark.usefixtures("cases")
def test_every_night_one_backup_is_made_and_proven_by_one_process(
    store: Store, settings: Settings, clock: MovableClock
) -> None:
    with store.reading() as session:
        assert last_kept(session).alarming(clock.now())
    assert [keep_nightly(store, settings, clock.now()) for _ in range(3)] == [1, 0, 0]
    clock.advance(timedelta(hours=15))  # one o'clock at night
    assert keep_nightly(store, settings, clock.now()) == 0
    clock.advance(timedelta(hours=2))
    assert [keep_nightly(store, settings, clock.now()) for _ in range(2)] == [1, 0]
    with store.reading() as session:
        last = last_kept(session)
    assert (last.made_at, last.proven_at, last.keys_at) == (clock.now(),) * 3
    assert not last.alarming(clock.now() + timedelta(hours=25))
    assert last.alarming(clock.now() + timedelta(hours=27))


@pytest.mark.usefixtures("cases")
def test_a_backup_that_cannot_be_trusted_is_an_error_and_deletes_nothing_old(
    store: Store, settings: Settings, clock: MovableClock
) -> None:
    keep_now(store, settings, clock.now())
    clock.advance(timedelta(minutes=5))
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET action = 'nothing.happened'"))
    with pytest.raises(BackupError, match="cannot be trusted"):
        keep_now(store, settings, clock.now())
    assert len(backups_in(settings.backups)) == 2
    with store.reading() as session:
        assert last_kept(session).proven_at == clock.now() - timedelta(minutes=5)


def test_new_keys_are_backed_up_within_the_hour_and_nothing_new_is_not(
    store: Store, world: World, settings: Settings, clock: MovableClock
) -> None:
    clock.advance(timedelta(minutes=1))
    assert [keep_new_keys(store, settings, clock.now()) for _ in range(2)] == [1, 0]
    clock.advance(timedelta(hours=1))
    assert keep_new_keys(store, settings, clock.now()) == 0
    with store.writing() as session:
        build_case(session, world, clock)
    clock.advance(timedelta(seconds=1))
    assert keep_new_keys(store, settings, clock.now()) == 1


def test_two_at_once_do_not_touch_each_others_work_and_what_was_cut_off_is_cleared(tmp_path: Path) -> None:
    half = tmp_path / ".20260302T090000Z.backup.0a1b2c3d"
    half.touch()
    (tmp_path / ".trial-x").mkdir()
    with alone_in(tmp_path):
        assert not half.exists()
        assert not (tmp_path / ".trial-x").exists()
        with pytest.raises(KeyRingError, match="another process"), alone_in(tmp_path):
            raise AssertionError


@pytest.mark.usefixtures("cases")
def test_a_night_that_failed_is_tried_again_after_two_hours(
    store: Store, settings: Settings, clock: MovableClock
) -> None:
    settings.key_backups.write_text("in the way of the folder")
    with pytest.raises(FileExistsError):
        keep_nightly(store, settings, clock.now())
    settings.key_backups.unlink()
    clock.advance(timedelta(minutes=15))
    assert keep_nightly(store, settings, clock.now()) == 0
    clock.advance(timedelta(hours=2))
    assert keep_nightly(store, settings, clock.now()) == 1


def test_a_backup_of_the_keys_in_the_same_second_is_not_in_the_way(
    sqlite_store: Store, settings: Settings, clock: MovableClock
) -> None:
    first = keep_keys(sqlite_store, settings, clock.now())
    keep_now(sqlite_store, settings, clock.now())
    assert first in key_backup.backups_in(settings.key_backups)
    assert len(key_backup.backups_in(settings.key_backups)) == 2
