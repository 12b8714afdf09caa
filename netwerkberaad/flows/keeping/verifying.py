"""Proof that a backup can be put back: it is put back, in a temporary place, and looked at.

The temporary database lies in the folder of the backups and holds what they hold; the wrapped keys stay in memory.
"""

import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Column, Connection, exists, func, select, text

from netwerkberaad.flows.keeping.backups import TRIAL, put_back
from netwerkberaad.foundation.core import audit_chain
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.vault import (
    KeyRing,
    ScopeKey,
    Store,
    VaultError,
    key_backup,
    keys_of,
    registry,
    session_on,
)
from netwerkberaad.foundation.vault.sealed_file import moment_of
from netwerkberaad.models import metadata

_BATCH = 500
# The keys in memory take the place of the empty table on disk; the temporary tables of our connections are there.
_KEYS_IN_MEMORY = "CREATE TEMP TABLE scope_key AS SELECT * FROM main.scope_key"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a trial found: numbers, ids and places, no content. ``without_key`` are the scopes whose sealed values stay closed:
    right for what was destroyed since, wrong for what lives.
    """

    made_at: datetime
    rows: dict[str, int]
    opened: int
    without_key: frozenset[uuid.UUID]
    faults: tuple[str, ...]


def verify(path: Path, keys: Path, ring: KeyRing, *, folder: Path) -> Verified:
    """Put a backup of the data and one of the keys together in a new place within the folder, and look at all of it.

    Raises VaultError when one of them does not open or cannot be put back at all.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=TRIAL) as place:
        engine = build_engine(f"sqlite:///{place}/trial.sqlite")
        try:
            rows = put_back(engine, ring, path)
            with engine.connect() as connection:
                faults = [*_lost_rows(connection, rows), *_damage(connection)]
                connection.exec_driver_sql(_KEYS_IN_MEMORY)
                with session_on(connection, ring) as session:
                    key_backup.restore(session, ring, keys)
                    session.flush()
                    sign = keys_of(session).signer(audit_chain.PURPOSE)
                    faults += [f"log: {place}" for place in audit_chain.verify(session, sign=sign)]
                opened, closed = _open_one_of_each(connection, ring)
                without_key = frozenset(scopes_without_key(connection))
        finally:
            engine.dispose()
    return Verified(moment_of(path), rows, opened, without_key, (*faults, *closed))


def still_alive(store: Store, scopes: frozenset[uuid.UUID]) -> list[uuid.UUID]:
    """Which of these scopes have a key in the database that is in use: their keys should have been in the backup."""
    wanted, found = sorted(scopes), list[uuid.UUID]()
    with store.reading() as session:
        for start in range(0, len(wanted), _BATCH):
            ids = wanted[start : start + _BATCH]
            found += session.scalars(select(ScopeKey.id).where(ScopeKey.id.in_(ids)))
    return found


def _lost_rows(connection: Connection, rows: dict[str, int]) -> Iterator[str]:
    for name, count in rows.items():
        there = connection.scalar(select(func.count()).select_from(metadata.tables[name]))
        if there != count:
            yield f"rows: {name} has {there} of {count}"


def _damage(connection: Connection) -> Iterator[str]:
    for line in connection.execute(text("PRAGMA integrity_check(10)")).scalars():
        if line != "ok":
            yield f"integrity: {line}"
    for found in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"reference: a row of {found[0]} belongs to a row of {found[2]} that is not there"


def _open_one_of_each(connection: Connection, ring: KeyRing) -> tuple[int, list[str]]:
    """Open one value of every column of every scope that has a key; how many opened, and the places that did not."""
    opened, closed = 0, []
    for field in registry.values():
        table = metadata.tables[field.table]
        sealed, scope = table.c[field.column], table.c[field.scope]
        fits = exists().where(ScopeKey.id == scope, ScopeKey.key_id == func.substr(sealed, 2, 4))
        one_each = select(func.min(table.c.id)).where(sealed.is_not(None), fits).group_by(scope)
        rows = connection.execute(select(table.c.id, scope, sealed).where(table.c.id.in_(one_each))).all()
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            with session_on(connection, ring) as session:
                keys = keys_of(session)
                for row_id, scope_id, content in batch:
                    try:
                        keys.open(scope_id, f"{field.table}.{field.column}", row_id, content)
                        opened += 1
                    except VaultError as error:
                        closed.append(f"sealed: {error}")
    return opened, closed


def scopes_without_key(connection: Connection) -> Iterator[uuid.UUID]:
    """Whose sealed values nobody can open: their key is not there. One comes as often as there are columns."""
    known = select(ScopeKey.id)
    for field in registry.values():
        table = metadata.tables[field.table]
        scope: Column[uuid.UUID] = table.c[field.scope]
        closed = select(scope).distinct().where(table.c[field.column].is_not(None), scope.not_in(known))
        yield from connection.scalars(closed.where(scope.is_not(None)))
