"""A real SMTP server for the tests, in a process of its own, on a free port of the loopback address.

Each message is a file in a folder, written whole before the server says yes. The server can be told to refuse, for
now or for good, and can be taken down and brought up again at the same address.
"""

import argparse
import asyncio
import contextlib
import itertools
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from typing import cast

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
_LONG = 3_600


class Mode(StrEnum):
    """How the server answers a message; the value is what it says."""

    ACCEPT = "250 2.0.0 taken"
    REFUSE_FOR_NOW = "451 4.3.0 try again later"
    REFUSE = "550 5.1.1 no such mailbox"
    REFUSE_SOME = "250 2.0.0 taken, though not for all"
    HANG = "250 2.0.0 too late"
    DROP = "250 2.0.0 nothing taken, and nobody hears this"
    TAKE_AND_DROP = "250 2.0.0 taken, and nobody hears this"


NOBODY = "niemand"
"""How an address begins that ``REFUSE_SOME`` refuses for good."""


@dataclass(frozen=True)
class ReceivedMail:
    """One message with its envelope."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def text(self) -> str:
        """What a person reads: the plain part, or nothing."""
        body = self.message.get_body(("plain",))
        return str(body.get_content()) if body else ""

    @property
    def links(self) -> list[str]:
        """The addresses in the text, in order."""
        return re.findall(r"https?://[^\s<>\"]+", self.text)


class SmtpServer:
    """The server as a test sees it: `host`, `port`, what it received, and how it behaves."""

    host = HOST

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        self.port = 0
        self.answer(Mode.ACCEPT)
        self.up()

    def up(self) -> None:
        """Be reachable; the first time on a free port, later on the same one."""
        if self._process is not None:
            return
        command = [sys.executable, __file__, str(self._folder), str(self.port)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the SMTP server did not start")
        self.port = int(line)

    def down(self) -> None:
        """Be gone: nobody listens at the address."""
        if self._process is not None:
            self._process.communicate(input="")
            self._process = None

    def answer(self, mode: Mode) -> None:
        """Answer every message from now on in this way."""
        (self._folder / "mode").write_text(mode.name)

    def arrivals(self) -> list[tuple[str, float]]:
        """The Message-ID of everything that was taken, oldest first, and when, in seconds since 1970."""
        return [(_message_id(path), path.stat().st_mtime) for path in sorted(self._folder.glob("*.eml"))]

    def count(self) -> int:
        """How many were taken."""
        return len(list(self._folder.glob("*.eml")))

    def received(self) -> list[ReceivedMail]:
        """What was taken, oldest first."""
        return [_read(path) for path in sorted(self._folder.glob("*.eml"))]

    def clear(self) -> None:
        """Forget what was received; be up and accept."""
        for path in self._folder.glob("*.eml"):
            path.unlink()
        self.answer(Mode.ACCEPT)
        self.up()


def _message_id(path: Path) -> str:
    (found,) = re.findall(rb"(?mi)^Message-ID:\s*(<\S+>)", path.read_bytes())
    return str(found.decode())


def _read(path: Path) -> ReceivedMail:
    envelope, _, data = path.read_bytes().partition(b"\n")
    sender, *recipients = envelope.decode().split("\t")
    message = message_from_bytes(data, policy=policy.default)
    return ReceivedMail(sender, tuple(recipients), message)


_TAKING = frozenset({Mode.ACCEPT, Mode.REFUSE_SOME, Mode.TAKE_AND_DROP})


class _Store:
    """Takes messages and writes them down, as long as the mode says so."""

    def __init__(self, folder: Path, numbers: Iterator[int]) -> None:
        self._folder = folder
        self._numbers = numbers

    def _mode(self) -> Mode:
        return Mode[(self._folder / "mode").read_text()]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        if self._mode() is Mode.REFUSE_SOME and address.startswith(NOBODY):
            return str(Mode.REFUSE)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 known"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        mode = self._mode()
        if mode is Mode.HANG:
            await asyncio.sleep(_LONG)
        if mode in _TAKING:
            content = envelope.original_content or b""
            addresses = "\t".join([envelope.mail_from or "", *envelope.rcpt_tos])
            unfinished = self._folder / "unfinished"
            unfinished.write_bytes(addresses.encode() + b"\n" + content)
            unfinished.rename(self._folder / f"{next(self._numbers):06}.eml")
        if mode in {Mode.DROP, Mode.TAKE_AND_DROP}:
            cast(asyncio.Transport, server.transport).abort()
        return str(mode)


async def _serve(folder: Path, port: int) -> None:
    """Serve until standard input ends: with the test run, however that ends."""
    loop = asyncio.get_running_loop()
    numbers = itertools.count(len(list(folder.glob("*.eml"))) + 1)
    server = await loop.create_server(
        lambda: SMTP(_Store(folder, numbers), hostname="localhost", enable_SMTPUTF8=True, loop=loop),
        HOST,
        port,
    )
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


@contextlib.contextmanager
def running_smtp() -> Iterator[SmtpServer]:
    """A server with a folder of its own, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="netwerkberaad-smtp-"))
    server = SmtpServer(folder)
    try:
        yield server
    finally:
        server.down()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def smtp_process() -> Iterator[SmtpServer]:
    """The server of this worker."""
    with running_smtp() as server:
        yield server


@pytest.fixture
def smtp(smtp_process: SmtpServer) -> SmtpServer:
    """The server, up, accepting, and empty."""
    smtp_process.clear()
    return smtp_process


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    arguments = parser.parse_args()
    asyncio.run(_serve(arguments.folder, arguments.port))
