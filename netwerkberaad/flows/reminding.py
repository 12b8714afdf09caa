"""Reminding who did not answer an invitation: one mail or text with a new link, in daytime, at most twice.

Each person is a unit of work of their own, with who shares the address, in which the reminder is counted and put in the
outbox: a crash or a second process sends nothing twice, and what fails for one keeps nobody else waiting.
"""

import logging
import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person
from netwerkberaad.flows.inviting import issue_invitation, leaves_by_itself, queue_invitation
from netwerkberaad.flows.inviting_together import queue_together
from netwerkberaad.flows.voice import reading_language
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.foundation.messages import Channel, outside_quiet_hours
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


def _remind(store: Store, settings: Settings, invitation_id: uuid.UUID, now: datetime) -> int:
    try:
        with store.writing() as session:
            taken = [
                invitation
                for one in _at_one_address(session, invitation_id, now)
                if (invitation := take_silent(session, invitation_id=one, now=now)) is not None
            ]
            return _send(session, taken, settings.base_url, now)
    except VaultError as error:
        log.error("reminder for invitation %s not sent: %s", invitation_id, error)
        return 0


def _at_one_address(session: Session, invitation_id: uuid.UUID, now: datetime) -> list[uuid.UUID]:
    """This invitation, with others of its case that are due at the same address; always in one order, as each is held."""
    case_id = session.scalar(select(Invitation.case_id).where(Invitation.id == invitation_id))
    due = [invitation_id, *silent_to_remind(session, now=now, case_id=case_id)]
    places = _places(session, due)
    here = places.get(invitation_id)
    return sorted({invitation_id, *(one for one in due if here is not None and places.get(one) == here)})


def _places(session: Session, ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[Channel, str, str]]:
    """Where each of these is asked, and in which language; without those of whom nothing is known."""
    statement = select(Invitation.id, Invitation.channel, Person).join(
        Person, Person.id == Invitation.person_id
    )
    places: dict[uuid.UUID, tuple[Channel, str, str]] = {}
    for invitation_id, channel, person in session.execute(statement.where(Invitation.id.in_(ids))):
        address = _address(person, channel)
        if channel is not None and address:
            places[invitation_id] = (channel, address.casefold(), reading_language(person))
    return places


def _address(person: Person, channel: Channel | None) -> str:
    return person.contact.phone if channel is Channel.SMS else person.contact.mail


def _send(session: Session, taken: list[Invitation], base_url: str, now: datetime) -> int:
    """Ask these again, who are asked at one address; how many."""
    if not taken:
        return 0
    case, channel = session.get_one(Case, taken[0].case_id), taken[0].channel or Channel.MAIL
    people: list[Person] = []
    for invitation in taken:
        person = session.get_one(Person, invitation.person_id)
        reachable = _address(person, channel) and leaves_by_itself(session, case, channel)
        if not (reachable and _may_be_asked(session, case, person)):
            invitation.no_reminders = True
            continue
        people.append(person)
        invitation.reminders += 1
        invitation.reminded_at = now
        entry = system_actor(case.region_id).entry(
            INVITATION_REPEATED, now=now, case_id=case.id, object_id=person.id
        )
        audit.record(session, entry)
    if people:
        _ask_again(session, case, people, channel, base_url, now)
    return len(people)


def _ask_again(
    session: Session, case: Case, people: list[Person], channel: Channel, base_url: str, now: datetime
) -> None:
    if len(people) > 1:
        queue_together(
            session, case=case, group=people, channel=channel, base_url=base_url, now=now, again=True
        )
        return
    (person,) = people
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


def _may_be_asked(session: Session, case: Case, person: Person) -> bool:
    """Whether the hoofdpersonen still think so, and nobody put this person on the list 'niet uitnodigen' since."""
    try:
        require_permit(session, case=case, person=person)
    except DomainError:
        return False
    return True
