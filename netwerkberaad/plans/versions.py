"""Beginning a version: the first one empty, a later one as a copy of the plan that holds now."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.invites import lock_case
from netwerkberaad.plans.model import Commitment, CommitmentOwner, Goal, PlanVersion
from netwerkberaad.plans.records import draft_of, require_writable, version_fixed

DRAFT_OPENED = audit.declare("plan.draft_opened", "plan_version")


def open_draft(session: Session, actor: Actor, *, case: Case, now: datetime) -> PlanVersion:
    """The version that is being written, made when there is none; the same lines keep the same lineage.

    Raises CaseClosedError and beraden.PrivateTimeError.
    """
    require_writable(session, case)
    lock_case(session, case)
    found = draft_of(session, case)
    if found is not None:
        return found
    before = version_fixed(session, case)
    draft = PlanVersion(
        id=new_id(),
        case_id=case.id,
        number=before.number + 1 if before else 1,
        made_at=now,
        evaluation_at=before.evaluation_at if before else None,
        evaluation_how=before.evaluation_how if before else None,
        revision=0,
    )
    session.add(draft)
    session.flush()  # lines point to the version, and a second screen must find it
    if before is not None:
        _copy(session, before, draft)
    audit.record(session, actor.entry(DRAFT_OPENED, now=now, case_id=case.id, object_id=draft.id))
    return draft


def _copy(session: Session, before: PlanVersion, draft: PlanVersion) -> None:
    goals: dict[uuid.UUID, uuid.UUID] = {}
    for goal in list(session.scalars(select(Goal).where(Goal.version_id == before.id))):
        goals[goal.id] = new_id()
        copy = Goal(
            id=goals[goal.id],
            case_id=goal.case_id,
            version_id=draft.id,
            lineage_id=goal.lineage_id,
            position=goal.position,
            revision=0,
            words_of_id=goal.words_of_id,
        )
        copy.text = goal.text
        session.add(copy)
    session.flush()  # lines point to these goals
    commitments = list(session.scalars(select(Commitment).where(Commitment.version_id == before.id)))
    copies = {row.id: _copy_line(session, row, draft, goals) for row in commitments}
    session.flush()  # owners point to these lines
    owners = select(CommitmentOwner).where(CommitmentOwner.commitment_id.in_(copies))
    for owner in list(session.scalars(owners)):
        session.add(
            CommitmentOwner(
                id=new_id(),
                case_id=owner.case_id,
                commitment_id=copies[owner.commitment_id],
                person_id=owner.person_id,
            )
        )


def _copy_line(
    session: Session, row: Commitment, draft: PlanVersion, goals: dict[uuid.UUID, uuid.UUID]
) -> uuid.UUID:
    copy = Commitment(
        id=new_id(),
        case_id=row.case_id,
        version_id=draft.id,
        goal_id=goals.get(row.goal_id) if row.goal_id else None,
        lineage_id=row.lineage_id,
        position=row.position,
        revision=0,
        first_at=row.first_at,
        every=row.every,
        until_at=row.until_at,
        after_id=row.after_id,
        begun_at=row.begun_at,
        checker_id=row.checker_id,
        backup_id=row.backup_id,
        fallback_id=row.fallback_id,
    )
    copy.words = row.words
    session.add(copy)
    return copy.id
