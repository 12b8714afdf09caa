"""Messages out of the outbox to a real mail server, against a bare loop over one connection."""

import smtplib
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from bench.harness import Act, Row, at_least, in_turn
from bench.house import BEGIN
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.vault import KeyRing, Store
from netwerkberaad.models import metadata
from tests.outbox import Outbox, make_outbox
from tests.smtp import SmtpServer, running_smtp

MESSAGES, ROUNDS = 100, 9
_LEAST = 0.6


def measure(folder: Path) -> Iterator[Row]:
    """One row, in messages per second."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(build_engine(f"sqlite:///{folder / 'outbox.sqlite'}"), KeyRing.fresh())
    metadata.create_all(store.engine)
    store.prepare(now=BEGIN)
    with running_smtp() as smtp:
        outbox = make_outbox(store=store, clock=MovableClock(BEGIN), smtp=smtp, instance=folder)
        numbers = iter(range(1_000))

        def ours() -> float:
            smtp.clear()
            outbox.put(MESSAGES, name=f"ronde{next(numbers)}-")
            return _rate(lambda: _send(outbox))

        def bare() -> float:
            smtp.clear()
            return _rate(lambda: _loop(smtp))

        yield at_least("outbox through SMTP (messages/s)", in_turn(ours, bare, rounds=ROUNDS), _LEAST)
    store.engine.dispose()


def _send(outbox: Outbox) -> None:
    sent = outbox.send()
    if sent != MESSAGES:
        raise RuntimeError(f"{sent} messages were sent instead of {MESSAGES}")


def _loop(smtp: SmtpServer) -> None:
    with smtplib.SMTP(smtp.host, smtp.port) as connection:
        for number in range(MESSAGES):
            message = EmailMessage()
            message["From"] = "Netwerkberaad <noreply@example.org>"
            message["To"] = f"fatma{number}@example.org"
            message["Subject"] = "Bericht"
            message.set_content(f"Dag fatma{number},\n")
            message.add_alternative("<p>Dag,</p>", subtype="html")
            connection.send_message(message)


def _rate(act: Act) -> float:
    began = time.perf_counter()
    act()
    return MESSAGES / (time.perf_counter() - began)
