"""What should go on by itself: jobs, messages, backups; and the mail server, when asked."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.utils import parseaddr

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from netwerkberaad.commands.doctor.finding import Finding
from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import Store, VaultError

_SILENCE = timedelta(hours=2)
_WAITING = timedelta(hours=1)


def work(settings: Settings) -> Iterator[Finding]:
    """Jobs, outbox and backups, by what they left in the database; nothing when that cannot be read (told elsewhere)."""
    try:
        store = Store.from_settings(settings)
        with store.reading() as session:
            now = SystemClock().now()
            found = [*_jobs(session, now), *_messages(session, now), *_backups(session, now)]
        store.engine.dispose()
    except (SQLAlchemyError, VaultError):
        return
    yield from found


def _jobs(session: Session, now: datetime) -> Iterator[Finding]:
    from netwerkberaad.foundation.core.heartbeat import last_runs
    from netwerkberaad.jobs import TIMETABLE

    runs = {run.name: run for run in last_runs(session)}
    silent = []
    for job in TIMETABLE:
        run = runs.get(job.name)
        if run is None or run.succeeded_at is None or now - run.succeeded_at > _SILENCE:
            silent.append(f"{job.name} ({run.failure})" if run and run.failure else job.name)
    if silent:
        yield Finding(
            f"for two hours these jobs did not do their work: {', '.join(silent)}",
            "what they do stays undone: messages, reminders, the log, backups",
            f"look whether the service runs and at its log, or try one: netwerkberaad jobs run {silent[0].split()[0]}",
        )


def _messages(session: Session, now: datetime) -> Iterator[Finding]:
    from netwerkberaad.foundation.messages import outbox_counts

    outbox = outbox_counts(session)
    if outbox.parked:
        yield Finding(
            f"{outbox.parked} messages could not be delivered and are parked",
            "somebody waits for an invitation or a code that does not come; the gespreksleider sees it at the case",
            "look at the mail server (doctor --mail); wrong addresses are mended at the case",
            wrong=False,
        )
    if outbox.oldest_due and now - outbox.oldest_due > _WAITING:
        yield Finding(
            f"{outbox.waiting} messages wait to be sent, the oldest since {outbox.oldest_due:%Y-%m-%d %H:%M} UTC",
            "people wait for them",
            "look whether the jobs run and the mail server answers: netwerkberaad doctor --mail",
        )


def _backups(session: Session, now: datetime) -> Iterator[Finding]:
    from netwerkberaad.flows.keeping import last_kept

    if last_kept(session).alarming(now):
        yield Finding(
            "for more than a day no backup was made and put back as a trial",
            "a broken disk now loses more than a day",
            "netwerkberaad backup, and look at what it says",
        )


def mail_server(settings: Settings) -> Iterator[Finding]:
    """Come in at the mail server and say who writes; nothing is sent."""
    from netwerkberaad.foundation.messages import SendError
    from netwerkberaad.foundation.messages.channels import MailServer, SmtpSender

    if settings.mail_url.startswith("spool:"):
        return
    try:
        with SmtpSender(MailServer.from_url(settings.mail_url), parseaddr(settings.mail_from)[1]) as sender:
            sender.come_in()
    except SendError as error:
        yield Finding(
            f"the mail server does not let us in ({error.reason})",
            "no message leaves; they wait and are tried again",
            "look at MAIL_URL: name, port, TLS, password; and whether MAIL_FROM may send there",
        )


LOOKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (work,)
