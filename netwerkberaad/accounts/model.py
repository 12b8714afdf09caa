"""Tables of region, organisation and staff."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.access import Role
from netwerkberaad.foundation.core.database import Base, new_id, reference, word
from netwerkberaad.foundation.vault import sealed_column, sealed_record, sealed_text


class Region(Base):
    """The tenant: organisations that work together. Regions are fully apart.

    ``second_step`` tells whether everybody must sign in with more than a password.
    """

    __tablename__ = "region"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    made_at: Mapped[datetime]
    practice: Mapped[bool] = mapped_column(Boolean, default=False)
    second_step: Mapped[bool] = mapped_column(Boolean, default=True)
    name_sealed: Mapped[bytes | None] = sealed_column()
    name = sealed_text("name_sealed", scope="id")
    phone_sealed: Mapped[bytes | None] = sealed_column()
    phone = sealed_text("phone_sealed", scope="id")


class Organisation(Base):
    """A label of staff within a region, such as a wijkteam."""

    __tablename__ = "organisation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"), index=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    name_sealed: Mapped[bytes | None] = sealed_column()
    name = sealed_text("name_sealed", scope="region_id")


@dataclass(frozen=True, slots=True)
class Profile:
    """Who a member of staff is: name parts, how to reach them and which languages they speak (ISO 639-1)."""

    first: str = ""
    infix: str = ""
    last: str = ""
    mail: str = ""
    phone: str = ""
    languages: tuple[str, ...] = ("nl",)
    gender: str = ""

    @property
    def full_name(self) -> str:
        """First name, infix and last name in reading order."""
        return " ".join(part for part in (self.first, self.infix, self.last) if part)


class Staff(Base):
    """A member of staff. ``mail_index`` is the keyed digest of the mail address, to sign in with.

    ``language`` is what the desk and mails to them speak: ``nl``, ``en``.
    """

    __tablename__ = "staff"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(reference("region.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(reference("organisation.id"), index=True)
    mail_index: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    role_words: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(8), default="nl")
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    password_set_at: Mapped[datetime | None]
    profile_sealed: Mapped[bytes | None] = sealed_column()
    profile = sealed_record(Profile, "profile_sealed", scope="region_id", default=Profile())
    password_hash_sealed: Mapped[bytes | None] = sealed_column()
    password_hash = sealed_text("password_hash_sealed", scope="region_id")

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of this person."""
        return frozenset(Role(name) for name in self.role_words.split())


class StaffLinkPurpose(StrEnum):
    """What a one-time link for staff is for. ``setup`` makes the first region and beheerder and has no staff yet."""

    SETUP = "setup"
    SET_PASSWORD = "set_password"


class StaffLink(Base):
    """A one-time link for staff; only the SHA-256 of the token is kept."""

    __tablename__ = "staff_link"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[uuid.UUID | None] = mapped_column(reference("staff.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[StaffLinkPurpose] = mapped_column(word(StaffLinkPurpose))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class StaffCalendar(Base):
    """The secret link by which somebody's own calendar follows their beraden; only the SHA-256 of the token is kept."""

    __tablename__ = "staff_calendar"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[uuid.UUID] = mapped_column(reference("staff.id", ondelete="CASCADE"), unique=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]


class PasswordRequest(Base):
    """Somebody asked for a new password; the address may be of nobody here. Waits for a job, some seconds."""

    __tablename__ = "password_request"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    mail_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    asked_at: Mapped[datetime]
