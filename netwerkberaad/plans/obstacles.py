"""Obstacles of a bewoner-MDO: each has somebody who takes it away, within six weeks (practice of the Ruwaard in Oss)."""

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.plans.errors import ObstacleOwnerError, ObstacleWordsError
from netwerkberaad.plans.obstacle_model import Obstacle, ObstacleContent
from netwerkberaad.plans.records import require_people, require_writable
from netwerkberaad.plans.rhythm import at_local

OBSTACLE_SET = audit.declare("obstacle.set", "obstacle")
OBSTACLE_REMOVED = audit.declare("obstacle.removed", "obstacle")
SIX_WEEKS, AFTERNOON = 42, 17


def set_obstacle(
    session: Session, actor: Actor, *, case: Case, text: str, owner_id: uuid.UUID | None, now: datetime
) -> Obstacle:
    """Write down what stands in the way and who takes it away; six weeks from today it is gone.

    Raises ObstacleWordsError(field="text"), ObstacleOwnerError(field="owner"), NotFoundError for somebody of another
    case, CaseClosedError and beraden.PrivateTimeError.
    """
    require_writable(session, case)
    if not text.strip():
        raise ObstacleWordsError(field="text")
    if owner_id is None:
        raise ObstacleOwnerError(field="owner")
    require_people(session, case, [owner_id])
    due = at_local(now, days=SIX_WEEKS, hour=AFTERNOON)
    obstacle = Obstacle(id=new_id(), case_id=case.id, owner_id=owner_id, made_at=now, due_at=due)
    obstacle.content = ObstacleContent(text.strip())
    session.add(obstacle)
    audit.record(session, actor.entry(OBSTACLE_SET, now=now, case_id=case.id, object_id=obstacle.id))
    return obstacle


def remove_obstacle(
    session: Session, actor: Actor, *, case: Case, obstacle_id: uuid.UUID, how: str, now: datetime
) -> Obstacle:
    """It is out of the way; how is optional. Said twice, the first day stays. Raises NotFoundError and CaseClosedError."""
    require_writable(session, case)
    obstacle = session.get(Obstacle, obstacle_id)
    if obstacle is None or obstacle.case_id != case.id:
        raise NotFoundError
    obstacle.removed_at = obstacle.removed_at or now
    obstacle.content = replace(obstacle.content, how=how.strip() or obstacle.content.how)
    audit.record(session, actor.entry(OBSTACLE_REMOVED, now=now, case_id=case.id, object_id=obstacle.id))
    return obstacle


def obstacles_of(session: Session, case: Case) -> list[Obstacle]:
    """Those that are still there first, in the order in which they must go."""
    statement = select(Obstacle).where(Obstacle.case_id == case.id)
    ordered = statement.order_by(
        Obstacle.removed_at.is_not(None), Obstacle.due_at, Obstacle.made_at, Obstacle.id
    )
    return list(session.scalars(ordered))
