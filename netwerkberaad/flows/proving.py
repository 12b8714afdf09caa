"""Giving somebody the six digits of the second proof: by text where that can be, by mail, or read out by the gespreksleider.

A text is another way than the link most often came by, so it goes first.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person
from netwerkberaad.flows.telling import carrier, tell_person
from netwerkberaad.flows.voice import message_key, voice_of
from netwerkberaad.foundation import links
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import N_, DomainError, NotFoundError
from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.messages import Channel, MessageKind, cancel_waiting, last_link_by
from netwerkberaad.invites import invited_by

PROOF_SENT = audit.declare("proof.sent", "person")
PROOF_READ_OUT = audit.declare("proof.read_out", "person")


class NoWayForProofError(DomainError):
    """There is no mail address and no number to send the code to; the gespreksleider reads one out."""

    message = N_("Wij kunnen u geen code sturen. Bel ons, dan lezen wij de code voor.")


def proof_goes_by(session: Session, case: Case, person: Person) -> Channel | None:
    """How a code is sent to this person: by another way than the link where one is known, else by mail, else not at all."""
    contact, linked = person.contact, _linked_by(session, case, person)
    ways = (
        [Channel.SMS]
        if contact.phone and carrier(session, case, voice_of(session, case), Channel.SMS)
        else []
    )
    ways += [Channel.MAIL] if contact.mail else []
    return next((way for way in ways if way is not linked), ways[0] if ways else None)


def _linked_by(session: Session, case: Case, person: Person) -> Channel:
    """The way by which the newest link went, or else the invitation."""
    channel = last_link_by(session, person_id=person.id) or invited_by(session, case=case, person=person)
    return Channel.SMS if channel is Channel.SMS else Channel.MAIL


def send_proof(session: Session, actor: Actor, *, case: Case, person: Person, now: datetime) -> None:
    """Send a code that works ten minutes; the one before it stops.

    Raises NoWayForProofError, TooManyTriesError, and NotFoundError outside the case.
    """
    if person.case_id != case.id:
        raise NotFoundError
    channel = proof_goes_by(session, case, person)
    if channel is None:
        raise NoWayForProofError
    code = links.issue_proof(session, case_id=case.id, person_id=person.id, now=now)
    # A code that waits for the mail server has just stopped; arriving after all, it would only be typed in vain.
    cancel_waiting(session, case_id=case.id, person_id=person.id, kinds=[MessageKind.PROOF], now=now)
    voice = voice_of(session, case)
    what = facts.Proof(region=voice.region, phone=voice.phone, to=person.greeted, code=code)
    key = message_key("proof", new_id())
    tell_person(session, case=case, person=person, voice=voice, what=what, key=key, channel=channel, now=now)
    audit.record(session, actor.entry(PROOF_SENT, now=now, case_id=case.id, object_id=person.id))


def read_out_proof(session: Session, actor: Actor, *, case: Case, person: Person, now: datetime) -> str:
    """A code for the gespreksleider to read out to somebody they recognise on the phone.

    Raises NotFoundError outside the case, and TooManyTriesError.
    """
    if person.case_id != case.id:
        raise NotFoundError
    code = links.issue_proof(session, case_id=case.id, person_id=person.id, now=now)
    audit.record(session, actor.entry(PROOF_READ_OUT, now=now, case_id=case.id, object_id=person.id))
    return code
