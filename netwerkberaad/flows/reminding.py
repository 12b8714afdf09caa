"""Reminding who did not answer an invitation: one mail or text with a new link, in daytime, at most twice.

Each person is a unit of work of their own, in which the reminder is counted and put in the outbox: a crash or a second
process sends nothing twice, and what fails for one keeps nobody else waiting.
"""

import logging
import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person
from netwerkberaad.flows.following import outside_quiet_hours
from netwerkberaad.flows.inviting import issue_invitation, leaves_by_itself, queue_invitation
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store, VaultError
from netwerkberaad.invites import Invitation, require_permit, silent_to_remind, take_silent

log = logging.getLogger(__name__)

INVITATION_REPEATED = audit.declare("invitation.repeated", "person")


def remind_silent(store: Store, settings: Settings, now: datetime) -> int:
    """Remind everybody who is due; nothing in quiet hours. Returns how many reminders were put in the outbox."""
    if outside_quiet_hours(now) != now:
        return 0
    with store.reading() as session:
        due = silent_to_remind(session, now=now)
    return sum(_remind(store, settings, one, now) for one in due)


def _remind(store: Store, settings: Settings, invitation_id: uuid.UUID, now: datetime) -> bool:
    try:
        with store.writing() as session:
            invitation = take_silent(session, invitation_id=invitation_id, now=now)
            return invitation is not None and _send(session, invitation, settings.base_url, now)
    except VaultError as error:
        log.error("reminder for invitation %s not sent: %s", invitation_id, error)
        return False


def _send(session: Session, invitation: Invitation, base_url: str, now: datetime) -> bool:
    case = session.get_one(Case, invitation.case_id)
    person = session.get_one(Person, invitation.person_id)
    channel = invitation.channel or Channel.MAIL
    to = person.contact.phone if channel is Channel.SMS else person.contact.mail
    if not (to and leaves_by_itself(session, case, channel) and _may_be_asked(session, case, person)):
        invitation.no_reminders = True
        return False
    issued = issue_invitation(session, case, person, with_code=channel is Channel.SMS, now=now)
    queue_invitation(
        session,
        case=case,
        person=person,
        issued=issued,
        base_url=base_url,
        now=now,
        again=True,
        channel=channel,
    )
    invitation.reminders += 1
    invitation.reminded_at = now
    actor = system_actor(case.region_id)
    audit.record(session, actor.entry(INVITATION_REPEATED, now=now, case_id=case.id, object_id=person.id))
    return True


def _may_be_asked(session: Session, case: Case, person: Person) -> bool:
    """Whether the hoofdpersonen still think so, and nobody put this person on the list 'niet uitnodigen' since."""
    try:
        require_permit(session, case=case, person=person)
    except DomainError:
        return False
    return True
