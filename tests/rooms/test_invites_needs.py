"""Needs: what people need to come becomes a task, and follows what they say."""

from dataclasses import replace
from datetime import date

import pytest

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import (
    AnswerContent,
    Need,
    ReasonMissingError,
    Reply,
    add_need,
    finish_need,
    get_need,
    needs_of,
    open_needs,
    reopen_need,
    take_need,
    waive_need,
)
from tests.builders import World
from tests.rooms.story import Story, begin


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case in which everybody was approved, and Joke and Kees were invited."""
    story = begin(shared_store, clock, shared_world)
    with story.work() as work:
        work.invite("Joke")
        work.invite("Kees")
    return story


def test_needs_become_tasks_that_follow_the_answer_and_what_is_arranged_stays(story: Story) -> None:
    needs = AnswerContent(
        reply=Reply.COMES, needs=(Need.TRANSPORT, Need.CHILD_CARE), needs_text=" Een rustige plek "
    )
    with story.work() as work:
        work.answer("Joke", needs)
        work.answer("Joke", needs)
        lines = needs_of(work.session, work.case)
        assert {(line.need, line.text) for line in lines} == {
            (Need.TRANSPORT, ""),
            (Need.CHILD_CARE, ""),
            (None, "Een rustige plek"),
        }
        ride = next(line for line in lines if line.need is Need.TRANSPORT)
        task = get_need(work.session, case=work.case, need_id=ride.id)
        take_need(work.session, work.wilma, case=work.case, need=task, who=" Kees ", now=work.now)
        finish_need(work.session, work.wilma, case=work.case, need=task, now=work.now)
    story.later(hours=1)
    with story.work() as work:
        task = get_need(work.session, case=work.case, need_id=ride.id)
        finish_need(work.session, work.wilma, case=work.case, need=task, now=work.now)
        assert task.done_at is not None
        assert task.done_at < work.now
        work.answer("Joke", replace(needs, needs=(Need.INTERPRETER,), needs_text=""))
        open_now = open_needs(work.session, [work.case])[work.case.id]
        assert [line.need for line in open_now] == [Need.INTERPRETER]
        done = [line for line in needs_of(work.session, work.case) if line.done_at]
        assert [(line.need, line.who) for line in done] == [(Need.TRANSPORT, "Kees")]
        with pytest.raises(NotFoundError):
            get_need(work.session, case=work.case, need_id=work.id_of("Joke"))


def test_words_beside_the_one_need_that_was_ticked_belong_to_its_task(story: Story) -> None:
    ride = AnswerContent(reply=Reply.COMES, needs=(Need.TRANSPORT,), needs_text="Rijdt niet in het donker.")
    with story.work() as work:
        work.answer("Joke", ride)
        (line,) = needs_of(work.session, work.case)
        assert (line.need, line.text) == (Need.TRANSPORT, "Rijdt niet in het donker.")
        task = get_need(work.session, case=work.case, need_id=line.id)
        take_need(work.session, work.wilma, case=work.case, need=task, who="Kees", now=work.now)
        work.answer("Joke", replace(ride, needs_text="Om zes uur thuis."))
        (line,) = needs_of(work.session, work.case)
        assert (line.text, line.who) == ("Om zes uur thuis.", "Kees")
        finish_need(work.session, work.wilma, case=work.case, need=task, now=work.now)
        work.answer("Joke", replace(ride, needs_text=""))
        assert open_needs(work.session, [work.case]).get(work.case.id, []) == []
        work.answer("Joke", replace(ride, needs_text="Ook op de terugweg."))
        (again,) = open_needs(work.session, [work.case])[work.case.id]
        assert (again.need, again.text) == (Need.TRANSPORT, "Ook op de terugweg.")
        assert get_need(work.session, case=work.case, need_id=line.id).done_at == work.now


def test_what_is_waived_has_a_reason_and_can_be_asked_again(story: Story) -> None:
    ride = AnswerContent(reply=Reply.COMES, needs=(Need.TRANSPORT,))
    with story.work() as work:
        work.answer("Joke", ride)
        (line,) = needs_of(work.session, work.case)
        task = get_need(work.session, case=work.case, need_id=line.id)
        with pytest.raises(ReasonMissingError):
            waive_need(work.session, work.wilma, case=work.case, need=task, why=" ", now=work.now)
        waive_need(work.session, work.wilma, case=work.case, need=task, why="Kees rijdt haar.", now=work.now)
        work.answer("Joke", ride)
        (line,) = needs_of(work.session, work.case)
        assert (line.open, line.waived_why) == (False, "Kees rijdt haar.")
        assert open_needs(work.session, [work.case]).get(work.case.id, []) == []
        reopen_need(work.session, work.wilma, case=work.case, need=task, now=work.now)
        (line,) = open_needs(work.session, [work.case])[work.case.id]
        assert (line.open, line.waived_why) == (True, "")


def test_what_staff_wrote_down_stays_whatever_the_answer_says(story: Story) -> None:
    with story.work() as work:
        joke = work.person("Joke")
        task = add_need(
            work.session, work.wilma, case=work.case, person=joke, text="Een stille kamer", now=work.now
        )
        day = date(2026, 3, 9)
        take_need(work.session, work.wilma, case=work.case, need=task, who="Kees", due_on=day, now=work.now)
        work.answer("Joke", AnswerContent(reply=Reply.COMES))
        (line,) = needs_of(work.session, work.case)
        assert (line.need, line.text, line.who, line.due_on) == (None, "Een stille kamer", "Kees", day)
