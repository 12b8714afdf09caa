"""The chain over the audit log: an entry that is altered, removed, put in or moved shows, also the last one.

Each entry of a case, and of the rest together, is chained to the one before it by SHA-256. The end of every chain, and how
many chains there are, is signed with a key that does not lie in the database: whoever has the database alone can cut
nothing off and add nothing without it showing. An older copy of the whole log put back in its place does not show here.
"""

import hashlib
import json
from collections.abc import Callable

from sqlalchemy import Integer, LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.database import Base

PURPOSE = "audit-chain"
"""What the key is for that signs; the vault derives it."""
_COUNT = "count"
_BATCH = 500
Sign = Callable[[str], bytes]


class AuditChain(Base):
    """The end of a chain as it was last chained, signed. One row, ``count``, holds how many chains there are."""

    __tablename__ = "audit_chain"

    chain: Mapped[str] = mapped_column(String(36), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))

    def said(self) -> str:
        """What is signed."""
        return json.dumps([self.chain, self.position, self.digest.hex()])


def seal_entries(session: Session, *, sign: Sign, limit: int = _BATCH) -> int:
    """Chain committed entries, oldest first: position and SHA-256 over the entry and the digest before it.

    Returns how many were chained. Meant for a job; of two at once one waits, or collides and rolls back.
    """
    count = session.get(AuditChain, _COUNT, with_for_update=True)
    statement = (
        select(AuditEntry)
        .where(AuditEntry.digest.is_(None))
        .order_by(AuditEntry.at, AuditEntry.id)
        .limit(limit)
    )
    entries = list(session.scalars(statement))
    ends = {end.chain: end for end in _ends_of(session, {entry.chain for entry in entries})}
    new = 0
    for entry in entries:
        end = ends.get(entry.chain)
        if end is None:
            end = ends[entry.chain] = AuditChain(chain=entry.chain, position=0, digest=b"", mac=b"")
            new += 1
        entry.position = end.position = end.position + 1
        entry.digest = end.digest = digest_of(entry, end.digest)
    if count is None:
        count = AuditChain(chain=_COUNT, position=0, digest=b"", mac=b"")
    count.position += new
    for end in (*ends.values(), count):
        end.mac = sign(end.said())
        session.add(end)
    return len(entries)


def verify(session: Session, *, sign: Sign) -> list[str]:
    """Walk every chain and name what does not fit: chain and position, the end of a chain, or the number of chains."""
    faults: list[str] = []
    ends: dict[str, tuple[int, bytes]] = {}
    statement = (
        select(AuditEntry)
        .where(AuditEntry.digest.is_not(None))
        .order_by(AuditEntry.chain, AuditEntry.position)
    )
    for entry in session.scalars(statement.execution_options(yield_per=_BATCH)):
        position, before = ends.get(entry.chain, (0, b""))
        if entry.position != position + 1 or entry.digest != digest_of(entry, before):
            faults.append(f"{entry.chain}:{entry.position}")
        ends[entry.chain] = (entry.position or 0, entry.digest or b"")
    return [*faults, *_faulty_ends(session, ends, sign)]


def _faulty_ends(session: Session, found: dict[str, tuple[int, bytes]], sign: Sign) -> list[str]:
    signed = {end.chain: end for end in session.scalars(select(AuditChain))}
    count = signed.pop(_COUNT, None)
    faults = [
        f"{chain}:end"
        for chain in sorted(found.keys() | signed.keys())
        if not _holds(signed.get(chain), found.get(chain), sign)
    ]
    if (count is not None or found) and not _holds(count, (len(signed), b""), sign):
        faults.append("number of chains")
    return faults


def _holds(end: AuditChain | None, found: tuple[int, bytes] | None, sign: Sign) -> bool:
    return end is not None and (end.position, end.digest) == found and end.mac == sign(end.said())


def _ends_of(session: Session, chains: set[str]) -> list[AuditChain]:
    return list(session.scalars(select(AuditChain).where(AuditChain.chain.in_(chains))))


def digest_of(entry: AuditEntry, before: bytes) -> bytes:
    """SHA-256 over everything the entry says, its place in the chain and the digest before it."""
    said = [
        str(entry.id),
        entry.at.isoformat(),
        entry.actor_kind,
        str(entry.actor_id),
        entry.role,
        str(entry.on_behalf_of),
        str(entry.region_id),
        str(entry.case_id),
        entry.object_kind,
        str(entry.object_id),
        entry.action,
        entry.outcome,
        entry.basis,
        entry.emergency,
        entry.chain,
        entry.position,
    ]
    return hashlib.sha256(before + json.dumps(said).encode()).digest()
