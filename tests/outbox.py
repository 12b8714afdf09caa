"""An outbox for the tests: a case to write about, and a mail server that takes what is sent."""

import uuid
from dataclasses import dataclass
from pathlib import Path

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.messages import Letter, MessageKind, OutboxMessage, queue_message, send_due
from netwerkberaad.foundation.vault import ScopeKind, Store, keys_of
from tests.smtp import SmtpServer


@dataclass(frozen=True)
class Outbox:
    """A store with a case, its outbox, and the way out."""

    store: Store
    settings: Settings
    clock: MovableClock
    case_id: uuid.UUID

    def put(
        self, count: int = 1, *, kind: MessageKind = MessageKind.INVITATION, name: str = "fatma"
    ) -> list[uuid.UUID]:
        """Queue messages, due now."""
        with self.store.writing() as session:
            return [
                queue_message(
                    session,
                    key=f"{kind}:{name}:{number}",
                    kind=kind,
                    recipient=f"{name}{number}@example.org",
                    letter=Letter("Bericht", f"Dag {name}{number},\n", "<p>Dag,</p>", sender="Walcheren"),
                    region_id=self.case_id,
                    scope_id=self.case_id,
                    case_id=self.case_id,
                    not_before=self.clock.now(),
                    now=self.clock.now(),
                ).id
                for number in range(count)
            ]

    def send(self) -> int:
        """Send what is due now."""
        return send_due(self.store, self.settings, now=self.clock.now())

    def row(self, message_id: uuid.UUID) -> OutboxMessage:
        """A message as it is kept, detached."""
        with self.store.reading() as session:
            message = session.get(OutboxMessage, message_id)
            assert message is not None
            return message


def make_outbox(*, store: Store, clock: MovableClock, smtp: SmtpServer, instance: Path) -> Outbox:
    """An outbox whose mail goes to this server."""
    case_id = uuid.uuid4()
    with store.writing() as session:
        keys_of(session).make_scope(case_id, ScopeKind.CASE, now=clock.now())
    settings = Settings(
        instance=instance,
        database_url="sqlite:///",
        base_url="http://localhost",
        mail_url=f"smtp://{smtp.host}:{smtp.port}",
        mail_from="Netwerkberaad <noreply@example.org>",
    )
    return Outbox(store, settings, clock, case_id)
