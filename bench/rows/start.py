"""Starting: the imports of the web application, and the time until a server answers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import bare
from bench.harness import Measure, Row, at_most, in_turn, more_by
from bench.house import BEGIN
from bench.serving import Served, free_port, gunicorn

ROUNDS = 9
_OURS = {"DATABASE_URL", "BASE_URL", "MAIL_URL", "MAIL_FROM", "HOST", "PORT", "INSTANCE"}


def measure(folder: Path) -> Iterator[Row]:
    """Rows in seconds; the server answers when a page comes back."""
    folder.mkdir(parents=True, exist_ok=True)
    sides = in_turn(_imports("netwerkberaad.web"), _imports("flask, sqlalchemy"), rounds=ROUNDS)
    yield at_most("import of the web application (s)", sides, 1.6)
    url = f"sqlite:///{folder / 'bare.sqlite'}"
    bare.prepare(url, BEGIN)
    numbers = iter(range(1_000))

    def reference() -> float:
        with gunicorn(f"bench.bare:application({url!r})", workers=2, path="/ready") as served:
            return served.seconds_to_ready

    def first() -> float:
        return _serve(folder / f"first-{next(numbers)}")

    yield more_by("ready to serve, first start (s)", in_turn(first, reference, rounds=5), 3, "s")
    again = in_turn(lambda: _serve(folder / "again"), reference, rounds=5)
    yield more_by("ready to serve, later start (s)", again, 3, "s")


def _imports(modules: str) -> Measure:
    code = f"import time; began = time.perf_counter(); import {modules}; print(time.perf_counter() - began)"

    def measure() -> float:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        return float(done.stdout)

    measure()  # compiles what was not compiled yet
    return measure


def _serve(instance: Path) -> float:
    """``netwerkberaad serve`` until it answers, with everything the first start makes."""
    port = free_port()
    command = [sys.executable, "-m", "netwerkberaad.cli", "serve"]
    options = ["--instance", str(instance), "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if name not in _OURS}
    served = Served([*command, *options], port, "/inloggen", environment=environment)
    served.end()
    return served.seconds_to_ready
