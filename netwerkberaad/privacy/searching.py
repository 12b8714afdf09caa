"""Which cases of a region know somebody: for a request that came by mail or phone. Reference and part, nothing else.

Mail and number are found by the blind index; names are compared in memory. Every search has a reason and is on record.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
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
_STEP = 4_000
"""How many people are read at once: about a second."""
_LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody in a case: only in which case, in which part, and whether it runs."""

    case_id: uuid.UUID
    person_id: uuid.UUID
    kind: PersonKind
    open: bool


@dataclass(frozen=True, slots=True)
class Searched:
    """How far a search came. ``after`` is where it goes on, None when it is done; ``seen`` of ``of`` people were compared."""

    search_id: uuid.UUID
    found: tuple[Found, ...]
    after: uuid.UUID | None = None
    seen: int = 0
    of: int = 0


def search_region(
    session: Session, actor: Actor, *, mail: str, phone: str, name: str, reason: str, now: datetime
) -> Searched:
    """Begin to look for everybody in the actor's region with this mail address, number, or a name with all these words.

    Raises NothingToFindError, ReasonNeededError, BadMailError, or BadPhoneError.
    """
    require(actor, Permission.HANDLE_REQUESTS)
    if actor.region_id is None:
        raise NotFoundError
    mail, phone = clean_mail(mail), clean_phone(phone)
    if not (mail or phone or sum(map(len, name.split())) >= _LEAST):
        raise NothingToFindError(field="name")
    if not reason.strip():
        raise ReasonNeededError(field="reason")
    search = RegionSearch(
        id=new_id(), region_id=actor.region_id, staff_id=actor.staff_id, at=now, reason=reason.strip()
    )
    session.add(search)
    audit.record(session, actor.entry(SEARCHED, now=now, object_id=search.id))
    reached: set[uuid.UUID] = set()
    if mail or phone:
        places = people_reached_by(session, region_id=actor.region_id, mail=mail, phone=phone)
        reached = {person_id for _case_id, person_id in places}
    return _step(session, search, name=name, before=reached, after=None, seen=0)


def search_on(
    session: Session,
    actor: Actor,
    *,
    search_id: uuid.UUID,
    name: str,
    before: Collection[uuid.UUID],
    after: uuid.UUID,
    seen: int,
    now: datetime,
) -> Searched:
    """The next people of a search that the actor began in the last hour. Raises NotFoundError."""
    require(actor, Permission.HANDLE_REQUESTS)
    search = session.get(RegionSearch, search_id)
    if search is None or search.staff_id != actor.staff_id or search.at <= now - _LASTS:
        raise NotFoundError
    return _step(session, search, name=name, before=before, after=after, seen=seen)


def _step(
    session: Session,
    search: RegionSearch,
    *,
    name: str,
    before: Collection[uuid.UUID],
    after: uuid.UUID | None,
    seen: int,
) -> Searched:
    words, here = set(name.casefold().split()), Case.region_id == search.region_id
    people: list[Person] = []
    if words:
        wanted = select(Person).join(Case, Case.id == Person.case_id).where(here)
        if after is not None:
            wanted = wanted.where(Person.id > after)
        people = list(session.scalars(wanted.order_by(Person.id).limit(_STEP)))
    called = {person.id for person in people if words <= _words_of(person)}
    found = _places(session, search.region_id, called.union(before))
    if len(people) < _STEP:
        return Searched(search.id, found)
    of = session.scalar(select(func.count()).select_from(Person).join(Case).where(here)) or 0
    return Searched(search.id, found, people[-1].id, min(seen + len(people), of), of)


def _words_of(person: Person) -> set[str]:
    name = person.name
    return set(f"{name.first} {name.called} {name.infix} {name.last}".casefold().split())


def _places(session: Session, region_id: uuid.UUID, people: set[uuid.UUID]) -> tuple[Found, ...]:
    statement = (
        select(Person.case_id, Person.id, Person.kind, Case.closed_at.is_(None))
        .join(Case, Case.id == Person.case_id)
        .where(Case.region_id == region_id, Person.id.in_(people))
        .order_by(Case.asked_at.desc(), Person.id)
    )
    return tuple(Found(*row) for row in session.execute(statement))
