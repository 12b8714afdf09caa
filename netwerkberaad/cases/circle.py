"""The circle: the people of a case, hoofdpersonen and everybody around them."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from netwerkberaad.cases.barred import halt_barred
from netwerkberaad.cases.contact import clean_contact
from netwerkberaad.cases.errors import BadPlaceOnMapError, LastPrincipalError, NameMissingError
from netwerkberaad.cases.known import recognise, set_contact
from netwerkberaad.cases.mentioned import something_hangs_on
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import NAMELESS, About, ContactData, Person, PersonKind, PersonName, Quadrant
from netwerkberaad.cases.placing import keep_place, place_of
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.core.reading import read_once
from netwerkberaad.foundation.documents import listed
from netwerkberaad.foundation.vault import ScopeKind, blind_index, destroy_person_key, keys_of

PERSON_ADDED = audit.declare("person.added", "person")
PERSON_CHANGED = audit.declare("person.changed", "person")
PERSON_REMOVED = audit.declare("person.removed", "person")
PERSON_LEFT = audit.declare("person.left", "person")
CONTACT_ERASED = audit.declare("person.contact_erased", "person")
_RINGS = range(1, 5)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody as they are written down: everything but a name may be missing."""

    name: PersonName
    kind: PersonKind = PersonKind.NAASTE
    contact: ContactData = field(default_factory=ContactData)
    about: About = field(default_factory=About)


@dataclass(frozen=True, slots=True)
class CircleCounts:
    """How many people stood around the hoofdpersonen at the request, and at the moment asked for."""

    before: int
    before_at: datetime
    now: int
    now_at: datetime
    quadrants: dict[Quadrant, int] = field(default_factory=dict)
    kinds: dict[PersonKind, tuple[int, int]] = field(default_factory=dict)
    """Of each kind, before and now."""


def add_person(session: Session, actor: Actor, *, case: Case, new: NewPerson, now: datetime) -> Person:
    """Put somebody in the case, with a key of their own.

    Raises NameMissingError, BadMailError, BadPhoneError, BadChannelError or BadPlaceOnMapError.
    """
    person = place_person(session, case=case, new=new, person_id=new_id(), now=now)
    audit.record(session, actor.entry(PERSON_ADDED, now=now, case_id=case.id, object_id=person.id))
    return person


def place_person(
    session: Session, *, case: Case, new: NewPerson, person_id: uuid.UUID, now: datetime
) -> Person:
    """Make key and row of somebody new."""
    new = clean_person(new)
    keys_of(session).make_scope(person_id, ScopeKind.PERSON, inside=case.id, now=now)
    person = Person(
        id=person_id,
        case_id=case.id,
        kind=new.kind,
        listed_at=now,
        left_at=now if new.about.deceased else None,
        name=new.name,
        contact=new.contact,
        about=new.about,
    )
    session.add(person)
    recognise(session, region_id=case.region_id, person=person)
    return person


def clean_person(new: NewPerson) -> NewPerson:
    """The same person with trimmed name and contact data in one notation. Raises what ``add_person`` raises."""
    name = PersonName(
        first=new.name.first.strip(),
        infix=new.name.infix.strip(),
        last=new.name.last.strip(),
        called=new.name.called.strip(),
    )
    if not name.full:
        raise NameMissingError
    if new.about.ring not in _RINGS:
        raise BadPlaceOnMapError
    return replace(new, name=name, contact=clean_contact(new.contact))


def change_person(
    session: Session, actor: Actor, *, case: Case, person: Person, new: NewPerson, now: datetime
) -> Person:
    """Replace what is known of somebody. Filling in contact data again ends an earlier erasure. Who turns out to be
    barred by it gets nothing more.

    Raises what ``add_person`` raises, and LastPrincipalError when the last hoofdpersoon would become somebody else.
    """
    new = clean_person(new)
    if person.is_principal and (new.kind is not PersonKind.PRINCIPAL or new.about.deceased):
        _keep_a_principal(session, case=case, person=person)
    then = place_of(person.kind, person.about)
    person.kind = new.kind
    person.name = new.name
    person.about = new.about
    keep_place(session, person=person, then=then, now=now)
    if new.contact != person.contact:
        set_contact(session, person=person, contact=new.contact)
        person.contact_erased_at = None
    person.left_at = (person.left_at or now) if new.about.deceased else None
    halt_barred(session, case=case, person=person, now=now)
    audit.record(session, actor.entry(PERSON_CHANGED, now=now, case_id=case.id, object_id=person.id))
    return person


def remove_person(session: Session, actor: Actor, *, case: Case, person: Person, now: datetime) -> bool:
    """Take somebody out of the case: True when really gone, False when they stay on record as having left.

    Somebody about whom nothing else is kept is destroyed, key first. Raises LastPrincipalError.
    """
    if person.is_principal:
        _keep_a_principal(session, case=case, person=person)
    blind_index.forget_contacts(session, person.id)
    speaks_for = update(Person).where(Person.contact_person_id == person.id)
    session.execute(speaks_for.values(contact_person_id=None))
    if something_hangs_on(session, person):
        recognise(session, region_id=case.region_id, person=person)
        person.left_at = now
        person.about = replace(person.about, deceased=False)  # stands in no family tree either
        audit.record(session, actor.entry(PERSON_LEFT, now=now, case_id=case.id, object_id=person.id))
        return False
    destroy_person_key(session, person.id)
    session.delete(person)
    audit.record(session, actor.entry(PERSON_REMOVED, now=now, case_id=case.id, object_id=person.id))
    return True


def erase_contact(session: Session, actor: Actor, *, person: Person, now: datetime) -> Person:
    """Erase the ways to reach somebody, as when they decline: mail, phones, address, and what was noted with them."""
    set_contact(session, person=person, contact=ContactData())
    person.contact_erased_at = now
    audit.record(session, actor.entry(CONTACT_ERASED, now=now, case_id=person.case_id, object_id=person.id))
    return person


def forget_name(person: Person) -> None:
    """Keep of somebody who declined only that somebody of this relation was asked."""
    about = person.about
    person.name = PersonName(called=NAMELESS)
    person.about = About(relation=about.relation, ring=about.ring, quadrant=about.quadrant)


def get_person(session: Session, *, case: Case, person_id: uuid.UUID) -> Person:
    """Somebody of this case, also when they left. Raises NotFoundError for anybody else."""
    person = session.get(Person, person_id)
    if person is None or person.case_id != case.id:
        raise NotFoundError
    return person


def people_of(session: Session, case: Case) -> list[Person]:
    """Everybody who is or was in the case: hoofdpersonen first, then in the order they came in."""
    return people_of_cases(session, [case.id])


def people_of_cases(
    session: Session, case_ids: Sequence[uuid.UUID], *, kind: PersonKind | None = None
) -> list[Person]:
    """Everybody of several cases with one query, in the order of ``people_of``. Of no case they are read twice."""
    kept, everybody = _kept(session, kind), _kept(session, None)
    wanted = dict.fromkeys(case_ids)
    for case_id in wanted.keys() & everybody.keys() - kept.keys():
        kept[case_id] = [person for person in everybody[case_id] if person.kind is kind]
    if missing := wanted.keys() - kept.keys():
        statement = select(Person).where(Person.case_id.in_(missing))
        if kind is not None:
            statement = statement.where(Person.kind == kind)
        apart = by_case(session.scalars(statement))
        kept |= {case_id: apart[case_id] for case_id in missing}
    return sorted((person for case_id in wanted for person in kept[case_id]), key=_place)


def _kept(session: Session, kind: PersonKind | None) -> dict[uuid.UUID, list[Person]]:
    """The people who were read before in a session that only reads, by case."""
    return read_once(session, ("people", kind), dict[uuid.UUID, list[Person]])


def _place(person: Person) -> tuple[bool, datetime, uuid.UUID]:
    return not person.is_principal, person.listed_at, person.id


def people_named(
    session: Session, *, case_ids: Collection[uuid.UUID], person_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, Person]:
    """Some people of these cases by id, with at most one query; who belongs to another case is left out."""
    read = _kept(session, None)
    known = {person.id: person for case_id in case_ids for person in read.get(case_id, ())}
    if missing := set(person_ids) - known.keys():
        statement = select(Person).where(Person.id.in_(missing), Person.case_id.in_(case_ids))
        known |= {person.id: person for person in session.scalars(statement)}
    return {person_id: known[person_id] for person_id in person_ids if person_id in known}


def person_kinds(session: Session, person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, PersonKind]:
    """What these people are in their cases; nothing about them is opened."""
    if not person_ids:
        return {}
    return dict(session.execute(select(Person.id, Person.kind).where(Person.id.in_(person_ids))).all())


def by_case(people: Iterable[Person]) -> dict[uuid.UUID, list[Person]]:
    """The same people, in the same order, apart for each case; a case without anybody gives an empty list."""
    apart: defaultdict[uuid.UUID, list[Person]] = defaultdict(list)
    for person in people:
        apart[person.case_id].append(person)
    return apart


def present(people: Iterable[Person]) -> list[Person]:
    """Those who did not leave the case."""
    return [person for person in people if person.left_at is None]


def principals_of(people: Iterable[Person]) -> list[Person]:
    """The hoofdpersonen who did not leave."""
    return [person for person in present(people) if person.is_principal]


def circle_of(people: Iterable[Person]) -> list[Person]:
    """The people around the hoofdpersonen who did not leave."""
    return [person for person in present(people) if not person.is_principal]


def circle_at(people: Iterable[Person], at: datetime) -> list[Person]:
    """Who stood around the hoofdpersonen at a moment, also those who left since."""
    return [person for person in people if not person.is_principal and _there(person, at)]


def circle_counts(people: Iterable[Person], *, case: Case, at: datetime) -> CircleCounts:
    """The size of the circle at the request and at a moment, to see it grow; hoofdpersonen are not counted."""
    around = [person for person in people if not person.is_principal and not person.about.deceased]
    then = circle_at(around, at)
    begun = [person for person in around if person.listed_at <= case.asked_at]
    quadrants = Counter(person.about.quadrant for person in then)
    return CircleCounts(
        before=len(begun),
        before_at=case.asked_at,
        now=len(then),
        now_at=at,
        quadrants={quadrant: quadrants[quadrant] for quadrant in Quadrant},
        kinds={
            kind: (sum(one.kind is kind for one in begun), sum(one.kind is kind for one in then))
            for kind in PersonKind
        },
    )


def relatives_of(people: Iterable[Person]) -> list[Person]:
    """Who can stand in the family tree: who is in the case, and who died."""
    return [one for one in people if (one.left_at is None or one.about.deceased) and not one.nameless]


def title_of(people: Iterable[Person], *, locale: str = "nl") -> str:
    """What a case is called: the first names of its hoofdpersonen, 'Marloes, Rik, Fenna en Bas'."""
    names = [person.name.short for person in people if person.is_principal]
    return listed(names, locale)


def _keep_a_principal(session: Session, *, case: Case, person: Person) -> None:
    others = select(Person.id).where(
        Person.case_id == case.id,
        Person.kind == PersonKind.PRINCIPAL,
        Person.left_at.is_(None),
        Person.id != person.id,
    )
    if session.scalar(others.limit(1)) is None:
        raise LastPrincipalError


def _there(person: Person, at: datetime) -> bool:
    return person.listed_at <= at and (person.left_at is None or person.left_at > at)
