"""Which cases of a region know somebody: for a request that came by mail or phone. Reference and part, nothing else.

Mail and number are found by the blind index; names are compared in memory. Every search has a reason and is on record.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person, PersonKind, clean_mail, clean_phone, people_reached_by
from netwerkberaad.foundation.access import Actor, Permission, require
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.privacy.errors import NothingToFindError, ReasonNeededError
from netwerkberaad.privacy.model import RegionSearch

SEARCHED = audit.declare("region.searched", "region_search")
_LEAST = 2
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody in a case: only in which case, in which part, and whether it runs."""

    case_id: uuid.UUID
    person_id: uuid.UUID
    kind: PersonKind
    open: bool


def search_region(
    session: Session, actor: Actor, *, mail: str, phone: str, name: str, reason: str, now: datetime
) -> list[Found]:
    """Everybody in the actor's region with this mail address, this number, or a name with all these words.

    Raises NothingToFindError, ReasonNeededError, BadMailError, or BadPhoneError.
    """
    require(actor, Permission.HANDLE_REQUESTS)
    if actor.region_id is None:
        raise NotFoundError
    mail, phone, words = clean_mail(mail), clean_phone(phone), name.casefold().split()
    if not (mail or phone or sum(map(len, words)) >= _LEAST):
        raise NothingToFindError(field="name")
    if not reason.strip():
        raise ReasonNeededError(field="reason")
    search = RegionSearch(
        id=new_id(), region_id=actor.region_id, staff_id=actor.staff_id, at=now, reason=reason.strip()
    )
    session.add(search)
    audit.record(session, actor.entry(SEARCHED, now=now, object_id=search.id))
    found: set[uuid.UUID] = set()
    if mail or phone:
        reached = people_reached_by(session, region_id=actor.region_id, mail=mail, phone=phone)
        found |= {person_id for _case_id, person_id in reached}
    if words:
        found |= _called(session, actor.region_id, words)
    return _places(session, actor.region_id, found)


def _called(session: Session, region_id: uuid.UUID, words: list[str]) -> set[uuid.UUID]:
    people = select(Person).join(Case, Case.id == Person.case_id).where(Case.region_id == region_id)
    found = session.scalars(people.order_by(Person.case_id), execution_options={"yield_per": _AT_ONCE})
    return {person.id for person in found if set(words) <= _words_of(person)}


def _words_of(person: Person) -> set[str]:
    name = person.name
    return set(f"{name.first} {name.called} {name.infix} {name.last}".casefold().split())


def _places(session: Session, region_id: uuid.UUID, people: set[uuid.UUID]) -> list[Found]:
    statement = (
        select(Person.case_id, Person.id, Person.kind, Case.closed_at.is_(None))
        .join(Case, Case.id == Person.case_id)
        .where(Case.region_id == region_id, Person.id.in_(people))
        .order_by(Case.asked_at.desc(), Person.id)
    )
    return [Found(*row) for row in session.execute(statement)]
