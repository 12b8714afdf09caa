"""Answers and messages while processes are killed, stopped and put at a wrong time, at moments that a seed chooses."""

import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from uuid import UUID

from bench.faults.jobs import set_clock
from bench.faults.posts import AT_ONCE, Outbox, Posted, drain, posted
from bench.faults.site import Site, running_site
from bench.guests import FAILURES, Guest
from bench.load import Invited, invited, kept_answers
from netwerkberaad.foundation.messages.ledger import TOGETHER
from netwerkberaad.invites import Reply

SECONDS = 1_800
"""After so long a storm ends, whatever was reached."""
WEBS = JOBS = 2
_AT_ONCE = 12
_CLAIM = 11 * 60
_HOUR = 60 * 60


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that went wrong on purpose; at most so many messages may come twice by it."""

    kind: str
    at: float
    may_double: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of a storm."""

    scene: str
    asked: int
    confirmed: int
    lost: int
    doubled: int
    posts: Posted
    breaks: tuple[Break, ...]

    @property
    def in_a_break(self) -> int:
        """Messages that came once more because of a break between the yes of the mail server and the commit."""
        return sum(len(at) - 1 for at in self.posts.at)

    @property
    def bound(self) -> int:
        """How often that may happen."""
        return sum(one.may_double for one in self.breaks)

    @property
    def out_of_place(self) -> int:
        """Messages that came twice, and no break explains it."""
        moments = [one.at for one in self.breaks if one.may_double]
        return sum(not any(_near(at, moment) for moment in moments) for at in self.posts.at)

    @property
    def whole(self) -> bool:
        """Whether nothing was lost and nothing came twice beyond the bound."""
        posts = self.posts
        return (
            self.confirmed == self.asked
            and not (self.lost or self.doubled or self.out_of_place)
            and not (posts.lost or posts.unsaid or posts.unsent)
            and self.in_a_break <= self.bound
        )


def _near(at: tuple[float, ...], moment: float) -> bool:
    """Whether a break came soon after the first of several arrivals, and before the last."""
    return at[0] - 1 <= moment <= at[-1] + 1


class _Asked:
    """Somebody who answers at any server, and tries again until they read that it is in."""

    def __init__(self, site: Site, link: str, number: int) -> None:
        self._site = site
        self._until = time.monotonic() + SECONDS
        self._chance = random.Random(number)
        self._guest = Guest(0, until=self._until)
        self._asked = Invited(self._guest, link, number)
        self._inside = False

    def answer(self) -> Reply | None:
        """What was confirmed; None when it was not."""
        while time.monotonic() < self._until:
            self._guest.turn_to(*self._chance.choice(self._site.places))
            try:
                if not self._inside:
                    self._asked.open()
                    self._inside = True
                if self._asked.answer().location.startswith("/p/antwoord/"):
                    return self._asked.reply
            except FAILURES:
                self._inside = False
                time.sleep(self._chance.uniform(0.05, 0.3))
        return None


@dataclass
class Storm:
    """The storm: who answers, what is posted, and what breaks."""

    site: Site
    seed: int
    done: list[UUID] = field(default_factory=list)
    put: int = 0
    breaks: list[Break] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._until = time.monotonic() + SECONDS
        self._kinds: dict[str, Callable[[], int]] = {
            "web": self._kill_web,
            "jobs": self._kill_jobs,
            "pause": self._pause,
            "clock": self._jump,
        }
        self._kinds["database"] = self._kill_database if self.site.postgres else self._kill_all

    def run(self, *, answers: int, messages: int, breaks: int) -> dict[UUID, Reply]:
        """What was confirmed to whom, when everybody is done."""
        links = invited(self.site.house, answers)
        outbox = Outbox(self.site.house)
        moments = sorted(self._chance.sample(range(1, answers + messages), breaks))
        kinds = [list(self._kinds)[number % len(self._kinds)] for number in range(breaks)]
        self._chance.shuffle(kinds)
        self.site.begin(webs=WEBS, jobs=JOBS)
        self._until = time.monotonic() + SECONDS
        asked = [
            (person_id, _Asked(self.site, link, number))
            for number, (person_id, link) in enumerate(links.items())
        ]
        with ThreadPoolExecutor(_AT_ONCE + 1) as threads:
            told = [threads.submit(self._answer, person_id, one) for person_id, one in asked]
            posting = threads.submit(self._post, outbox, messages)
            self._break_at(moments, kinds, lambda: posting.done() and all(one.done() for one in told))
            posting.result()
            replies = [one.result() for one in told]
        return {person_id: reply for person_id, reply in replies if reply is not None}

    def _answer(self, person_id: UUID, asked: _Asked) -> tuple[UUID, Reply | None]:
        reply = asked.answer()
        self.done.append(person_id)
        return person_id, reply

    def _post(self, outbox: Outbox, messages: int) -> None:
        for begin in range(0, messages, AT_ONCE):
            end = min(begin + AT_ONCE, messages)
            outbox.put(begin, end, until=self._until)
            self.put = end

    def _break_at(self, moments: list[int], kinds: list[str], finished: Callable[[], bool]) -> None:
        waiting = list(zip(moments, kinds, strict=True))
        while not (finished() and not waiting) and time.monotonic() < self._until:
            if waiting and (finished() or len(self.done) + self.site.mail.count() >= waiting[0][0]):
                self._break(waiting.pop(0)[1])
            time.sleep(0.02)

    def _break(self, kind: str) -> None:
        time.sleep(self._chance.uniform(0, 0.3))
        at = time.time()
        self.breaks.append(Break(kind, at, self._kinds[kind]()))

    def _kill_web(self) -> int:
        self.site.kill_a_worker(self._chance)
        return 0

    def _kill_jobs(self) -> int:
        one = self._chance.choice(self.site.jobs)
        one.kill()
        one.again()
        return TOGETHER

    def _kill_database(self) -> int:
        assert self.site.postgres is not None
        self.site.postgres.kill()
        time.sleep(self._chance.uniform(0.1, 1.5))
        self.site.postgres.up()
        return self._all()

    def _kill_all(self) -> int:
        """SQLite has no process of its own: everything that has the file open."""
        for one in (*self.site.webs, *self.site.jobs):
            one.kill()
        for one in (*self.site.webs, *self.site.jobs):
            one.again()
        return self._all()

    def _pause(self) -> int:
        """Stop one process for the jobs for longer than its claims hold, as all clocks see it."""
        one = self._chance.choice(self.site.jobs)
        one.pause()
        for clock in self.site.clocks:
            set_clock(clock, _now(clock) + _CLAIM)
        time.sleep(self._chance.uniform(0.5, 2.5))
        one.go_on()
        return self._all()

    def _jump(self) -> int:
        """Put one clock an hour ahead, or right again; one that is behind would only send later."""
        clock = self._chance.choice(self.site.clocks)
        set_clock(clock, 0 if _now(clock) else _HOUR)
        return self._all()

    def _all(self) -> int:
        return TOGETHER * len(self.site.jobs)


def _now(clock: Path) -> int:
    return int(clock.read_text())


def storm(folder: Path, *, on_postgres: bool, answers: int, messages: int, breaks: int, seed: int) -> Counted:
    """Two servers and two job processes in a storm; what came of it."""
    with running_site(folder, on_postgres=on_postgres) as site:
        one = Storm(site, seed)
        told = one.run(answers=answers, messages=messages, breaks=breaks)
        for kept in (*site.webs, *site.jobs):
            kept.end()
        drain(site.house)
        kept_now = kept_answers(site.house)
        times = Counter(person_id for person_id, _reply in kept_now)
        return Counted(
            scene="PostgreSQL" if on_postgres else "SQLite",
            asked=answers,
            confirmed=len(told),
            lost=sum((person_id, reply) not in kept_now for person_id, reply in told.items()),
            doubled=sum(count - 1 for count in times.values()),
            posts=posted(site.house, site.mail),
            breaks=tuple(one.breaks),
        )
