"""The post of the replay: sends what is due to the spool, and reads links and codes from the letters as people would."""

import re
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as mail_policy
from email.utils import parseaddr

from sqlalchemy import or_, select

from netwerkberaad.flows import send_waiting
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.links import find_bundle
from netwerkberaad.foundation.messages import INVITES, MessageKind, MessageState, OutboxMessage, mark_posted
from netwerkberaad.foundation.messages.mail import message_id
from netwerkberaad.foundation.vault import Store

_LINK = re.compile(r"/p/([A-Za-z0-9_-]{20,})")
_A_DAY = timedelta(days=1)
_CODE = re.compile(r"\b\d{6}\b")


@dataclass(slots=True)
class Post:
    """What people got: links of each person, oldest first, and the latest code of the second proof."""

    store: Store
    settings: Settings
    tokens: defaultdict[uuid.UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    codes: dict[uuid.UUID, str] = field(default_factory=dict)
    _seen: set[uuid.UUID] = field(default_factory=set)

    def send(self, now: datetime) -> int:
        """Send what is due, and let people read it. Returns how many messages left."""
        sent = send_waiting(self.store, self.settings, now=now)
        self._by_hand(now)
        if sent:
            self._deliver(now)
        return sent

    def _by_hand(self, now: datetime) -> None:
        """People post and tell within a day what is not sent; invitations on paper wait for who looks around."""
        mine = (OutboxMessage.state == MessageState.TO_PRINT, OutboxMessage.state == MessageState.TO_TELL)
        statement = select(OutboxMessage).where(
            or_(*mine), OutboxMessage.made_at <= now - _A_DAY, OutboxMessage.kind.not_in(INVITES)
        )
        with self.store.writing() as session:
            for message in session.scalars(statement):
                mark_posted(message, now=now)

    def keep(self, person_id: uuid.UUID, url: str) -> str:
        """Somebody was handed a link in another way. Returns its token."""
        token = url.rpartition("/")[2]
        self.tokens[person_id].append(token)
        return token

    def read_all(self) -> None:
        """Read every letter that ever left and still lies in the spool."""
        self._deliver(None)

    def _deliver(self, since: datetime | None) -> None:
        arrived = (
            select(
                OutboxMessage.id,
                OutboxMessage.key,
                OutboxMessage.kind,
                OutboxMessage.person_id,
                OutboxMessage.sent_at,
            )
            .where(OutboxMessage.state == MessageState.SENT, OutboxMessage.person_id.is_not(None))
            .order_by(OutboxMessage.sent_at, OutboxMessage.id)
        )
        if since is not None:
            arrived = arrived.where(OutboxMessage.sent_at >= since)
        with self.store.reading() as session:
            rows = session.execute(arrived).all()
        for row_id, key, kind, person_id, sent_at in rows:
            if row_id in self._seen or person_id is None or sent_at is None:
                continue
            self._seen.add(row_id)
            self._read(person_id, kind, self._letter(key), sent_at)

    def _read(self, person_id: uuid.UUID, kind: MessageKind, text: str, at: datetime) -> None:
        link = _LINK.search(text)
        if link is not None:
            with self.store.reading() as session:
                together = {one.person_id for one in find_bundle(session, link[1], now=at)}
            for one in together | {person_id}:
                self.tokens[one].append(link[1])
        code = _CODE.search(text)
        if kind is MessageKind.PROOF and code is not None:
            self.codes[person_id] = code[0]

    def _letter(self, key: str) -> str:
        address = parseaddr(self.settings.mail_from)[1]
        name = message_id(key, address).strip("<>").partition("@")[0]
        path = self.settings.spool / f"{name}.eml"
        if not path.exists():
            return ""
        mail = message_from_bytes(path.read_bytes(), EmailMessage, policy=mail_policy)
        body = mail.get_body(("plain",))
        return str(body.get_content()) if body is not None else ""
