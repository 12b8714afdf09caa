"""The open form of a case: JSON Lines, one line for each row, each sealed value opened. See docs/beheer/uitvoer.md.

The same lines travel in a package and stand in the export of a region. They are in one order whatever the database, so
that their digest tells whether two installations hold the same.
"""

import hashlib
import uuid
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Boolean, Column, Date, Integer, LargeBinary, RowMapping, Table, Uuid, insert, select
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import Session

from netwerkberaad.foundation.core.database import Base, UTCDateTime
from netwerkberaad.foundation.vault import Keys, keys_of, registry
from netwerkberaad.foundation.vault.sealed import Form, SealedField
from netwerkberaad.privacy.moving.belonging import moving, rows_of
from netwerkberaad.privacy.moving.errors import BrokenPackageError

Values = dict[str, msgspec.Raw]
OF_A_REGION = ("agenda_share", "closed_count", "map_entry", "organisation", "own_text", "retention_rule")
_SEALED = "_sealed"
_TYPES: tuple[tuple[type[Any], type], ...] = (
    (UTCDateTime, datetime),
    (Uuid, uuid.UUID),
    (LargeBinary, bytes),
    (Boolean, bool),
    (Integer, int),
    (Date, date),
)
_encode = msgspec.json.encode


class RowLine(msgspec.Struct, frozen=True, tag_field="line", tag="row"):
    """One row of one table, without the region it is in."""

    table: str
    values: Values


def row_lines(
    session: Session, case_ids: Collection[uuid.UUID], scopes: Collection[uuid.UUID]
) -> Iterator[bytes]:
    """Everything that goes with these cases, each row a line. Raises SealError when a value does not open."""
    keys = keys_of(session)
    keys.load(scopes)
    for table in moving():
        found = session.connection().execute(select(table).where(rows_of(table, case_ids, scopes))).mappings()
        for row in sorted(found, key=lambda one: str(one["id"])):
            yield _encode(RowLine(str(table.name), _values(keys, table, row)))


def region_lines(session: Session, region_id: uuid.UUID) -> Iterator[bytes]:
    """What a region keeps beside its cases: the sociale kaart, its own texts and terms, and its anonymous counts."""
    keys = keys_of(session)
    for name in OF_A_REGION:
        table = Base.metadata.tables[name]
        found = session.connection().execute(select(table).where(table.c.region_id == region_id)).mappings()
        for row in sorted(found, key=lambda one: str(one["id"])):
            yield _encode(RowLine(name, _values(keys, table, row)))


def put_row(session: Session, line: RowLine, *, region_id: uuid.UUID) -> None:
    """Write one line as a row of this region, sealed under the keys that are here. Raises BrokenPackageError."""
    table = {one.name: one for one in moving()}.get(line.table)
    names = (
        {name_of(column): column for column in table.c if column.name != "region_id"}
        if table is not None
        else {}
    )
    if table is None or line.values.keys() != names.keys():
        raise BrokenPackageError
    values: dict[str, object] = {
        column.name: _read(line.values[name], column)
        for name, column in names.items()
        if (table.name, column.name) not in registry
    }
    if "region_id" in table.c:
        values["region_id"] = region_id
    for name, column in names.items():
        field = registry.get((table.name, column.name))
        if field is not None:
            values[column.name] = _sealed(keys_of(session), field, values, line.values[name])
    try:
        session.connection().execute(insert(table).values(values))
    except StatementError as reason:
        if isinstance(reason, OperationalError):
            raise
        raise BrokenPackageError from reason


def digest_of(lines: Iterable[bytes]) -> bytes:
    """SHA-256 over lines, each with its end."""
    total = hashlib.sha256()
    for line in lines:
        total.update(line + b"\n")
    return total.digest()


def _values(keys: Keys, table: Table, row: RowMapping) -> Values:
    return {
        name_of(column): _shown(keys, table, column, row)
        for column in sorted(table.c, key=lambda one: one.name)
        if column.name != "region_id"
    }


def _shown(keys: Keys, table: Table, column: Column[Any], row: RowMapping) -> msgspec.Raw:
    value, field = row[column.name], registry.get((table.name, column.name))
    if value is None or field is None:
        return msgspec.Raw(_encode(value))
    content = keys.open(row[field.scope], f"{table.name}.{column.name}", row["id"], value)
    if field.form is Form.JSON:
        return msgspec.Raw(content)
    return msgspec.Raw(_encode(content.decode() if field.form is Form.TEXT else content))


def _sealed(keys: Keys, field: SealedField, values: dict[str, Any], shown: msgspec.Raw) -> bytes | None:
    if bytes(shown) == b"null":
        return None
    if field.form is Form.JSON:
        content = bytes(shown)
    elif field.form is Form.TEXT:
        content = msgspec.json.decode(shown, type=str).encode()
    else:
        content = msgspec.json.decode(shown, type=bytes)
    return keys.seal(values[field.scope], f"{field.table}.{field.column}", values["id"], content)


def _read(shown: msgspec.Raw, column: Column[Any]) -> object:
    kind = next((kind for base, kind in _TYPES if isinstance(column.type, base)), str)
    try:
        return msgspec.json.decode(shown, type=kind | None if column.nullable else kind)
    except msgspec.ValidationError as reason:
        raise BrokenPackageError from reason


def name_of(column: Column[Any]) -> str:
    """What a column is called in a line."""
    return str(column.name).removesuffix(_SEALED)
