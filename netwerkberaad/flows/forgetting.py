"""Erasing one person from a case, as they asked, with everybody else's lines whole (Avg art. 17)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad import invites, privacy
from netwerkberaad.cases import Case, LastPrincipalError, Person, people_of, principals_of
from netwerkberaad.foundation.access import Actor, system_actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.links import hand_on_bundles
from netwerkberaad.foundation.messages import cancel_waiting
from netwerkberaad.foundation.vault import ScopeKind, destroy_person_key, keys_of
from netwerkberaad.plans import LineView, plan_view, version_fixed
from netwerkberaad.privacy import Erasure, OnHoldError

PERSON_ERASED = audit.declare("person.erased", "person")


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased, and the promises of the plan that nobody holds now."""

    record: Erasure
    left_open: tuple[LineView, ...]


def erase_person(session: Session, actor: Actor, *, case: Case, person: Person, now: datetime) -> Erased:
    """Erase somebody: their key, contact data, answers, links and sessions. Others' lines stay, without the name.

    Raises NotFoundError outside the case and for somebody erased before, OnHoldError, and LastPrincipalError for the
    only hoofdpersoon: then the case itself must go.
    """
    if person.case_id != case.id or was_erased(session, person):
        raise NotFoundError
    invites.lock_case(session, case)
    retention = privacy.retention_of(session, case.id)
    if retention is not None and retention.held_at is not None:
        raise OnHoldError
    people = people_of(session, case)
    if person.is_principal and not [other for other in principals_of(people) if other.id != person.id]:
        raise LastPrincipalError
    cancel_waiting(session, case_id=case.id, person_id=person.id, now=now)
    hand_on_bundles(session, person_id=person.id)
    left_open = _held_alone(session, case, person)
    privacy.rename_in_lines(session, person=person, people=people)
    destroy_person_key(session, person.id)
    keys_of(session).make_scope(person.id, ScopeKind.PERSON, inside=case.id, now=now)
    return Erased(_leave_a_place(session, actor, case, person, now), left_open)


def erase_returned(session: Session, *, person_id: uuid.UUID, now: datetime) -> None:
    """Erase somebody again who came back from a backup of before; their key was replaced the first time.

    What others wrote is left as it is: who this was, and so by what name they may stand there, is not known any more.
    """
    person = session.get_one(Person, person_id)
    case = session.get_one(Case, person.case_id)
    _leave_a_place(session, system_actor(case.region_id), case, person, now)


def _leave_a_place(session: Session, actor: Actor, case: Case, person: Person, now: datetime) -> Erasure:
    rows = privacy.erase_own_rows(session, person_id=person.id)
    privacy.make_nameless(person)
    person.left_at = person.contact_erased_at = now
    record = Erasure(
        id=new_id(),
        region_id=case.region_id,
        case_id=case.id,
        erased_id=person.id,
        erased_at=now,
        erased_by=actor.staff_id,
        rows=rows,
    )
    session.add(record)
    audit.record(session, actor.entry(PERSON_ERASED, now=now, case_id=case.id, object_id=person.id))
    return record


def was_erased(session: Session, person: Person) -> bool:
    """Whether of this person only the place is left."""
    return session.scalar(select(Erasure.id).where(Erasure.erased_id == person.id)) is not None


def _held_alone(session: Session, case: Case, person: Person) -> tuple[LineView, ...]:
    """The lines of the plan that holds now which only this person promised."""
    lines = plan_view(session, version_fixed(session, case)).lines
    return tuple(line for line in lines if line.owner_ids == {person.id})
