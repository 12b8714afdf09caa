"""A database that is full: nothing is confirmed that is not kept, and everything goes on once there is room.

Full in two ways: SQLite may use no more pages, and the system lets no file grow, as with a quota or a full disk.
"""

import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from bench.browser import Browser
from bench.faults.posts import AT_ONCE, Outbox, Posted, drain, posted
from bench.house import House
from bench.load import invited, kept_answers, open_real_house
from bench.rows.door import enter
from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.messages.ledger import TOGETHER
from netwerkberaad.invites import Reply
from netwerkberaad.jobs import job_named, run_job
from tests.smtp import running_smtp

_QUESTION = "/p/antwoord/1"
_ROOM = 512 * 1024
"""How far the log of changes may grow, in bytes."""


@dataclass(frozen=True, slots=True)
class Full:
    """What came of it. ``refused`` were told that it did not go, and answered once more when there was room."""

    scene: str
    asked: int
    confirmed: int
    refused: int
    lost: int
    doubled: int
    posts: Posted

    @property
    def again(self) -> int:
        """How many messages came once more, as being sent could not be written down."""
        return sum(len(at) - 1 for at in self.posts.at)

    @property
    def whole(self) -> bool:
        """Whether the database was full indeed, and nothing is missing or double."""
        posts = self.posts
        missing = self.lost or self.doubled or posts.lost or posts.unsaid or posts.unsent
        return self.refused > 0 and self.confirmed == self.asked and not missing and self.again <= TOGETHER


def full(folder: Path, scene: str, *, answers: int, messages: int) -> Full:
    """People answer and messages wait while there is no room, and then again when there is."""
    with running_smtp() as mail:
        url = f"sqlite:///{folder / 'full.sqlite'}"
        house = open_real_house(folder, url, mail_url=f"smtp://{mail.host}:{mail.port}")
        try:
            people = {one: enter(house, path) for one, path in invited(house, answers).items()}
            outbox = Outbox(house)
            _put(outbox, 0, messages // 2)
            with WAYS[scene](house):
                before = _answered(people)
                _put(outbox, messages // 2, messages)
                run_job(house.store, house.settings, job_named("send_messages"), clock=SystemClock())
            after = _answered({one: browser for one, browser in people.items() if one not in before})
            outbox.put(0, messages, until=time.monotonic() + 60)
            drain(house)
            told, kept = before | after, kept_answers(house)
            return Full(
                scene,
                asked=answers,
                confirmed=len(told),
                refused=answers - len(before),
                lost=sum((one, reply) not in kept for one, reply in told.items()),
                doubled=sum(count - 1 for count in Counter(one for one, _reply in kept).values()),
                posts=posted(house, mail),
            )
        finally:
            house.store.engine.dispose()


def _put(outbox: Outbox, begin: int, end: int) -> None:
    """Put these in the outbox as far as there is room; the keys make that doing it again is harmless."""
    for first in range(begin, end, AT_ONCE):
        try:
            outbox.put(first, min(first + AT_ONCE, end), until=0)
        except TimeoutError:
            return


def _answered(people: Mapping[UUID, Browser]) -> dict[UUID, Reply]:
    """Who was told that the answer is in."""
    told = {}
    for person_id, browser in people.items():
        try:
            values = {"csrf_token": browser.get(_QUESTION).token, "reply": Reply.COMES.value}
            browser.post(_QUESTION, values)
        except RuntimeError:
            continue
        told[person_id] = Reply.COMES
    return told


@contextmanager
def _no_more_pages(house: House) -> Iterator[None]:
    engine = house.store.engine

    def limit(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        (pages,) = cursor.execute("PRAGMA page_count").fetchone() or (0,)
        cursor.execute(f"PRAGMA max_page_count={pages + 4}")
        cursor.close()

    engine.dispose()
    event.listen(engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        engine.dispose()


@contextmanager
def _no_larger_files(house: House) -> Iterator[None]:
    house.store.engine.dispose()  # with the last connection the write-ahead log is emptied
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


WAYS: Mapping[str, Callable[[House], AbstractContextManager[None]]] = {
    "no more pages": _no_more_pages,
    "no larger files": _no_larger_files,
}
