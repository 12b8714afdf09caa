"""Quiet hours: from nine in the evening until eight in the morning, on the clock of the people, nobody is disturbed."""

from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, or_, true

from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.foundation.messages.model import MessageKind, OutboxMessage

QUIET_FROM, QUIET_UNTIL = time(21), time(8)
FIRST = frozenset(
    {
        MessageKind.PROOF,
        MessageKind.PASSWORD_LINK,
        MessageKind.URGENT_ALERT,
        MessageKind.PROMISE_DUE,
        MessageKind.EMERGENCY_OPENED,
    }
)
"""Codes and spoed: before everything else, at any hour."""
_BY_ITSELF = (MessageKind.REMINDER, MessageKind.CHECK_IN, MessageKind.INVITATION_AGAIN)
_JUST_NOW = timedelta(hours=1)


def outside_quiet_hours(moment: datetime) -> datetime:
    """The moment itself, or eight o'clock in the morning when it falls between nine in the evening and eight.

    On the clock on the wall in the Netherlands, also in the nights in which that clock is changed.
    """
    wall = local(moment)
    if wall.time() >= QUIET_FROM:
        return from_local(wall.date() + timedelta(days=1), QUIET_UNTIL)
    return from_local(wall.date(), QUIET_UNTIL) if wall.time() < QUIET_UNTIL else moment


def may_leave(now: datetime) -> ColumnElement[bool]:
    """Which messages may leave at this moment, for use in a query.

    In quiet hours: codes, spoed, and what somebody sends by hand just now. What could not leave in the daytime, as when the
    mail server was down, waits for the morning.
    """
    if outside_quiet_hours(now) == now:
        return true()
    by_hand = and_(OutboxMessage.kind.not_in(_BY_ITSELF), OutboxMessage.made_at > now - _JUST_NOW)
    return or_(OutboxMessage.kind.in_(FIRST), by_hand)
