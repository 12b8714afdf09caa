"""The command line and the server as processes: they start, say what to do, and end as one thing."""

import contextlib
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import Store
from tests.stores import MONDAY

SEEN = audit.declare("tests.log_seen", "log")
READY = "Netwerkberaad is ready: "


def environment(instance: Path, **more: str) -> dict[str, str]:
    """The environment of a process: ours, without settings of the one who runs the tests."""
    ours = {
        "DATABASE_URL",
        "BASE_URL",
        "MAIL_URL",
        "MAIL_FROM",
        "HOST",
        "PORT",
        "ROOT_KEYS",
        "KEY_BACKUP_DAYS",
        "BACKUPS",
        "METRICS_TOKEN",
        "LOG_FORMAT",
        "BACKUP_KEEP",
    }
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "INSTANCE": str(instance), **more}


def run(*arguments: str, instance: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [sys.executable, "-m", "netwerkberaad.cli", *arguments]
    return subprocess.run(
        command, env=environment(instance, **more), capture_output=True, text=True, check=False, timeout=120
    )


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Served:
    """A running server with what it says."""

    def __init__(self, instance: Path) -> None:
        self.url = f"http://localhost:{free_port()}"
        port = self.url.rpartition(":")[2]
        command = [sys.executable, "-m", "netwerkberaad.cli", "serve", "--port", port]
        self.process = subprocess.Popen(
            command,
            env=environment(instance),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []
        self.ready = threading.Event()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if READY in line:
                self.ready.set()
        self.ready.set()

    def children(self) -> list[psutil.Process]:
        """Two workers and the jobs, once they are all there."""
        server = psutil.Process(self.process.pid)
        while len(found := server.children(recursive=True)) < 3:
            time.sleep(0.05)
        return found

    def get(self, path: str) -> int:
        """The status of a page."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=60) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def end(self, number: int = signal.SIGTERM) -> int:
        """Tell it to stop; the exit status."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)
        status = self.process.wait(60)
        self._listener.join(60)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return status


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """Where an installation will be."""
    return tmp_path / "instance"


@pytest.fixture
def served(instance: Path) -> Iterator[Served]:
    """A server that says it is ready."""
    server = Served(instance)
    try:
        assert server.ready.wait(60)
        assert server.process.poll() is None, "".join(server.said)
        yield server
    finally:
        server.end()


def test_the_first_start_makes_what_is_needed_and_says_how_to_go_on(served: Served, instance: Path) -> None:
    assert served.get("/inloggen") == 200
    (link,) = re.findall(rf"{re.escape(served.url)}(/inrichten/\S+)", "".join(served.said))
    assert served.get(link) == 200
    assert stat.S_IMODE((instance / "keys" / "root-keys.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((instance / "netwerkberaad.sqlite").stat().st_mode) == 0o600


def test_secrets_in_paths_do_not_reach_the_log(served: Served) -> None:
    served.get("/p/een-heel-geheim-token?wie=fatma")
    assert served.end() == 0
    said = "".join(line for line in served.said if READY not in line and "/inrichten/" not in line)
    assert "path=/p/ status=" in said
    assert "geheim" not in said
    assert "fatma" not in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_with_everything_it_started(served: Served, number: signal.Signals) -> None:
    children = served.children()
    assert served.end(number) == 0
    gone, alive = psutil.wait_procs(children, timeout=60)
    assert alive == []
    assert len(gone) == len(children)


def test_when_the_keeper_is_killed_nothing_stays_behind(served: Served) -> None:
    children = served.children()
    served.process.kill()
    _, alive = psutil.wait_procs(children, timeout=60)
    assert alive == []


def test_without_its_keys_it_does_not_start_and_says_why(instance: Path) -> None:
    assert run("migrate", instance=instance).returncode == 0
    (instance / "keys" / "root-keys.json").unlink()
    refused = run("serve", "--port", str(free_port()), instance=instance)
    assert refused.returncode == 2
    assert "is gone" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (instance / "keys" / "root-keys.json").exists()


def test_with_keys_that_others_can_read_it_does_not_start_and_says_why(instance: Path) -> None:
    assert run("migrate", instance=instance).returncode == 0
    (instance / "keys" / "root-keys.json").chmod(0o644)
    refused = run("serve", instance=instance)
    assert refused.returncode == 2
    assert "0600" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_new_set_up_link_replaces_the_old_one(instance: Path) -> None:
    links = [run("setup-link", instance=instance).stdout.strip() for _ in range(2)]
    assert len(set(links)) == 2
    assert all(link.startswith("http://localhost:8000/inrichten/") for link in links)


def test_one_job_can_be_run_by_name(instance: Path) -> None:
    assert run("jobs", "run", "send_messages", instance=instance).returncode == 0
    unknown = run("jobs", "run", "send_nothing", instance=instance)
    assert unknown.returncode == 2
    assert "send_messages" in unknown.stderr


def test_an_altered_log_is_noticed(instance: Path) -> None:
    assert run("migrate", instance=instance).returncode == 0
    settings = Settings.from_env({"INSTANCE": str(instance)})
    store = Store.from_settings(settings)
    with store.writing() as session:
        audit.record(session, audit.Entry(SEEN, audit.Who("system"), MONDAY))
    assert run("jobs", "run", "seal_audit", instance=instance).returncode == 0
    assert run("audit", "verify", instance=instance).returncode == 0
    with store.engine.begin() as connection:
        altered = connection.execute(text("UPDATE audit_entry SET action = 'nothing.happened'"))
        assert altered.rowcount > 0
    store.engine.dispose()
    noticed = run("audit", "verify", instance=instance)
    assert noticed.returncode == 1
    assert "altered or removed" in noticed.stdout
