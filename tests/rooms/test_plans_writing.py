"""Writing the plan together: saving twice changes nothing, and what two people type is never lost."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DomainError, StaleError
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import (
    Every,
    PlanVersion,
    RhythmError,
    draft_of,
    move_goals,
    move_line,
    plan_view,
    remove_goal,
    remove_line,
)
from tests.builders import World
from tests.rooms.story import Story, Work, begin
from tests.rooms.together import at_once


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case without a plan."""
    return begin(shared_store, clock, shared_world)


def _texts(work: Work) -> list[str]:
    work.session.flush()  # as at the end of a request
    return [line.words.text for line in plan_view(work.session, draft_of(work.session, work.case)).lines]


def test_a_line_sent_twice_with_its_own_id_is_one_line(story: Story) -> None:
    line_id = uuid.uuid4()
    for _again in range(2):
        with story.work() as work:
            line = work.write(["Joke"], "Ik kook op maandag.", line_id=line_id)
            assert line.revision == 0
    with story.work() as work:
        assert _texts(work) == ["Ik kook op maandag."]
        assert work.session.scalar(select(func.count()).where(PlanVersion.case_id == work.case.id)) == 1


def test_the_same_content_over_an_old_revision_is_fine_and_another_shows_both_texts(story: Story) -> None:
    line_id = uuid.uuid4()
    with story.work() as work:
        work.write(["Joke"], "Ik kook.", line_id=line_id)
        assert work.write(["Joke", "Kees"], "Wij koken.", line_id=line_id).revision == 1
    with story.work() as work:
        assert work.write(["Kees", "Joke"], "Wij koken.", line_id=line_id, revision=0).revision == 1
        with pytest.raises(StaleError) as caught:
            work.write(["Joke"], "Ik kook op maandag.", line_id=line_id, revision=0)
        assert caught.value.data == {"mine": "Ik kook op maandag.", "theirs": "Wij koken.", "revision": 1}
    with story.work() as work:
        assert _texts(work) == ["Wij koken."]
        work.write(["Joke"], "Ik kook op maandag.", line_id=line_id, revision=1)
        line = work.line("Ik kook op maandag.")
        assert ([owner.name for owner in line.owners], line.revision) == (["Joke"], 2)


def test_a_line_that_somebody_took_out_meanwhile_is_stale_and_its_words_come_back(story: Story) -> None:
    line_id = uuid.uuid4()
    with story.work() as work:
        work.write(["Joke"], "Ik kook.", line_id=line_id)
        work.write(["Joke"], "Ik kook graag.", line_id=line_id)
    with story.work() as work:
        remove_line(work.session, work.wilma, case=work.case, line_id=line_id, now=work.now)
    with story.work() as work:
        with pytest.raises(StaleError) as caught:
            work.write(["Joke"], "Ik kook altijd.", line_id=line_id, revision=1)
        assert caught.value.data == {"mine": "Ik kook altijd.", "theirs": "", "revision": 0}
        work.write(["Joke"], "Ik kook altijd.", line_id=line_id, revision=0)
        assert _texts(work) == ["Ik kook altijd."]


def test_two_sessions_that_change_a_line_at_once_do_not_overwrite_each_other(story: Story) -> None:
    line_id, stale = uuid.uuid4(), list[DomainError]()
    with story.work() as work:
        work.write(["Joke"], "Ik kook.", line_id=line_id)
    at_once(
        story,
        lambda work, number: work.write(["Joke"], f"Ik kook voor {number}.", line_id=line_id),
        refused=stale,
    )
    with story.work() as work:
        (kept,) = _texts(work)
        assert [type(error) for error in stale] == [StaleError]
        assert stale[0].data["theirs"] == kept
        assert stale[0].data["mine"] != kept


def test_a_new_line_that_arrives_twice_at_once_is_one_line_in_one_draft(story: Story) -> None:
    line_id = uuid.uuid4()
    at_once(story, lambda work, _number: work.write(["Joke"], "Ik kook.", line_id=line_id))
    with story.work() as work:
        assert _texts(work) == ["Ik kook."]
        assert work.session.scalar(select(func.count()).where(PlanVersion.case_id == work.case.id)) == 1


def test_two_screens_that_begin_the_plan_at_once_write_in_one_draft(story: Story) -> None:
    at_once(story, lambda work, number: work.write(["Joke"], f"Regel {number}."))
    with story.work() as work:
        assert sorted(_texts(work)) == ["Regel 0.", "Regel 1."]


def test_goals_are_saved_like_lines(story: Story) -> None:
    goal_id = uuid.uuid4()
    with story.work() as work:
        work.goal("Rust in huis.", goal_id)
        work.goal(" Rust in huis. ", goal_id)
        assert work.goal("Rust op zondag.", goal_id).revision == 1
        with pytest.raises(StaleError) as caught:
            work.goal("Rust op maandag.", goal_id)
        assert caught.value.data == {"mine": "Rust op maandag.", "theirs": "Rust op zondag.", "revision": 1}
        with pytest.raises(StaleError):
            work.goal("Weg.", uuid.uuid4(), revision=3)


def test_taking_out_a_goal_leaves_its_lines_and_what_is_still_typed_there(story: Story) -> None:
    goal_id, line_id = uuid.uuid4(), uuid.uuid4()
    with story.work() as work:
        work.goal("Rust in huis.", goal_id)
        work.write(["Joke"], "Ik kook.", line_id=line_id, goal_id=goal_id)
    with story.work() as work:
        remove_goal(work.session, work.wilma, case=work.case, goal_id=goal_id, now=work.now)
    with story.work() as work:
        work.write(["Joke"], "Ik kook op maandag.", line_id=line_id, goal_id=goal_id)
        work.write(["Kees"], "Ik was af.", goal_id=goal_id)
        view = plan_view(work.session, draft_of(work.session, work.case))
        assert (view.goals, {line.words.text for line in view.loose}) == (
            (),
            {"Ik kook op maandag.", "Ik was af."},
        )


def test_goals_and_lines_move_without_a_new_revision(story: Story) -> None:
    first, second, line_id = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    with story.work() as work:
        work.goal("Rust.", first)
        work.goal("Geld.", second, position=1)
        work.write(["Joke"], "Ik kook.", line_id=line_id, goal_id=first)
    with story.work() as work:
        move_goals(work.session, work.wilma, case=work.case, goal_ids=[second, first], now=work.now)
        move_line(
            work.session,
            work.wilma,
            case=work.case,
            line_id=line_id,
            goal_id=second,
            line_ids=[line_id],
            now=work.now,
        )
    with story.work() as work:
        view = plan_view(work.session, draft_of(work.session, work.case))
        assert [(goal.text, len(goal.lines)) for goal in view.goals] == [("Geld.", 1), ("Rust.", 0)]
        assert work.line("Ik kook.").revision == 0


def test_a_rhythm_has_a_first_day_and_ends_after_it(story: Story) -> None:
    with story.work() as work:
        with pytest.raises(RhythmError) as caught:
            work.write(["Joke"], "Ik kook.", every=Every.WEEK)
        assert caught.value.field == "first_at"
        for first_at in (None, work.now):
            with pytest.raises(RhythmError) as caught:
                work.write(["Joke"], "Ik kook.", first_at=first_at, until_at=work.now - timedelta(days=1))
            assert caught.value.field == "until_at"
