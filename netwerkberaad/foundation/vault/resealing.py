"""A case whose key may be known gets new keys, and all its sealed values are sealed anew under them.

What was sealed before stays open to whoever holds the old key and an old copy of the database; nothing sealed after is. The
blind index hangs on the key of the region and is not touched.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select, text, update
from sqlalchemy.orm import Session

from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.vault.errors import MissingKeyError, VaultError
from netwerkberaad.foundation.vault.keys import Keys, keys_of
from netwerkberaad.foundation.vault.scopes import ScopeKey, ScopeKind
from netwerkberaad.foundation.vault.sealed import SealedField, registry

_BUSY = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend' AND (xact_start IS NOT NULL OR usename <> current_user)"
)


class BusyError(VaultError):
    """Somebody may hold the old keys at this moment, and could write with them afterwards."""


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many people of the case have a key, and how many values were, or would be, sealed anew."""

    people: int
    values: int


def count_values(session: Session, case_id: uuid.UUID) -> Resealed:
    """What sealing a case anew would do. Raises MissingKeyError for what is no case with a key."""
    scopes = _scopes(session, case_id)
    values = sum(len(_sealed(session, field, scopes)) for field in registry.values())
    return Resealed(people=len(scopes) - 1, values=values)


def reseal(session: Session, case_id: uuid.UUID, *, now: datetime) -> Resealed:
    """New keys for a case and everybody in it, and every value of theirs sealed under them: whole, or not at all.

    Raises MissingKeyError for what is no case with a key, SealError when a value does not open, and BusyError on PostgreSQL
    while others work: their units of work may hold the old keys. SQLite lets one write at a time.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE scope_key IN ACCESS EXCLUSIVE MODE"))
        if session.scalar(_BUSY):
            raise BusyError("others are at work in this database: stop the application, and try again")
    scopes = _scopes(session, case_id)
    old = keys_of(session)
    old.load(scopes)
    found = [(field, _sealed(session, field, scopes)) for field in registry.values()]
    new = old.with_new_case(case_id, now=now)
    for field, rows in found:
        _write(session, field, rows, old, new)
    session.info["vault.keys"] = new
    session.expire_all()
    return Resealed(people=len(scopes) - 1, values=sum(len(rows) for _field, rows in found))


_Rows = list[tuple[uuid.UUID, uuid.UUID, bytes]]


def _scopes(session: Session, case_id: uuid.UUID) -> set[uuid.UUID]:
    within = or_(ScopeKey.id == case_id, ScopeKey.parent_id == case_id)
    kinds = {row[0]: row[1] for row in session.execute(select(ScopeKey.id, ScopeKey.kind).where(within))}
    if kinds.get(case_id) is not ScopeKind.CASE:
        raise MissingKeyError(f"{case_id} is no case with a key")
    return set(kinds)


def _sealed(session: Session, field: SealedField, scopes: set[uuid.UUID]) -> _Rows:
    """Id, scope and envelope of each value of this field in the case."""
    table = Base.metadata.tables[field.table]
    column, scope = table.c[field.column], table.c[field.scope]
    rows = session.execute(
        select(table.c.id, scope, column).where(scope.in_(scopes), column.is_not(None))
    ).all()
    return [(row[0], row[1], row[2]) for row in rows]


def _write(session: Session, field: SealedField, rows: _Rows, old: Keys, new: Keys) -> None:
    if not rows:
        return
    table, name = Base.metadata.tables[field.table], f"{field.table}.{field.column}"
    values = [
        {"row": row_id, "value": new.seal(scope, name, row_id, old.open(scope, name, row_id, sealed))}
        for row_id, scope, sealed in rows
    ]
    anew = update(table).where(table.c.id == bindparam("row")).values({field.column: bindparam("value")})
    session.connection().execute(anew, values)
