"""Tables of access that lasts a while: covering for a colleague, and emergency access with who was told of it."""

import uuid
from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, reference
from netwerkberaad.foundation.vault import sealed_column, sealed_text


class Cover(Base):
    """A colleague takes over all cases of somebody who is away, from ``since`` until ``until``."""

    __tablename__ = "cover"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"))
    absent_id: Mapped[uuid.UUID] = mapped_column(reference("staff.id"), index=True)
    cover_id: Mapped[uuid.UUID] = mapped_column(reference("staff.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CoverDeclaration(Base):
    """The declaration of independence of a cover for one case; without it the case stays shut for them."""

    __tablename__ = "cover_declaration"
    __table_args__ = (Index("ix_cover_declaration_cover_id_case_id", "cover_id", "case_id", unique=True),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    cover_id: Mapped[uuid.UUID] = mapped_column(reference("cover.id", ondelete="CASCADE"))
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    words_sealed: Mapped[bytes | None] = sealed_column()
    words = sealed_text("words_sealed", scope="case_id")


class EmergencyAccess(Base):
    """Somebody opened a case that is not theirs, for a short while and with a reason."""

    __tablename__ = "emergency_access"
    __table_args__ = (Index("ix_emergency_access_staff_id_ends_at", "staff_id", "ends_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[uuid.UUID] = mapped_column(reference("staff.id"))
    started_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(reference("staff.id"))
    reason_sealed: Mapped[bytes | None] = sealed_column()
    reason = sealed_text("reason_sealed", scope="case_id")

    @property
    def until(self) -> datetime:
        """When it ended or will end."""
        return self.ended_at or self.ends_at


class EmergencyNotice(Base):
    """Who was told of an emergency access, and when they looked at it."""

    __tablename__ = "emergency_notice"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    emergency_id: Mapped[uuid.UUID] = mapped_column(
        reference("emergency_access.id", ondelete="CASCADE"), index=True
    )
    staff_id: Mapped[uuid.UUID] = mapped_column(reference("staff.id"), index=True)
    seen_at: Mapped[datetime | None]
