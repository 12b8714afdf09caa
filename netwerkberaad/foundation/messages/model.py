"""The outbox: every message that leaves the house, written in the same transaction as what it tells about."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, word
from netwerkberaad.foundation.vault import sealed_column, sealed_record, sealed_text


class Channel(StrEnum):
    """A way to reach somebody. Mail, text and letter can leave through the outbox; the others are done by people."""

    MAIL = "mail"
    PHONE = "phone"
    LETTER = "letter"
    SMS = "sms"
    PAPER = "paper"
    IN_PERSON = "in_person"
    LINK = "link"


class MessageKind(StrEnum):
    """Why a message is sent; its text belongs to the kind."""

    RECEIPT = "receipt"
    NEXT_CONTACT = "next_contact"
    PROMISE_DUE = "promise_due"
    URGENT_ALERT = "urgent_alert"
    EMERGENCY_OPENED = "emergency_opened"
    INVITATION = "invitation"
    INVITATION_AGAIN = "invitation_again"
    MENTOR = "mentor"
    CONSENT = "consent"
    DATE_POLL = "date_poll"
    DATE_SET = "date_set"
    DATE_CHANGED = "date_changed"
    DATE_CANCELLED = "date_cancelled"
    PROOF = "proof"
    CONFIRM = "confirm"
    PLAN_CHANGED = "plan_changed"
    REMINDER = "reminder"
    CHECK_IN = "check_in"
    FEEDBACK = "feedback"
    REDIRECTED = "redirected"
    STOPPED = "stopped"
    CONTACT_CHANGED = "contact_changed"
    ACCOUNT = "account"
    PASSWORD_LINK = "password_link"
    ACCOUNT_CHANGED = "account_changed"


INVITES = frozenset({MessageKind.INVITATION, MessageKind.INVITATION_AGAIN})


class MessageState(StrEnum):
    """Where a message is. ``to_print`` is a letter that people print and post, ``to_tell`` what somebody tells by phone;
    ``parked`` failed too often and needs a person.
    """

    WAITING = "waiting"
    TO_PRINT = "to_print"
    TO_TELL = "to_tell"
    CLAIMED = "claimed"
    SENT = "sent"
    CANCELLED = "cancelled"
    PARKED = "parked"


class Arrival(StrEnum):
    """What came back about a message that was sent. ``returned`` is a letter, ``machine`` an automatic reply."""

    DELIVERED = "delivered"
    MACHINE = "machine"
    BOUNCED = "bounced"
    RETURNED = "returned"

    @property
    def lost(self) -> bool:
        """Whether the message did not reach anybody."""
        return self in {Arrival.BOUNCED, Arrival.RETURNED}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file that goes with a message. ``kind`` is a media type with its parameters."""

    name: str
    kind: str
    content: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: subject, plain text, HTML and attachments. Erased once delivered.

    ``sender`` is the name people see as the writer, ``reply_to`` the address that gets an answer, if any.
    """

    subject: str = ""
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    sender: str = ""
    reply_to: str = ""


class OutboxMessage(Base):
    """One message to one address. ``key`` makes it happen at most once; ``scope_id`` names the key that seals it.

    ``outdated_at`` is set once its words may tell more than they should, or what no longer holds; it does not leave
    before it was written again. ``useful_until``: after this moment nobody need post or tell it any more.
    ``mark`` is a digest of the key, by which what comes back is matched; ``organisation_id`` that of whoever writes, by
    which the way out is chosen. ``arrival_at`` dates what came back, or when it was given up.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_state_not_before", "state", "not_before"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    mark: Mapped[str] = mapped_column(String(40), index=True)
    scope_id: Mapped[uuid.UUID]
    region_id: Mapped[uuid.UUID] = mapped_column(index=True)
    organisation_id: Mapped[uuid.UUID | None]
    case_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    staff_id: Mapped[uuid.UUID | None]
    kind: Mapped[MessageKind] = mapped_column(word(MessageKind))
    channel: Mapped[Channel] = mapped_column(word(Channel))
    state: Mapped[MessageState] = mapped_column(word(MessageState), default=MessageState.WAITING)
    made_at: Mapped[datetime]
    not_before: Mapped[datetime]
    tries: Mapped[int] = mapped_column(Integer, default=0)
    claim: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    outdated_at: Mapped[datetime | None]
    useful_until: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(64))
    arrival: Mapped[Arrival | None] = mapped_column(word(Arrival))
    arrival_at: Mapped[datetime | None]
    recipient_sealed: Mapped[bytes | None] = sealed_column()
    recipient = sealed_text("recipient_sealed", scope="scope_id")
    letter_sealed: Mapped[bytes | None] = sealed_column()
    letter = sealed_record(Letter, "letter_sealed", scope="scope_id", default=Letter())
