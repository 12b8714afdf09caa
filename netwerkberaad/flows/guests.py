"""Who stands at the door: the person behind a personal session, with the case and the link that let them in."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.links.model import PersonalLink
from netwerkberaad.foundation.vault.hiding import is_erased


def guest_of(
    session: Session, *, person_id: uuid.UUID, link_id: uuid.UUID, now: datetime
) -> tuple[Person, Case, PersonalLink] | None:
    """Person, case and link, as long as the link lives; None otherwise, and for somebody who was erased."""
    if is_erased(session, person_id):
        return None
    statement = (
        select(Person, Case, PersonalLink)
        .join(Case, Person.case_id == Case.id)
        .join(PersonalLink, PersonalLink.person_id == Person.id)
        .where(Person.id == person_id, PersonalLink.id == link_id)
        .where(
            PersonalLink.revoked_at.is_(None), PersonalLink.not_me_at.is_(None), PersonalLink.expires_at > now
        )
    )
    found = session.execute(statement).one_or_none()
    return (found[0], found[1], found[2]) if found else None
