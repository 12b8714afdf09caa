"""The next message to somebody exactly as they would get it, without sending it; that it was looked at is on record."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.beraden import current_beraad
from netwerkberaad.cases import Case, Person
from netwerkberaad.flows.day_words import date_facts
from netwerkberaad.flows.inviting import invitation_facts
from netwerkberaad.flows.voice import reading_language, voice_of
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.documents import Rendered, render_message
from netwerkberaad.invites import Invitation

VIEWED_AS = audit.declare("person.viewed_as", "person")


def next_message(session: Session, *, case: Case, person: Person, base_url: str, now: datetime) -> Rendered:
    """The day of the beraad when there is one ahead and they were invited, else the invitation, as it reads now."""
    beraad = current_beraad(session, case)
    if beraad is not None and (person.is_principal or was_invited(session, person)):
        what = date_facts(session, case=case, person=person, beraad=beraad, base_url=base_url, now=now)
    else:
        voice, url = voice_of(session, case), f"{base_url}/p/…"
        what = invitation_facts(session, case=case, person=person, voice=voice, url=url, now=now)
    return render_message(what, locale=reading_language(person))


def was_invited(session: Session, person: Person) -> bool:
    """Whether this person was invited before."""
    return session.scalar(select(Invitation.invited_at).where(Invitation.person_id == person.id)) is not None


def note_look(session: Session, actor: Actor, *, case: Case, person: Person, now: datetime) -> None:
    """The gespreksleider looked as this person."""
    audit.record(session, actor.entry(VIEWED_AS, now=now, case_id=case.id, object_id=person.id))
