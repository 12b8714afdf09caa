"""Texts in the demo: the stand-in for NotifyNL in a process of its own, on the loopback address. Each text that was taken lies
beside the mails as a file, and a moment later the program hears that it arrived.
"""

import multiprocessing
import os
import signal
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import select

from netwerkberaad.accounts import Region
from netwerkberaad.demo.notify import API_KEY, Notify, Taken, running_notify
from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.links import hash_token, new_token
from netwerkberaad.foundation.messages import Channel, MessageService, running_services
from netwerkberaad.foundation.vault import Store

_PAUSE = 1.0


@contextmanager
def texts_sent(store: Store, settings: Settings) -> Iterator[None]:
    """While the block lasts, texts of the practice region leave by a stand-in on this machine."""
    ours, theirs = multiprocessing.Pipe()
    token = new_token()
    keeper = os.getpid()
    # Not a Process of multiprocessing: each worker of the server, a copy of this process, would end it when it ends itself.
    stand_in = os.fork()
    if not stand_in:
        try:
            _run(theirs, settings.spool, token, keeper)
        finally:
            os._exit(0)
    service_id = _point_to(store, Notify(address=str(ours.recv())), token)
    ours.send(f"{settings.base_url}/meldingen/{service_id}/verzonden")
    store.engine.dispose()
    try:
        yield
    finally:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(stand_in, signal.SIGTERM)
            os.waitpid(stand_in, 0)


def _point_to(store: Store, notify: Notify, token: str) -> uuid.UUID:
    """The service of the region, which is at another port after each start."""
    with store.writing() as session:
        region = session.scalars(select(Region).where(Region.practice.is_(True))).one()
        found = [one for one in running_services(session, region_id=region.id) if one.api_key == API_KEY]
        service = next(iter(found), None)
        if service is None:
            service = MessageService(
                id=new_id(),
                region_id=region.id,
                made_at=SystemClock().now(),
                channel_words=Channel.SMS.value,
            )
            session.add(service)
        service.settings, service.api_key = notify.settings, API_KEY
        service.callback_hash = hash_token(token)
        return service.id


def _run(pipe: Connection, spool: Path, token: str, keeper: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who keeps us hears it, and ends us
    with running_notify() as notify:
        pipe.send(notify.address)
        notify.receipts_to, notify.token = str(pipe.recv()), token
        told = 0
        while os.getppid() == keeper:
            time.sleep(_PAUSE)
            while told < len(notify.taken):
                taken = notify.taken[told]
                _keep(spool, taken)
                with suppress(OSError, HTTPException):
                    notify.report(taken, "delivered")
                told += 1


def _keep(spool: Path, taken: Taken) -> None:
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = spool / f"sms-{taken.id}.txt"
    path.write_text(f"Aan: {taken.to}\n\n{taken.words['bericht']}\n", encoding="utf-8")
    path.chmod(0o600)
