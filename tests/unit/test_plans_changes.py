"""What changed between two versions, and whom it concerns."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from netwerkberaad.cases import PersonKind
from netwerkberaad.plans import (
    EMPTY_PLAN,
    ChangeKind,
    CommitmentText,
    Every,
    LineView,
    PersonBrief,
    PlanView,
    changes_between,
    changes_for,
    concerned,
    same_promise,
)

PEOPLE = [
    PersonBrief(uuid.UUID(int=number), name, name, PersonKind.NAASTE)
    for number, name in enumerate(["Joke", "Kees", "Piet", "Fatma"], start=1)
]
LINEAGES = [uuid.UUID(int=number) for number in range(100, 106)]
JOKE, KEES, PIET, FATMA = PEOPLE
MOMENTS = [datetime(2026, 3, day, 12, tzinfo=UTC) for day in (3, 10)]


LINE = LineView(
    id=uuid.UUID(int=1000),
    lineage_id=LINEAGES[0],
    goal_id=None,
    position=0,
    revision=0,
    words=CommitmentText(text="Ik haal de kinderen op."),
    first_at=None,
    every=None,
    until_at=None,
    owners=(JOKE,),
    checker=None,
    backup=None,
    fallback=None,
)


def _plan(*lines: LineView) -> PlanView:
    return replace(EMPTY_PLAN, loose=lines)


someone = st.none() | st.sampled_from(PEOPLE)
lines = st.builds(
    LineView,
    id=st.uuids(),
    lineage_id=st.sampled_from(LINEAGES),
    goal_id=st.none(),
    position=st.integers(0, 5),
    revision=st.integers(0, 5),
    words=st.builds(CommitmentText, text=st.sampled_from(["Ik kook.", "Ik bel."])),
    first_at=st.sampled_from(MOMENTS),
    every=st.none() | st.sampled_from(Every),
    until_at=st.none(),
    owners=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True).map(tuple),
    checker=someone,
    backup=someone,
    fallback=someone,
)
plans = st.lists(lines, max_size=6, unique_by=lambda line: line.lineage_id).map(lambda found: _plan(*found))


def test_another_place_revision_or_id_is_no_change() -> None:
    moved = replace(LINE, id=uuid.uuid4(), position=4, revision=9, goal_id=uuid.uuid4())
    assert changes_between(_plan(LINE), _plan(moved)) == []


def test_another_checker_concerns_both_and_the_owner_but_the_promise_stays() -> None:
    before, after = replace(LINE, checker=KEES), replace(LINE, checker=PIET)
    (change,) = changes_between(_plan(before), _plan(after))
    assert (change.kind, change.people_ids) == (
        ChangeKind.CHANGED,
        frozenset({JOKE.id, KEES.id, PIET.id}),
    )
    assert same_promise(before, after)


def test_back_up_and_fallback_of_a_line_that_ended_are_concerned_and_nobody_else() -> None:
    ended = replace(LINE, backup=KEES, fallback=PIET)
    other = replace(LINE, lineage_id=LINEAGES[1], owners=(FATMA,))
    changes = changes_between(_plan(ended, other), _plan(other))
    assert [change.kind for change in changes] == [ChangeKind.ENDED]
    assert concerned(changes) == {JOKE.id, KEES.id, PIET.id}


@given(plans)
def test_a_plan_does_not_differ_from_itself(plan: PlanView) -> None:
    assert changes_between(plan, plan) == []
    assert concerned([]) == frozenset()


@given(plans, plans)
def test_what_is_added_one_way_ends_the_other_way_and_concerns_the_same_people(
    before: PlanView, after: PlanView
) -> None:
    there, back = changes_between(before, after), changes_between(after, before)
    mirrored = {ChangeKind.ADDED: ChangeKind.ENDED, ChangeKind.ENDED: ChangeKind.ADDED}
    assert {(mirrored.get(change.kind, change.kind), change.lineage_id) for change in there} == {
        (change.kind, change.lineage_id) for change in back
    }
    assert concerned(there) == concerned(back)


@given(plans, plans)
def test_every_line_is_kept_or_one_change_and_everybody_on_a_change_finds_it(
    before: PlanView, after: PlanView
) -> None:
    changes = changes_between(before, after)
    changed = [change.lineage_id for change in changes]
    assert len(changed) == len(set(changed))
    olds, news = ({line.lineage_id for line in plan.lines} for plan in (before, after))
    assert olds ^ news <= set(changed) <= olds | news
    for person in PEOPLE:
        assert bool(changes_for(changes, person.id)) == (person.id in concerned(changes))


@given(lines, lines)
def test_a_promise_is_the_same_both_ways_round(one: LineView, other: LineView) -> None:
    assert same_promise(one, other) == same_promise(other, one)
    assert same_promise(one, replace(one, position=one.position + 1, checker=None))
