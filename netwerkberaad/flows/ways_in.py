"""Ending every way in of one person, as when a phone is lost or an address turns out to be somebody else's."""

from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person
from netwerkberaad.foundation import links
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.errors import NotFoundError

WAYS_IN_ENDED = audit.declare("person.ways_in_ended", "person")


def end_ways_in(session: Session, actor: Actor, *, case: Case, person: Person, now: datetime) -> None:
    """Links, remembered devices and open sessions of this person stop at once. Raises NotFoundError outside the case."""
    if person.case_id != case.id:
        raise NotFoundError
    links.revoke_links(session, person_id=person.id, now=now)
    links.revoke_devices(session, person_id=person.id, now=now)
    links.end_sessions_of(session, person_id=person.id)
    audit.record(session, actor.entry(WAYS_IN_ENDED, now=now, case_id=case.id, object_id=person.id))
