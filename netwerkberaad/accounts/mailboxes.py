"""The mailbox to which mail of a region comes back: set and taken away by the beheerder."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.accounts.errors import MailboxMissingError
from netwerkberaad.accounts.message_services import require_here
from netwerkberaad.accounts.regions import record, require_in_region
from netwerkberaad.foundation.access import Actor, Permission
from netwerkberaad.foundation.core.audit import declare
from netwerkberaad.foundation.core.config import LOOPBACK
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.messages import Mailbox, MailboxSettings, Security, mailbox_of

MAILBOX_SET = declare("mailbox.set", "region")
MAILBOX_ENDED = declare("mailbox.ended", "region")


def set_mailbox(
    session: Session,
    actor: Actor,
    *,
    region_id: uuid.UUID,
    settings: MailboxSettings,
    password: str,
    now: datetime,
) -> Mailbox:
    """Where mail comes back. An empty password leaves the one that is kept, for the same server and name.

    Raises MailboxMissingError and PracticeError.
    """
    require_in_region(actor, Permission.MANAGE_ORGANISATIONS, region_id)
    known = mailbox_of(session, region_id)
    old = known.settings if known else MailboxSettings()
    if not (settings.host and settings.user and settings.folder):
        raise MailboxMissingError(field="host")
    if settings.security is Security.NONE and settings.host not in LOOPBACK:
        raise MailboxMissingError(field="security")
    if not password and (known is None or (old.host, old.user) != (settings.host, settings.user)):
        raise MailboxMissingError(field="password")
    require_here(session, region_id, settings.host, field="host")
    mailbox = known or Mailbox(id=new_id(), region_id=region_id, made_at=now)
    if (old.host, old.user, old.folder) != (settings.host, settings.user, settings.folder):
        mailbox.uid_validity = mailbox.last_uid = 0
    mailbox.settings, mailbox.failure = settings, None
    if password:
        mailbox.password = password
    session.add(mailbox)
    record(session, actor, MAILBOX_SET, region_id=region_id, object_id=mailbox.id, now=now)
    return mailbox


def end_mailbox(session: Session, actor: Actor, *, region_id: uuid.UUID, now: datetime) -> None:
    """It is not read any more; how to come in is forgotten."""
    require_in_region(actor, Permission.MANAGE_ORGANISATIONS, region_id)
    known = mailbox_of(session, region_id)
    if known is not None:
        session.delete(known)
        record(session, actor, MAILBOX_ENDED, region_id=region_id, object_id=known.id, now=now)
