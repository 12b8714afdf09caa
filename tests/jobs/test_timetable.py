"""The timetable: every job is in it, runs by itself, and leaves a sign of life."""

import inspect
import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from netwerkberaad.foundation.core import audit, audit_chain, heartbeat
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import Store, keys_of
from netwerkberaad.jobs import TIMETABLE, Job, Runner, job_named, run_job, runner, work
from netwerkberaad.jobs.timetable import Work

SEEN = audit.declare("tests.job_seen", "job")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that send mail to a folder."""
    return Settings(instance=tmp_path, database_url="sqlite:///", base_url="http://localhost")


def returning(done: int) -> Work:
    """A job that did so many things."""
    return lambda _store, _settings, _now: done


def failing(error: Exception) -> Work:
    """A job that fails."""

    def fail(_store: Store, _settings: Settings, _now: datetime) -> int:
        raise error

    return fail


def job(run: Work) -> Job:
    """A job that is in no timetable."""
    return Job("trial", run, timedelta(minutes=1))


def last_run(store: Store) -> heartbeat.JobRun:
    """The sign of life of that job."""
    with store.reading() as session:
        run = heartbeat.last_run(session, "trial")
        assert run is not None
        return run


def test_every_job_that_is_written_is_in_the_timetable_and_the_other_way_round() -> None:
    def public(thing: object) -> bool:
        return (
            inspect.isfunction(thing)
            and thing.__module__ == work.__name__
            and not thing.__name__.startswith("_")
        )

    written: dict[str, Callable[..., object]] = dict(inspect.getmembers(work, public))
    assert {job.name: job.run for job in TIMETABLE} == written
    assert all(job.every > timedelta() for job in TIMETABLE)
    assert [job_named(job.name) for job in TIMETABLE] == list(TIMETABLE)


@pytest.mark.parametrize("name", [job.name for job in TIMETABLE])
def test_every_job_runs_on_an_empty_installation(
    name: str, store: Store, settings: Settings, clock: MovableClock
) -> None:
    assert run_job(store, settings, job_named(name), clock=clock)


def test_a_run_leaves_a_sign_of_life(store: Store, settings: Settings, clock: MovableClock) -> None:
    assert run_job(store, settings, job(returning(3)), clock=clock)
    run = last_run(store)
    assert (run.ran_at, run.succeeded_at, run.done, run.failure) == (clock.now(), clock.now(), 3, None)


def test_an_idle_job_writes_at_most_once_a_minute(
    store: Store, settings: Settings, clock: MovableClock
) -> None:
    begin = clock.now()
    for _ in range(7):
        run_job(store, settings, job(returning(0)), clock=clock)
        assert last_run(store).ran_at == begin
        clock.advance(timedelta(seconds=8))
    clock.advance(timedelta(seconds=8))
    run_job(store, settings, job(returning(0)), clock=clock)
    assert last_run(store).ran_at == clock.now()


def test_a_run_by_a_clock_that_was_ahead_does_not_hide_that_nothing_runs(
    store: Store, settings: Settings, clock: MovableClock
) -> None:
    begin = clock.now()
    clock.advance(timedelta(days=1))
    run_job(store, settings, job(returning(0)), clock=clock)
    clock.move_to(begin)
    run_job(store, settings, job(returning(0)), clock=clock)
    assert last_run(store).ran_at == begin


def test_a_failure_is_on_record_without_what_it_says(
    store: Store, settings: Settings, clock: MovableClock, caplog: pytest.LogCaptureFixture
) -> None:
    run_job(store, settings, job(returning(1)), clock=clock)
    worked = clock.now()
    clock.advance(timedelta(seconds=10))
    with caplog.at_level(logging.DEBUG):
        assert not run_job(store, settings, job(failing(ValueError("Fatma Yılmaz"))), clock=clock)
    assert "ValueError" in caplog.text
    assert "Fatma" not in caplog.text
    run = last_run(store)
    assert (run.ran_at, run.succeeded_at, run.failure) == (clock.now(), worked, "ValueError")


def test_the_audit_log_is_chained(store: Store, settings: Settings, clock: MovableClock) -> None:
    who = audit.Who("system")
    for _ in range(3):
        with store.writing() as session:
            audit.record(session, audit.Entry(SEEN, who, clock.now()))
    assert work.seal_audit(store, settings, clock.now()) == 3
    assert work.seal_audit(store, settings, clock.now()) == 0
    with store.reading() as session:
        assert audit_chain.verify(session, sign=keys_of(session).signer(audit_chain.PURPOSE)) == []


def test_the_runner_runs_every_job_and_ends_when_told(
    store: Store, settings: Settings, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = {name: threading.Event() for name in ("one", "two")}

    def run_named(name: str) -> Work:
        def run(_store: Store, _settings: Settings, _now: datetime) -> int:
            ran[name].set()
            return 1

        return run

    jobs = tuple(Job(name, run_named(name), timedelta(hours=1)) for name in ran)
    monkeypatch.setattr(runner, "TIMETABLE", jobs)
    running = Runner(store, settings, clock)
    running.start()
    try:
        assert all(event.wait(30) for event in ran.values())
    finally:
        running.stop()
    with store.reading() as session:
        assert [run.name for run in heartbeat.last_runs(session)] == ["one", "two"]
