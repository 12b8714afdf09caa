"""The database: there, at our version, on time, with the keys it needs, and a log that the application cannot change."""

from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from netwerkberaad.commands.doctor.finding import Finding
from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.vault import LiveRing, Store, VaultError, provider_of

_SKEW = timedelta(seconds=5)
_LARGE_LOG = 256_000_000  # bytes
_RIGHTS = text(
    "SELECT has_table_privilege('audit_entry', 'DELETE') OR has_table_privilege('audit_entry', 'TRUNCATE')"
    " OR has_column_privilege('audit_entry', 'action', 'UPDATE')"
)


def database(settings: Settings) -> Iterator[Finding]:
    """Everything that needs a connection; one that cannot be made is a finding."""
    engine = build_engine(settings.database_url)
    try:
        if not _there(settings):
            yield Finding(
                "there is no database yet",
                "an installation that was in use has lost it",
                "start with: netwerkberaad serve; or put a backup back: netwerkberaad restore",
            )
            return
        with engine.connect() as connection:
            yield from _behind(engine)
            yield from _of_its_kind(connection)
        yield from _keys(engine, settings)
    except SQLAlchemyError as error:
        yield Finding(
            f"the database cannot be used ({type(getattr(error, 'orig', error)).__name__})",
            "no page works",
            "look whether it runs, at DATABASE_URL, and at its own log; restore a backup when it is damaged",
        )
    finally:
        engine.dispose()


def _there(settings: Settings) -> bool:
    name = settings.database_url.removeprefix("sqlite:///")
    return name == settings.database_url or Path(name).exists()


def _behind(engine: Engine) -> Iterator[Finding]:
    from netwerkberaad.migrations import head, up_to_date

    if not up_to_date(engine):
        yield Finding(
            f"the database is not at version {head()} of this program",
            "pages that use what is new fail",
            "as its owner: netwerkberaad migrate. Is the database newer? Then install the newer program",
        )


def _of_its_kind(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name == "sqlite":
        yield from _sqlite(connection)
        return
    there = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    skew = abs(SystemClock().now() - there.astimezone(UTC))
    if skew > _SKEW:
        yield Finding(
            f"the clock of the database is {skew.total_seconds():.0f} seconds off from this machine",
            "links and codes end too early or too late, and the log has wrong times",
            "let both follow a time server (timedatectl)",
        )
    if connection.execute(text("SELECT to_regclass('audit_entry') IS NULL")).scalar():
        return
    if connection.execute(_RIGHTS).scalar():
        yield Finding(
            "the role of the application may change or delete entries of the log",
            "who controls the application can wipe their traces",
            "netwerkberaad database roles | psql …, and use that role in DATABASE_URL (docs/beheer/postgresql.md)",
        )


def _sqlite(connection: Connection) -> Iterator[Finding]:
    for line in connection.execute(text("PRAGMA quick_check(3)")).scalars():
        if line != "ok":
            yield Finding(
                f"the database is damaged: {line}",
                "parts of it may be lost, and it gets worse",
                "stop the service, copy the files away, and put the newest backup back: netwerkberaad restore",
            )
    name = connection.execute(text("SELECT file FROM pragma_database_list WHERE name = 'main'")).scalar()
    log = Path(f"{name}-wal")
    if log.exists() and log.stat().st_size > _LARGE_LOG:
        yield Finding(
            f"the write-ahead log is {log.stat().st_size // 1_000_000} MB",
            "a process has been reading for very long; the disk fills and starting takes longer",
            "start the service again; it is emptied then",
            wrong=False,
        )


def _keys(engine: Engine, settings: Settings) -> Iterator[Finding]:
    from netwerkberaad.commands.sheets import has_sheet
    from netwerkberaad.flows.keeping import scopes_without_key
    from netwerkberaad.foundation.vault.rotation import uses_of_root_keys
    from netwerkberaad.migrations import up_to_date

    try:
        store = Store(engine, LiveRing.of(provider_of(settings)))
    except VaultError:
        return  # told with the files
    if not up_to_date(engine):
        return
    with store.reading() as session:
        lost = [use for use in uses_of_root_keys(session, store.ring) if not use.in_ring]
        without = len(set(scopes_without_key(session.connection())))
    for use in lost:
        yield Finding(
            f"root key {use.id} is not in the ring, and {use.total} keys need it",
            "the cases of those keys cannot be opened",
            "bring the ring of the other machine here, or: netwerkberaad keys recover",
        )
    if without:
        yield Finding(
            f"{without} cases or persons have sealed values and no key",
            "pages with them fail; after putting a backup back that is what was destroyed since, or a lost key",
            "netwerkberaad keys restore --erase, with the newest backup of keys",
        )
    if not settings.practice and not has_sheet(store):
        yield Finding(
            "the root keys are not on paper",
            "losing them is losing everything, and nobody can help",
            "netwerkberaad keys sheet recovery-sheet.pdf; print it, lock it away, shred the file",
        )


LOOKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (database,)
