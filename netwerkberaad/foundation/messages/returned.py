"""Mail that comes back by itself: reports of mail servers (RFC 3464), older bounces, and automatic replies (RFC 3834).

Looked at is what kind of mail it is and to which of our messages it belongs; never what it says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from netwerkberaad.foundation.messages.model import Arrival
from netwerkberaad.foundation.messages.queue import MARK_LENGTH

# In a Message-ID of ours, or behind the plus of an address of ours to which a mail came back (VERP).
_MARK = re.compile(rb"[<+]([0-9a-f]{%d})@" % MARK_LENGTH)
_MOST_MARKS = 5
_ACTIONS = {"failed": Arrival.BOUNCED, "delivered": Arrival.DELIVERED, "relayed": Arrival.DELIVERED}
_SERVERS = re.compile(r"mailer-daemon|postmaster|mail delivery (?:sub)?system", re.IGNORECASE)
_DELAY = re.compile(r"delay|warning|vertrag", re.IGNORECASE)
_AWAY = re.compile(
    r"^\s*(?:auto(?:matisch antwoord|matic reply|reply|-reply|: )|afwezig|niet aanwezig|out of (?:the )?office|abwesen)",
    re.IGNORECASE,
)
_MACHINE_WORDS = frozenset({"auto_reply", "auto-reply", "junk", "list", "bulk"})


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back, and the marks of our messages in it. ``arrival`` is None for news that is not the end, such as a
    delay.
    """

    arrival: Arrival | None
    marks: tuple[str, ...]


def read_returned(content: bytes) -> Returned | None:
    """What kind of returned mail this is; None for a mail that a person wrote, or that belongs to none of ours."""
    found = dict.fromkeys(mark.decode() for mark in _MARK.findall(content))
    if not found:
        return None
    mail = message_from_bytes(content)
    marks = tuple(found)[:_MOST_MARKS]
    if _is_report(mail):
        return Returned(_reported(mail), marks)
    if _from_server(mail):
        return Returned(Arrival.BOUNCED, marks)
    return Returned(Arrival.MACHINE, marks) if _is_automatic(mail) else None


def _is_report(mail: Message) -> bool:
    return mail.get_content_type() == "multipart/report" or any(
        part.get_content_type() == "message/delivery-status" for part in mail.walk()
    )


def _reported(mail: Message) -> Arrival | None:
    """What the report says of the receiver; the worst when there are several."""
    said = {_ACTIONS.get(action) for action in _actions(mail)}
    return next((one for one in (Arrival.BOUNCED, Arrival.DELIVERED) if one in said), None)


def _actions(mail: Message) -> Iterator[str]:
    for part in mail.walk():
        blocks = part.get_payload() if part.get_content_type() == "message/delivery-status" else ()
        for block in blocks if isinstance(blocks, list) else ():
            if isinstance(block, Message) and block["Action"]:
                yield str(block["Action"]).strip().casefold()


def _from_server(mail: Message) -> bool:
    """Whether a mail server without reports says that it gave up; that something takes longer is no end."""
    named = _SERVERS.search(str(mail["From"] or "")) is not None
    return bool(mail["X-Failed-Recipients"]) or (named and not _DELAY.search(str(mail["Subject"] or "")))


def _is_automatic(mail: Message) -> bool:
    submitted = str(mail["Auto-Submitted"] or "no").split(";")[0].strip().casefold()
    if submitted != "no" or mail["X-Autoreply"] or mail["X-Autorespond"] or mail["X-Auto-Reply"]:
        return True
    precedence = str(mail["Precedence"] or "").strip().casefold()
    return precedence in _MACHINE_WORDS or _AWAY.match(str(mail["Subject"] or "")) is not None
