"""A line that moves: what hangs on it is proposed with it, by the same number of days, and nothing else."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from netwerkberaad.cases import PersonKind
from netwerkberaad.foundation.documents import local
from netwerkberaad.plans import EMPTY_PLAN, CommitmentText, LineView, PersonBrief, PlanView, moves_along

JOKE = PersonBrief(uuid.UUID(int=1), "Joke", "Joke", PersonKind.NAASTE)
MONDAY = datetime(2026, 3, 23, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
GOES, BRINGS, SLEEPS, COOKS = (uuid.UUID(int=number) for number in range(100, 104))


def _line(lineage: uuid.UUID, *, first: datetime | None = MONDAY, after: uuid.UUID | None = None) -> LineView:
    return LineView(
        id=uuid.uuid4(),
        lineage_id=lineage,
        goal_id=None,
        position=0,
        revision=0,
        words=CommitmentText(text="Ik doe het."),
        first_at=first,
        every=None,
        until_at=None,
        owners=(JOKE,),
        checker=None,
        backup=None,
        fallback=None,
        after_id=after,
    )


def _plan(*lines: LineView) -> PlanView:
    return replace(EMPTY_PLAN, loose=lines)


CHAIN = (_line(GOES), _line(BRINGS, after=GOES), _line(SLEEPS, after=BRINGS), _line(COOKS))


def _proposed(before: PlanView, draft: PlanView) -> dict[uuid.UUID, int]:
    return {move.line.lineage_id: move.days for move in moves_along(before, draft)}


def test_what_hangs_on_it_moves_by_as_many_days_also_through_another_line() -> None:
    moved = replace(CHAIN[0], first_at=MONDAY + WEEK)
    assert _proposed(_plan(*CHAIN), _plan(moved, *CHAIN[1:])) == {BRINGS: 7, SLEEPS: 7}
    assert _proposed(_plan(*CHAIN), _plan(*CHAIN)) == {}


def test_the_nearest_line_that_moved_counts_and_what_moved_itself_is_left_alone() -> None:
    first, second = (
        replace(CHAIN[0], first_at=MONDAY + WEEK),
        replace(CHAIN[1], first_at=MONDAY + 2 * WEEK),
    )
    assert _proposed(_plan(*CHAIN), _plan(first, second, *CHAIN[2:])) == {SLEEPS: 14}


def test_what_began_already_and_what_has_no_day_stays() -> None:
    lines = (CHAIN[0], replace(CHAIN[1], begun_at=MONDAY), _line(SLEEPS, first=None, after=GOES))
    moved = replace(lines[0], first_at=MONDAY - WEEK)
    assert _proposed(_plan(*lines), _plan(moved, *lines[1:])) == {}


def test_a_line_keeps_its_time_on_the_wall_when_the_clock_changes_and_its_end_moves_too() -> None:
    line = replace(CHAIN[1], until_at=MONDAY + WEEK)
    [move] = moves_along(
        _plan(CHAIN[0], line), _plan(replace(CHAIN[0], first_at=MONDAY + WEEK - timedelta(hours=1)), line)
    )
    assert move.moved.first_at is not None
    assert move.moved.until_at is not None
    assert local(move.moved.first_at).strftime("%d %H:%M") == "30 10:00"
    assert local(move.moved.until_at).strftime("%d %H:%M") == "06 11:00"
