"""Which cases have no key any more."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.vault import ScopeKey
from netwerkberaad.foundation.vault.hiding import Hidden


def find_keyless(session: Session) -> Hidden:
    """The cases whose key is gone while their rows are there, and everybody in them."""
    keyless = ~exists().where(ScopeKey.id == Case.id)
    cases = frozenset(session.scalars(select(Case.id).where(keyless)))
    if not cases:
        return Hidden()
    people = session.scalars(select(Person.id).where(Person.case_id.in_(cases)))
    return Hidden(cases, cases | frozenset(people))
