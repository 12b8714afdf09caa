"""Forgetting one person: what is theirs alone goes, and in the lines of others their name becomes another word.

A row is theirs when it cannot stand without them (a foreign key that cascades, or ``person_id``). A row that only points
to them, as the one who checks, stays and points to a person without a name.
"""

import dataclasses
import re
import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Table, delete, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, ContactData, Exclusion, Person
from netwerkberaad.cases.meldcode import Meldcode, MeldcodeStep
from netwerkberaad.cases.people import About, PersonName
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.vault import Sealed

SOMEBODY = "iemand uit de kring"
_KEEPS_NAMES = frozenset({Exclusion.__tablename__, Meldcode.__tablename__, MeldcodeStep.__tablename__})
"""Who must not be asked stays on that list: it protects somebody else. A meldcode is opened by its professional alone."""


def rename_in_lines(session: Session, *, person: Person, people: Sequence[Person]) -> int:
    """Write another word for this person in all that others wrote in the case; how many rows changed."""
    pattern = _names_of(person, [other for other in people if other.id != person.id])
    if pattern is None:
        return 0
    return sum(_rename_in(row, pattern) for row in _rows_of_others(session, person))


def erase_own_rows(session: Session, *, person_id: uuid.UUID) -> int:
    """Delete every row that is this person's alone; how many."""
    session.flush()
    gone = 0
    for table in reversed(Base.metadata.sorted_tables):
        own = list(_own(table, person_id))
        if own and table.name not in {AuditEntry.__tablename__, Person.__tablename__}:
            gone += session.connection().execute(delete(table).where(or_(*own))).rowcount
    return gone


def make_nameless(person: Person) -> None:
    """Leave of a person that somebody was there. Meant for a person whose key was made anew."""
    person.name = PersonName(called=SOMEBODY)
    person.contact = ContactData()
    person.about = About()


def _own(table: Table, person_id: uuid.UUID) -> Iterator[ColumnElement[bool]]:
    for column in table.columns:
        cascades = any(
            key.column.table.name == Person.__tablename__ and key.ondelete == "CASCADE"
            for key in column.foreign_keys
        )
        if cascades or column.name == "person_id":
            yield column == person_id


def _rows_of_others(session: Session, person: Person) -> Iterator[Base]:
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        if not _sealed_in(mapper.class_) or not isinstance(table, Table) or table.name in _KEEPS_NAMES:
            continue
        if mapper.class_ is Case:
            statement = select(mapper.class_).where(table.c.id == person.case_id)
        elif "case_id" in table.c:
            statement = select(mapper.class_).where(table.c.case_id == person.case_id)
        else:
            continue
        others = (row for row in session.scalars(statement) if row is not person)
        yield from others


def _rename_in(row: Base, pattern: re.Pattern[str]) -> bool:
    changed = False
    for name in _sealed_in(type(row)):
        if isinstance(row, Person) and name != "about":
            continue
        before = getattr(row, name)
        after = _renamed(before, pattern)
        if after != before:
            setattr(row, name, after)
            changed = True
    return changed


def _renamed(value: object, pattern: re.Pattern[str]) -> object:
    """The same value with another word for the name in each of its texts."""
    if type(value) is str:
        return pattern.sub(SOMEBODY, value)
    if isinstance(value, tuple):
        return tuple(_renamed(part, pattern) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [part.name for part in dataclasses.fields(value)]
        return dataclasses.replace(value, **{name: _renamed(getattr(value, name), pattern) for name in names})
    return value


def _names_of(person: Person, others: Sequence[Person]) -> re.Pattern[str] | None:
    """Full name and what people call them, longest first; a name that somebody else has too is left alone."""
    if person.nameless:
        return None
    taken = {word for other in others for word in (other.name.full, other.name.short)}
    own = {person.name.full, person.name.short, f"{person.name.first} {person.name.last}".strip()}
    words = sorted((word for word in own - taken if len(word) > 1), key=len, reverse=True)
    if not words:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)


def _sealed_in(kind: type[Base]) -> list[str]:
    return [name for name, field in vars(kind).items() if isinstance(field, Sealed)]
