"""Putting the keys of a case aside while it is on its way to somebody else: nobody works in it, and it can come back."""

import uuid
from datetime import datetime

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.vault import envelope
from netwerkberaad.foundation.vault.destruction import destroy_case_keys
from netwerkberaad.foundation.vault.errors import MissingKeyError
from netwerkberaad.foundation.vault.keys import keys_of
from netwerkberaad.foundation.vault.scopes import ScopeKey, ScopeKind, place_of, wrap


class _Aside(msgspec.Struct, array_like=True):
    id: uuid.UUID
    kind: ScopeKind
    key_id: bytes
    key: bytes


def put_aside(session: Session, case_id: uuid.UUID) -> bytes:
    """Take away the keys of a case and everybody in it. What comes back opens all of it: it must be sealed where it is kept.

    Raises MissingKeyError when there are none.
    """
    within = or_(ScopeKey.id == case_id, ScopeKey.parent_id == case_id)
    kinds = {row[0]: row[1] for row in session.execute(select(ScopeKey.id, ScopeKey.kind).where(within))}
    if kinds.get(case_id) is not ScopeKind.CASE:
        raise MissingKeyError(f"{case_id} is no case with a key")
    opened = keys_of(session).opened(kinds)
    found = [_Aside(one.id, kinds[one.id], one.key_id, one.key) for one in opened]
    destroy_case_keys(session, case_id)
    return msgspec.json.encode(sorted(found, key=lambda one: one.id != case_id))


def bring_back(session: Session, content: bytes, *, now: datetime) -> None:
    """Put keys back that were put aside, wrapped by the root key of today."""
    case, *people = msgspec.json.decode(content, type=list[_Aside])
    ring = keys_of(session).ring
    wrapped = wrap(ring, case.key, scope_id=case.id, kind=case.kind)
    session.add(_row(case, wrapped, root=ring.current, parent=None, now=now))
    for one in people:
        inner = envelope.seal(AESGCM(case.key), case.key_id, one.key, place_of(one.id, one.kind))
        session.add(_row(one, inner, root=None, parent=case.id, now=now))
    session.flush()


def _row(
    one: _Aside, wrapped: bytes, *, root: str | None, parent: uuid.UUID | None, now: datetime
) -> ScopeKey:
    return ScopeKey(
        id=one.id,
        kind=one.kind,
        parent_id=parent,
        root_key_id=root,
        key_id=one.key_id,
        wrapped=wrapped,
        made_at=now,
    )
