"""Many cases of others in the same database: copies of a case that was made through the real actions.

Every row of the case is copied under new ids; what was sealed becomes random bytes of the same length, so nobody can open
the copies and no page shows them. The log is not copied.
"""

import os
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, LargeBinary, Table, insert, or_, select

from netwerkberaad.cases import Case, Person
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.messages import OutboxMessage
from netwerkberaad.foundation.vault import ScopeKey

_TOGETHER = 250
_STAYS = frozenset({AuditEntry.__tablename__})
_UNIQUE_WORDS = frozenset({(OutboxMessage.__tablename__, "key"), (OutboxMessage.__tablename__, "mark")})
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Pattern:
    """The rows of one case by table, in the order in which they may be written, and the ids that are its own."""

    rows: list[tuple[Table, list[Row]]]
    own: frozenset[uuid.UUID]

    def copy(self, led_by: Mapping[uuid.UUID, uuid.UUID]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
        """The same case once more; ``led_by`` names somebody else in the place of a member of staff."""
        ids = {old: uuid.UUID(bytes=os.urandom(16), version=4) for old in self.own} | dict(led_by)
        for table, rows in self.rows:
            yield table, [_copied(table, row, ids) for row in rows]


def pattern_of(engine: Engine, case_id: uuid.UUID) -> Pattern:
    """Everything about a case, as it stands in the tables."""
    with engine.connect() as connection:
        people = list(connection.scalars(select(Person.id).where(Person.case_id == case_id)))
        rows: list[tuple[Table, list[Row]]] = []
        for table in Base.metadata.sorted_tables:
            found = connection.execute(select(table).where(_belongs(table, case_id, people))).mappings().all()
            if found and table.name not in _STAYS:
                rows.append((table, [dict(row) for row in found]))
    own = {
        row[name] for _table, found in rows for row in found for name in ("id", "lineage_id") if row.get(name)
    }
    return Pattern(rows, frozenset(own))


def fill(engine: Engine, pattern: Pattern, *, cases: int, led_by: Mapping[uuid.UUID, uuid.UUID]) -> None:
    """Put so many copies in the database, some hundreds in a transaction."""
    for begin in range(0, cases, _TOGETHER):
        batch: dict[Table, list[dict[str, Any]]] = {}
        for _number in range(min(_TOGETHER, cases - begin)):
            for table, rows in pattern.copy(led_by):
                batch.setdefault(table, []).extend(rows)
        with engine.execution_options(writes=True).begin() as connection:
            for table, rows in batch.items():
                connection.execute(insert(table), rows)


def _belongs(table: Table, case_id: uuid.UUID, people: list[uuid.UUID]) -> Any:
    if table.name == Case.__tablename__:
        return table.c.id == case_id
    if table.name == ScopeKey.__tablename__:
        return or_(table.c.id == case_id, table.c.parent_id == case_id)
    theirs = [table.c.case_id == case_id] if "case_id" in table.c else []
    if "person_id" in table.c:
        theirs.append(table.c.person_id.in_(people))
    return or_(False, *theirs)


def _copied(table: Table, row: Row, ids: Mapping[uuid.UUID, uuid.UUID]) -> dict[str, Any]:
    copy = {}
    for name, value in row.items():
        if isinstance(value, uuid.UUID):
            value = ids.get(value, value)
        elif isinstance(table.c[name].type, LargeBinary) and value is not None:
            value = os.urandom(len(value))
        elif (table.name, name) in _UNIQUE_WORDS:
            value = os.urandom(20).hex()
        copy[name] = value
    return copy
