"""The keys of one unit of work: scope keys opened when first needed, many at once, field keys derived from them."""

import hmac
import uuid
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import partial

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.vault.envelope import Lock, key_id_of
from netwerkberaad.foundation.vault.errors import MissingKeyError, SealError
from netwerkberaad.foundation.vault.keyring import KEY_BYTES, KeyRing
from netwerkberaad.foundation.vault.providers import LiveRing
from netwerkberaad.foundation.vault.scopes import (
    OpenScope,
    ScopeKey,
    ScopeKind,
    make_inner_scope,
    make_scope,
    unwrap,
)

SYSTEM_SCOPE = uuid.UUID(int=0)
_Row = Row[uuid.UUID, ScopeKind, uuid.UUID | None, str | None, bytes, bytes]
# Columns and no objects, made once: a list of a hundred people needs a hundred keys.
_KEYS = ScopeKey.__table__
_WRAPPED = _KEYS.alias()
_ROWS = select(*(_KEYS.c[name] for name in ("id", "kind", "parent_id", "root_key_id", "key_id", "wrapped")))
_MANY = _ROWS.where(_KEYS.c.id.in_(bindparam("wanted", expanding=True)))
_ONE = _ROWS.where(
    or_(
        _KEYS.c.id == bindparam("wanted"),
        _KEYS.c.id
        == select(_WRAPPED.c.parent_id).where(_WRAPPED.c.id == bindparam("wanted")).scalar_subquery(),
    )
)


class Keys:
    """Opens and seals for one database session. Holds clear keys no longer than the session lives."""

    def __init__(self, session: Session, ring: KeyRing | LiveRing) -> None:
        self._session = session
        self._ring = ring if isinstance(ring, LiveRing) else LiveRing(ring)
        self._scopes: dict[uuid.UUID, OpenScope] = {}
        # By the number of the scope, as rows are by theirs below: an id as a UUID costs as much as the cipher itself.
        self._locks: dict[int, dict[str, Lock]] = {}

    def make_scope(
        self, scope_id: uuid.UUID, kind: ScopeKind, *, now: datetime, inside: uuid.UUID | None = None
    ) -> None:
        """Make the key of a new region, case (wrapped by the root) or person (``inside`` its case)."""
        if inside is None:
            row, key = make_scope(self._ring.renewed(), scope_id=scope_id, kind=kind, now=now)
        else:
            self.load([inside])
            row, key = make_inner_scope(self._scopes[inside], scope_id=scope_id, kind=kind, now=now)
        self._session.add(row)
        self._scopes[scope_id] = OpenScope(scope_id, row.key_id, key)

    def with_new_case(self, case_id: uuid.UUID, *, now: datetime) -> "Keys":
        """Put new keys in place of those of a case and everybody in it; the keys that know them.

        These here go on knowing the old ones, as far as they were loaded: to open what those sealed.
        """
        fresh = Keys(self._session, self._ring)
        case = self._session.get_one(ScopeKey, case_id)
        made, key = make_scope(self._ring.renewed(), scope_id=case_id, kind=case.kind, now=now)
        _put(made, case)
        outer = fresh._scopes[case_id] = OpenScope(case_id, made.key_id, key)
        for person in self._session.scalars(select(ScopeKey).where(ScopeKey.parent_id == case_id)):
            made, key = make_inner_scope(outer, scope_id=person.id, kind=person.kind, now=now)
            _put(made, person)
            fresh._scopes[person.id] = OpenScope(person.id, made.key_id, key)
        self._session.flush()  # no value may be sealed under a key that is not kept
        return fresh

    def load(self, scope_ids: Iterable[uuid.UUID]) -> None:
        """Open the keys of several scopes at once. Raises MissingKeyError when one is not there."""
        wanted = set(scope_ids)
        self.load_known(wanted)
        missing = [scope_id for scope_id in wanted if scope_id not in self._scopes]
        if missing:
            raise MissingKeyError(f"no key for scope {min(map(str, missing))}")

    def load_known(self, scope_ids: Iterable[uuid.UUID]) -> None:
        """Open the keys of these scopes as far as they exist."""
        rows: dict[uuid.UUID, _Row] = {}
        wanted = {scope_id for scope_id in scope_ids if scope_id not in self._scopes}
        while wanted:  # a second time only for the cases of people whose case was not asked for with them
            rows |= {row[0]: row for row in self._read(wanted)}
            above = {row[2] for row in rows.values() if row[2] is not None}
            wanted = {parent for parent in above if parent not in self._scopes and parent not in rows}
        ciphers: dict[uuid.UUID | str | None, AESGCM] = {}
        for scope_id, kind, parent_id, root_id, key_id, wrapped in sorted(rows.values(), key=_inner_last):
            place = parent_id or root_id
            if place not in ciphers:
                ciphers[place] = AESGCM(self._scopes[parent_id].key if parent_id else self._root_key(root_id))
            key = unwrap(wrapped, ciphers[place], scope_id=scope_id, kind=kind)
            self._scopes[scope_id] = OpenScope(scope_id, key_id, key)

    def _read(self, wanted: Collection[uuid.UUID]) -> Iterable[_Row]:
        """The wrapped keys; one key alone is read together with the one that wraps it."""
        statement = _ONE if len(wanted) == 1 else _MANY
        given = {"wanted": next(iter(wanted)) if statement is _ONE else list(wanted)}
        rows: Iterable[_Row] = self._session.execute(statement, given)
        return rows

    def opened(self, scope_ids: Iterable[uuid.UUID]) -> list[OpenScope]:
        """The clear keys of these scopes. Raises MissingKeyError when one is not there."""
        wanted = list(scope_ids)
        self.load(wanted)
        return [self._scopes[scope_id] for scope_id in wanted]

    @property
    def ring(self) -> KeyRing:
        """The root keys as they are now."""
        return self._ring.renewed()

    def has(self, scope_id: uuid.UUID) -> bool:
        """Whether the key of a scope is open already, without a query."""
        return scope_id in self._scopes

    def replaced(self, scope_id: uuid.UUID, sealed: bytes) -> bool:
        """Whether this was sealed with another key than the one its scope has now."""
        if scope_id not in self._scopes:
            self.load([scope_id])
        return key_id_of(sealed) != self._scopes[scope_id].key_id

    def forget(self, scope_id: uuid.UUID) -> None:
        """Drop the clear keys of a scope, after its wrapped key was deleted."""
        self._scopes.pop(scope_id, None)
        self._locks.pop(scope_id.int, None)

    def seal(self, scope_id: uuid.UUID, field: str, row_id: uuid.UUID, content: bytes) -> bytes:
        """Seal content for one field of one row. ``field`` is ``table.column``."""
        try:
            lock = self._locks[scope_id.int][field]
        except KeyError:
            lock = self._make_lock(scope_id, field)
        return lock.seal(content, row_id.int.to_bytes(16, "big"))

    def open(self, scope_id: uuid.UUID, field: str, row_id: uuid.UUID, sealed: bytes) -> bytes:
        """Open what was sealed for this field of this row. Raises SealError naming the place."""
        try:
            lock = self._locks[scope_id.int][field]
        except KeyError:
            lock = self._make_lock(scope_id, field)
        try:
            return lock.open(sealed, row_id.int.to_bytes(16, "big"))
        except SealError:
            raise SealError(f"{field} of row {row_id} does not open") from None

    def blind(self, purpose: str, value: str, *, scope_id: uuid.UUID = SYSTEM_SCOPE) -> bytes:
        """Keyed digest for asking 'is it the same?' of a value that cannot be searched. One purpose, one key."""
        return hmac.digest(self._derive(scope_id, f"blind/1/{purpose}"), value.encode(), "sha256")

    def signer(self, purpose: str) -> Callable[[str], bytes]:
        """A function that signs a text for one purpose, with a key of this installation."""
        return partial(self.blind, purpose)

    def _make_lock(self, scope_id: uuid.UUID, field: str) -> Lock:
        cipher = AESGCM(self._derive(scope_id, f"field/1/{field}"))
        lock = Lock(cipher, self._scopes[scope_id].key_id, _place(scope_id, field))
        self._locks.setdefault(scope_id.int, {})[field] = lock
        return lock

    def _derive(self, scope_id: uuid.UUID, info: str) -> bytes:
        if scope_id not in self._scopes:
            self.load([scope_id])
        return HKDFExpand(algorithm=SHA256(), length=KEY_BYTES, info=info.encode()).derive(
            self._scopes[scope_id].key
        )

    def _root_key(self, root_id: str | None) -> bytes:
        try:
            return self._ring.key(root_id or "")
        except KeyError:
            raise MissingKeyError(f"root key {root_id} is not in the ring") from None


def _put(made: ScopeKey, row: ScopeKey) -> None:
    """Let a row hold a new key; it stays the row that others point to."""
    row.root_key_id, row.key_id = made.root_key_id, made.key_id
    row.wrapped, row.made_at = made.wrapped, made.made_at


def _inner_last(row: _Row) -> bool:
    return row[2] is not None


def _place(scope_id: uuid.UUID, field: str) -> bytes:
    """The place of a value, up to the id of its row."""
    return b"value\0" + field.encode() + b"\0" + scope_id.bytes


def keys_of(session: Session) -> Keys:
    """The keys that belong to this session. Raises MissingKeyError when the session was opened without a ring."""
    try:
        keys: Keys = session.info["vault.keys"]
    except KeyError:
        raise MissingKeyError("this session was opened without keys") from None
    return keys
