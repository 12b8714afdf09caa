"""Web servers, job processes, a database and a mail server, each in processes of their own that can be killed."""

import contextlib
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.faults.jobs import set_clock
from bench.house import House
from bench.load import environment_of, open_real_house
from bench.serving import HOST, fetch, free_port, well
from netwerkberaad.server import WORKERS
from tests.postgres import DURABLE, PostgresServer, running_postgres
from tests.smtp import SmtpServer, running_smtp

ROOT = Path(__file__).parents[2]
_BOUND_TO_US = ("setpriv", "--pdeathsig=SIGTERM", "--")


class Kept:
    """A process that is begun again after it was killed. It ends with us, however we end."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self._command, self._environment = [*_BOUND_TO_US, sys.executable, *command], environment
        self._process = self._begin()

    def _begin(self) -> "subprocess.Popen[bytes]":
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            self._command, env=self._environment, cwd=ROOT, stdout=quiet, stderr=quiet, stdin=quiet
        )

    def children(self) -> list[psutil.Process]:
        """The processes it began."""
        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(self._process.pid).children(recursive=True)
        return []

    def kill(self) -> None:
        """Kill it, with everything it began."""
        begun = self.children()
        self._process.kill()
        for process in begun:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self._process.wait()

    def again(self) -> None:
        """Begin anew."""
        self._process = self._begin()

    def pause(self) -> None:
        """Stop it where it is."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Continue."""
        self._process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        """Tell it to end, and wait."""
        self.go_on()
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()


@dataclass
class Site:
    """An installation that runs."""

    house: House
    mail: SmtpServer
    postgres: PostgresServer | None
    webs: list[Kept] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)
    jobs: list[Kept] = field(default_factory=list)
    clocks: list[Path] = field(default_factory=list)

    def begin(self, *, webs: int, jobs: int) -> None:
        """Begin so many servers and job processes, and wait until every server answers."""
        for _number in range(webs):
            self.add_web()
        for _number in range(jobs):
            self.add_jobs()
        while not self._ready():
            time.sleep(0.05)

    def add_web(self) -> None:
        """One more server for pages, as ``netwerkberaad-web.service`` begins it."""
        port = free_port()
        options = ["--workers", str(WORKERS), "--bind", f"{HOST}:{port}", "--no-control-socket"]
        command = ["-m", "gunicorn", *options, "--log-level", "critical", "wsgi:application"]
        self.webs.append(Kept(command, environment_of(self.house.settings)))
        self.places.append((HOST, port))

    def add_jobs(self) -> None:
        """One more process for the jobs."""
        clock = self.house.settings.instance / f"clock-{len(self.clocks)}"
        set_clock(clock, 0)
        self.clocks.append(clock)
        command = ["-m", "bench.faults.jobs", str(clock)]
        self.jobs.append(Kept(command, environment_of(self.house.settings)))

    def _ready(self) -> bool:
        """Whether every server for pages answers."""
        try:
            return all(well(fetch(port, "/inloggen")) for _host, port in self.places)
        except OSError:
            return False

    def kill_a_worker(self, chance: random.Random) -> None:
        """Kill one process that makes pages; its keeper begins another."""
        workers = chance.choice(self.webs).children()
        if workers:
            with contextlib.suppress(psutil.NoSuchProcess):
                chance.choice(workers).kill()

    def end(self) -> None:
        """End everything that was begun here."""
        for kept in (*self.webs, *self.jobs):
            kept.end()
        self.house.store.engine.dispose()


@contextlib.contextmanager
def running_site(folder: Path, *, on_postgres: bool) -> Iterator[Site]:
    """A database and a mail server, to which servers and job processes can be added; nothing is left of it afterwards."""
    with contextlib.ExitStack() as stack:
        mail = stack.enter_context(running_smtp())
        postgres = stack.enter_context(running_postgres(options=DURABLE)) if on_postgres else None
        url = postgres.fresh() if postgres else f"sqlite:///{folder / 'faults.sqlite'}"
        house = open_real_house(folder, url, mail_url=f"smtp://{mail.host}:{mail.port}")
        site = Site(house, mail, postgres)
        stack.callback(site.end)
        yield site
