"""Putting messages in the outbox and taking them out again, in the transaction of what they tell about."""

import hashlib
import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.documents import Rendered
from netwerkberaad.foundation.messages.model import (
    Attachment,
    Channel,
    Letter,
    MessageKind,
    MessageState,
    OutboxMessage,
)

UNSENT = (
    MessageState.WAITING,
    MessageState.TO_PRINT,
    MessageState.TO_TELL,
    MessageState.CLAIMED,
    MessageState.PARKED,
)
WITH_PLACE = frozenset(
    {
        MessageKind.INVITATION,
        MessageKind.INVITATION_AGAIN,
        MessageKind.DATE_SET,
        MessageKind.DATE_CHANGED,
    }
)
"""The messages that tell when and where, but in a text."""
_TO_ALL_AT_ADDRESS = and_(
    OutboxMessage.scope_id == OutboxMessage.case_id,
    OutboxMessage.kind.in_(
        [
            MessageKind.INVITATION,
            MessageKind.INVITATION_AGAIN,
            MessageKind.DATE_POLL,
            MessageKind.CONFIRM,
            MessageKind.PLAN_CHANGED,
            MessageKind.REMINDER,
            MessageKind.CHECK_IN,
        ]
    ),
)
"""One message to several people of a case who share an address: sealed with the key of the case, not of one of them."""
MARK_LENGTH = 40
_KEY_LENGTH = 120


def mark_of(key: str) -> str:
    """The digest of a key that goes with a message; it tells nothing of the ids in the key."""
    return hashlib.sha256(key.encode()).hexdigest()[:MARK_LENGTH]


def letter_of(rendered: Rendered, *, attachments: tuple[Attachment, ...] = (), reply_to: str = "") -> Letter:
    """Rendered words as a letter for the outbox."""
    return Letter(
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        attachments=attachments,
        sender=rendered.sender,
        reply_to=reply_to,
    )


def calendar_file(content: str, *, method: str) -> Attachment:
    """A calendar event as attachment; ``method`` as in the event. The name tells nothing."""
    return Attachment(
        name="afspraak.ics", kind=f"text/calendar; charset=utf-8; method={method}", content=content
    )


def queue_message(
    session: Session,
    *,
    key: str,
    kind: MessageKind,
    channel: Channel = Channel.MAIL,
    recipient: str,
    letter: Letter,
    region_id: uuid.UUID,
    scope_id: uuid.UUID,
    case_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    staff_id: uuid.UUID | None = None,
    organisation_id: uuid.UUID | None = None,
    not_before: datetime,
    now: datetime,
) -> OutboxMessage:
    """Put one message to one address in the outbox; it leaves after the commit, not before ``not_before``.

    ``key`` says what is told to whom, in ids only (``invitation:<person id>:3``). The same key twice gives the message
    that is there, in whatever state: nothing is told twice. ``scope_id`` is the person, case or region whose key seals
    address and words. Raises ValueError for a key that is empty or longer than 120 characters.
    """
    known = _known(session, key)
    if known is not None:
        return known
    message = OutboxMessage(
        id=new_id(),
        key=key,
        mark=mark_of(key),
        scope_id=scope_id,
        region_id=region_id,
        organisation_id=organisation_id,
        case_id=case_id,
        person_id=person_id,
        staff_id=staff_id,
        kind=kind,
        channel=channel,
        state=MessageState.WAITING,
        made_at=now,
        not_before=not_before,
        tries=0,
    )
    message.recipient, message.letter = recipient, letter
    session.add(message)
    return message


def _known(session: Session, key: str) -> OutboxMessage | None:
    if not 0 < len(key) <= _KEY_LENGTH:
        raise ValueError("a message needs a key of 1 to 120 characters")
    return session.scalar(select(OutboxMessage).where(OutboxMessage.key == key))


def cancel_waiting(
    session: Session,
    *,
    case_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    kinds: Collection[MessageKind] | None = None,
    now: datetime,
) -> int:
    """Cancel what has not left yet for a case, a person, or both, and erase its words and address.

    Returns how many. What went to several people at one address is held back for the others, to be written again. A
    message that is on its way to the mail server at this very moment may still arrive; it is then on record as sent.
    Raises ValueError when neither a case nor a person is named.
    """
    if case_id is None and person_id is None:
        raise ValueError("name the case or the person whose messages are cancelled")
    statement = select(OutboxMessage).where(OutboxMessage.state.in_(UNSENT))
    if case_id is not None:
        statement = statement.where(OutboxMessage.case_id == case_id)
    if kinds is not None:
        statement = statement.where(OutboxMessage.kind.in_(kinds))
    if person_id is not None:
        if case_id is not None:
            _leave_to_others(session, statement.where(_TO_ALL_AT_ADDRESS), person_id, now)
        statement = statement.where(OutboxMessage.person_id == person_id)
    cancelled = list(session.scalars(statement))
    for message in cancelled:
        message.state = MessageState.CANCELLED
        message.cancelled_at = now
        message.recipient_sealed = message.letter_sealed = None
    return len(cancelled)


def waits_together(session: Session, *, case_id: uuid.UUID, kinds: Collection[MessageKind]) -> bool:
    """Whether a message of these kinds to several people of this case at one address did not leave yet."""
    statement = select(OutboxMessage.id).where(_TO_ALL_AT_ADDRESS, OutboxMessage.case_id == case_id)
    statement = statement.where(OutboxMessage.state.in_(UNSENT), OutboxMessage.kind.in_(kinds))
    return session.scalar(statement.limit(1)) is not None


def outdate_waiting(
    session: Session, *, case_id: uuid.UUID, person_id: uuid.UUID | None = None, now: datetime
) -> int:
    """Hold back what tells when and where and has not left yet, for a case or one person of it, until it is written again.

    Returns how many. One that is on its way to the mail server at this very moment may still arrive.
    """
    statement = select(OutboxMessage).where(
        OutboxMessage.state.in_(UNSENT),
        OutboxMessage.kind.in_(WITH_PLACE),
        OutboxMessage.channel != Channel.SMS,
        OutboxMessage.case_id == case_id,
    )
    if person_id is not None:
        statement = statement.where(or_(OutboxMessage.person_id == person_id, _TO_ALL_AT_ADDRESS))
    return _hold_back(session.scalars(statement), now)


def _leave_to_others(
    session: Session, statement: Select[OutboxMessage], person_id: uuid.UUID, now: datetime
) -> None:
    shared = list(session.scalars(statement))
    if _hold_back(shared, now):
        for message in shared:
            message.person_id = None if message.person_id == person_id else message.person_id
        session.flush()


def _hold_back(waiting: Iterable[OutboxMessage], now: datetime) -> int:
    held = list(waiting)
    for message in held:
        message.outdated_at = now
        if message.state is MessageState.CLAIMED:
            message.state, message.claim, message.claimed_until = MessageState.WAITING, None, None
    return len(held)
