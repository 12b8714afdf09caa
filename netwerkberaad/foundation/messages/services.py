"""Services that send for us: NotifyNL or GOV.UK Notify, for a region or for one organisation in it."""

import hmac
import re
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import LargeBinary, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id
from netwerkberaad.foundation.links import hash_token
from netwerkberaad.foundation.messages.model import Channel
from netwerkberaad.foundation.vault import sealed_column, sealed_record, sealed_text

CARRIED = (Channel.MAIL, Channel.SMS, Channel.LETTER)
"""What such a service can carry."""
_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
API_KEY = re.compile(rf"\S*?{_ID}-{_ID}", re.IGNORECASE)
"""An API key ends with the id of the service and the secret."""


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Where the service is, and its templates: one for mail with ((onderwerp)) and ((bericht)), one for texts with
    ((bericht)). ``reply_to`` and ``sms_sender`` are ids there, or empty; ``answers``: whoever gets a text can text back.
    """

    base_url: str = ""
    mail_template: str = ""
    sms_template: str = ""
    reply_to: str = ""
    sms_sender: str = ""
    answers: bool = False


class MessageService(Base):
    """A service that sends for an organisation; without ``organisation_id`` for the whole region.

    Of the token with which it reports back only the SHA-256 is kept.
    """

    __tablename__ = "message_service"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(index=True)
    organisation_id: Mapped[uuid.UUID | None]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    channel_words: Mapped[str] = mapped_column(String(40))
    callback_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    settings_sealed: Mapped[bytes | None] = sealed_column()
    settings = sealed_record(ServiceSettings, "settings_sealed", scope="region_id", default=ServiceSettings())
    api_key_sealed: Mapped[bytes | None] = sealed_column()
    api_key = sealed_text("api_key_sealed", scope="region_id")

    @property
    def channels(self) -> frozenset[Channel]:
        """What it carries."""
        return frozenset(Channel(word) for word in self.channel_words.split())


def service_for(
    session: Session, *, region_id: uuid.UUID, organisation_id: uuid.UUID | None, channel: Channel
) -> MessageService | None:
    """The service that carries this channel for an organisation: its own, else that of the region, else none."""
    running = select(MessageService).where(
        MessageService.region_id == region_id,
        MessageService.ended_at.is_(None),
        or_(
            MessageService.organisation_id.is_(None),
            MessageService.organisation_id == organisation_id,
        ),
    )
    fitting = [one for one in session.scalars(running) if channel in one.channels]
    return min(fitting, key=lambda one: (one.organisation_id is None, one.made_at, one.id), default=None)


def running_services(session: Session, *, region_id: uuid.UUID) -> list[MessageService]:
    """The services of a region that have not ended: that of the region itself first."""
    statement = select(MessageService).where(
        MessageService.region_id == region_id, MessageService.ended_at.is_(None)
    )
    return sorted(
        session.scalars(statement), key=lambda one: (one.organisation_id is not None, one.made_at, one.id)
    )


def reporting_service(session: Session, service_id: uuid.UUID, token: str) -> MessageService | None:
    """The running service that has this id and brought the right token; None when either is not so."""
    service = session.get(MessageService, service_id)
    kept = service.callback_hash if service is not None and service.ended_at is None else None
    right = hmac.compare_digest(hash_token(token), kept or bytes(32))
    return service if kept is not None and right else None
