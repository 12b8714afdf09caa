"""What came back from a backup of before its destruction: cases without a key, and people whose key was replaced.

Nobody can open such a case, so no list shows it. Of somebody who was erased from a case that stayed, only the place they had
in it is shown: no query finds the rows that were theirs alone. Which these are is asked when a key turns out to be missing or another one, and of the cases by
every job. While there are none, nothing is added to any query.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, event, or_
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.orm.interfaces import ORMOption

from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.vault.sealed import ERASED, registry

_HIDDEN = "vault.hidden"


@dataclass(frozen=True, slots=True)
class Hidden:
    """The ids of cases without a key, and of all that had a key within them; and of people who were erased."""

    cases: frozenset[uuid.UUID] = frozenset()
    scopes: frozenset[uuid.UUID] = frozenset()
    erased: frozenset[uuid.UUID] = frozenset()


Finder = Callable[[Session], Hidden]
ErasedFinder = Callable[[Session], frozenset[uuid.UUID]]


def hide(session: Session, hidden: Hidden) -> None:
    """Let a session not see the rows of these cases, nor stumble over what was sealed for these people."""
    if hidden.erased:
        session.info[ERASED] = hidden.erased
    if hidden.cases or hidden.erased:
        session.info[_HIDDEN] = _options(hidden)


def show_all(session: Session) -> None:
    """Let a session see them after all: for erasing them."""
    session.info.pop(_HIDDEN, None)


def is_erased(session: Session, person_id: uuid.UUID) -> bool:
    """Whether this person came back from a backup of before they were erased, as far as this session knows."""
    return person_id in session.info.get(ERASED, ())


@cache
def _options(hidden: Hidden) -> tuple[ORMOption, ...]:
    """A condition for each model that seals something about a case, or is one, or belongs to one person."""
    sealing = {table for table, _column in registry}
    made: list[ORMOption] = []
    for mapper in Base.registry.mappers:
        model = mapper.class_
        left_out = [(name, hidden.erased) for name in _owners(model)]
        if model.__tablename__ in sealing:
            left_out += [("case_id", hidden.cases), ("scope_id", hidden.scopes), ("id", hidden.cases)]
        made += [
            with_loader_criteria(model, _outside(getattr(model, name), ids))
            for name, ids in left_out
            if ids and hasattr(model, name)
        ]
    return tuple(made)


def _owners(model: type[Base]) -> set[str]:
    """The attributes that name a person without whom a row of this model cannot stand, or under whose key it is sealed."""
    columns = Base.metadata.tables[model.__tablename__].columns
    cascading = {
        column.name
        for column in columns
        for key in column.foreign_keys
        if key.column.table.name == "person" and key.ondelete == "CASCADE"
    }
    scopes = {field.scope for field in registry.values() if field.table == model.__tablename__}
    return cascading | (scopes - {"id", "case_id", "region_id"}) | ({"person_id"} & set(columns.keys()))


def _outside(column: Any, ids: frozenset[uuid.UUID]) -> ColumnElement[bool]:
    return or_(column.is_(None), column.not_in(sorted(ids)))


@event.listens_for(Session, "do_orm_execute")
def _leave_out(state: ORMExecuteState) -> None:
    options: tuple[ORMOption, ...] = state.session.info.get(_HIDDEN, ())
    if options and state.is_select:
        state.statement = state.statement.options(*options)
