"""Whether anything in the database speaks of somebody."""

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.core.database import Base

_GOES_ALONG = frozenset({"circle_tie", "earlier_place"})
"""Tables whose rows are no reason to keep somebody on record: they go with the person."""


def something_hangs_on(session: Session, person: Person) -> bool:
    """Whether anything else in the database speaks of this person, in any room."""
    mentions: list[ColumnElement[bool]] = []
    for table in Base.metadata.tables.values():
        if table.name in _GOES_ALONG:
            continue
        for column in table.columns:
            points_here = any(key.column.table.name == Person.__tablename__ for key in column.foreign_keys)
            if points_here or column.name == "person_id":
                mentions.append(exists().where(column == person.id))
    return bool(session.scalar(select(or_(*mentions))))
