"""The timetable: what runs by itself, and how often. A job is a plain function; what is due it reads from rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import Store
from netwerkberaad.jobs import work

Work = Callable[[Store, Settings, datetime], int]


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the timetable. ``run`` returns how many things it did; ``every`` is the time between two runs."""

    name: str
    run: Work
    every: timedelta


TIMETABLE = (
    Job("send_messages", work.send_messages, timedelta(seconds=10)),
    Job("read_mailboxes", work.read_mailboxes, timedelta(minutes=2)),
    Job("send_password_links", work.send_password_links, timedelta(seconds=10)),
    Job("seal_audit", work.seal_audit, timedelta(seconds=30)),
    Job("send_follow_ups", work.send_follow_ups, timedelta(seconds=60)),
    Job("send_reminders", work.send_reminders, timedelta(minutes=10)),
    Job("remind_promises", work.remind_promises, timedelta(seconds=60)),
    Job("close_polls", work.close_polls, timedelta(seconds=60)),
    Job("clear_destroyed", work.clear_destroyed, timedelta(seconds=60)),
    Job("move_cases", work.move_cases, timedelta(seconds=60)),
    Job("propose_destructions", work.propose_destructions, timedelta(hours=1)),
    Job("back_up_keys", work.back_up_keys, timedelta(hours=1)),
    Job("back_up", work.back_up, timedelta(minutes=15)),
    Job("sweep", work.sweep, timedelta(hours=1)),
)


def job_named(name: str) -> Job:
    """A job by its name. Raises KeyError for a name that is not in the timetable."""
    return {job.name: job for job in TIMETABLE}[name]
