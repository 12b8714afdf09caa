"""Real servers: started on a free port of this machine, asked for pages over sockets, and ended again."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psutil

from bench.harness import Measure
from bench.house import House, Pair

HOST = "127.0.0.1"
CALLERS, PAGES = 4, 60


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def fetch(port: int, path: str, cookie: str = "") -> bytes:
    """One answer, head and body, over a connection of its own. Raises OSError when nobody listens."""
    head = f"GET {path} HTTP/1.0\r\nHost: localhost\r\n" + (f"Cookie: {cookie}\r\n" if cookie else "")
    with socket.create_connection((HOST, port), timeout=60) as connection:
        connection.sendall(f"{head}\r\n".encode())
        parts = []
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts)


def well(answer: bytes) -> bool:
    """Whether an answer is the page that was asked for."""
    return answer.split(b"\r\n", 1)[0].split(b" ")[1:2] == [b"200"]


class Served:
    """A server in a process of its own, ready to answer."""

    def __init__(
        self, command: Sequence[str], port: int, path: str, *, environment: Mapping[str, str] | None = None
    ) -> None:
        began = time.perf_counter()
        self.port = port
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while not self._answers(path):
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended: {' '.join(command)}")
            time.sleep(0.01)
        self.seconds_to_ready = time.perf_counter() - began

    def _answers(self, path: str) -> bool:
        try:
            return well(fetch(self.port, path))
        except OSError:
            return False

    def worker_bytes(self) -> int:
        """Memory of the one worker that is in use, in bytes (resident set)."""
        (worker,) = psutil.Process(self.process.pid).children()
        return int(worker.memory_info().rss)

    def end(self) -> None:
        """Stop it."""
        self.process.terminate()
        self.process.wait(30)


@contextmanager
def gunicorn(target: str, *, workers: int, path: str) -> Iterator[Served]:
    """Gunicorn with this application, as plain as it comes."""
    port = free_port()
    options = ["--workers", str(workers), "--bind", f"{HOST}:{port}", "--log-level", "critical"]
    served = Served([sys.executable, "-m", "gunicorn", *options, target], port, path)
    try:
        yield served
    finally:
        served.end()


def target_of(house: House, kind: str) -> str:
    """What gunicorn should load to serve a house."""
    place = (str(house.settings.instance), house.settings.database_url, house.clock.now().isoformat())
    return f"bench.served:{kind}{place!r}"


@contextmanager
def load_of(pair: Pair, path: str) -> Iterator[tuple[Measure, Measure]]:
    """Both houses served, each by two workers; the two measures give pages per second."""
    cookies = [cookie_of(house) for house in pair.both]
    with (
        gunicorn(target_of(pair.sealed, "sealed"), workers=2, path="/inloggen") as ours,
        gunicorn(target_of(pair.plain, "plain"), workers=2, path="/inloggen") as plain,
    ):
        yield _load(ours, path, cookies[0]), _load(plain, path, cookies[1])


def cookie_of(house: House) -> str:
    """The cookies of somebody who signed in."""
    return "; ".join(f"{name}={value}" for name, value in house.signed_in().cookies.items())


def _load(served: Served, path: str, cookie: str) -> Measure:
    def ask(_number: int) -> bool:
        return well(fetch(served.port, path, cookie))

    def measure() -> float:
        with ThreadPoolExecutor(CALLERS) as callers:
            began = time.perf_counter()
            answers = list(callers.map(ask, range(PAGES)))
            seconds = time.perf_counter() - began
        if not all(answers):
            raise RuntimeError(f"not every answer was the page {path}")
        return PAGES / seconds

    measure()
    return measure
