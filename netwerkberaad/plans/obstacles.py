"""Obstacles of a bewoner-MDO: each has somebody who takes it away, within six weeks (practice of the Ruwaard in Oss)."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.invites import require_open
from netwerkberaad.plans.errors import ObstacleOwnerError, ObstacleWordsError
from netwerkberaad.plans.model import FollowUp, FollowUpKind
from netwerkberaad.plans.obstacle_model import Obstacle, ObstacleContent
from netwerkberaad.plans.records import require_own_voice, require_people, require_writable
from netwerkberaad.plans.rhythm import at_local
from netwerkberaad.plans.scheduling import REMIND_AT

OBSTACLE_SET = audit.declare("obstacle.set", "obstacle")
OBSTACLE_REMOVED = audit.declare("obstacle.removed", "obstacle")
OBSTACLE_ANSWERED = audit.declare("obstacle.answered", "obstacle")
SIX_WEEKS, AFTERNOON = 42, 17
ASK_AHEAD = REMIND_AHEAD = 7


def set_obstacle(
    session: Session, actor: Actor, *, case: Case, text: str, owners: Sequence[uuid.UUID], now: datetime
) -> Obstacle:
    """Write down what stands in the way and who takes it away, one or two; six weeks from today it is gone.

    A week before that they are reminded.

    Raises ObstacleWordsError(field="text"), ObstacleOwnerError(field="owner"), NotFoundError for somebody of another
    case, CaseClosedError and beraden.PrivateTimeError.
    """
    require_writable(session, case)
    if not text.strip():
        raise ObstacleWordsError(field="text")
    who = list(dict.fromkeys(owners))
    if not 1 <= len(who) <= 2:
        raise ObstacleOwnerError(field="owner")
    require_people(session, case, who)
    due = at_local(now, days=SIX_WEEKS, hour=AFTERNOON)
    obstacle = Obstacle(id=new_id(), case_id=case.id, owner_id=who[0], made_at=now, due_at=due)
    obstacle.second_id = who[1] if len(who) > 1 else None
    obstacle.content = ObstacleContent(text.strip())
    session.add(obstacle)
    _remind(session, obstacle, now)
    audit.record(session, actor.entry(OBSTACLE_SET, now=now, case_id=case.id, object_id=obstacle.id))
    return obstacle


def remove_obstacle(
    session: Session, actor: Actor, *, case: Case, obstacle_id: uuid.UUID, how: str, now: datetime
) -> Obstacle:
    """It is out of the way; how is optional. Said twice, the first day stays. Raises NotFoundError and CaseClosedError."""
    require_writable(session, case)
    obstacle = _get(session, case, obstacle_id)
    _take_away(session, obstacle, how, now)
    audit.record(session, actor.entry(OBSTACLE_REMOVED, now=now, case_id=case.id, object_id=obstacle.id))
    return obstacle


def answer_obstacle(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    obstacle_id: uuid.UUID,
    owner_id: uuid.UUID,
    gone: bool,
    words: str,
    now: datetime,
) -> Obstacle:
    """What the owner says: it is gone, and how; or not yet, and what is needed.

    Raises NotFoundError for one of somebody else, NotOwnerError for a guest who speaks for another, and CaseClosedError.
    """
    require_own_voice(actor, owner_id)
    require_open(case)
    obstacle = _get(session, case, obstacle_id)
    if owner_id not in obstacle.owner_ids:
        raise NotFoundError
    if gone:
        _take_away(session, obstacle, words, now)
    else:
        obstacle.content = replace(obstacle.content, needs=words.strip())
    audit.record(session, actor.entry(OBSTACLE_ANSWERED, now=now, case_id=case.id, object_id=obstacle.id))
    return obstacle


def obstacles_of(session: Session, case: Case) -> list[Obstacle]:
    """Those that are still there first, in the order in which they must go."""
    statement = select(Obstacle).where(Obstacle.case_id == case.id)
    ordered = statement.order_by(
        Obstacle.removed_at.is_not(None), Obstacle.due_at, Obstacle.made_at, Obstacle.id
    )
    return list(session.scalars(ordered))


def obstacles_due(session: Session, case_ids: Collection[uuid.UUID], *, now: datetime) -> list[Obstacle]:
    """Those in these cases that must be gone within a week, or should be gone already, with one query."""
    if not case_ids:
        return []
    near = at_local(now, days=ASK_AHEAD, hour=AFTERNOON)
    statement = select(Obstacle).where(Obstacle.case_id.in_(case_ids), Obstacle.removed_at.is_(None))
    return list(
        session.scalars(statement.where(Obstacle.due_at <= near).order_by(Obstacle.due_at, Obstacle.id))
    )


def _get(session: Session, case: Case, obstacle_id: uuid.UUID) -> Obstacle:
    obstacle = session.get(Obstacle, obstacle_id)
    if obstacle is None or obstacle.case_id != case.id:
        raise NotFoundError
    return obstacle


def _remind(session: Session, obstacle: Obstacle, now: datetime) -> None:
    at = at_local(obstacle.due_at, days=-REMIND_AHEAD, hour=REMIND_AT)
    for person_id in obstacle.owner_ids:
        session.add(
            FollowUp(
                id=new_id(),
                case_id=obstacle.case_id,
                kind=FollowUpKind.REMINDER,
                lineage_id=obstacle.id,
                person_id=person_id,
                scope_id=person_id,
                due_at=at,
                made_at=now,
            )
        )


def _take_away(session: Session, obstacle: Obstacle, how: str, now: datetime) -> None:
    unsent = update(FollowUp).where(FollowUp.lineage_id == obstacle.id, FollowUp.sent_at.is_(None))
    session.execute(unsent.values(cancelled_at=now))
    obstacle.removed_at = obstacle.removed_at or now
    obstacle.content = replace(obstacle.content, how=how.strip() or obstacle.content.how, needs="")
