"""A letter as an e-mail. Every value of a header is checked before it is written, so that nobody can add a header.

Written with the plain classes of the library: its newer ones parse and fold each header several times, which costs
more than handing the message over.
"""

import hashlib
import re
from datetime import datetime
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache

from netwerkberaad.foundation.messages.model import Attachment, Letter

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
# As the mail goes over the wire: CRLF, also when it is written to a folder.
_WIRE = compat32.clone(linesep="\r\n")


class AddressError(ValueError):
    """This address or header cannot be put on an e-mail. Trying again does not help."""


def compose(letter: Letter, *, recipient: str, key: str, mail_from: str, now: datetime) -> Message:
    """The e-mail as it leaves: plain text and HTML alike, no tracking, nothing fetched from anywhere.

    ``mail_from`` is the address of the installation; people see the name of the sender of the letter. The same
    ``key`` gives the same Message-ID, so that a mail server or program can drop a second copy.
    Raises AddressError.
    """
    name, address = parseaddr(mail_from)
    # Its own mark between the parts: the library would search all parts for a free one. They are base64, it is not.
    mark = f"=_{hashlib.sha256(key.encode()).hexdigest()[:32]}"
    body = MIMEMultipart("alternative", boundary=f"{mark}.1", policy=_WIRE)
    body.attach(_part(letter.text, "plain"))
    body.attach(_part(letter.html, "html"))
    mail = body
    if letter.attachments:
        mail = MIMEMultipart("mixed", boundary=f"{mark}.0", policy=_WIRE)
        mail.attach(body)
        for attachment in letter.attachments:
            mail.attach(_attached(attachment))
    mail["From"] = _from(letter.sender or name, address)
    mail["To"] = checked_address(recipient)
    mail["Subject"] = _words(letter.subject)
    if letter.reply_to:
        mail["Reply-To"] = checked_address(letter.reply_to)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(key, address)
    # No holiday greeting comes back to an address that nobody reads (RFC 3834, and what Outlook wants).
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    return mail


def message_id(key: str, address: str) -> str:
    """The Message-ID that belongs to a key; it tells nothing of the ids in it."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{address.rpartition('@')[2]}>"


def checked_address(address: str) -> str:
    """One mail address of plain letters, without a name. Raises AddressError."""
    if not address.isascii() or _CONTROL.search(address):
        raise AddressError("not a mail address")
    try:
        parsed = Address(addr_spec=address)
    except (ValueError, MessageError, IndexError) as error:
        raise AddressError("not a mail address") from error
    if not parsed.username or not parsed.domain or parsed.addr_spec != address:
        raise AddressError("not a mail address")
    return address


@lru_cache(maxsize=64)
def _from(name: str, address: str) -> str:
    return formataddr((_one_line(name), checked_address(address)), "utf-8")


def _words(text: str) -> str:
    _one_line(text)
    return text if text.isascii() else Header(text, "utf-8", header_name="Subject").encode()


def _one_line(text: str) -> str:
    if _CONTROL.search(text):
        raise AddressError("a header has one line")
    return text


def _part(text: str, subtype: str) -> MIMEText:
    return MIMEText(text, subtype, "utf-8", policy=_WIRE)


def _attached(attachment: Attachment) -> MIMEText:
    media, *pairs = (part.strip() for part in attachment.kind.split(";"))
    part = _part(attachment.content, media.partition("/")[2])
    for pair in pairs:
        name, _, value = pair.partition("=")
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part
