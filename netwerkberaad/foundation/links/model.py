"""Tables of personal links, second proofs, known devices and the sessions of the web."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, word
from netwerkberaad.foundation.vault import sealed_column, sealed_text


class LinkPurpose(StrEnum):
    """What a personal link is for. A new link for the same person and purpose revokes the old one."""

    INVITATION = "invitation"
    DATE_POLL = "date_poll"
    PLAN = "plan"
    CHECK_IN = "check_in"
    MENTOR = "mentor"
    CONSENT = "consent"
    DAY = "day"


class PersonalLink(Base):
    """A link for one person. Only the SHA-256 of the token is kept, and a keyed digest of the code that can be typed.

    ``bundle_id`` is the same for people who share an address and got one message: who opens it says who they are.
    ``elsewhere_at``: it was opened again on a device that did not know it, as when it was sent on.
    """

    __tablename__ = "personal_link"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(word(LinkPurpose))
    bundle_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    code_expires_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    opened_at: Mapped[datetime | None]
    elsewhere_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    not_me_at: Mapped[datetime | None]


class ProofCode(Base):
    """A six-digit code as second proof: a keyed digest, ten minutes, five tries."""

    __tablename__ = "proof_code"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    used_at: Mapped[datetime | None]


class Device(Base):
    """A device on which a person gave the second proof: remembered 90 days, revocable."""

    __tablename__ = "device"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]


class DoorPin(Base):
    """Digits that somebody who shares an address or phone chose, asked each time a message of theirs is opened.

    Kept as a slow hash, and that sealed.
    """

    __tablename__ = "door_pin"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    hash_sealed: Mapped[bytes | None] = sealed_column()
    hash = sealed_text("hash_sealed", scope="person_id")


class SessionStage(StrEnum):
    """How far somebody is with signing in. Only ``open`` opens pages; ``enrolment`` those for getting a second step."""

    SECOND_STEP = "second_step"
    ENROLMENT = "enrolment"
    OPEN = "open"


class WebSession(Base):
    """A session of the web, staff or guest. The cookie holds a random id; only its SHA-256 is kept here.

    ``data`` is sealed in the scope of the region (staff) or the person (guest), or of the system before sign-in.
    ``proven_at`` is when a member of staff last showed who they are: by signing in, or by opening a locked screen.
    Until ``table_until`` the table screen of the case ``table_case_id`` stays open, whatever the rest of the desk does.
    """

    __tablename__ = "web_session"
    __table_args__ = (
        Index("ix_web_session_staff_id", "staff_id"),
        Index("ix_web_session_person_id", "person_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    scope_id: Mapped[uuid.UUID]
    staff_id: Mapped[uuid.UUID | None]
    person_id: Mapped[uuid.UUID | None]
    stage: Mapped[SessionStage] = mapped_column(word(SessionStage), default=SessionStage.OPEN)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    locked_at: Mapped[datetime | None]
    proven_at: Mapped[datetime | None]
    table_case_id: Mapped[uuid.UUID | None]
    table_until: Mapped[datetime | None]
    data_sealed: Mapped[bytes | None] = sealed_column()
    data = sealed_text("data_sealed", scope="scope_id")
