"""Runs the timetable. The scheduler is only a clock: it remembers nothing, so any number of processes may run one."""

import logging
import os
import signal
import threading
import time
import traceback
from datetime import UTC, datetime, timedelta
from types import FrameType

from netwerkberaad.cases.keyless import find_erased, find_keyless
from netwerkberaad.foundation.core import heartbeat
from netwerkberaad.foundation.core.clock import Clock, SystemClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import Store, VaultError
from netwerkberaad.jobs.timetable import TIMETABLE, Job

log = logging.getLogger(__name__)

_LOOK_AGAIN = timedelta(minutes=10)


def run_job(store: Store, settings: Settings, job: Job, *, clock: Clock) -> bool:
    """Run one job now and leave a sign of life; whether it ended well.

    An error ends this run, not the timetable: what was due is still due next time.
    """
    began, started = clock.now(), time.monotonic()
    done, failure = 0, None
    try:
        done = _run(store, settings, job, began)
    except Exception as error:
        failure = type(error).__name__
        # The place and the kind of error; its text may hold what somebody wrote.
        log.error("job %s failed: %s at %s", job.name, failure, _place(error))
    if done:
        log.info("job %s did %d in %d ms", job.name, done, (time.monotonic() - started) * 1000)
    try:
        _note(store, job, done=done, failure=failure, clock=clock)
    except Exception as error:
        log.error("job %s left no sign of life: %s", job.name, type(error).__name__)
    return failure is None


class Runner:
    """The timetable in threads of this process."""

    def __init__(self, store: Store, settings: Settings, clock: Clock | None = None) -> None:
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.background import BackgroundScheduler

        # What it would say (a run that takes longer than its interval) is normal here.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        clock = clock or SystemClock()
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(len(TIMETABLE))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for job in TIMETABLE:
            self._scheduler.add_job(
                run_job,
                "interval",
                seconds=job.every.total_seconds(),
                args=(store, settings, job),
                kwargs={"clock": clock},
                next_run_time=SystemClock().now(),
            )

    def start(self) -> None:
        """Begin; every job runs at once and then in its own time."""
        self._scheduler.start()

    def stop(self) -> None:
        """End; what is running is finished first."""
        self._scheduler.shutdown(wait=True)


def run_until_told(settings: Settings, *, parent: int | None = None, clock: Clock | None = None) -> None:
    """Run the timetable in this process until SIGTERM or SIGINT, or until the parent process is gone."""
    told = threading.Event()

    def tell(_signal: int, _frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, tell)
    store = Store.from_settings(settings)
    runner = Runner(store, settings, clock)
    runner.start()
    while not told.wait(1.0) and (parent is None or os.getppid() == parent):
        continue
    runner.stop()
    store.engine.dispose()


def _run(store: Store, settings: Settings, job: Job, began: datetime) -> int:
    """Run a job; once more when it stumbled over what came back from a backup: a case without a key, or an erased person.

    Asking looks at every case, so that it is not done before every run.
    """
    if store.looked_at is None or not timedelta() <= began - store.looked_at < _LOOK_AGAIN:
        store.look_for_keyless(find_keyless)
        store.looked_at = began
    try:
        return job.run(store, settings, began)
    except VaultError:
        keyless, erased = store.look_for_keyless(find_keyless), store.look_for_erased(find_erased)
        if not (keyless or erased):
            raise
        return job.run(store, settings, began)


def _note(store: Store, job: Job, *, done: int, failure: str | None, clock: Clock) -> None:
    now = clock.now()
    with store.reading() as session:
        last = heartbeat.last_run(session, job.name)
        if not heartbeat.worth_noting(last, done=done, failure=failure, now=now):
            return
    with store.writing() as session:
        heartbeat.note_run(session, job.name, done=done, failure=failure, now=now)


def _place(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{frame.filename}:{frame.lineno}"
