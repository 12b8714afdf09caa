"""Backups of the data: made while everybody works on, sealed under the root key, without wrapped keys, thinned out by age."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy import exists as exists_

from netwerkberaad.flows.keeping.rows import BackupError, dumped, head_of, load
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.vault import KeyRing, Store
from netwerkberaad.foundation.vault.key_files import drafts_in, only_one
from netwerkberaad.foundation.vault.sealed_file import SealedFileError, reading_parts, write_parts
from netwerkberaad.migrations import head, known_versions, migrate
from netwerkberaad.models import metadata

PURPOSE = "data-backup"
ENDING = ".backup"
TRIAL = ".trial-"
_NAME = re.compile(r"\d{8}T\d{6}Z\.backup")


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Work on the backups of a folder while nobody else does, and clear what an earlier one left behind when it was killed.

    Raises KeyRingError when another process is at it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with only_one(folder / "backups", of="the backups"):
        for draft in drafts_in(folder, ENDING):
            draft.unlink()
        for trial in folder.glob(f"{TRIAL}*"):
            rmtree(trial)
        yield


def write_backup(store: Store, folder: Path, *, now: datetime) -> Path:
    """Write all data as they are at one moment to a new file. Raises BackupError, FileExistsError."""
    path = folder / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{ENDING}"
    version = _version(store.engine)
    if version not in {None, head()}:
        raise BackupError(
            "the database has another version than this program: run netwerkberaad migrate first"
        )
    with snapshot(store.engine) as connection:
        parts = dumped(connection, version=head(), now=now)
        write_parts(store.ring, path, parts, purpose=PURPOSE, now=now)
    return path


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one moment, and keeps nobody from writing."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection


def put_back(engine: Engine, ring: KeyRing, path: Path) -> dict[str, int]:
    """Put a backup in an empty database, at its own version and then at ours; how many rows each table got.

    Raises BackupError when the database is not empty or the backup is of a newer version, SealedFileError, KeyRingError.
    """
    try:
        with reading_parts(ring, path, purpose=PURPOSE) as parts:
            first = head_of(parts)
            if first.version not in known_versions():
                raise BackupError(f"{path.name} was made by a newer version of this program")
            _must_be_empty(engine)
            migrate(engine, version=first.version)
            with engine.execution_options(writes=True).begin() as connection:
                counts = load(connection, first, parts)
    except ValueError as error:  # of msgspec
        raise SealedFileError(f"{path.name} is no backup of data") from error
    migrate(engine)
    return counts


def backups_in(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    return sorted(path for path in folder.glob(f"*{ENDING}") if _NAME.fullmatch(path.name))


def thin_out(folder: Path, keep: tuple[int, int, int]) -> list[Path]:
    """Delete what is not the newest of its day, week or month, for so many days, weeks and months; which they were."""
    newest_first = backups_in(folder)[::-1]
    kept: set[Path] = set(newest_first[:1])
    for form, count in zip(("%Y-%m-%d", "%G-%V", "%Y-%m"), keep, strict=True):
        newest: dict[str, Path] = {}
        for path in newest_first:
            newest.setdefault(local(moment(path)).strftime(form), path)
        kept.update(list(newest.values())[:count])
    gone = [path for path in newest_first if path not in kept]
    for path in gone:
        path.unlink()
    return gone


def moment(path: Path) -> datetime:
    """When a backup was made, by its name."""
    return datetime.strptime(path.name.removesuffix(ENDING), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _must_be_empty(engine: Engine) -> None:
    with engine.connect() as connection:
        there = set(inspect(connection).get_table_names())
        for table in metadata.sorted_tables:
            if table.name in there and connection.scalar(select(exists_(select(table)))):
                raise BackupError("the database is not empty: a backup is put back in an empty one only")
