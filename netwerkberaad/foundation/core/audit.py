"""The audit log: who did or saw what, when, on which ground. Ids only, never a value. After NEN 7513.

A room declares its events; recording an undeclared one is a programming error. Entries of a unit of work are
collected in the session and written at its end, in the same transaction as the change. ``audit_chain`` chains
committed entries later, so that pages do not queue behind each other for the end of a chain.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, partial_index, word

_PENDING = "audit.pending"


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    DENIED = "denied"


class Basis(StrEnum):
    """On which ground somebody came to it: their task, covering, emergency access, or a request of the one it is about."""

    TASK = "task"
    COVER = "cover"
    EMERGENCY = "emergency"
    REQUEST = "request"


class AuditEntry(Base):
    """One event on record. ``position`` and ``digest`` are empty until the entry is chained."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_chain_position", "chain", "position", unique=True),
        partial_index("ix_audit_entry_unsealed", "at", "id", where="digest IS NULL"),
    )

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
