"""The database: engine, base class, column types and the way a unit of work begins."""

import enum
import sqlite3
import time
import uuid
from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Enum,
    ForeignKey,
    Index,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_TRIES, _SECONDS_BETWEEN = 100, 0.05
# Whose owner we are, or (PostgreSQL 17) which we may maintain.
_OURS_TO_TIDY = text(
    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename = ANY(:tables)"
    " AND (pg_has_role(tableowner, 'USAGE') OR"
    " CASE WHEN current_setting('server_version_num')::int >= 170000"
    " THEN has_table_privilege(quote_ident(tablename), 'MAINTAIN') ELSE false END)"
)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: nobody knows when that is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def word(kind: type[enum.StrEnum]) -> Enum:
    """A column that holds one word out of a StrEnum, as text without a database type of its own."""

    def values(words: type[enum.StrEnum]) -> list[str]:
        return [member.value for member in words]

    return Enum(kind, native_enum=False, length=32, values_callable=values, validate_strings=True)


class Base(DeclarativeBase):
    """Base of every model. Ids are given by us, before a value is sealed."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {datetime: UTCDateTime()}


def reference(target: str, *, ondelete: str | None = None) -> ForeignKey:
    """A foreign key that is checked at the end of the transaction, so that the order of rows within it is free."""
    return ForeignKey(target, ondelete=ondelete, deferrable=True, initially="DEFERRED")


def partial_index(name: str, *columns: str, where: str) -> Index:
    """An index of only the rows that are still to be done: it stays small however much is done already."""
    return Index(name, *columns, postgresql_where=text(where), sqlite_where=text(where))


def new_id() -> uuid.UUID:
    """A fresh identity for a row."""
    return uuid.uuid4()


def build_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, foreign keys, secure_delete) or PostgreSQL; parameters never reach a log."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(_with_psycopg(url), hide_parameters=True, pool_pre_ping=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 30, "isolation_level": None})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "checkin", _end_sqlite)
    return engine


def clear_leftovers(engine: Engine, *tables: str) -> bool:
    """After rows were destroyed: leave nothing of them in the write-ahead log or in the free space of these tables.

    SQLite overwrote the rows themselves (``secure_delete``); its log is emptied here. PostgreSQL writes the tables anew,
    with a short exclusive lock on each. False when somebody was still reading what was there before, or when the role
    of the application may not tidy a table: try again later, as its owner.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return not connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        ours = connection.scalars(_OURS_TO_TIDY, {"tables": list(tables)}).all()
        for table in sorted(ours):
            connection.exec_driver_sql(f'VACUUM (FULL) "{table}"')
    return set(ours) == set(tables)


def _with_psycopg(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    _write_ahead(cursor)
    for pragma in (
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _write_ahead(cursor: DBAPICursor) -> None:
    # The one wait that SQLite does not do for us: two that begin with a new database switch its journal at once.
    for _try in range(_TRIES):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            time.sleep(_SECONDS_BETWEEN)
        else:
            return
    cursor.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    # A transaction that will write takes the lock at once: upgrading halfway fails when another wrote meanwhile.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")


def _end_sqlite(connection: DBAPIConnection | None, _record: ConnectionPoolEntry) -> None:
    # A COMMIT that SQLite refuses (a reference to nothing) leaves the transaction open, and its lock with it.
    if connection is not None and connection.in_transaction:
        connection.rollback()
