"""Tables of moving: the keys of a region, a move of cases that leave or arrive, and what becomes of each."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Integer, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, reference, word
from netwerkberaad.foundation.vault import sealed_bytes, sealed_column, sealed_record
from netwerkberaad.foundation.vault.parcels import Pair


class MoveKey(Base):
    """The keys by which a region receives and signs. An ended one still opens what was locked for it."""

    __tablename__ = "move_key"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"), index=True)
    made_at: Mapped[datetime]
    made_by: Mapped[uuid.UUID | None]
    ended_at: Mapped[datetime | None]
    pair_sealed: Mapped[bytes | None] = sealed_column()
    pair = sealed_record(Pair, "pair_sealed", scope="region_id", default=Pair())


class MoveState(StrEnum):
    """How far a move is. Those that arrive are ``reading`` and then ``arrived``."""

    PROPOSED = "proposed"
    PACKING = "packing"
    PACKED = "packed"
    RECEIVED = "received"
    REMOVING = "removing"
    ENDED = "ended"
    CANCELLED = "cancelled"
    READING = "reading"
    ARRIVED = "arrived"

    @property
    def leaves(self) -> bool:
        """Whether these cases go from here."""
        return self not in {MoveState.READING, MoveState.ARRIVED}


class Ground(StrEnum):
    """Why these data may go: the task in law goes to somebody else (Avg 6(1)(e)), or everybody concerned said yes."""

    TASK = "task"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class MoveWords:
    """With whom cases are exchanged: the name and the card of the other side, and what was said of it.

    ``municipality`` and ``organisation`` tell which cases go: those of one of them, or all. ``reader`` is the public key for
    which a package that came was locked.
    """

    name: str = ""
    card: str = ""
    reason: str = ""
    municipality: str = ""
    organisation: str = ""
    reader: str = ""


class Move(Base):
    """Cases that go from a region, or come to it, in one package. ``package_id`` is its number on both sides."""

    __tablename__ = "case_move"
    __table_args__ = (UniqueConstraint("region_id", "package_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"))
    package_id: Mapped[uuid.UUID]
    state: Mapped[MoveState] = mapped_column(word(MoveState), index=True)
    ground: Mapped[Ground] = mapped_column(word(Ground))
    begun_at: Mapped[datetime]
    begun_by: Mapped[uuid.UUID | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[uuid.UUID | None]
    ready_at: Mapped[datetime | None]
    receipt_at: Mapped[datetime | None]
    removed_by: Mapped[uuid.UUID | None]
    ended_at: Mapped[datetime | None]
    words_sealed: Mapped[bytes | None] = sealed_column()
    words = sealed_record(MoveWords, "words_sealed", scope="region_id", default=MoveWords())


class ItemState(StrEnum):
    """How far one case is. ``received``: the other side signed for it; ``kept``: it stayed, or came back, here."""

    PLANNED = "planned"
    PACKED = "packed"
    RECEIVED = "received"
    REMOVED = "removed"
    ARRIVED = "arrived"
    REFUSED = "refused"
    KEPT = "kept"


class Why(StrEnum):
    """Why a case stays behind, or is not let in."""

    HELD = "held"
    ASKED = "asked"
    NO_CONSENT = "no_consent"
    ON_ITS_WAY = "on_its_way"
    CLOSED_KEY = "closed_key"
    PROPOSED = "proposed"
    GONE = "gone"
    THERE = "there"
    BROKEN = "broken"


class MoveItem(Base):
    """One case in a move: ``file_id`` is its number, which outlives it here.

    ``parcel`` is locked for the other side, or came locked for us; ``keys`` are those of a case that is on its way, put
    aside so that nobody works in it, and back when the move is called off.
    """

    __tablename__ = "case_move_item"
    __table_args__ = (
        Index("ix_case_move_item_move_id_position", "move_id", "position", unique=True),
        Index("ix_case_move_item_state_traces_cleared_at", "state", "traces_cleared_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    move_id: Mapped[uuid.UUID] = mapped_column(reference("case_move.id", ondelete="CASCADE"))
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"))
    position: Mapped[int] = mapped_column(Integer)
    file_id: Mapped[uuid.UUID] = mapped_column(index=True)
    state: Mapped[ItemState] = mapped_column(word(ItemState))
    why: Mapped[Why | None] = mapped_column(word(Why))
    people: Mapped[int] = mapped_column(Integer, default=0)
    rows: Mapped[int] = mapped_column(Integer, default=0)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    parcel: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    traces_cleared_at: Mapped[datetime | None]
    keys_sealed: Mapped[bytes | None] = sealed_column()
    keys = sealed_bytes("keys_sealed", scope="region_id")
