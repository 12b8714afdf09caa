"""Scope keys: one per region, per case, per person and per meldcode in a case, wrapped by the key above it.

The root key wraps region and case keys; a case key wraps the keys of its people and of each meldcode. Without its wrapped key a scope
can never be opened again: that is what destruction relies on.
"""

import os
import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from netwerkberaad.foundation.core.database import Base, reference, word
from netwerkberaad.foundation.vault import envelope
from netwerkberaad.foundation.vault.keyring import KEY_BYTES, KeyRing


class ScopeKind(StrEnum):
    """What a key is for."""

    SYSTEM = "system"
    REGION = "region"
    CASE = "case"
    PERSON = "person"
    MELDCODE = "meldcode"


class RootKey(Base):
    """The id of a root key that may wrap; the key itself is in the ring. What is retired cannot wrap any more: a process
    that did not hear of it yet fails, instead of making a key that nobody can open. ``sheet_at`` is when its recovery sheet
    was made.
    """

    __tablename__ = "root_key"

    id: Mapped[str] = mapped_column(String(8), primary_key=True)
    made_at: Mapped[datetime]
    sheet_at: Mapped[datetime | None]


class ScopeKey(Base):
    """A wrapped key. ``id`` is the id of the region, case or person itself; ``key_id`` names this key in envelopes."""

    __tablename__ = "scope_key"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[ScopeKind] = mapped_column(word(ScopeKind))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(
        reference("scope_key.id", ondelete="CASCADE"), index=True
    )
    root_key_id: Mapped[str | None] = mapped_column(reference("root_key.id"), index=True)
    key_id: Mapped[bytes] = mapped_column(LargeBinary(4))
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]


def enter_root_key(session: Session, root_id: str, *, now: datetime) -> None:
    """Allow a root key to wrap."""
    if session.get(RootKey, root_id) is None:
        session.add(RootKey(id=root_id, made_at=now))


def make_scope(
    ring: KeyRing, *, scope_id: uuid.UUID, kind: ScopeKind, now: datetime
) -> tuple[ScopeKey, bytes]:
    """A new key wrapped by the current root key, with its clear form."""
    key, root_id = os.urandom(KEY_BYTES), ring.current
    wrapped = wrap(ring, key, scope_id=scope_id, kind=kind)
    row = ScopeKey(
        id=scope_id,
        kind=kind,
        parent_id=None,
        root_key_id=root_id,
        key_id=os.urandom(4),
        wrapped=wrapped,
        made_at=now,
    )
    return row, key


def make_inner_scope(
    parent: "OpenScope", *, scope_id: uuid.UUID, kind: ScopeKind, now: datetime
) -> tuple[ScopeKey, bytes]:
    """A new key wrapped by the key of the scope around it, with its clear form."""
    key = os.urandom(KEY_BYTES)
    wrapped = envelope.seal(AESGCM(parent.key), parent.key_id, key, place_of(scope_id, kind))
    row = ScopeKey(
        id=scope_id,
        kind=kind,
        parent_id=parent.id,
        root_key_id=None,
        key_id=os.urandom(4),
        wrapped=wrapped,
        made_at=now,
    )
    return row, key


@dataclass(frozen=True, slots=True, repr=False)
class OpenScope:
    """A scope with its key at hand."""

    id: uuid.UUID
    key_id: bytes
    key: bytes


def wrap(ring: KeyRing, key: bytes, *, scope_id: uuid.UUID, kind: ScopeKind) -> bytes:
    """The key of a scope, wrapped by the current root key."""
    root = AESGCM(ring.keys[ring.current])
    return envelope.seal(root, bytes.fromhex(ring.current), key, place_of(scope_id, kind))


def unwrap(wrapped: bytes, wrapping: AESGCM, *, scope_id: uuid.UUID, kind: ScopeKind) -> bytes:
    """The clear key of a scope. Raises SealError when the wrapping key is not the right one."""
    return envelope.open_(wrapping, wrapped, place_of(scope_id, kind))


def place_of(scope_id: uuid.UUID, kind: ScopeKind) -> bytes:
    """What binds a wrapped key to its scope."""
    return b"scope-key\0" + kind.value.encode() + b"\0" + scope_id.bytes
