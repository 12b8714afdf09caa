"""Destroying keys: what a key sealed stays closed from then on, wherever a copy of it lies.

Whoever destroys a case or a person deletes the key in the same unit of work as the rows, and calls
``database.clear_leftovers`` once that is committed.
"""

import uuid

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.vault.keys import keys_of
from netwerkberaad.foundation.vault.scopes import ScopeKey


def destroy_case_keys(session: Session, case_id: uuid.UUID) -> int:
    """Delete the wrapped key of a case and those of everybody in it, and forget the clear ones; how many there were."""
    return _destroy(session, case_id)


def destroy_person_key(session: Session, person_id: uuid.UUID) -> bool:
    """Delete the wrapped key of one person and forget the clear one; whether there was one."""
    return _destroy(session, person_id) > 0


def _destroy(session: Session, scope_id: uuid.UUID) -> int:
    within = or_(ScopeKey.id == scope_id, ScopeKey.parent_id == scope_id)
    scope_ids = set(session.scalars(select(ScopeKey.id).where(within)))
    session.execute(delete(ScopeKey).where(ScopeKey.id.in_(scope_ids)))
    for gone in scope_ids:
        keys_of(session).forget(gone)
    return len(scope_ids)
