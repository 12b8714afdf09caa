"""Tables of the second step at signing in."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, reference
from netwerkberaad.foundation.vault import sealed_column, sealed_record, sealed_text


class Authenticator(Base):
    """The app that shows a code of six digits (RFC 6238). ``last_step`` is the time step of the last code used."""

    __tablename__ = "authenticator"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[uuid.UUID] = mapped_column(reference("staff.id", ondelete="CASCADE"), unique=True)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"))
    made_at: Mapped[datetime]
    last_step: Mapped[int] = mapped_column(Integer)
    secret_sealed: Mapped[bytes | None] = sealed_column()
    secret = sealed_text("secret_sealed", scope="region_id")


class RecoveryCode(Base):
    """A code on paper that takes the place of the second step once. Only its keyed digest is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[uuid.UUID] = mapped_column(reference("staff.id", ondelete="CASCADE"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class PasskeyContent:
    """What is kept of a passkey: what its owner calls it, and what the browser gave."""

    name: str = ""
    credential_id: bytes = b""
    public_key: bytes = b""
    transports: tuple[str, ...] = ()


class Passkey(Base):
    """A passkey (WebAuthn). ``handle`` is the SHA-256 of its credential id; ``uses`` its own count of signatures."""

    __tablename__ = "passkey"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[uuid.UUID] = mapped_column(reference("staff.id", ondelete="CASCADE"), index=True)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"))
    handle: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    uses: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(PasskeyContent, "content_sealed", scope="region_id", default=PasskeyContent())


class SecondStepReset(Base):
    """A proposal to take the second step of somebody away; another than who made it confirms it before ``ends_at``."""

    __tablename__ = "second_step_reset"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[uuid.UUID] = mapped_column(reference("staff.id", ondelete="CASCADE"), unique=True)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"), index=True)
    proposed_by: Mapped[uuid.UUID] = mapped_column(reference("staff.id", ondelete="CASCADE"))
    proposed_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason_sealed: Mapped[bytes | None] = sealed_column()
    reason = sealed_text("reason_sealed", scope="region_id")
