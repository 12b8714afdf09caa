"""Destroying keys: what a key sealed stays closed from then on, wherever a copy of it lies.

Whoever destroys a case or a person deletes the key in the same unit of work as the rows, and calls
``database.clear_leftovers`` once that is committed.
"""

import uuid
from collections.abc import Collection

from sqlalchemy import CursorResult, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.vault import envelope
from netwerkberaad.foundation.vault.keys import keys_of
from netwerkberaad.foundation.vault.scopes import ScopeKey
from netwerkberaad.foundation.vault.sealed import registry


def destroy_case_keys(session: Session, case_id: uuid.UUID) -> int:
    """Delete the wrapped key of a case and those of everybody in it, and forget the clear ones; how many there were."""
    return _destroy(session, case_id)


def destroy_person_key(session: Session, person_id: uuid.UUID) -> bool:
    """Delete the wrapped key of one person and forget the clear one; whether there was one."""
    return _destroy(session, person_id) > 0


def empty_closed(session: Session, *, but: Collection[uuid.UUID] = ()) -> int:
    """Empty every sealed value whose key is gone or was replaced: nobody can open it again; how many values.

    Of the scopes in ``but`` the key was put aside, and comes back.

    For a database that came back from a backup of before a destruction.
    """
    emptied = 0
    for field in registry.values():
        table = Base.metadata.tables[field.table]
        column, scope = table.c[field.column], table.c[field.scope]
        # The id of the key stands in the envelope behind its first byte.
        fits = exists().where(
            ScopeKey.id == scope, ScopeKey.key_id == func.substr(column, 2, envelope.ID_BYTES)
        )
        closed = (
            update(table).where(column.is_not(None), ~fits, scope.not_in(but)).values({column.name: None})
        )
        found: CursorResult[object] = session.connection().execute(closed)
        emptied += found.rowcount
    return emptied


def _destroy(session: Session, scope_id: uuid.UUID) -> int:
    within = or_(ScopeKey.id == scope_id, ScopeKey.parent_id == scope_id)
    scope_ids = set(session.scalars(select(ScopeKey.id).where(within)))
    session.execute(delete(ScopeKey).where(ScopeKey.id.in_(scope_ids)))
    for gone in scope_ids:
        keys_of(session).forget(gone)
    return len(scope_ids)
