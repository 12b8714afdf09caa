"""Which cases have no key any more, and whose key was replaced."""

import uuid

from sqlalchemy import LargeBinary, exists, func, select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.vault import ScopeKey
from netwerkberaad.foundation.vault.envelope import ID_BYTES
from netwerkberaad.foundation.vault.hiding import Hidden


def find_keyless(session: Session) -> Hidden:
    """The cases whose key is gone while their rows are there, and everybody in them."""
    keyless = ~exists().where(ScopeKey.id == Case.id)
    cases = frozenset(session.scalars(select(Case.id).where(keyless)))
    if not cases:
        return Hidden()
    people = session.scalars(select(Person.id).where(Person.case_id.in_(cases)))
    return Hidden(cases, cases | frozenset(people))


def find_erased(session: Session) -> frozenset[uuid.UUID]:
    """Everybody whose name is sealed with a key that is nobody's any more, while they have another: they were erased."""
    # The id of the key stands in the envelope behind its first byte.
    used = func.substr(Person.name_sealed, 2, ID_BYTES, type_=LargeBinary)
    other = select(Person.id, used).join(ScopeKey, ScopeKey.id == Person.id).where(ScopeKey.key_id != used)
    found = {row[0]: row[1] for row in session.execute(other)}
    if not found:
        return frozenset()
    known = set(session.scalars(select(ScopeKey.key_id).where(ScopeKey.key_id.in_(found.values()))))
    return frozenset(person_id for person_id, key_id in found.items() if key_id not in known)
