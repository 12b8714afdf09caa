"""What comes back about messages: by the reports of a service, or as mail that bounced. Kept is what came of it, no words."""

import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.messages.model import Arrival, MessageState, OutboxMessage

NOT_ARRIVED = audit.declare("message.not_arrived", "message")


def message_with(
    session: Session, *, region_id: uuid.UUID | None = None, key: str = "", mark: str = ""
) -> OutboxMessage | None:
    """The message with this key or this mark, of one region or of any; None when there is none."""
    which = OutboxMessage.key == key if key else OutboxMessage.mark == mark
    statement = select(OutboxMessage).where(which)
    if region_id is not None:
        statement = statement.where(OutboxMessage.region_id == region_id)
    return session.scalars(statement.limit(1)).first()


def note_arrival(session: Session, message: OutboxMessage, arrival: Arrival, *, now: datetime) -> bool:
    """Put on record what came of a message; whether that is news. The same told twice changes nothing, and what was lost
    stays lost.
    """
    known = message.arrival
    if known is arrival or (known is not None and known.lost) or (known and not arrival.lost):
        return False
    message.arrival, message.arrival_at = arrival, now
    if arrival.lost:
        actor = system_actor(message.region_id)
        audit.record(
            session, actor.entry(NOT_ARRIVED, now=now, case_id=message.case_id, object_id=message.id)
        )
    return True


def is_lost() -> ColumnElement[bool]:
    """Whether a message came back, or was given up after the last try; ``arrival_at`` dates both."""
    lost = [arrival for arrival in Arrival if arrival.lost]
    return or_(OutboxMessage.arrival.in_(lost), OutboxMessage.state == MessageState.PARKED)
