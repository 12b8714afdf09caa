"""Who has which cases, for a coördinator: as much of each as is needed to spread them, and no more."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import Staff
from netwerkberaad.cases.circle import by_case, people_of_cases
from netwerkberaad.cases.model import Assignment, Case, Phase
from netwerkberaad.cases.people import PersonKind
from netwerkberaad.foundation.access import Actor


@dataclass(frozen=True, slots=True)
class LoadView:
    """An open case of a gespreksleider. ``declared`` is false while they were asked and did not declare independence."""

    id: uuid.UUID
    first_names: tuple[str, ...]
    municipality: str
    phase: Phase
    urgent: bool
    since: datetime
    declared: bool


def load_per_facilitator(session: Session, actor: Actor) -> dict[uuid.UUID, int]:
    """How many open cases each gespreksleider of the region has, or was given: nought for who has closed ones alone."""
    open_ones = func.count().filter(Case.phase != Phase.CLOSED)
    statement = (
        select(Assignment.facilitator_id, open_ones)
        .join(Case, Case.id == Assignment.case_id)
        .where(Case.region_id == actor.region_id, Assignment.ended_at.is_(None))
        .group_by(Assignment.facilitator_id)
    )
    return dict(session.execute(statement).all())


def load_of(session: Session, actor: Actor, *, facilitator: Staff) -> list[LoadView]:
    """The cases this gespreksleider has or was given in the actor's region: spoed first, then the oldest; the closed ones last."""
    statement = (
        select(Case, Assignment)
        .join(Assignment, Assignment.case_id == Case.id)
        .where(Case.region_id == actor.region_id)
        .where(Assignment.facilitator_id == facilitator.id, Assignment.ended_at.is_(None))
        .order_by(Case.phase == Phase.CLOSED, Case.urgent.desc(), Assignment.started_at, Case.id)
    )
    found = [
        (case, assignment.started_at, assignment.independent_at is not None)
        for case, assignment in session.execute(statement)
    ]
    return load_views(session, found)


def load_views(session: Session, found: Sequence[tuple[Case, datetime, bool]]) -> list[LoadView]:
    """The limited facts of cases; of each is given since when somebody has it and whether independence was declared."""
    principals = by_case(
        people_of_cases(session, [case.id for case, _since, _declared in found], kind=PersonKind.PRINCIPAL)
    )
    return [
        LoadView(
            id=case.id,
            first_names=tuple(person.name.short for person in principals[case.id]),
            municipality=case.referral.municipality,
            phase=case.phase,
            urgent=case.urgent,
            since=since,
            declared=declared,
        )
        for case, since, declared in found
    ]
