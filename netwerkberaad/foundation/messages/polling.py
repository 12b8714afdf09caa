"""Reading what came back by mail. A mail that belongs to one of our messages is put on record and erased from the mailbox;
every other mail stays as it is, unread, for people.
"""

import imaplib
import logging
import re
import ssl
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from netwerkberaad.foundation.messages.arrivals import message_with, note_arrival
from netwerkberaad.foundation.messages.mailboxes import Mailbox, MailboxSettings, Security
from netwerkberaad.foundation.messages.returned import Returned, read_returned
from netwerkberaad.foundation.vault import Store, VaultError

log = logging.getLogger(__name__)

_TIMEOUT = 30
MOST_BYTES = 200_000
"""What is fetched of one mail at most; a report names our message near its end, and is short."""
MOST_MAILS = 500
"""How many are looked at in one run; the rest waits for the next."""
_FOLDER = re.compile(r"[^\x00-\x1f\x7f\"\\]+")


class MailboxError(Exception):
    """The mailbox could not be read. ``reason`` is one word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, repr=False)
class _Opened:
    id: uuid.UUID
    region_id: uuid.UUID
    settings: MailboxSettings
    password: str
    validity: int
    last_uid: int


def read_mailboxes(store: Store, *, now: datetime) -> int:
    """Read every mailbox; how many mails belonged to a message. One that cannot be read keeps no other waiting."""
    return sum(_read(store, opened, now) for opened in _mailboxes(store))


def try_mailbox(settings: MailboxSettings, password: str) -> int:
    """Come in and look; how many mails lie there. Raises MailboxError."""
    with _entered(settings, password) as server:
        _validity, mails = _open_folder(server, settings.folder)
        return mails


def _mailboxes(store: Store) -> list[_Opened]:
    found = []
    with store.reading() as session:
        for row in session.scalars(select(Mailbox).order_by(Mailbox.id)):
            try:
                settings, password = row.settings, row.password
            except VaultError:
                continue  # a region whose key is gone has no mail to look for
            found.append(_Opened(row.id, row.region_id, settings, password, row.uid_validity, row.last_uid))
    return found


def _read(store: Store, mailbox: _Opened, now: datetime) -> int:
    taken, failure = 0, None
    try:
        with _entered(mailbox.settings, mailbox.password) as server:
            taken = _look(store, mailbox, server, now)
    except MailboxError as error:
        failure = error.reason
        log.warning("mailbox %s not read: %s", mailbox.id, failure)
    with store.writing() as session:
        row = session.get(Mailbox, mailbox.id)
        if row is not None:
            row.failure = failure
            row.read_at = row.read_at if failure else now
    return taken


def _look(store: Store, mailbox: _Opened, server: imaplib.IMAP4, now: datetime) -> int:
    validity, _mails = _open_folder(server, mailbox.settings.folder)
    since = mailbox.last_uid if validity == mailbox.validity else 0
    taken = 0
    for uid in _new_mails(server, since)[:MOST_MAILS]:
        returned = read_returned(_fetched(server, uid))
        known = _record(store, mailbox, returned, (validity, uid), now)
        if known:
            taken += 1
            _asked(server.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)"))
    if taken:
        _asked(server.expunge())
    return taken


def _record(
    store: Store, mailbox: _Opened, returned: Returned | None, place: tuple[int, int], now: datetime
) -> bool:
    """Put on record what came of our messages, and how far we looked, together. Whether the mail belonged to one."""
    known = False
    with store.writing() as session:
        for mark in returned.marks if returned else ():
            message = message_with(session, region_id=mailbox.region_id, mark=mark)
            if message is not None:
                known = True
                if returned is not None and returned.arrival is not None:
                    note_arrival(session, message, returned.arrival, now=now)
        row = session.get(Mailbox, mailbox.id)
        if row is not None:
            row.uid_validity, row.last_uid = place
    return known


@contextmanager
def _entered(settings: MailboxSettings, password: str) -> Iterator[imaplib.IMAP4]:
    server = _connected(settings)
    try:
        try:
            server.login(settings.user, password)
        except (imaplib.IMAP4.error, OSError, UnicodeError):
            raise MailboxError("sign_in") from None
        yield server
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxError("broken_off") from error
    finally:
        try:
            server.logout()
        except (imaplib.IMAP4.error, OSError):
            server.shutdown()


def _connected(settings: MailboxSettings) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    try:
        if settings.security is Security.TLS:
            return imaplib.IMAP4_SSL(settings.host, settings.port, ssl_context=context, timeout=_TIMEOUT)
        server = imaplib.IMAP4(settings.host, settings.port, timeout=_TIMEOUT)
        if settings.security is Security.STARTTLS:
            server.starttls(ssl_context=context)
        return server
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxError("certificate" if isinstance(error, ssl.SSLError) else "connection") from None


def _open_folder(server: imaplib.IMAP4, folder: str) -> tuple[int, int]:
    """Open the folder; its UIDVALIDITY, and how many mails it holds."""
    if not _FOLDER.fullmatch(folder) or not folder.isascii():
        raise MailboxError("folder")
    state, said = server.select(f'"{folder}"')
    if state != "OK":
        raise MailboxError("folder")
    _name, validity = server.response("UIDVALIDITY")
    return _number(validity), _number(said)


def _new_mails(server: imaplib.IMAP4, since: int) -> list[int]:
    said = _asked(server.uid("SEARCH", f"UID {since + 1}:*"))
    numbers = [int(word) for word in (said[0] or b"").split() if word.isdigit()]
    return sorted(
        uid for uid in numbers if uid > since
    )  # 'n:*' names the last mail, also when that is before n


def _fetched(server: imaplib.IMAP4, uid: int) -> bytes:
    said = _asked(server.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{MOST_BYTES}>)"))
    return next((part[1] for part in said if isinstance(part, tuple)), b"")


def _asked(answer: tuple[str, list[Any]]) -> list[Any]:
    state, said = answer
    if state != "OK":
        raise MailboxError("refused")
    return said


def _number(said: list[Any]) -> int:
    word = said[0] if said else None
    return int(word) if isinstance(word, bytes) and word.isdigit() else 0
