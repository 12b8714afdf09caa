"""Cases without a key: back from a backup of before their destruction. Nobody can open them, so no list shows them.

Which cases those are is asked by every job, and when a key turns out to be missing. While there are none,
nothing is added to any query.
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
from netwerkberaad.foundation.vault.sealed import registry

_HIDDEN = "vault.hidden"


@dataclass(frozen=True, slots=True)
class Hidden:
    """The ids of cases without a key, and of all that had a key within them."""

    cases: frozenset[uuid.UUID] = frozenset()
    scopes: frozenset[uuid.UUID] = frozenset()


Finder = Callable[[Session], Hidden]


def hide(session: Session, hidden: Hidden) -> None:
    """Let a session not see the rows of these cases."""
    if hidden.cases:
        session.info[_HIDDEN] = _options(hidden)


def show_all(session: Session) -> None:
    """Let a session see them after all: for erasing them."""
    session.info.pop(_HIDDEN, None)


@cache
def _options(hidden: Hidden) -> tuple[ORMOption, ...]:
    """A condition for each model that seals something about a case, or is one."""
    sealing = {table for table, _column in registry}
    models = [mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__tablename__ in sealing]
    made: list[ORMOption] = []
    for model in models:
        outside = [
            _outside(getattr(model, name), ids)
            for name, ids in (("case_id", hidden.cases), ("scope_id", hidden.scopes), ("id", hidden.cases))
            if hasattr(model, name)
        ]
        made += [with_loader_criteria(model, condition) for condition in outside]
    return tuple(made)


def _outside(column: Any, ids: frozenset[uuid.UUID]) -> ColumnElement[bool]:
    return or_(column.is_(None), column.not_in(sorted(ids)))


@event.listens_for(Session, "do_orm_execute")
def _leave_out(state: ORMExecuteState) -> None:
    options: tuple[ORMOption, ...] = state.session.info.get(_HIDDEN, ())
    if options and state.is_select:
        state.statement = state.statement.options(*options)
