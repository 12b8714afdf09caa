"""Ways out: a mail server, or a folder for practice. Behind one small interface, so that others can follow."""

import os
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

from netwerkberaad.foundation.core.config import Settings

PATIENCE = 30.0
"""Seconds that a mail server may be silent."""
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class SendError(Exception):
    """This message was not taken. ``reason`` is one word; ``permanent`` says that trying again does not help."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent


class ServerDownError(SendError):
    """Nobody takes messages now: the others of this round need not be tried."""


class Sender(Protocol):
    """Takes messages one after another; used in a ``with`` block, which lets go of what it holds open."""

    def send(self, mail: Message, recipient: str) -> None:
        """Hand over one message. Raises SendError when it was not taken."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def sender_for(settings: Settings) -> Sender:
    """The way out that the settings name."""
    if settings.mail_url.startswith("spool:"):
        return SpoolSender(settings.spool)
    return SmtpSender(
        MailServer.from_url(settings.mail_url), parseaddr(settings.mail_from)[1], settings.mail_return
    )


@dataclass(frozen=True, slots=True, repr=False)
class MailServer:
    """Where the mail server is and how to come in. ``scheme`` is smtp, smtps or smtp+starttls."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""

    @staticmethod
    def from_url(url: str) -> "MailServer":
        """Read ``smtp://user:password@host:port`` and its safer brothers."""
        parts = urlsplit(url)
        return MailServer(
            scheme=parts.scheme,
            host=parts.hostname or "localhost",
            port=parts.port or _PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )


class SmtpSender:
    """Sends over one connection for as long as the block lasts, and opens another when the server hung up."""

    def __init__(self, server: MailServer, from_address: str, return_to: str = "") -> None:
        self._server = server
        self._from = from_address
        self._return_to = return_to
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()

    def send(self, mail: Message, recipient: str) -> None:
        """Hand over one message. Raises SendError, and ServerDownError when there is no connection, or none any more.

        A server that is silent or hangs up halfway may have taken the message: it is sent again. So that this happens to
        one message and not to everything that waits, the others are not tried on such a server now.
        """
        connection = self._begin(self._sender_of(mail))
        try:
            self._take(connection.rcpt(recipient), connection)
            # What breaks from here on is not tried again at once: the server may have taken it already.
            self._take(connection.data(mail.as_bytes()), connection, permanent_possible=False)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise ServerDownError("connection") from error

    def come_in(self) -> None:
        """Connect, sign in and say who writes, as before a message. Raises ServerDownError."""
        self._begin(self._from)

    def _sender_of(self, mail: Message) -> str:
        """Where the message goes when it comes back: an address that names it (VERP), or the one it is from."""
        if not self._return_to:
            return self._from
        name, _, domain = self._return_to.rpartition("@")
        return f"{name}+{str(mail['Message-ID']).strip('<>').partition('@')[0]}@{domain}"

    def _begin(self, sender: str) -> smtplib.SMTP:
        """A connection that knows who writes. A server may hang up between two messages: then once more."""
        if self._connection is not None:
            try:
                code, _ = self._connection.mail(sender)
            except (smtplib.SMTPException, OSError):
                code = -1
            if code == 250:
                return self._connection
            self._drop()
        self._connection = self._connect()
        try:
            code, _ = self._connection.mail(sender)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise ServerDownError("connection") from error
        if code != 250:
            self._drop()
            raise ServerDownError("sender_refused")
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        try:
            if server.scheme == "smtps":
                context = ssl.create_default_context()
                connection: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=PATIENCE, context=context
                )
            else:
                connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
        except (smtplib.SMTPException, OSError) as error:
            raise ServerDownError("connection") from error
        try:
            if server.scheme == "smtp+starttls":
                connection.starttls(context=ssl.create_default_context())
            connection.ehlo_or_helo_if_needed()
            if server.user:
                connection.login(server.user, server.password)
        except (smtplib.SMTPException, OSError) as error:
            connection.close()
            raise ServerDownError("sign_in") from error
        return connection

    def _take(
        self, answer: tuple[int, bytes], connection: smtplib.SMTP, *, permanent_possible: bool = True
    ) -> None:
        code = answer[0]
        if code in {250, 251}:
            return
        if code == 421:
            self._drop()
        else:
            connection.rset()
        permanent = 500 <= code < 600 and permanent_possible
        raise SendError("refused" if permanent else "not_now", permanent=permanent)

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class SpoolSender:
    """Writes each message as a file that only the owner can read. A second try writes the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return

    def send(self, mail: Message, recipient: str) -> None:
        """Write one message. Raises ServerDownError when the folder does not take it."""
        name = str(mail["Message-ID"]).strip("<>").partition("@")[0]
        path = self._folder / f"{name}.eml"
        try:
            _write_whole(path, mail.as_bytes)
        except OSError as error:
            raise ServerDownError("spool") from error


def _write_whole(path: Path, content: Callable[[], bytes]) -> None:
    unfinished = path.with_suffix(".part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
