"""Messages that are owed: put in the outbox for certain, and looked for at the mail server afterwards."""

import time
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bench.house import House
from netwerkberaad.foundation.core.clock import MovableClock, SystemClock
from netwerkberaad.foundation.messages import Letter, MessageKind, MessageState, OutboxMessage, queue_message
from netwerkberaad.foundation.messages.mail import message_id
from netwerkberaad.foundation.vault import ScopeKind, keys_of
from netwerkberaad.jobs import job_named, run_job
from tests.smtp import SmtpServer

AT_ONCE = 25
_STEPS = (timedelta(minutes=11),) * 6 + (timedelta(hours=1),) * 48


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of the messages. ``at`` holds the moments at which those arrived that came more than once."""

    owed: int
    arrived: int
    lost: int
    unsaid: int
    """Arrived without being owed: somebody got a message that the database knows nothing of."""
    unsent: int
    at: tuple[tuple[float, ...], ...]


class Outbox:
    """Puts messages in the outbox of a house, under one case of its own."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._scope = uuid.uuid4()
        with house.store.writing() as session:
            keys_of(session).make_scope(self._scope, ScopeKind.CASE, now=SystemClock().now())

    def put(self, begin: int, end: int, *, name: str = "fatma", until: float) -> None:
        """Queue these; whoever does not hear that it went well does it again, as the keys stay the same.

        Raises TimeoutError when it did not go before ``until`` (of ``time.monotonic``).
        """
        while True:
            try:
                self._put(begin, end, name)
            except SQLAlchemyError as error:
                if time.monotonic() > until:
                    raise TimeoutError from error
                time.sleep(0.1)
            else:
                return

    def _put(self, begin: int, end: int, name: str) -> None:
        now = SystemClock().now()
        with self._house.store.writing() as session:
            for number in range(begin, end):
                queue_message(
                    session,
                    key=f"{MessageKind.PROOF}:{name}:{number}",
                    kind=MessageKind.PROOF,
                    recipient=f"{name}{number}@example.org",
                    letter=Letter("Bericht", f"Dag {name}{number},\n", "<p>Dag,</p>", sender="Walcheren"),
                    region_id=self._house.world.region.id,
                    scope_id=self._scope,
                    case_id=None,
                    not_before=now,
                    now=now,
                )


def drain(house: House) -> None:
    """Send what is left by the real job, while the clock moves on: claims run out, and quiet hours end."""
    clock = MovableClock(SystemClock().now() + timedelta(hours=3))
    for step in _STEPS:
        run_job(house.store, house.settings, job_named("send_messages"), clock=clock)
        if not _left(house):
            return
        clock.advance(step)


def posted(house: House, mail: SmtpServer) -> Posted:
    """Count what is owed against what arrived."""
    address = parseaddr(house.settings.mail_from)[1]
    with house.store.reading() as session:
        rows = session.execute(
            select(OutboxMessage.key, OutboxMessage.state).where(
                OutboxMessage.state != MessageState.CANCELLED
            )
        ).all()
    owed = {message_id(key, address) for key, state in rows if state is not MessageState.PARKED}
    arrivals = mail.arrivals()
    counted = Counter(name for name, _at in arrivals)
    twice = [name for name, count in counted.items() if count > 1]
    return Posted(
        owed=len(owed),
        arrived=len(counted),
        lost=len(owed - set(counted)),
        unsaid=len(set(counted) - {message_id(key, address) for key, _state in rows}),
        unsent=_left(house),
        at=tuple(tuple(at for name, at in arrivals if name == one) for one in twice),
    )


def _left(house: House) -> int:
    waiting = (MessageState.WAITING, MessageState.CLAIMED)
    with house.store.reading() as session:
        statement = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state.in_(waiting))
        return session.scalar(statement) or 0
