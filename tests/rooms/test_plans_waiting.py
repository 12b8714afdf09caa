"""Promises that wait for something: nobody is asked about them before it happened."""

from datetime import timedelta

import pytest

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import (
    ChangeKind,
    CheckInResult,
    CircleOfWaitingError,
    FollowUpContent,
    FollowUpKind,
    answer_check_in,
    begin_commitment,
    changes_between,
    open_draft,
    plan_view,
    remove_line,
    versions_of,
)
from tests.builders import World
from tests.rooms.story import Story, Work, begin

CHECK_IN = FollowUpKind.CHECK_IN
GOES, BRINGS = "Ik ga naar de kliniek.", "Ik breng de kinderen naar school."
CONDITION = "Kees naar de kliniek gaat"


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case without a plan, on Monday 2 March 2026 at ten in the morning."""
    return begin(shared_store, clock, shared_world)


def _two_lines(work: Work) -> None:
    """Kees does something; what Joke does begins after it."""
    work.write(["Kees"], GOES, first_at=work.now + timedelta(days=1))
    work.write(["Joke"], BRINGS, after=work.line(GOES), starts=CONDITION)
    work.accept()


def test_what_waits_is_not_asked_about_until_the_one_before_it_is_kept(story: Story) -> None:
    with story.work() as work:
        _two_lines(work)
        assert work.line(BRINGS).waits
        assert work.due(CHECK_IN, "Joke") == []
        asked = work.due(CHECK_IN, "Kees")[0]
    story.clock.move_to(asked.due_at)
    with story.work() as work:
        answer_check_in(
            work.session,
            work.guest("Kees"),
            case=work.case,
            follow_up=work.due(CHECK_IN, "Kees")[0],
            content=FollowUpContent(CheckInResult.PARTLY),
            via=Channel.LINK,
            now=work.now,
        )
        assert work.line(BRINGS).waits
        answer_check_in(
            work.session,
            work.guest("Kees"),
            case=work.case,
            follow_up=work.due(CHECK_IN, "Kees")[0],
            content=FollowUpContent(CheckInResult.DONE),
            via=Channel.LINK,
            now=work.now,
        )
        assert not work.line(BRINGS).waits
        assert [row.due_at > work.now for row in work.due(CHECK_IN, "Joke")][:1] == [True]


def test_the_gespreksleider_says_that_it_happened_once(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], BRINGS, starts=CONDITION)
        work.accept()
        assert work.due(CHECK_IN, "Joke") == []
        lineage = work.line(BRINGS).lineage_id
        made = begin_commitment(work.session, work.wilma, case=work.case, lineage_id=lineage, now=work.now)
        assert {row.id for row in made} == {row.id for row in work.due(CHECK_IN, "Joke")}
        again = begin_commitment(work.session, work.wilma, case=work.case, lineage_id=lineage, now=work.now)
        assert again == []


def test_what_has_begun_goes_on_in_the_next_version_and_waits_again_for_something_else(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], BRINGS, starts=CONDITION)
        work.accept()
        line = work.line(BRINGS)
        begin_commitment(work.session, work.wilma, case=work.case, lineage_id=line.lineage_id, now=work.now)
        open_draft(work.session, work.wilma, case=work.case, now=work.now)
        line = work.line(BRINGS)
        assert not line.waits
        work.write(["Joke"], BRINGS, line_id=line.id, starts="de auto gemaakt is")
        assert work.line(BRINGS).waits
        work.accept(reason="De auto is kapot.")
        assert work.due(CHECK_IN, "Joke") == []
        newer, older = (plan_view(work.session, version) for version in versions_of(work.session, work.case))
        assert [change.kind for change in changes_between(older, newer)] == [ChangeKind.CHANGED]


def test_lines_cannot_wait_for_each_other(story: Story) -> None:
    with story.work() as work:
        work.write(["Kees"], GOES)
        work.write(["Joke"], BRINGS, after=work.line(GOES))
        goes, brings = work.line(GOES), work.line(BRINGS)
        with pytest.raises(CircleOfWaitingError) as caught:
            work.write(["Kees"], GOES, line_id=goes.id, after=brings)
        assert caught.value.field == "after"
        with pytest.raises(CircleOfWaitingError):
            work.write(["Joke"], BRINGS, line_id=brings.id, after=brings)


def test_a_line_that_goes_out_of_the_plan_holds_up_no_other(story: Story) -> None:
    with story.work() as work:
        work.write(["Kees"], GOES)
        work.write(["Joke"], BRINGS, after=work.line(GOES))
        remove_line(work.session, work.wilma, case=work.case, line_id=work.line(GOES).id, now=work.now)
        assert not work.line(BRINGS).waits
        work.accept()
        assert len(work.due(CHECK_IN, "Joke")) > 0
