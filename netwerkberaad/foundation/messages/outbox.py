"""Looking at the outbox: every message with where it is, and nothing of what it says."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from netwerkberaad.foundation.messages.model import Channel, MessageState, OutboxMessage

_WORDS = (defer(OutboxMessage.recipient_sealed), defer(OutboxMessage.letter_sealed))


def messages_about(session: Session, *, case_id: uuid.UUID) -> list[OutboxMessage]:
    """The messages about a case, newest first, without their words."""
    statement = select(OutboxMessage).where(OutboxMessage.case_id == case_id).options(*_WORDS)
    return list(session.scalars(statement.order_by(OutboxMessage.made_at.desc(), OutboxMessage.id)))


def messages_in(session: Session, *, region_id: uuid.UUID, limit: int) -> list[OutboxMessage]:
    """The newest messages of a region, without their words; those that were given up stand first."""
    given_up = (OutboxMessage.state == MessageState.PARKED).desc()
    statement = select(OutboxMessage).where(OutboxMessage.region_id == region_id).options(*_WORDS)
    ordered = statement.order_by(given_up, OutboxMessage.made_at.desc(), OutboxMessage.id)
    return list(session.scalars(ordered.limit(limit)))


def try_again(session: Session, *, region_id: uuid.UUID, now: datetime) -> int:
    """Send everything of a region that was given up once more. Returns how many messages."""
    statement = select(OutboxMessage).where(
        OutboxMessage.region_id == region_id, OutboxMessage.state == MessageState.PARKED
    )
    given_up = list(session.scalars(statement))
    for message in given_up:
        message.state, message.not_before = MessageState.WAITING, now
        message.tries, message.arrival_at = 1, None
    return len(given_up)


def letters_to_print(session: Session, *, case_ids: Collection[uuid.UUID]) -> list[OutboxMessage]:
    """The letters in these cases that people print and post, oldest first; what must be written again first is left out."""
    statement = select(OutboxMessage).where(
        OutboxMessage.case_id.in_(case_ids),
        OutboxMessage.state == MessageState.TO_PRINT,
        OutboxMessage.outdated_at.is_(None),
    )
    return list(session.scalars(statement.order_by(OutboxMessage.made_at, OutboxMessage.id)))


def mark_posted(message: OutboxMessage, *, now: datetime) -> None:
    """The letter is in the post: address and words are erased, as with every message that left."""
    message.state, message.sent_at, message.tries = MessageState.SENT, now, message.tries + 1
    message.recipient_sealed = message.letter_sealed = None


def latest_letter(session: Session, *, person_id: uuid.UUID) -> OutboxMessage | None:
    """The letter that was last posted to somebody."""
    statement = select(OutboxMessage).where(
        OutboxMessage.person_id == person_id,
        OutboxMessage.channel == Channel.LETTER,
        OutboxMessage.state == MessageState.SENT,
    )
    return session.scalars(statement.order_by(OutboxMessage.sent_at.desc()).limit(1)).first()
