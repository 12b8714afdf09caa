"""The year itself: day after day at the hours at which something may go out, with days on which the mail server fails."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from tqdm import tqdm

from bench.year.beraden import Beraad
from bench.year.chores import Chores
from bench.year.counting import Account, count
from bench.year.homes import Homes
from bench.year.office import Office
from bench.year.town import BEGIN, Town, build_town
from netwerkberaad.demo.notify import running_notify
from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.jobs import Job, job_named, run_job
from tests.smtp import Mode, running_smtp

_OFTEN = tuple(
    job_named(name)
    for name in ("send_follow_ups", "send_reminders", "remind_promises", "close_polls", "send_messages")
)
_DAILY = tuple(job_named(name) for name in ("seal_audit", "propose_destructions", "clear_destroyed", "sweep"))
HOURS = tuple(time(*at) for at in ((1,), (8, 1), (9, 30), (13,), (17, 2), (18, 2), (20, 50), (21, 30), (23,)))
"""When the jobs run, on the clock of the people: also at night, and around the hours at which something is due."""
_OFFICE = time(9)
_ROUND_OFF = 30


@dataclass
class Life:
    """A town with its people at work and at home."""

    town: Town
    office: Office
    homes: Homes
    hours: Sequence[time]

    def day(self, day: date) -> None:
        """Midnight to midnight on the clock of the people."""
        troubled = self.town.odds(0.05)
        for at in sorted((*self.hours, _OFFICE)):
            self.town.live_until(from_local(day, at))
            if at == _OFFICE:
                if day.weekday() < 5:
                    self.office.open()
                continue
            self._trouble(at, troubled)
            self.run(_OFTEN)
            self.homes.read_post()
        self.run(_DAILY)

    def run(self, jobs: tuple[Job, ...]) -> None:
        """Let these jobs run once."""
        for job in jobs:
            if not run_job(self.town.store, self.town.settings, job, clock=self.town.clock):
                self.town.counts[f"job failed: {job.name}"] += 1

    def _trouble(self, at: time, troubled: bool) -> None:
        """On a bad day the mail server refuses from five until eleven in the evening, or is gone until then."""
        if troubled and time(17) <= at < time(21, 30):
            if at < time(18):
                self.town.smtp.down()
            else:
                self.town.smtp.answer(Mode.REFUSE_FOR_NOW)


def live(
    cases: int, *, days: int, seed: int, hours: Sequence[time] = HOURS, progress: bool = False
) -> Account:
    """So many beraden asked for over the days, and what came of everything; gone from the disk afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="netwerkberaad-year-") as folder,
        running_smtp() as smtp,
        running_notify() as notify,
    ):
        town = build_town(Path(folder), smtp, notify, seed=seed)
        try:
            return _live(town, cases, days, hours, progress=progress)
        finally:
            town.store.engine.dispose()


def _live(town: Town, cases: int, days: int, hours: Sequence[time], *, progress: bool) -> Account:
    life = Life(town, Office(town, Chores(town)), Homes(town), hours)
    for number in range(cases):
        beraad = Beraad(town, number)
        town.later(_asked_at(town, days), "asked", partial(_ask, life, beraad))
    first = local(BEGIN).date()
    for day in tqdm(range(days), unit="day", disable=not progress):
        life.day(first + timedelta(days=day))
    return count(town, life.homes)


def _ask(life: Life, beraad: Beraad) -> None:
    beraad.ask()
    life.office.chores.beraden[beraad.case_id] = beraad


def _asked_at(town: Town, days: int) -> datetime:
    day = local(BEGIN).date() + timedelta(days=town.chance.randrange(max(1, days - _ROUND_OFF)))
    return from_local(day, time(town.chance.randrange(8, 23), town.chance.randrange(60)))
