"""The audit log: who did or saw what, when, on which ground. Ids only, never a value. After NEN 7513.

A room declares its events; recording an undeclared one is a programming error. Entries of a unit of work are
collected in the session and written at its end, in the same transaction as the change. ``seal_entries`` chains
committed entries later, so that pages do not queue behind each other for the end of a chain.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, Index, Integer, LargeBinary, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, word

_PENDING = "audit.pending"
_BATCH = 500


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    DENIED = "denied"


class Basis(StrEnum):
    """On which ground somebody came to it: their task, covering for a colleague, or emergency access."""

    TASK = "task"
    COVER = "cover"
    EMERGENCY = "emergency"


class AuditEntry(Base):
    """One event on record. ``position`` and ``digest`` are empty until the entry is chained."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_chain_position", "chain", "position", unique=True),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[uuid.UUID | None]
    role: Mapped[str] = mapped_column(String(64))
    on_behalf_of: Mapped[uuid.UUID | None]
    region_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    case_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    object_kind: Mapped[str] = mapped_column(String(32))
    object_id: Mapped[uuid.UUID | None]
    action: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[Outcome] = mapped_column(word(Outcome))
    basis: Mapped[str] = mapped_column(String(32))
    emergency: Mapped[bool] = mapped_column(Boolean)
    chain: Mapped[str] = mapped_column(String(36))
    position: Mapped[int | None] = mapped_column(Integer)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """A declared kind of event: its name and the kind of object it is about."""

    action: str
    object_kind: str


@dataclass(frozen=True, slots=True)
class Who:
    """The one who acts, as the log needs it. ``kind`` is staff, guest, visitor or system."""

    kind: str
    id: uuid.UUID | None = None
    role: str = ""
    region_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What will be written: the event with its facts."""

    event: AuditEvent
    who: Who
    at: datetime
    case_id: uuid.UUID | None = None
    object_id: uuid.UUID | None = None
    on_behalf_of: uuid.UUID | None = None
    region_id: uuid.UUID | None = None
    outcome: Outcome = Outcome.DONE
    basis: Basis = Basis.TASK

    def row(self) -> AuditEntry:
        """The entry as a row that is not chained yet."""
        return AuditEntry(
            id=new_id(),
            at=self.at,
            actor_kind=self.who.kind,
            actor_id=self.who.id,
            role=self.who.role,
            on_behalf_of=self.on_behalf_of,
            region_id=self.region_id or self.who.region_id,
            case_id=self.case_id,
            object_kind=self.event.object_kind,
            object_id=self.object_id,
            action=self.event.action,
            outcome=self.outcome,
            basis=self.basis,
            emergency=self.basis is Basis.EMERGENCY,
            chain=str(self.case_id) if self.case_id else "general",
        )


_declared: dict[str, AuditEvent] = {}


def declare(action: str, object_kind: str) -> AuditEvent:
    """Declare an event once, at import. Raises ValueError when the name is taken."""
    if action in _declared:
        raise ValueError(f"audit event {action} is declared twice")
    _declared[action] = AuditEvent(action, object_kind)
    return _declared[action]


def declared() -> frozenset[str]:
    """The names of all declared events."""
    return frozenset(_declared)


def record(session: Session, entry: Entry) -> None:
    """Keep an entry for the end of this unit of work. Raises ValueError for an undeclared event."""
    if _declared.get(entry.event.action) is not entry.event:
        raise ValueError(f"audit event {entry.event.action} is not declared")
    session.info.setdefault(_PENDING, []).append(entry)


def take_pending(session: Session) -> list[Entry]:
    """Hand over the entries collected so far and forget them."""
    entries: list[Entry] = session.info.pop(_PENDING, [])
    return entries


def write(session: Session, entries: Iterable[Entry]) -> None:
    """Add entries to the session as rows."""
    session.add_all([entry.row() for entry in entries])


def seal_entries(session: Session, *, limit: int = _BATCH) -> int:
    """Chain committed entries, oldest first: position and SHA-256 over the entry and the digest before it.

    Returns how many were chained. Meant for a job; two at once collide on the unique position, and one rolls back.
    """
    statement = (
        select(AuditEntry)
        .where(AuditEntry.digest.is_(None))
        .order_by(AuditEntry.at, AuditEntry.id)
        .limit(limit)
    )
    entries = list(session.scalars(statement))
    ends: dict[str, tuple[int, bytes]] = {}
    for entry in entries:
        position, before = ends.get(entry.chain) or _end_of(session, entry.chain)
        entry.position = position + 1
        entry.digest = digest_of(entry, before)
        ends[entry.chain] = (entry.position, entry.digest)
    return len(entries)


def verify(session: Session) -> list[str]:
    """Walk every chain and name what does not fit: chain and position. An empty list means all is well.

    Entries cut off at the end of a chain, or a whole chain, leave nothing to compare with: the database role that may not
    delete and the backups guard those.
    """
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
    return faults


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


def _end_of(session: Session, chain: str) -> tuple[int, bytes]:
    last = session.execute(
        select(AuditEntry.position, AuditEntry.digest)
        .where(AuditEntry.chain == chain, AuditEntry.digest.is_not(None))
        .where(
            AuditEntry.position
            == select(func.max(AuditEntry.position)).where(AuditEntry.chain == chain).scalar_subquery()
        )
    ).one_or_none()
    return (last.position or 0, last.digest or b"") if last else (0, b"")
