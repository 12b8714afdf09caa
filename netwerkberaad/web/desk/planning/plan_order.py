"""A line or goal one place up or down, by a button beside it: with a mouse, by keys and without a script."""

import uuid

from netwerkberaad.plans import Commitment, Goal, move_goals, move_line
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.desk.planning.plan_editor import draft_view

STEPS = {"up": -1, "down": 1}


def place_line(line: Commitment, way: str | None) -> Commitment:
    """Put a line that was just saved before or after its neighbour under the same goal; the first and last stay."""
    if way in STEPS:
        db().flush()  # the order is read with what was saved a moment ago
        view = draft_view()
        group = next((goal.lines for goal in view.goals if goal.id == line.goal_id), view.loose)
        order = _moved([one.id for one in group], line.id, STEPS[way])
        move_line(
            db(), actor(), case=case(), line_id=line.id, goal_id=line.goal_id, line_ids=order, now=now()
        )
    return line


def place_goal(goal: Goal, way: str | None) -> Goal:
    """The same for a goal, with its lines."""
    if way in STEPS:
        db().flush()  # the order is read with what was saved a moment ago
        order = _moved([one.id for one in draft_view().goals], goal.id, STEPS[way])
        move_goals(db(), actor(), case=case(), goal_ids=order, now=now())
    return goal


def _moved(ids: list[uuid.UUID], moved: uuid.UUID, step: int) -> list[uuid.UUID]:
    here = ids.index(moved) if moved in ids else 0
    there = min(max(here + step, 0), len(ids) - 1)
    ids[here], ids[there] = ids[there], ids[here]
    return ids
