"""A line that got another day takes along what hangs on it: proposed with the new days, and done for the lines somebody chose."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.documents.dates import from_local, local
from netwerkberaad.invites import lock_case
from netwerkberaad.plans.again import save_again
from netwerkberaad.plans.content import LineView, PlanView
from netwerkberaad.plans.model import Commitment
from netwerkberaad.plans.records import draft_of, version_fixed
from netwerkberaad.plans.view import plan_view


@dataclass(frozen=True, slots=True)
class Move:
    """A line of the draft that still has its old day, the line it hangs on that moved, and the line as it would be."""

    line: LineView
    because: LineView
    days: int
    moved: LineView


def moves_along(before: PlanView, draft: PlanView) -> list[Move]:
    """What hangs on a line that moved since the version before and did not move itself, in the order of the plan.

    A line hangs on the one it begins after, also through others; the nearest that moved counts. What began already stays.
    """
    old = {line.lineage_id: line for line in before.lines}
    new = {line.lineage_id: line for line in draft.lines}
    days = {lineage: _days(old[lineage], line) for lineage, line in new.items() if lineage in old}
    found: list[Move] = []
    for line in draft.lines:
        because = _moved_before(line, new, days)
        by = days[because] if because is not None else None
        if because is not None and by and line.begun_at is None and days.get(line.lineage_id) == 0:
            found.append(Move(line, new[because], by, _moved(line, by)))
    return found


def move_along(
    session: Session, actor: Actor, *, case: Case, lineages: Collection[uuid.UUID], now: datetime
) -> list[Commitment]:
    """Give these lines the day that is proposed; what is not proposed (any more) stays as it is.

    Raises PlanFixedError, CaseClosedError and beraden.PrivateTimeError.
    """
    lock_case(session, case)  # the proposal is worked out and carried out on the same draft
    before = plan_view(session, version_fixed(session, case))
    draft = plan_view(session, draft_of(session, case))
    chosen = [move for move in moves_along(before, draft) if move.line.lineage_id in lineages]
    return [save_again(session, actor, case=case, line=move.moved, now=now) for move in chosen]


def _days(old: LineView, new: LineView) -> int | None:
    """By how many days the first day moved; None for a line that has none, or had none."""
    if old.first_at is None or new.first_at is None:
        return None
    return (local(new.first_at).date() - local(old.first_at).date()).days


def _moved_before(
    line: LineView, lines: dict[uuid.UUID, LineView], days: dict[uuid.UUID, int | None]
) -> uuid.UUID | None:
    """The nearest line that this one hangs on and that moved. The plan allows no circle of waiting."""
    step = line.after_id
    while step is not None and step in lines:
        if days.get(step):
            return step
        step = lines[step].after_id
    return None


def _moved(line: LineView, days: int) -> LineView:
    return replace(line, first_at=_later(line.first_at, days), until_at=_later(line.until_at, days))


def _later(moment: datetime | None, days: int) -> datetime | None:
    """At the same time on the wall, so many days later."""
    if moment is None:
        return None
    wall = local(moment)
    return from_local(wall.date() + timedelta(days=days), wall.time())
