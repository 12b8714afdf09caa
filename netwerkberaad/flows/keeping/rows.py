"""All rows of a database as parts of a file, and back: the same form for SQLite and for PostgreSQL.

Needs no rights beyond reading, no program of the database, and no copy on disk. The first part says which tables and
columns there are, at which version of the schema; the last how many rows each table had.
"""

import types
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    LargeBinary,
    String,
    TableClause,
    Uuid,
    column,
    insert,
    select,
    table,
)
from sqlalchemy.types import TypeEngine

from netwerkberaad.foundation.core.database import UTCDateTime
from netwerkberaad.foundation.vault import VaultError
from netwerkberaad.foundation.vault.key_backup import KEPT_APART
from netwerkberaad.models import metadata

_BATCH = 500
# What a column holds, most particular first: its word in the file, its type in the database, its type in Python.
_KINDS: tuple[tuple[str, type[TypeEngine[Any]], type], ...] = (
    ("moment", UTCDateTime, datetime),
    ("id", Uuid, uuid.UUID),
    ("bytes", LargeBinary, bytes),
    ("flag", Boolean, bool),
    ("number", BigInteger, int),
    ("text", String, str),
)
_TYPES = {word: kind for word, kind, _ in _KINDS}
_VALUES = {word: value for word, _, value in _KINDS}


class BackupError(VaultError):
    """A backup that does not fit: it says something else than it should, or cannot be put here."""


class Shape(msgspec.Struct, frozen=True):
    """A table: its name, and the names of its columns with what they hold."""

    name: str
    columns: dict[str, str]

    @property
    def table(self) -> TableClause:
        """The table as statements want it, whatever version the code is."""
        return table(self.name, *(column(name, _TYPES[kind]()) for name, kind in self.columns.items()))


class Head(msgspec.Struct, frozen=True, tag="head"):
    """The first part."""

    version: str
    made_at: datetime
    tables: list[Shape]


class Rows(msgspec.Struct, frozen=True, tag="rows"):
    """Rows of one table."""

    table: str
    rows: msgspec.Raw


class End(msgspec.Struct, frozen=True, tag="end"):
    """The last part: the number of rows of every table."""

    counts: dict[str, int]


Part = Head | Rows | End
_encode = msgspec.msgpack.Encoder(uuid_format="bytes").encode
_decoder = msgspec.msgpack.Decoder(Part)


def dumped(connection: Connection, *, version: str, now: datetime) -> Iterator[bytes]:
    """Every row that this one transaction sees, but those of the wrapped keys."""
    shapes = [_shape(name) for name in sorted(metadata.tables) if name not in KEPT_APART]
    yield _encode(Head(version, now, shapes))
    counts = {}
    for shape in shapes:
        counts[shape.name] = 0
        columns = shape.table.columns
        result = connection.execution_options(yield_per=_BATCH).execute(select(*columns))
        for batch in result.partitions():
            counts[shape.name] += len(batch)
            yield _encode(Rows(shape.name, msgspec.Raw(_encode([tuple(row) for row in batch]))))
    yield _encode(End(counts))


def head_of(parts: Iterator[bytes]) -> Head:
    """The first part. Raises BackupError when it is none."""
    head = _decoder.decode(next(parts))
    if not isinstance(head, Head):
        raise BackupError("the backup does not begin with its head")
    return head


def load(connection: Connection, head: Head, parts: Iterable[bytes]) -> dict[str, int]:
    """Put the rows in tables that are empty; how many in each. Raises BackupError when the count does not fit."""
    tables = {shape.name: shape for shape in head.tables}
    decoders = {shape.name: _rows_decoder(shape) for shape in head.tables}
    counts = dict.fromkeys(tables, 0)
    for content in parts:
        part = _decoder.decode(content)
        if isinstance(part, Rows):
            rows = decoders[part.table].decode(part.rows)
            names = list(tables[part.table].columns)
            connection.execute(
                insert(tables[part.table].table), [dict(zip(names, row, strict=True)) for row in rows]
            )
            counts[part.table] += len(rows)
        elif isinstance(part, End) and part.counts != counts:
            raise BackupError("the backup does not hold as many rows as it says")
    return counts


def _shape(name: str) -> Shape:
    return Shape(name, {each.name: _kind_of(each.type) for each in metadata.tables[name].columns})


def _kind_of(kind: TypeEngine[object]) -> str:
    if isinstance(kind, String):  # words of an enumeration too
        return "text"
    found = [word for word, base, _ in _KINDS if isinstance(kind, base)]
    return found[0] if found else "number"


def _rows_decoder(shape: Shape) -> "msgspec.msgpack.Decoder[list[tuple[object, ...]]]":
    values = tuple(_VALUES[kind] | None for kind in shape.columns.values())
    return msgspec.msgpack.Decoder(types.GenericAlias(list, (types.GenericAlias(tuple, values),)))
