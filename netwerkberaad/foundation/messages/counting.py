"""How the outbox stands: numbers, never a message."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.messages.model import MessageState, OutboxMessage


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """Messages that wait, that failed too often, and the oldest moment somebody still waits for."""

    waiting: int
    parked: int
    oldest_due: datetime | None


def outbox_counts(session: Session, *, region_id: uuid.UUID | None = None) -> OutboxCounts:
    """Count the outbox of one region, or of all together, with one query."""
    statement = (
        select(OutboxMessage.state, func.count(), func.min(OutboxMessage.not_before))
        .where(OutboxMessage.state.in_((MessageState.WAITING, MessageState.CLAIMED, MessageState.PARKED)))
        .group_by(OutboxMessage.state)
    )
    if region_id is not None:
        statement = statement.where(OutboxMessage.region_id == region_id)
    found = {state: (count, oldest) for state, count, oldest in session.execute(statement)}
    unsent = [found[state] for state in (MessageState.WAITING, MessageState.CLAIMED) if state in found]
    return OutboxCounts(
        waiting=sum(count for count, _oldest in unsent),
        parked=found.get(MessageState.PARKED, (0, None))[0],
        oldest_due=min((oldest for _count, oldest in unsent), default=None),
    )
