"""Watches a case being lived through: what is told and sealed, what goes over the wire, what is logged and put aside."""

import json
import logging
import re
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
import yaml
from gunicorn.config import Config

from netwerkberaad.foundation.vault import Keys
from netwerkberaad.server import AccessLog

if TYPE_CHECKING:
    from gunicorn.http.message import Request
    from gunicorn.http.wsgi import Response

_WORD = re.compile(r"[a-z0-9_/-]+")
_MACHINE = re.compile(r"[0-9a-f-]{32,36}|[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.+Z-]+)?")


def told_by(scenario: str) -> set[str]:
    """Every name, address, number and sentence of a scenario; not its ids, words of choice and times."""
    text = (files("netwerkberaad.demo") / "scenarios" / f"{scenario}.yaml").read_text(encoding="utf-8")
    content: object = yaml.safe_load(text)
    lines = {line.strip() for leaf in _leaves(content) for line in leaf.splitlines()}
    return {line for line in lines if not _WORD.fullmatch(line) and not _MACHINE.fullmatch(line)}


def _leaves(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _leaves(value)
    elif isinstance(content, list):
        for value in content:
            yield from _leaves(value)


@dataclass
class Sealings:
    """What the vault sealed: which columns, and every text in it."""

    columns: set[tuple[str, str]] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)

    def note(self, place: str, content: bytes) -> None:
        """Remember one value."""
        table, _, column = place.partition(".")
        self.columns.add((table, column))
        try:
            text = content.decode()
        except UnicodeDecodeError:  # a drawing holds no words
            return
        try:
            leaves = [text] if not text.startswith(("{", "[", '"')) else list(_leaves(json.loads(text)))
        except ValueError:
            leaves = [text]
        lines = {line.strip() for leaf in leaves for line in leaf.splitlines()}
        if table == "outbox_message":  # besides what it tells, a letter has lines that every letter has
            lines = {line for line in lines if "/p/" in line or "@" in line}
        self.texts |= {line for line in lines if not _WORD.fullmatch(line) and not _MACHINE.fullmatch(line)}


class Wire:
    """Stands before the application: writes the access log of the server, and keeps the cookies that go out."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._log = AccessLog(Config())
        self._log.access_log.propagate = True
        self._log.access_log.setLevel(logging.INFO)
        self.cookies: set[str] = set()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on."""
        said: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            said.append(status)
            for name, value in headers:
                if name == "Set-Cookie":
                    self.cookies.add(value.partition("=")[2].partition(";")[0])
            return cast("object", start_response(status, headers))

        body = self._application(environ, cast("StartResponse", start))
        answer = cast("Response", SimpleNamespace(status=said[0], sent=0))
        self._log.access(answer, cast("Request", None), environ, timedelta(milliseconds=1))
        return body


@contextmanager
def watched(folder: Path) -> Iterator[tuple[Path, Path, Sealings]]:
    """Keep everything that is logged, give temporary files a folder of their own, note what is sealed."""
    temporary, log, sealings = folder / "temporary", folder / "everything.log", Sealings()
    temporary.mkdir()
    seal, handler = Keys.seal, logging.FileHandler(log)
    handler.addFilter(_New())
    levels = {logger: logger.level for logger in _loggers()}

    def noted(keys: Keys, scope_id: uuid.UUID, place: str, row_id: uuid.UUID, content: bytes) -> bytes:
        sealings.note(place, content)
        return seal(keys, scope_id, place, row_id, content)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Keys, "seal", noted)
        patch.setattr(tempfile, "tempdir", str(temporary))
        patch.setenv("TMPDIR", str(temporary))
        logging.getLogger().addHandler(handler)
        for logger in levels:
            logger.setLevel(logging.DEBUG)
        try:
            yield temporary, log, sealings
        finally:
            for logger, level in levels.items():
                logger.setLevel(level)
            logging.getLogger().removeHandler(handler)
            handler.close()


class _New(logging.Filter):
    """Lets a line through once: a log at its most talkative says the same thing thousands of times."""

    def __init__(self) -> None:
        super().__init__()
        self._said: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it was not said before."""
        message = record.getMessage()
        new = message not in self._said
        self._said.add(message)
        return new


def _loggers() -> list[logging.Logger]:
    """The root, and every logger that has a level of its own."""
    known = [
        logger for logger in logging.root.manager.loggerDict.values() if isinstance(logger, logging.Logger)
    ]
    return [logging.root, *(logger for logger in known if logger.level != logging.NOTSET)]
