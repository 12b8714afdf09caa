"""A new root key in the place of the old, while people work: grow the ring, wrap anew in batches, retire when none is left.

Every step can be cut off and done again. First the new key is safely in the ring, then rows are wrapped with it; a row is
changed only while it is still as it was read. Other processes read the ring again when they meet a key they do not know.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from netwerkberaad.foundation.vault.errors import KeyRingError, MissingKeyError
from netwerkberaad.foundation.vault.keyring import KeyRing
from netwerkberaad.foundation.vault.providers import Provider
from netwerkberaad.foundation.vault.scopes import (
    RootKey,
    ScopeKey,
    ScopeKind,
    enter_root_key,
    unwrap,
    wrap,
)
from netwerkberaad.foundation.vault.store import Store

BATCH = 200


@dataclass(frozen=True, slots=True)
class RootKeyUse:
    """One root key: whether it is in the ring, seals now, and how many keys it wraps, by what they are for."""

    id: str
    in_ring: bool
    current: bool
    wraps: dict[ScopeKind, int]

    @property
    def total(self) -> int:
        """How many keys in all."""
        return sum(self.wraps.values())


def uses_of_root_keys(session: Session, ring: KeyRing) -> list[RootKeyUse]:
    """Every root key of the ring or of a row, oldest of the ring first."""
    counts: dict[str, dict[ScopeKind, int]] = {}
    statement = (
        select(ScopeKey.root_key_id, ScopeKey.kind, func.count())
        .where(ScopeKey.root_key_id.is_not(None))
        .group_by(ScopeKey.root_key_id, ScopeKey.kind)
    )
    for root_id, kind, count in session.execute(statement):
        counts.setdefault(root_id or "", {})[kind] = count
    lost = sorted(counts.keys() - ring.keys.keys())
    return [
        RootKeyUse(root_id, root_id in ring.keys, root_id == ring.current, counts.get(root_id, {}))
        for root_id in [*ring.keys, *lost]
    ]


def count_to_rewrap(session: Session, ring: KeyRing) -> int:
    """How many keys another root key than the current one wraps."""
    return sum(use.total for use in uses_of_root_keys(session, ring) if not use.current)


def newest_root_key(session: Session, known: Collection[str]) -> str | None:
    """The one of these root keys that was allowed to wrap last."""
    allowed = select(RootKey.id).where(RootKey.id.in_(known)).order_by(RootKey.made_at.desc(), RootKey.id)
    return session.scalars(allowed.limit(1)).first()


def prepare_root_key(provider: Provider) -> KeyRing:
    """Put a new root key in the ring that seals nothing yet, so that it can be brought to other machines first.

    Raises KeyRingError when a prepared key waits already.
    """
    with provider.changing() as ring:
        if ring.newest != ring.current:
            raise KeyRingError(f"root key {ring.newest} is prepared already")
        grown = ring.grown()
        provider.replace(grown)
    return grown


def begin_rotation(store: Store, provider: Provider, *, now: datetime) -> KeyRing:
    """The ring with the root key that everything will be wrapped with.

    Goes on with a rotation that was cut off or prepared; only when everything is wrapped with the current key, a new
    one is made. Raises KeyRingError when the ring cannot be changed, MissingKeyError when it lacks a key that rows need.
    """
    with provider.changing() as ring:
        with store.reading() as session:
            uses = uses_of_root_keys(session, ring)
        lost = [use.id for use in uses if not use.in_ring]
        if lost:
            raise MissingKeyError(f"root key {lost[0]} is not in the ring: put it back before rotating")
        if ring.newest == ring.current and any(use.total for use in uses if not use.current):
            return ring
        grown = ring.grown() if ring.newest == ring.current else ring
        turned = grown.sealing_with(grown.newest)
        with store.writing() as session:
            enter_root_key(session, turned.current, now=now)
        provider.replace(turned)
    return turned


def rewrap(store: Store, ring: KeyRing, *, batch: int = BATCH) -> Iterator[int]:
    """Wrap with the current root key whatever another one wraps, batch by batch; gives the size of each batch done.

    Each batch is one short transaction. Ends when nothing is left, also of what was added meanwhile.
    """
    while True:
        with store.writing() as session:
            done = _rewrap_batch(session, ring, batch)
        if not done:
            return
        yield done


def _rewrap_batch(session: Session, ring: KeyRing, batch: int) -> int:
    others = [root_id for root_id in ring.keys if root_id != ring.current]
    rows = session.execute(
        select(ScopeKey.id, ScopeKey.kind, ScopeKey.root_key_id, ScopeKey.wrapped)
        .where(ScopeKey.root_key_id.in_(others))
        .order_by(ScopeKey.id)
        .limit(batch)
    ).all()
    for scope_id, kind, root_id, wrapped in rows:
        root = AESGCM(ring.keys[root_id or ""])
        key = unwrap(wrapped, root, scope_id=scope_id, kind=kind)
        session.execute(
            update(ScopeKey)
            .where(ScopeKey.id == scope_id, ScopeKey.wrapped == wrapped)
            .values(root_key_id=ring.current, wrapped=wrap(ring, key, scope_id=scope_id, kind=kind)),
            execution_options={"synchronize_session": False},
        )
    return len(rows)


def retire(store: Store, provider: Provider, root_id: str) -> KeyRing:
    """Take a root key that wraps nothing any more out of the ring, for good.

    Raises KeyRingError when it is the current key, unknown, or still needed.
    """
    with provider.changing() as ring:
        if root_id not in ring.keys:
            raise KeyRingError(f"root key {root_id} is not in the ring")
        left = ring.without(root_id)
        try:
            with store.writing() as session:
                needed = next(use.total for use in uses_of_root_keys(session, ring) if use.id == root_id)
                if needed:
                    raise KeyRingError(f"root key {root_id} still wraps {needed} keys: rotate first")
                # From here no process can wrap with it: the row it would point to is gone.
                session.execute(delete(RootKey).where(RootKey.id == root_id))
        except IntegrityError:
            raise KeyRingError(f"a key was wrapped with root key {root_id} just now: rotate first") from None
        provider.replace(left)
    return left
