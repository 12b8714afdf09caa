"""From the outbox to the mail server, or to the service an organisation chose. Any number of processes may do this at
once, without a leader.

A process claims due messages for ten minutes, hands each over, and then in one transaction records it as sent and
erases address and words. The bound of 'once': if the process dies, or loses the database, between the server's yes and
that commit, the claim runs out and the message is sent again, with the same Message-ID; that can happen to the four
messages handed over last, no more (see ``ledger``). A service is asked first whether it has the message already. A process
that still lives never sends on a claim that is no longer its own.
"""

import logging
import os
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, case, or_, select, update
from sqlalchemy.orm import Session

from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.messages.channels import SendError, ServerDownError
from netwerkberaad.foundation.messages.ledger import Ledger, Record
from netwerkberaad.foundation.messages.mail import AddressError
from netwerkberaad.foundation.messages.model import Letter, MessageState, OutboxMessage
from netwerkberaad.foundation.messages.quiet import FIRST, may_leave
from netwerkberaad.foundation.messages.ways import Parcel, Ways
from netwerkberaad.foundation.vault import SealError, Store, VaultError

log = logging.getLogger(__name__)

CLAIM_TIME = timedelta(minutes=10)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480, 960))
"""How long to wait after each failed try, 29 hours together: a mail server may be down for a day."""
MOST_TRIES = len(BACK_OFF) + 1
_WRONG_CLOCK = timedelta(hours=1)
"""A claim that holds longer than this was made by a process whose clock was wrong: nobody waits for it to run out."""
_BATCH = 50
# Room for the slowest hand-over: a message is not begun when its claim could run out on the way.
_MARGIN = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one message, for ten minutes. ``token`` tells it from the claims of others; ``again``: who had it
    before never told how it ended.
    """

    message_id: uuid.UUID
    token: bytes
    again: bool = False


_OURS = and_(OutboxMessage.id == bindparam("message"), OutboxMessage.claim == bindparam("token"))


@dataclass(frozen=True, slots=True)
class _Ended:
    sent: int
    held_up: bool


# Made once: these two run for every message.
_CLAIMED_UNTIL = select(OutboxMessage.claimed_until).where(_OURS, OutboxMessage.state == MessageState.CLAIMED)
_SENT = (
    update(OutboxMessage)
    .where(_OURS)
    .values(
        state=MessageState.SENT,
        sent_at=bindparam("moment"),
        tries=OutboxMessage.tries + 1,
        claim=None,
        claimed_until=None,
        failure=None,
        recipient_sealed=None,
        letter_sealed=None,
    )
)


def claim_due(store: Store, *, now: datetime, limit: int = _BATCH) -> list[Claim]:
    """Claim messages that are due, codes and spoed first, then the oldest. No two callers get the same one."""
    due = _due(now)
    first = case((OutboxMessage.kind.in_(FIRST), 0), else_=1)
    wanted = (
        select(OutboxMessage.id, OutboxMessage.state)
        .where(due)
        .order_by(first, OutboxMessage.not_before)
        .limit(limit)
    )
    with store.reading() as session:
        # Looking first keeps an idle process from taking SQLite's one write lock every few seconds.
        if session.scalar(select(OutboxMessage.id).where(due).limit(1)) is None:
            return []
    token = os.urandom(16)
    with store.writing() as session:
        # PostgreSQL: rows another process is claiming are passed over. SQLite: the lock was taken at the beginning.
        found = session.execute(wanted.with_for_update(skip_locked=True)).all()
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_([message_id for message_id, _state in found]), due)
            .values(state=MessageState.CLAIMED, claim=token, claimed_until=now + CLAIM_TIME)
            .execution_options(synchronize_session=False)
        )
    return [Claim(message_id, token, state is MessageState.CLAIMED) for message_id, state in found]


def deliver(store: Store, settings: Settings, claim: Claim, *, now: datetime) -> bool:
    """Send one claimed message over a connection of its own; whether it was sent.

    See the module for what 'once' means.
    """
    with Ways(store, settings) as ways:
        return _send_round(store, ways, [claim], moment=lambda: now).sent == 1


def send_due(store: Store, settings: Settings, *, now: datetime) -> int:
    """Send until nothing is due, or what is due cannot leave now; how many were sent. Each way uses one connection."""
    moment = _moments_from(now)
    sent = 0
    with Ways(store, settings) as ways:
        while claims := claim_due(store, now=moment()):
            ended = _send_round(store, ways, claims, moment=moment)
            sent += ended.sent
            if ended.held_up and not ended.sent:
                break
    return sent


def _due(now: datetime) -> ColumnElement[bool]:
    waiting = and_(
        OutboxMessage.state == MessageState.WAITING,
        OutboxMessage.not_before <= now,
        OutboxMessage.outdated_at.is_(None),
    )
    over = or_(OutboxMessage.claimed_until <= now, OutboxMessage.claimed_until > now + _WRONG_CLOCK)
    run_out = and_(OutboxMessage.state == MessageState.CLAIMED, over)
    return and_(or_(waiting, run_out), may_leave(now))


def _moments_from(now: datetime) -> Callable[[], datetime]:
    """The moment as it goes on while we work, in whole seconds, starting from the one that was given."""
    began = time.monotonic()
    return lambda: now + timedelta(seconds=int(time.monotonic() - began))


def _send_round(store: Store, ways: Ways, claims: list[Claim], *, moment: Callable[[], datetime]) -> _Ended:
    """Send what was claimed together. What is not tried because its way is down is given back."""
    parcels = _read(store, claims)
    sent, down = 0, False
    held_up: list[Claim] = []
    with Ledger(lambda records: _record_sent(store, records)) as ledger:
        for claim in claims:
            now = moment()
            parcel = parcels.get(claim.message_id)
            if parcel is None or not _still_ours(store, claim, now=now):
                continue
            try:
                if ways.down(parcel):
                    held_up.append(claim)
                    continue
                ways.send(parcel, _opened(parcel), now=now)
            except Exception as error:  # one message that cannot be sent must not hold up all the others
                _put_back(store, claim, error, now=now)
                down = down or isinstance(error, ServerDownError)
                continue
            ledger.note({"message": claim.message_id, "token": claim.token, "moment": now})
            sent += 1
    _let_go(store, held_up, now=moment())
    return _Ended(sent, held_up=down or bool(held_up))


def _opened(parcel: Parcel) -> Letter:
    if parcel.letter is None:
        raise SealError("a message does not open")
    return parcel.letter


def _read(store: Store, claims: list[Claim]) -> dict[uuid.UUID, Parcel]:
    """Addresses and words of claimed messages, with one query and one more for their keys."""
    ours = {claim.message_id: claim for claim in claims}
    with store.reading() as session:
        rows = session.scalars(select(OutboxMessage).where(OutboxMessage.id.in_(ours))).all()
        return {
            row.id: _parcel(row, again=ours[row.id].again) for row in rows if row.claim == ours[row.id].token
        }


def _parcel(row: OutboxMessage, *, again: bool) -> Parcel:
    recipient, letter = _contents(row)
    return Parcel(
        row.key,
        row.channel,
        row.region_id,
        row.organisation_id,
        recipient,
        letter,
        again=again or row.tries > 0,
    )


def _contents(row: OutboxMessage) -> tuple[str, Letter | None]:
    try:
        return row.recipient, row.letter
    except (VaultError, ValueError):
        return "", None


def _still_ours(store: Store, claim: Claim, *, now: datetime) -> bool:
    """Whether the message was not cancelled meanwhile, and nobody else can have claimed it before we are done."""
    with store.engine.connect() as connection:
        until = connection.execute(
            _CLAIMED_UNTIL, {"message": claim.message_id, "token": claim.token}
        ).scalar()
    return until is not None and until > now + _MARGIN


def _record_sent(store: Store, records: list[Record]) -> None:
    """On record as sent, also when it was cancelled while it was on its way: that is what happened."""
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(_SENT, records)


def _put_back(store: Store, claim: Claim, error: Exception, *, now: datetime) -> None:
    """Try again later; after too many tries, or when that cannot help, a person must look at it."""
    reason, permanent = _said(error)
    with store.writing() as session:
        row = _claimed(session, claim)
        if row is None:
            return
        row.tries += 1
        row.failure = reason
        row.claim = row.claimed_until = None
        if permanent or row.tries >= MOST_TRIES:
            row.state, row.arrival_at = MessageState.PARKED, now
        else:
            row.state = MessageState.WAITING
            row.not_before = now + BACK_OFF[row.tries - 1]
    log.warning("message %s not sent: %s", claim.message_id, reason)


def _said(error: Exception) -> tuple[str, bool]:
    if isinstance(error, SendError):
        return error.reason, error.permanent
    if isinstance(error, AddressError):
        return "address", True
    return ("sealed", True) if isinstance(error, VaultError) else (type(error).__name__, False)


def _claimed(session: Session, claim: Claim) -> OutboxMessage | None:
    return session.scalar(
        select(OutboxMessage).where(
            OutboxMessage.id == claim.message_id,
            OutboxMessage.claim == claim.token,
            OutboxMessage.state == MessageState.CLAIMED,
        )
    )


def _let_go(store: Store, claims: list[Claim], *, now: datetime) -> None:
    """Give back what was claimed and not tried: it waits as long as a first failed try, and is not counted as one."""
    if not claims:
        return
    with store.writing() as session:
        session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.id.in_([claim.message_id for claim in claims]),
                OutboxMessage.claim == claims[0].token,
                OutboxMessage.state == MessageState.CLAIMED,
            )
            .values(state=MessageState.WAITING, claim=None, claimed_until=None, not_before=now + BACK_OFF[0])
            .execution_options(synchronize_session=False)
        )
