"""A house to live in for half a year: the application on a port, its jobs, its mail server, and a clock that is moved.

The server answers in threads of this process, because the clock it reads is the one the test moves; no setting can move
the clock of a running installation. The jobs are the lines of the timetable, run at the moments they would have run.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from netwerkberaad.demo.moments import Calendar, Moment
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.vault import Store
from netwerkberaad.jobs import job_named, run_job
from netwerkberaad.web import create_app
from tests.builders import World
from tests.journeys.live_plan import free_port
from tests.smtp import ReceivedMail, SmtpServer

_ROUND = ("send_follow_ups", "send_messages", "seal_audit", "sweep")
_EVENING = time(18, 30)
_CODE = re.compile(r"\b\d{6}\b")


@dataclass
class House:
    """The running application, as the people in it know it: an address, the time, and the post."""

    settings: Settings
    store: Store
    clock: MovableClock
    smtp: SmtpServer
    calendar: Calendar
    read: int = field(default=0)

    @property
    def url(self) -> str:
        """Where it answers."""
        return self.settings.base_url

    def at(self, day: int, wall: str) -> datetime:
        """Let time pass until this day of the scenario (the request is day 0) and this time on the wall."""
        moment = self.calendar.moment(Moment(day, time.fromisoformat(wall)))
        if moment < self.clock.now():
            raise ValueError("time does not go back")
        for evening in self._evenings(moment):
            self.clock.move_to(evening)
            self.work()
        self.clock.move_to(moment)
        self.work()
        return moment

    def date(self, day: int) -> date:
        """The date of a day of the scenario."""
        return self.calendar.date(day)

    def work(self) -> None:
        """One round of the jobs, now. Each must end well."""
        for name in _ROUND:
            assert run_job(self.store, self.settings, job_named(name), clock=self.clock), name

    def post_for(self, mail: str, called: str = "") -> list[ReceivedMail]:
        """What arrived at this address, oldest first; for an address that people share, what greets this one."""
        self.work()
        greeting = f"Dag {called}," if called else ""
        return [one for one in self.smtp.received() if mail in one.recipients and greeting in one.text]

    def newest(self, mail: str, called: str = "") -> ReceivedMail:
        """The newest mail at an address. Raises LookupError when none came."""
        found = self.post_for(mail, called)
        if not found:
            raise LookupError(f"no mail for {called or mail}")
        return found[-1]

    def link(self, mail: str, called: str = "") -> str:
        """The personal link in the newest mail that has one."""
        links = [link for one in self.post_for(mail, called) for link in one.links if "/p/" in link]
        return links[-1]

    def code(self, mail: str, called: str = "") -> str:
        """The six digits in the newest mail."""
        found = _CODE.search(self.newest(mail, called).text)
        assert found is not None, "no code in the newest mail"
        return found.group()

    def told_since_last_look(self) -> set[str]:
        """Who got mail since this was last asked: the words of each greeting."""
        self.work()
        arrived = self.smtp.received()
        fresh, self.read = arrived[self.read :], len(arrived)
        return {one.text.partition(",")[0].removeprefix("Dag ") for one in fresh}

    def _evenings(self, until: datetime) -> Iterator[datetime]:
        moment = datetime.combine(local(self.clock.now()).date(), _EVENING, tzinfo=local(until).tzinfo)
        while moment < until:
            if moment > self.clock.now():
                yield moment
            moment += timedelta(days=1)


@contextmanager
def open_house(
    store: Store,
    clock: MovableClock,
    smtp: SmtpServer,
    folder: Path,
    day_zero: date,
    *,
    host: str = "127.0.0.1",
) -> Iterator[House]:
    """A house that answers until the block ends. ``host`` is what people type: passkeys want a name, not a number."""
    port = free_port()
    settings = Settings(
        instance=folder,
        database_url="sqlite:///not-used.sqlite",
        base_url=f"http://{host}:{port}",
        mail_url=f"smtp://{smtp.host}:{smtp.port}",
        mail_from="Netwerkberaad Walcheren <noreply@example.org>",
        port=port,
    )
    settings.check()
    with answering(settings, clock, store):
        yield House(settings, store, clock, smtp, Calendar(day_zero))


@contextmanager
def answering(settings: Settings, clock: MovableClock, store: Store) -> Iterator[str]:
    """The application answers at the address of its settings until the block ends."""
    server = make_server("127.0.0.1", settings.port, create_app(settings, clock, store), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield settings.base_url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def house(
    sqlite_store: Store, sqlite_world: World, clock: MovableClock, smtp: SmtpServer, tmp_path: Path
) -> Iterator[House]:
    """A house with the world in it; day 0 is the Monday on which every test begins."""
    with open_house(sqlite_store, clock, smtp, tmp_path, local(clock.now()).date()) as running:
        yield running
