"""A service that sends and a mailbox, with marked settings: for tests that look for what must not be found."""

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.accounts.message_services import ServiceChoice, add_service
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.messages import Channel, Mailbox, MailboxSettings, Security, ServiceSettings

SEND_KEY = "gemerkt-26785a09-ab16-4eb0-8407-a37497a57506-7a9c11d2-5b3e-4d0f-9a64-0c7e5f21b8aa"
SERVED = ServiceSettings(
    base_url="http://127.0.0.1:9/gemerkte-dienst",
    sms_template="gemerkt-sjabloon",
    reply_to="gemerkt-antwoordadres",
)

RETURNS = MailboxSettings(port=9, security=Security.NONE, user="gemerkte-mailbox", folder="Gemerkte map")
NOWHERE = "imap.gemerkt.invalid"
MAILBOX_PASSWORD = "gemerkt-wachtwoord-van-de-mailbox"


def be_served(
    session: Session,
    region_id: uuid.UUID,
    *channels: Channel,
    host: str = "localhost",
    organisation_id: uuid.UUID | None = None,
    now: datetime,
) -> None:
    """These channels go by a service that is nowhere, and mail comes back to a mailbox at which nobody answers."""
    choice = ServiceChoice(SERVED, frozenset(channels), api_key=SEND_KEY, organisation_id=organisation_id)
    actor = system_actor(region_id)
    add_service(session, actor, region_id=region_id, choice=choice, loopback=True, now=now)
    mailbox = Mailbox(id=new_id(), region_id=region_id, made_at=now)
    mailbox.settings, mailbox.password = replace(RETURNS, host=host), MAILBOX_PASSWORD
    session.add(mailbox)
