"""The plan as one person may read it: no more than was opened to them, without addresses they may not know."""

import uuid
from collections.abc import Iterable
from dataclasses import replace

from netwerkberaad.cases.sight import Seeing, SharedPart
from netwerkberaad.plans.content import GoalView, LineView, PlanView


def shared_view(view: PlanView, seeing: Seeing, person_id: uuid.UUID | None) -> PlanView:
    """What is left of the plan for this person. The own lines are always in it.

    Of the whole plan the goals stay, with the lines of others only where those were opened. Without it the own lines stand
    loose, and behind them those of others where these were opened.
    """
    opened = seeing.opened
    if opened.plan is SharedPart.WHOLE:
        kept = tuple(_goal(goal, seeing, person_id) for goal in view.goals)
        return replace(view, goals=kept, loose=_lines(view.loose, seeing, person_id))
    return replace(view, goals=(), loose=_lines(view.lines, seeing, person_id))


def _goal(goal: GoalView, seeing: Seeing, person_id: uuid.UUID | None) -> GoalView:
    return replace(goal, text=seeing.clean(goal.text), lines=_lines(goal.lines, seeing, person_id))


def _lines(lines: Iterable[LineView], seeing: Seeing, person_id: uuid.UUID | None) -> tuple[LineView, ...]:
    seen = (line for line in lines if seeing.opened.commitments or person_id in line.owner_ids)
    return tuple(_clean(line, seeing) for line in seen)


def _clean(line: LineView, seeing: Seeing) -> LineView:
    words = line.words
    return replace(
        line,
        words=replace(
            words,
            text=seeing.clean(words.text),
            when=seeing.clean(words.when),
            if_not=seeing.clean(words.if_not),
            fallback=seeing.clean(words.fallback),
            starts=seeing.clean(words.starts),
        ),
    )
