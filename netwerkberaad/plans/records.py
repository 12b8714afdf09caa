"""Reading rows of a plan through their case, and what every action of the plan asks first."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad import beraden
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.core.reading import read_once
from netwerkberaad.invites import require_open
from netwerkberaad.plans.errors import NotOwnerError, PlanFixedError
from netwerkberaad.plans.model import (
    Commitment,
    CommitmentOwner,
    Confirmation,
    FollowUp,
    Goal,
    PlanVersion,
)


def require_writable(session: Session, case: Case) -> None:
    """The plan of an open case can be written, but not while the family has its private time.

    Raises CaseClosedError and beraden.PrivateTimeError.
    """
    require_open(case)
    beraad = beraden.current_beraad(session, case)
    if beraad is not None and beraden.private_now(session, beraad):
        raise beraden.PrivateTimeError


def hold_draft(session: Session, *, case: Case, version_id: uuid.UUID, alone: bool = False) -> PlanVersion:
    """A version of this case that is not fixed and cannot become so until this unit of work ends.

    Several may hold it at once, but not while somebody holds it ``alone``, as who fixes it does. Raises NotFoundError
    and PlanFixedError.
    """
    statement = select(PlanVersion).where(PlanVersion.id == version_id, PlanVersion.case_id == case.id)
    statement = statement.with_for_update(read=not alone).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFoundError
    if found.fixed_at is not None:
        raise PlanFixedError
    return found


def require_people(session: Session, case: Case, person_ids: Iterable[uuid.UUID | None]) -> None:
    """All of them must be people of this case. Raises NotFoundError."""
    wanted = {person_id for person_id in person_ids if person_id is not None}
    if not wanted:
        return
    found = session.scalars(select(Person.id).where(Person.case_id == case.id, Person.id.in_(wanted)))
    if wanted - set(found):
        raise NotFoundError


def draft_of(session: Session, case: Case) -> PlanVersion | None:
    """The version that is being written, or None when there is none."""
    return next((version for version in versions_of(session, case) if version.fixed_at is None), None)


def version_fixed(session: Session, case: Case) -> PlanVersion | None:
    """The latest version that is fixed: the plan as it holds now."""
    return next((version for version in versions_of(session, case) if version.fixed_at is not None), None)


def versions_of(session: Session, case: Case) -> list[PlanVersion]:
    """All versions, the newest first; a draft is among them."""
    statement = select(PlanVersion).where(PlanVersion.case_id == case.id).order_by(PlanVersion.number.desc())
    return list(read_once(session, ("plan versions", case.id), lambda: session.scalars(statement).all()))


def version_before(session: Session, version: PlanVersion) -> PlanVersion | None:
    """The version that came before this one."""
    return session.scalar(
        select(PlanVersion).where(
            PlanVersion.case_id == version.case_id, PlanVersion.number == version.number - 1
        )
    )


def get_version(session: Session, *, case: Case, version_id: uuid.UUID) -> PlanVersion:
    """A version of this case. Raises NotFoundError."""
    found = session.scalar(
        select(PlanVersion).where(PlanVersion.id == version_id, PlanVersion.case_id == case.id)
    )
    if found is None:
        raise NotFoundError
    return found


def get_goal(session: Session, *, case: Case, goal_id: uuid.UUID) -> Goal:
    """A goal of this case. Raises NotFoundError."""
    found = session.scalar(select(Goal).where(Goal.id == goal_id, Goal.case_id == case.id))
    if found is None:
        raise NotFoundError
    return found


def get_commitment(session: Session, *, case: Case, commitment_id: uuid.UUID) -> Commitment:
    """A commitment of this case, in whichever version. Raises NotFoundError."""
    found = session.scalar(
        select(Commitment).where(Commitment.id == commitment_id, Commitment.case_id == case.id)
    )
    if found is None:
        raise NotFoundError
    return found


def get_confirmation(session: Session, *, case: Case, confirmation_id: uuid.UUID) -> Confirmation:
    """What an owner said, in this case. Raises NotFoundError."""
    found = session.scalar(
        select(Confirmation).where(Confirmation.id == confirmation_id, Confirmation.case_id == case.id)
    )
    if found is None:
        raise NotFoundError
    return found


def get_follow_up(session: Session, *, case: Case, follow_up_id: uuid.UUID) -> FollowUp:
    """Something that is due in this case. Raises NotFoundError."""
    found = session.scalar(select(FollowUp).where(FollowUp.id == follow_up_id, FollowUp.case_id == case.id))
    if found is None:
        raise NotFoundError
    return found


def owners_of(session: Session, commitment: Commitment) -> list[uuid.UUID]:
    """The ids of those who promised it."""
    return list(
        session.scalars(
            select(CommitmentOwner.person_id).where(CommitmentOwner.commitment_id == commitment.id)
        )
    )


def require_own_voice(actor: Actor, person_id: uuid.UUID | None) -> None:
    """A guest speaks for themselves alone. Raises NotOwnerError."""
    if actor.kind is ActorKind.GUEST and actor.id != person_id:
        raise NotOwnerError


def spoken_for(actor: Actor, person_id: uuid.UUID) -> uuid.UUID | None:
    """On whose behalf this is done: nobody's when people speak for themselves."""
    return None if actor.kind is ActorKind.GUEST else person_id
