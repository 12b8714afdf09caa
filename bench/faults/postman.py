"""A mail server that refuses, hangs, takes half, hangs up before and after it took a message, and is away for a day."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bench.faults.posts import Outbox, Posted, posted
from bench.house import House
from bench.load import open_real_house
from netwerkberaad.foundation.core.clock import MovableClock, SystemClock
from netwerkberaad.foundation.messages import MessageState, OutboxMessage, channels
from netwerkberaad.foundation.messages.delivery import BACK_OFF
from netwerkberaad.jobs import job_named, run_job
from tests.smtp import NOBODY, Mode, SmtpServer, running_smtp

PATIENCE = 0.5
"""Seconds that a silent mail server is waited for, in this scene."""
_IN_TURN = (
    Mode.REFUSE_FOR_NOW,
    Mode.HANG,
    Mode.DROP,
    Mode.TAKE_AND_DROP,
    Mode.REFUSE_SOME,
)
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Moods:
    """What came of it. ``parked`` waits for a person, as it was refused for good (``refused``); ``unheard`` are the
    messages that the server took without a word.
    """

    posts: Posted
    refused: int
    parked: int
    unheard: int

    @property
    def again(self) -> int:
        """How many came once more, with the same Message-ID."""
        return sum(len(at) - 1 for at in self.posts.at)

    @property
    def whole(self) -> bool:
        """Whether everything arrived that was not refused for good, and only what was taken unheard came twice."""
        posts = self.posts
        lost = posts.lost or posts.unsaid or posts.unsent
        return not lost and self.parked == self.refused and self.again <= self.unheard


def moods(folder: Path, *, messages: int) -> Moods:
    """Every mood in turn; then a day away; then all is well."""
    with running_smtp() as mail, _patient(PATIENCE):
        url = f"sqlite:///{folder / 'moods.sqlite'}"
        house = open_real_house(folder, url, mail_url=f"smtp://{mail.host}:{mail.port}")
        try:
            return _in_turn(house, mail, messages)
        finally:
            house.store.engine.dispose()


def _in_turn(house: House, mail: SmtpServer, messages: int) -> Moods:
    clock = MovableClock(SystemClock().now() + timedelta(hours=1))
    refused = max(1, messages // 20)
    outbox, until = Outbox(house), time.monotonic() + 60
    outbox.put(0, refused, name=NOBODY, until=until)
    outbox.put(refused, messages, until=until)
    unheard = 0
    for mode in _IN_TURN:
        mail.answer(mode)
        before = mail.count()
        for _round in range(_ROUNDS):
            _send(house, clock)
            clock.advance(BACK_OFF[0])
        unheard += (mail.count() - before) if mode is Mode.TAKE_AND_DROP else 0
        mail.answer(Mode.REFUSE_SOME)
        outbox.put(messages, messages + 20, until=until)
        messages += 20
    mail.down()
    for _hour in range(24):
        _send(house, clock)
        clock.advance(timedelta(hours=1))
    mail.up()
    for _hour in range(30):
        _send(house, clock)
        clock.advance(timedelta(hours=1))
    return Moods(posted(house, mail), refused, _parked(house), unheard)


def _send(house: House, clock: MovableClock) -> None:
    run_job(house.store, house.settings, job_named("send_messages"), clock=clock)


def _parked(house: House) -> int:
    with house.store.reading() as session:
        statement = (
            select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == MessageState.PARKED)
        )
        return session.scalar(statement) or 0


@contextmanager
def _patient(seconds: float) -> Iterator[None]:
    before, channels.PATIENCE = channels.PATIENCE, seconds
    try:
        yield
    finally:
        channels.PATIENCE = before
