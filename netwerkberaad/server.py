"""The server: gunicorn with two workers for pages and one process for the jobs, started and ended as one thing."""

import ctypes
import logging
import os
import re
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from shutil import rmtree
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from netwerkberaad.foundation.core.config import Settings, count_together
from netwerkberaad.foundation.core.logs import SAID, JsonLines

if TYPE_CHECKING:
    from gunicorn._types import _WSGIAppType as WSGIApp
    from gunicorn.config import Config
    from gunicorn.http.message import Request
    from gunicorn.http.wsgi import Response

WORKERS = 2
# Behind these the rest of a path is a token or a code: whoever reads the log must not be able to use it.
SECRET_BELOW = ("/p/", "/code/", "/inrichten/", "/wachtwoord/")
_LONG = re.compile(r"[^/]{24,}")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_GRACE = 10
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_PAUSE = 5.0


def shown_path(path: str) -> str:
    """A path as the log may show it: nothing behind a secret's prefix, no long word that is not an id."""
    for prefix in SECRET_BELOW:
        if path.startswith(prefix):
            return prefix
    return _LONG.sub(lambda word: word[0] if _ID.fullmatch(word[0]) else "...", quote(path))


class AccessLog(Logger):
    """One line per request without anything personal: no address, no query, no browser, no secret path."""

    def access(
        self, resp: "Response", req: "Request", environ: Mapping[str, object], request_time: timedelta
    ) -> None:
        """Write the line."""
        said = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "method": quote(str(environ.get("REQUEST_METHOD", ""))),
            "path": shown_path(str(environ.get("PATH_INFO", ""))),
            "status": int(str(resp.status).partition(" ")[0]),
            "bytes": getattr(resp, "sent", 0),
            "ms": int(request_time / timedelta(milliseconds=1)),
        }
        line = " ".join(f"{name}={value}" for name, value in said.items())
        self.access_log.info("%s", line, extra={SAID: said})


class JsonAccessLog(AccessLog):
    """The same, and what gunicorn itself has to say, as JSON."""

    def setup(self, cfg: "Config") -> None:
        """Choose the form of both logs."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(JsonLines())


class House(Arbiter):
    """Gunicorn's own keeper of workers, that keeps one process for the jobs too."""

    jobs: Callable[[int], None]

    def __init__(self, app: BaseApplication, jobs: Callable[[int], None]) -> None:
        super().__init__(app)
        self.jobs = jobs
        self._jobs_process = 0
        self._jobs_started = 0.0

    def manage_workers(self) -> None:
        """Keep the workers, and begin the jobs again when their process is gone."""
        super().manage_workers()
        if self._jobs_process and _alive(self._jobs_process):
            return
        if self._jobs_process and time.monotonic() - self._jobs_started < _PAUSE:
            return
        self._jobs_started = time.monotonic()
        self._jobs_process = self._start_jobs()

    def stop(self, graceful: bool = True) -> None:
        """End everything; the jobs get the time to finish the message they are sending."""
        process, self._jobs_process = self._jobs_process, 0
        if process:
            _tell(process, signal.SIGTERM)
        super().stop(graceful)
        if process:
            _wait_for(process)

    def _start_jobs(self) -> int:
        keeper = os.getpid()
        # A signal that comes before the new process can hear it must wait, not end in the copied queue of this one.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, self.SIGNALS)
        process = os.fork()
        if process:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            return process
        code = 1
        try:
            for number in (*self.SIGNALS, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            for listener in self.LISTENERS:
                listener.close()
            _end_with_parent()
            self.jobs(keeper)
            code = 0
        except Exception:
            logging.getLogger(__name__).exception("the jobs ended")
        finally:
            # Not sys.exit: this process must never come back into the loop of the one it was copied from.
            logging.shutdown()
            os._exit(code)


class Application(BaseApplication):
    """Our application in gunicorn, set up by code and by nothing else."""

    def __init__(self, settings: Settings, *, on_ready: Callable[[], None]) -> None:
        self._settings = settings
        self._on_ready = on_ready
        super().__init__()

    def load_config(self) -> None:
        """What gunicorn should do."""
        settings = self._settings
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        options: dict[str, object] = {
            "bind": f"{host}:{settings.port}",
            "workers": WORKERS,
            "worker_class": "sync",
            "preload_app": True,
            "timeout": 30,
            "graceful_timeout": _GRACE,
            "accesslog": "-",
            "errorlog": "-",
            "loglevel": "warning",
            "logger_class": JsonAccessLog if settings.log_json else AccessLog,
            "proc_name": "netwerkberaad",
            "control_socket_disable": True,
            "when_ready": lambda _house: self._on_ready(),
            "post_fork": lambda _house, _worker: _end_with_parent(),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> "WSGIApp":
        """The web application, made once before the workers are copied; it opens no connection until a page asks."""
        counted = self._settings.instance / "metrics"
        rmtree(counted, ignore_errors=True)
        counted.mkdir(mode=0o700)
        count_together(counted)  # before the library is imported, below
        from netwerkberaad.web import create_app

        return cast("WSGIApp", create_app(replace(self._settings, metrics_folder=counted)))

    def run(self) -> None:
        """Serve until told to stop."""
        House(self, self._jobs).run()

    def _jobs(self, keeper: int) -> None:
        from netwerkberaad.jobs import run_until_told

        run_until_told(self._settings, parent=keeper)


def _end_with_parent() -> None:
    """Ask Linux to end this process when its parent dies, however that dies: the port is free for a new start."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM.value, 0, 0, 0)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _tell(process: int, number: int) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return


def _wait_for(process: int) -> None:
    """Wait for a child to end; when it takes too long, end it."""
    limit = time.monotonic() + _GRACE
    while _alive(process):
        try:
            ended, _ = os.waitpid(process, os.WNOHANG)
        except ChildProcessError:
            return  # gunicorn took note of it already
        if ended:
            return
        if time.monotonic() > limit:
            _tell(process, signal.SIGKILL)
            limit += _GRACE
        time.sleep(0.05)
