"""Writing the plan together, live: what two people type at once is never lost, and saving twice changes nothing.

Every goal and line has an id made by the page and a revision. Saving the same content again is fine; saving another
content over a revision that moved on raises StaleError with both texts, so that the page can bring them together.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError, StaleError
from netwerkberaad.invites import lock_case
from netwerkberaad.plans.errors import EvaluationPastError
from netwerkberaad.plans.model import EvaluationHow, Goal, PlanVersion
from netwerkberaad.plans.records import get_goal, hold_draft, require_people, require_writable
from netwerkberaad.plans.versions import open_draft

GOAL_SAVED = audit.declare("plan.goal_saved", "goal")
GOAL_REMOVED = audit.declare("plan.goal_removed", "goal")
GOALS_MOVED = audit.declare("plan.goals_moved", "plan_version")
EVALUATION_SET = audit.declare("plan.evaluation_set", "plan_version")
REASON_SET = audit.declare("plan.reason_set", "plan_version")


def save_goal(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    goal_id: uuid.UUID | None,
    text: str,
    words_of: uuid.UUID | None,
    position: int,
    revision: int,
    now: datetime,
) -> Goal:
    """Write a goal of the draft, new or known; a new one may bring its own id.

    Raises StaleError (data ``mine``, ``theirs`` and ``revision``), NotFoundError, PlanFixedError, CaseClosedError and
    beraden.PrivateTimeError.
    """
    require_writable(session, case)
    require_people(session, case, [words_of])
    text = text.strip()
    goal = _known_goal(session, case, goal_id)
    if goal is None:
        goal = _new_goal(session, actor, case=case, goal_id=goal_id, text=text, revision=revision, now=now)
    elif (goal.text, goal.words_of_id) != (text, words_of):
        if goal.revision != revision:
            raise StaleError(mine=text, theirs=goal.text, revision=goal.revision)
        goal.revision += 1
    goal.text = text
    goal.words_of_id = words_of
    goal.position = position
    audit.record(session, actor.entry(GOAL_SAVED, now=now, case_id=case.id, object_id=goal.id))
    return goal


def _known_goal(session: Session, case: Case, goal_id: uuid.UUID | None) -> Goal | None:
    """The goal with this id, held until this unit of work ends. A new one is looked for twice: see ``lines.py``."""
    if goal_id is None:
        return None
    goal = session.get(Goal, goal_id)
    if goal is None:
        lock_case(session, case)
        goal = session.get(Goal, goal_id)
    if goal is None:
        return None
    if goal.case_id != case.id:
        raise NotFoundError
    hold_draft(session, case=case, version_id=goal.version_id)
    statement = select(Goal).where(Goal.id == goal_id).with_for_update()
    return session.scalar(statement.execution_options(populate_existing=True))


def _new_goal(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    goal_id: uuid.UUID | None,
    text: str,
    revision: int,
    now: datetime,
) -> Goal:
    if revision:
        raise StaleError(mine=text, theirs="", revision=0)
    draft = open_draft(session, actor, case=case, now=now)
    identity = goal_id or new_id()
    goal = Goal(
        id=identity, case_id=case.id, version_id=draft.id, lineage_id=identity, position=0, revision=0
    )
    session.add(goal)
    return goal


def remove_goal(session: Session, actor: Actor, *, case: Case, goal_id: uuid.UUID, now: datetime) -> None:
    """Take a goal out of the draft. Its lines stay in the plan, without a goal.

    Raises NotFoundError, PlanFixedError, CaseClosedError and beraden.PrivateTimeError.
    """
    require_writable(session, case)
    goal = get_goal(session, case=case, goal_id=goal_id)
    hold_draft(session, case=case, version_id=goal.version_id)
    session.delete(goal)
    audit.record(session, actor.entry(GOAL_REMOVED, now=now, case_id=case.id, object_id=goal_id))


def move_goals(
    session: Session, actor: Actor, *, case: Case, goal_ids: Sequence[uuid.UUID], now: datetime
) -> None:
    """Put the goals of the draft in this order.

    Raises NotFoundError, PlanFixedError, CaseClosedError and beraden.PrivateTimeError.
    """
    require_writable(session, case)
    draft = open_draft(session, actor, case=case, now=now)
    for position, goal_id in enumerate(goal_ids):
        goal = get_goal(session, case=case, goal_id=goal_id)
        hold_draft(session, case=case, version_id=goal.version_id)
        goal.position = position
    audit.record(session, actor.entry(GOALS_MOVED, now=now, case_id=case.id, object_id=draft.id))


def set_evaluation(
    session: Session, actor: Actor, *, case: Case, at: datetime, how: EvaluationHow, now: datetime
) -> PlanVersion:
    """When and how everybody looks at the plan again.

    Raises EvaluationPastError(field="evaluation_date"), CaseClosedError and beraden.PrivateTimeError.
    """
    if at <= now:
        raise EvaluationPastError(field="evaluation_date")
    draft = open_draft(session, actor, case=case, now=now)
    draft.evaluation_at = at
    draft.evaluation_how = how
    draft.revision += 1
    audit.record(session, actor.entry(EVALUATION_SET, now=now, case_id=case.id, object_id=draft.id))
    return draft


def set_reason(session: Session, actor: Actor, *, case: Case, reason: str, now: datetime) -> PlanVersion:
    """Why the plan changes; asked of every version after the first.

    Raises CaseClosedError and beraden.PrivateTimeError.
    """
    draft = open_draft(session, actor, case=case, now=now)
    draft.reason = reason.strip()
    audit.record(session, actor.entry(REASON_SET, now=now, case_id=case.id, object_id=draft.id))
    return draft
