"""Every night a backup of the data and one of the keys, proven by putting them back; and when that was last."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from netwerkberaad.flows.keeping.backups import alone_in, thin_out, write_backup
from netwerkberaad.flows.keeping.rows import BackupError
from netwerkberaad.flows.keeping.verifying import Verified, still_alive, verify
from netwerkberaad.foundation.core import heartbeat
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.foundation.vault import ScopeKey, Store, key_backup

BEGUN, MADE, PROVEN, KEYS = "backup.begun", "backup.made", "backup.proven", "backup.keys"
KEPT = frozenset({BEGUN, MADE, PROVEN, KEYS})
"""Names under which the last of each stands with the signs of life."""
NIGHT = time(2)
ALARM = timedelta(hours=26)
"""After so long without, something is wrong: a day, and time to make it."""
_PATIENCE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class LastKept:
    """When the last backup of the data and of the keys was made, and one was last put back as a trial."""

    made_at: datetime | None
    proven_at: datetime | None
    keys_at: datetime | None

    def alarming(self, now: datetime) -> bool:
        """Whether one of them is too long ago."""
        moments = (self.made_at, self.proven_at, self.keys_at)
        return any(moment is None or now - moment > ALARM for moment in moments)


def last_kept(session: Session) -> LastKept:
    """When that was, by the signs of life."""
    runs = (heartbeat.last_run(session, name) for name in (MADE, PROVEN, KEYS))
    return LastKept(*(run.succeeded_at if run else None for run in runs))


def keep_nightly(store: Store, settings: Settings, now: datetime) -> int:
    """Make and prove a backup when none was made since two o'clock at night; how many. One process does it."""
    if not _claimed(store, now):
        return 0
    keep_now(store, settings, now)
    return 1


def keep_now(store: Store, settings: Settings, now: datetime) -> Verified:
    """Make a backup of the data and then of the keys, put both back as a trial, and delete old ones.

    Raises BackupError when the trial fails: then nothing old is deleted. KeyRingError when another process is at it.
    """
    with alone_in(settings.backups):
        data = write_backup(store, settings.backups, now=now)
        _note(store, MADE, now)
        keys = keep_keys(store, settings, now)  # after the data: a key may be too new, never too old
        found = verify(data, keys, store.ring, folder=settings.backups)
        faults = (
            *found.faults,
            *(f"key: {scope} is missing" for scope in still_alive(store, found.without_key)),
        )
        if faults:
            raise BackupError(f"{data.name} cannot be trusted: {len(faults)} faults, the first: {faults[0]}")
        _note(store, PROVEN, now)
        thin_out(settings.backups, settings.backup_keep)
    return found


def keep_keys(store: Store, settings: Settings, now: datetime) -> Path:
    """Make a backup of the keys, and delete those that are past their life."""
    with store.reading() as session:
        try:
            path = key_backup.write_backup(session, store.ring, settings.key_backups, now=now)
        except key_backup.KeyBackupThereError:  # of the same second, by another job
            later = now + timedelta(seconds=1)
            path = key_backup.write_backup(session, store.ring, settings.key_backups, now=later)
    _note(store, KEYS, now)
    key_backup.remove_old(settings.key_backups, days=settings.key_backup_days, now=now)
    return path


def keep_new_keys(store: Store, settings: Settings, now: datetime) -> int:
    """Make a backup of the keys when there are newer ones than in the last; how many backups."""
    with store.reading() as session:
        newest = session.scalar(select(func.max(ScopeKey.made_at)))
        last = last_kept(session).keys_at
    if last is not None and (newest is None or newest < last):
        return 0
    keep_keys(store, settings, now)
    return 1


def _claimed(store: Store, now: datetime) -> bool:
    """Whether the backup of this night is ours to make: not proven yet, and nobody began it within two hours."""
    with store.writing() as session:
        begun = heartbeat.last_run(session, BEGUN, lock=True)
        proven = last_kept(session).proven_at
        if proven is not None and proven >= _last_night(now):
            return False
        if begun is not None and now - begun.ran_at < _PATIENCE:
            return False
        heartbeat.note_run(session, BEGUN, done=0, failure=None, now=now)
    return True


def _last_night(now: datetime) -> datetime:
    """The last time it was two o'clock at night."""
    tonight = from_local(local(now).date(), NIGHT)
    return tonight if tonight <= now else from_local(local(now).date() - timedelta(days=1), NIGHT)


def _note(store: Store, name: str, now: datetime) -> None:
    with store.writing() as session:
        heartbeat.note_run(session, name, done=1, failure=None, now=now)
