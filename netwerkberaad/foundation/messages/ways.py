"""Which way a message goes out: by the service that its organisation chose for the channel, else by our own mail server."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.messages.channels import Sender, SendError, ServerDownError, sender_for
from netwerkberaad.foundation.messages.mail import compose
from netwerkberaad.foundation.messages.model import Channel, Letter
from netwerkberaad.foundation.messages.notify import Account, NotifySender
from netwerkberaad.foundation.messages.services import service_for
from netwerkberaad.foundation.vault import Store

_Key = tuple[uuid.UUID, uuid.UUID | None, Channel]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message as it is handed over. ``letter`` is None when its seal does not open."""

    key: str
    channel: Channel
    region_id: uuid.UUID
    organisation_id: uuid.UUID | None
    recipient: str
    letter: Letter | None
    again: bool


class Ways:
    """All ways out for as long as the block lasts. One that is down is left alone until its end."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._mail = sender_for(settings)
        self._chosen: dict[_Key, uuid.UUID | None] = {}
        self._services: dict[uuid.UUID, NotifySender] = {}
        self._down: set[uuid.UUID | None] = set()

    def __enter__(self) -> Self:
        self._mail.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for service in self._services.values():
            service.close()
        self._mail.__exit__(kind, error, trace)

    def down(self, parcel: Parcel) -> bool:
        """Whether the way of this message took nothing a moment ago."""
        return self._way(parcel) in self._down

    def send(self, parcel: Parcel, letter: Letter, *, now: datetime) -> None:
        """Hand over one message. Raises SendError, ServerDownError and AddressError."""
        way = self._way(parcel)
        try:
            if way is not None:
                self._services[way].send(
                    parcel.channel, parcel.recipient, letter, key=parcel.key, again=parcel.again
                )
            elif parcel.channel is Channel.MAIL:
                _send_mail(self._mail, parcel, letter, mail_from=self._settings.mail_from, now=now)
            else:
                raise SendError("no_way", permanent=True)
        except ServerDownError:
            self._down.add(way)
            raise

    def _way(self, parcel: Parcel) -> uuid.UUID | None:
        """The service for this message; None is our own mail server."""
        attached = parcel.letter is not None and parcel.letter.attachments
        if attached and not self._settings.mail_url.startswith("spool:"):
            return None  # a service takes no calendar along
        chosen = (parcel.region_id, parcel.organisation_id, parcel.channel)
        if chosen not in self._chosen:
            self._chosen[chosen] = self._choose(chosen)
        return self._chosen[chosen]

    def _choose(self, chosen: _Key) -> uuid.UUID | None:
        region_id, organisation_id, channel = chosen
        with self._store.reading() as session:
            service = service_for(
                session, region_id=region_id, organisation_id=organisation_id, channel=channel
            )
            if service is None:
                return None
            if service.id not in self._services:
                self._services[service.id] = NotifySender(Account.of(service))
            return service.id


def _send_mail(sender: Sender, parcel: Parcel, letter: Letter, *, mail_from: str, now: datetime) -> None:
    mail = compose(letter, recipient=parcel.recipient, key=parcel.key, mail_from=mail_from, now=now)
    sender.send(mail, parcel.recipient)
