"""Looking at the outbox: every message with where it is, and nothing of what it says."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, defer

from netwerkberaad.foundation.messages.model import Channel, MessageKind, MessageState, OutboxMessage

POST_DAYS = 2
"""Working days that a letter is on its way."""
_SATURDAY = 5
_SENT_BY = (Channel.MAIL, Channel.SMS, Channel.LETTER)
_WITHOUT_LINK = (
    MessageKind.DATE_SET,
    MessageKind.DATE_CHANGED,
    MessageKind.DATE_CANCELLED,
    MessageKind.STOPPED,
)
"""What says it all; only as a text does it have a link."""
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


def letters_to_print(session: Session, *, case_ids: Select[uuid.UUID]) -> list[OutboxMessage]:
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


def arrives_by_post(sent: datetime) -> datetime:
    """When a letter of this moment is there: it is on its way for two working days."""
    days = next(days for days in count(POST_DAYS) if _working_days(sent, days) >= POST_DAYS)
    return sent + timedelta(days=days)


def _working_days(since: datetime, days: int) -> int:
    """How many of the days after this one are no weekend."""
    return sum((since + timedelta(days=day)).weekday() < _SATURDAY for day in range(1, days + 1))


def to_tell(session: Session, *, case_ids: Select[uuid.UUID]) -> list[OutboxMessage]:
    """What somebody has to tell by phone in these cases, oldest first; what must be written again first is left out."""
    statement = select(OutboxMessage).where(
        OutboxMessage.case_id.in_(case_ids),
        OutboxMessage.state == MessageState.TO_TELL,
        OutboxMessage.outdated_at.is_(None),
    )
    return list(session.scalars(statement.order_by(OutboxMessage.made_at, OutboxMessage.id)))


def sweep_useless(session: Session, now: datetime) -> int:
    """Take back what nobody need post or tell any more, as news of a day that is over. Returns how many."""
    statement = select(OutboxMessage).where(
        OutboxMessage.state.in_([MessageState.TO_PRINT, MessageState.TO_TELL]),
        OutboxMessage.useful_until <= now,
    )
    over = list(session.scalars(statement))
    for message in over:
        message.state, message.cancelled_at = MessageState.CANCELLED, now
        message.recipient_sealed = message.letter_sealed = None
    return len(over)


def mark_told(message: OutboxMessage, *, now: datetime) -> None:
    """It was told by phone: the words are erased, as with every message that left."""
    mark_posted(message, now=now)


def drop_to_tell(
    session: Session, *, person_id: uuid.UUID, kinds: Collection[MessageKind], now: datetime
) -> None:
    """Somebody was spoken to about this, so it need not be told any more."""
    statement = select(OutboxMessage).where(
        OutboxMessage.person_id == person_id,
        OutboxMessage.state == MessageState.TO_TELL,
        OutboxMessage.kind.in_(kinds),
    )
    for message in session.scalars(statement):
        mark_told(message, now=now)


def last_link_by(session: Session, *, person_id: uuid.UUID) -> Channel | None:
    """The way by which somebody was last sent a link; None when none was."""
    statement = select(OutboxMessage.channel).where(
        OutboxMessage.person_id == person_id,
        OutboxMessage.channel.in_(_SENT_BY),
        OutboxMessage.state != MessageState.CANCELLED,
        or_(OutboxMessage.kind.not_in(_WITHOUT_LINK), OutboxMessage.channel == Channel.SMS),
        OutboxMessage.kind != MessageKind.PROOF,
    )
    return session.scalar(statement.order_by(OutboxMessage.made_at.desc(), OutboxMessage.id).limit(1))


def way_at(session: Session, *, person_id: uuid.UUID, moment: datetime) -> Channel | None:
    """The way by which what was written to somebody at this very moment goes; None when nothing was."""
    statement = select(OutboxMessage.channel).where(
        OutboxMessage.person_id == person_id,
        OutboxMessage.made_at == moment,
        OutboxMessage.channel.in_(_SENT_BY),
    )
    return session.scalar(statement.order_by(OutboxMessage.id).limit(1))
