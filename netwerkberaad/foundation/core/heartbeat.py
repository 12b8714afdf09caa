"""A sign of life of each job, so that silence can be noticed. One row per job, whoever ran it last."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id

_QUIET = timedelta(minutes=1)


class JobRun(Base):
    """The latest run of a job, or the last time of something it makes (``backup.made``). ``failure`` is the kind of error, never its text; ``done`` counts what it did."""

    __tablename__ = "job_run"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    ran_at: Mapped[datetime]
    succeeded_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(Integer, default=0)
    failure: Mapped[str | None] = mapped_column(String(64))


def worth_noting(last: JobRun | None, *, done: int, failure: str | None, now: datetime) -> bool:
    """Whether a run should be written down: an idle job that looks every few seconds need not write every time.

    A run in the future is of a clock that was wrong: it must not hide that nothing runs.
    """
    return last is None or done > 0 or failure != last.failure or abs(now - last.ran_at) >= _QUIET


def note_run(session: Session, name: str, *, done: int, failure: str | None, now: datetime) -> None:
    """Write down a run of a job."""
    run = last_run(session, name)
    if run is None:
        run = JobRun(id=new_id(), name=name)
        session.add(run)
    run.ran_at, run.done, run.failure = now, done, failure
    if failure is None:
        run.succeeded_at = now


def last_run(session: Session, name: str, *, lock: bool = False) -> JobRun | None:
    """The latest run of one job, if it ever ran. ``lock`` makes others that ask so wait for our end."""
    statement = select(JobRun).where(JobRun.name == name)
    return session.scalar(statement.with_for_update() if lock else statement)


def last_runs(session: Session) -> list[JobRun]:
    """The latest run of every job, by name."""
    return list(session.scalars(select(JobRun).order_by(JobRun.name)))
