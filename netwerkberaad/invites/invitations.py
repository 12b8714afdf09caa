"""The invitation of one person: may it go, is there an address, and when was it sent."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad import cases
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.cases.safety import safety_of
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.messages.model import Channel
from netwerkberaad.invites.board import permits_of
from netwerkberaad.invites.errors import (
    ExcludedError,
    NoAddressError,
    NotApprovedError,
    SafetyUnansweredError,
    ThroughContactError,
)
from netwerkberaad.invites.model import Invitation, Stage
from netwerkberaad.invites.records import invitation_for, lock_case, require_member, require_open

PERSON_INVITED = audit.declare("person.invited", "person")

_FIELD = {Channel.MAIL: "mail", Channel.SMS: "phone", Channel.PHONE: "phone", Channel.LETTER: "address"}


def require_permit(
    session: Session, *, case: Case, person: Person, people: Iterable[Person] | None = None
) -> None:
    """Nothing may reach a person whom a hoofdpersoon did not approve or who is excluded in this case.

    Raises NotApprovedError (``refused`` and ``missing`` name who), ExcludedError, ThroughContactError, and NotFoundError for somebody outside
    the case. Hoofdpersonen need no approval.
    """
    require_member(case, person)
    if person.is_principal:
        return
    permit = permits_of(session, case, people or cases.people_of(session, case))[person.id]
    if permit.excluded:
        raise ExcludedError
    if permit.through:
        raise ThroughContactError
    if not permit.given:
        raise NotApprovedError(refused=permit.refused_by, missing=permit.missing)


def require_safety(session: Session, *, case: Case, person: Person) -> None:
    """Nobody of the circle is invited before the safety check was answered, or passed with spoed.

    Raises SafetyUnansweredError. A hoofdpersoon gets their own link without it: they are asked themselves.
    """
    if not person.is_principal and safety_of(session, case) is None:
        raise SafetyUnansweredError


def require_address(person: Person, channel: Channel) -> None:
    """The channel needs something to go to. Raises NoAddressError, ``field`` naming what is missing."""
    contact = person.contact
    known = {
        Channel.MAIL: contact.mail,
        Channel.SMS: contact.phone,
        Channel.PHONE: contact.phone or contact.landline,
        Channel.LETTER: contact.address,
    }
    if channel in known and not known[channel]:
        raise NoAddressError(field=_FIELD[channel])


def mark_invited(
    session: Session, actor: Actor, *, case: Case, person: Person, channel: Channel, now: datetime
) -> Invitation:
    """The invitation went out by this channel. An answer that was given already stays.

    Raises CaseClosedError, NotApprovedError, ExcludedError, SafetyUnansweredError and NoAddressError.
    """
    lock_case(session, case)
    require_open(case)
    require_permit(session, case=case, person=person)
    require_safety(session, case=case, person=person)
    require_address(person, channel)
    invitation = invitation_for(session, case, person)
    if invitation.stage is not Stage.ANSWERED:
        invitation.stage = Stage.INVITED
    invitation.channel = channel
    invitation.approached_at = invitation.approached_at or now
    invitation.invited_at = now
    invitation.reminders, invitation.reminded_at = 0, None
    audit.record(session, actor.entry(PERSON_INVITED, now=now, case_id=case.id, object_id=person.id))
    return invitation


def invited_by(session: Session, *, case: Case, person: Person) -> Channel | None:
    """The way by which this person was last invited; None for who was not."""
    statement = select(Invitation.channel).where(
        Invitation.case_id == case.id, Invitation.person_id == person.id
    )
    return session.scalar(statement)
