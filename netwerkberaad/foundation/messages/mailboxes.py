"""The mailbox to which mail comes back, one for each region; read by IMAP."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id
from netwerkberaad.foundation.vault import sealed_column, sealed_record, sealed_text


class Security(StrEnum):
    """How the line to the mail server is closed. ``none`` is for a server on this machine."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """Where the mailbox is."""

    host: str = ""
    port: int = 993
    security: Security = Security.TLS
    user: str = ""
    folder: str = "INBOX"


class Mailbox(Base):
    """A mailbox that is read. Mail up to ``last_uid`` was looked at, as long as the server counts as in ``uid_validity``."""

    __tablename__ = "mailbox"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(64))
    uid_validity: Mapped[int] = mapped_column(Integer, default=0)
    last_uid: Mapped[int] = mapped_column(Integer, default=0)
    settings_sealed: Mapped[bytes | None] = sealed_column()
    settings = sealed_record(MailboxSettings, "settings_sealed", scope="region_id", default=MailboxSettings())
    password_sealed: Mapped[bytes | None] = sealed_column()
    password = sealed_text("password_sealed", scope="region_id")


def mailbox_of(session: Session, region_id: uuid.UUID) -> Mailbox | None:
    """The mailbox of a region, if it has one."""
    return session.scalar(select(Mailbox).where(Mailbox.region_id == region_id))
