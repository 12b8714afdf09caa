"""A real server for the table: it can be killed and started again over the same database."""

import multiprocessing
import os
import signal
import socket
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

from werkzeug.serving import make_server

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.vault import Store
from netwerkberaad.web import create_app
from tests.stores import RING

_SPAWN = multiprocessing.get_context("fork")


def _serve(database: Path, folder: Path, port: int, moment: datetime) -> None:
    store = Store(build_engine(f"sqlite:///{database}"), RING)
    settings = Settings(folder, f"sqlite:///{database}", f"http://127.0.0.1:{port}")
    make_server(
        "127.0.0.1", port, create_app(settings, MovableClock(moment), store), threaded=True
    ).serve_forever()


def free_port() -> int:
    """A port on the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class LiveServer:
    """One server process over a SQLite file."""

    database: Path
    folder: Path
    moment: datetime
    port: int = field(default_factory=free_port)
    process: BaseProcess | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and come back when it answers."""
        arguments = (self.database, self.folder, self.port, self.moment)
        self.process = _SPAWN.Process(target=_serve, args=arguments, daemon=True)
        self.process.start()
        while not self._answers():
            if not self.process.is_alive():
                raise RuntimeError("the server ended before it answered")

    def kill(self) -> None:
        """End it at once, as a power failure would."""
        if self.process is not None and self.process.pid is not None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.join()
        self.process = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/inloggen", timeout=1):
                return True
        except OSError:
            return False
