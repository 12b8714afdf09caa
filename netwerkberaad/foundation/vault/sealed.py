"""Sealed fields of a model: written and read as clear values, stored as envelopes.

A sealed field stands beside a ``LargeBinary`` column; its scope is named by the attribute of the row that holds the id
of the region, case or person (for a person that is ``id`` itself). A new row keeps clear values until it is flushed,
because its session, and so its keys, may come later; on a row that lives in a session a value is sealed at once.
"""

import copy
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar, overload

import msgspec
from sqlalchemy import LargeBinary, event
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column, object_session

from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.vault.errors import SealError
from netwerkberaad.foundation.vault.keys import Keys, keys_of

T = TypeVar("T")
_CLEAR = "_clear_values"
_UNSEALED = "_unsealed_fields"
ERASED = "vault.erased"
"""Under this name a session knows whose key was replaced because they were erased: see ``hiding``."""


class Form(StrEnum):
    """What a sealed value is once it is open."""

    TEXT = "text"
    JSON = "json"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class SealedField:
    """One entry of the registry of sealed fields: table, column, the attribute that names the scope, and its form."""

    table: str
    column: str
    scope: str
    form: Form


registry: dict[tuple[str, str], SealedField] = {}
_scope_attributes: dict[str, set[str]] = {}


def sealed_column() -> Mapped[bytes | None]:
    """The column an envelope is kept in."""
    return mapped_column(LargeBinary, nullable=True)


class Sealed(Generic[T]):
    """Descriptor of a sealed value; ``default`` is what a row that never had a value gives back, and ``gone`` one that was
    sealed for somebody who was erased since.
    """

    def __init__(
        self,
        column: str,
        *,
        scope: str,
        dump: Callable[[T], bytes],
        load: Callable[[bytes], T],
        default: T,
        gone: T | None = None,
        form: Form = Form.JSON,
    ) -> None:
        self._form = form
        self._column = column
        self._scope = scope
        self._dump = dump
        self._load = load
        self._default = default
        self._gone = default if gone is None else gone
        self._name = ""
        self._field = ""

    def __set_name__(self, owner: type[Base], name: str) -> None:
        table = owner.__tablename__
        self._name = name
        self._field = f"{table}.{self._column}"
        registry[table, self._column] = SealedField(table, self._column, self._scope, self._form)
        # The key of a person is wrapped by that of the case: both are read with one query.
        _scope_attributes.setdefault(table, set()).update({self._scope, "case_id"})

    def is_set(self, row: Base) -> bool:
        """Whether a row that lives in a session was ever given a value."""
        return getattr(row, self._column) is not None

    @property
    def default(self) -> T:
        """What a row that never had a value gives back."""
        return self._default

    @property
    def scope(self) -> str:
        """The attribute of the row that names its scope."""
        return self._scope

    @overload
    def __get__(self, row: None, owner: type[Base]) -> "Sealed[T]": ...
    @overload
    def __get__(self, row: Base, owner: type[Base]) -> T: ...
    def __get__(self, row: Base | None, owner: type[Base]) -> "Sealed[T] | T":
        if row is None:
            return self
        clear: dict[str, T] = row.__dict__.setdefault(_CLEAR, {})
        if self._name not in clear:
            clear[self._name] = self._open(row)
        return clear[self._name]

    def __set__(self, row: Base, value: T) -> None:
        getattr(row, self._scope)  # an expired row is read now: read later, it would forget the value
        row.__dict__.setdefault(_CLEAR, {})[self._name] = value
        row.__dict__.setdefault(_UNSEALED, set()).add(self)
        session = object_session(row)
        if session is not None and row not in session.new:
            self.seal(row, session)

    def _open(self, row: Base) -> T:
        envelope: bytes | None = getattr(row, self._column)
        if envelope is None:
            return copy.copy(self._default)
        session = object_session(row)
        if session is None:
            raise LookupError(f"{type(row).__name__} is not in a session")
        scope_id: uuid.UUID = getattr(row, self._scope)
        keys = _keys_for(session, scope_id)
        try:
            content = keys.open(scope_id, self._field, _identity(row), envelope)
        except SealError:
            if scope_id in session.info.get(ERASED, ()) and keys.replaced(scope_id, envelope):
                return copy.copy(self._gone)
            raise
        return self._load(content)

    def seal(self, row: Base, session: Session) -> None:
        """Put the clear value of a row into its envelope."""
        scope_id: uuid.UUID = getattr(row, self._scope)
        content = self._dump(row.__dict__[_CLEAR][self._name])
        setattr(
            row,
            self._column,
            _keys_for(session, scope_id).seal(scope_id, self._field, _identity(row), content),
        )
        row.__dict__[_UNSEALED].discard(self)


def sealed_text(column: str, *, scope: str) -> Sealed[str]:
    """A sealed text; empty when never set."""
    return Sealed(column, scope=scope, dump=str.encode, load=bytes.decode, default="", form=Form.TEXT)


def sealed_bytes(column: str, *, scope: str) -> Sealed[bytes]:
    """Sealed bytes, such as a picture; empty when never set."""
    return Sealed(column, scope=scope, dump=bytes, load=bytes, default=b"", form=Form.BYTES)


def sealed_date(column: str, *, scope: str) -> Sealed[date | None]:
    """A sealed calendar date."""
    decoder = msgspec.json.Decoder(date)
    return Sealed(column, scope=scope, dump=msgspec.json.encode, load=decoder.decode, default=None)


def sealed_record(kind: type[T], column: str, *, scope: str, default: T, gone: T | None = None) -> Sealed[T]:
    """A sealed frozen dataclass, kept as JSON; ``default`` when never set."""
    decoder = msgspec.json.Decoder(kind)
    return Sealed(
        column, scope=scope, dump=msgspec.json.encode, load=decoder.decode, default=default, gone=gone
    )


def _identity(row: Base) -> uuid.UUID:
    identity = row.__dict__.get("id")
    if not isinstance(identity, uuid.UUID):
        raise LookupError(f"{type(row).__name__} needs its id before a value can be sealed")
    return identity


def _keys_for(session: Session, scope_id: uuid.UUID) -> Keys:
    """Keys with this scope open. Opens those of all rows loaded by now, so that a list costs one query, not one each."""
    keys = keys_of(session)
    if not keys.has(scope_id):
        keys.load_known(_scopes_in_sight(session))
        keys.load([scope_id])
    return keys


def _scopes_in_sight(session: Session) -> set[uuid.UUID]:
    wanted: set[uuid.UUID] = set()
    for row in session.identity_map.values():
        for attribute in _scope_attributes.get(getattr(row, "__tablename__", ""), ()):
            scope_id = row.__dict__.get(attribute)
            if scope_id is not None:
                wanted.add(scope_id)
    return wanted


@event.listens_for(Session, "before_flush")
def _seal_before_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    for row in list(session.new) + list(session.dirty):
        for field in list(row.__dict__.get(_UNSEALED, ())):
            field.seal(row, session)


def _forget(row: Base | None, *_args: object) -> None:
    # A row that nobody holds any more is expired without its object.
    if row is not None:
        row.__dict__.pop(_CLEAR, None)


event.listen(Base, "refresh", _forget, propagate=True)
event.listen(Base, "expire", _forget, propagate=True)
