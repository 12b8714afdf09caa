"""The language somebody reads: of their pages and of the messages that are still to come."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit

LANGUAGE_CHOSEN = audit.declare("language.chosen", "person")


def choose_language(session: Session, actor: Actor, *, person: Person, language: str, now: datetime) -> None:
    """Write to somebody in this language from now on. ``language`` is a code: ``nl``, ``ar``."""
    if person.about.language == language:
        return
    person.about = replace(person.about, language=language)
    entry = actor.entry(LANGUAGE_CHOSEN, now=now, case_id=person.case_id, object_id=person.id)
    audit.record(session, entry)
