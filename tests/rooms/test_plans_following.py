"""What follows a plan: when somebody is reminded, asked and called, and what happens to it when the plan changes."""

from datetime import date, datetime, time, timedelta

import pytest

from netwerkberaad.cases import Closing, Outcome
from netwerkberaad.flows import close_case, reopen_case
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import (
    Every,
    FollowUp,
    FollowUpKind,
    cancel_follow_ups,
    follow_ups_of,
    open_draft,
    remove_line,
)
from tests.builders import World
from tests.rooms.story import BASE, Story, Work, begin

REMINDER, CHECK_IN = FollowUpKind.REMINDER, FollowUpKind.CHECK_IN
CALL, EVALUATION = FollowUpKind.CALL, FollowUpKind.EVALUATION
COOKS = "Ik kook."


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case without a plan, on Monday 2 March 2026 at ten in the morning."""
    return begin(shared_store, clock, shared_world)


def _wall(rows: list[FollowUp]) -> list[str]:
    return [f"{local(row.due_at):%d-%m %H}" for row in rows]


def _tuesday(hour: int = 12) -> datetime:
    return from_local(date(2026, 3, 10), time(hour, 15))


def _again(work: Work, text: str = COOKS) -> None:
    """Begin a next version in which this line stands as it was."""
    open_draft(work.session, work.wilma, case=work.case, now=work.now)
    assert work.line(text).words.text == text


def test_a_single_date_is_reminded_the_evening_before_and_asked_about_the_day_after(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke", "Kees"], COOKS, first_at=_tuesday())
        work.accept()
        for first in ("Joke", "Kees"):
            assert _wall(work.due(REMINDER, first)) == ["09-03 18"]
            assert _wall(work.due(CHECK_IN, first)) == ["11-03 17"]
        assert _wall(work.due(CALL)) == ["30-03 10"]
        assert _wall(work.due(EVALUATION)) == ["01-06 11"]


def test_a_rhythm_is_reminded_once_and_asked_after_the_second_time_and_every_four_weeks(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], COOKS, first_at=_tuesday(), every=Every.WEEK)
        work.accept()
        assert _wall(work.due(REMINDER, "Joke")) == ["09-03 18"]
        assert _wall(work.due(CHECK_IN, "Joke")) == ["18-03 17", "15-04 17", "13-05 17"]


def test_a_rhythm_that_ends_is_not_asked_about_after_its_end(story: Story) -> None:
    with story.work() as work:
        until = _tuesday() + timedelta(weeks=6)
        work.write(["Joke"], COOKS, first_at=_tuesday(), every=Every.WEEK, until_at=until)
        once = _tuesday() + timedelta(days=2)
        work.write(["Kees"], "Ik bel.", first_at=_tuesday(), every=Every.WEEK, until_at=once)
        work.accept()
        assert _wall(work.due(CHECK_IN, "Joke")) == ["18-03 17", "15-04 17"]
        assert _wall(work.due(CHECK_IN, "Kees")) == ["11-03 17"]


def test_a_promise_without_a_day_is_asked_about_too(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], "Ik bel haar als het regent.")
        work.accept()
        assert work.due(REMINDER, "Joke") == []
        assert _wall(work.due(CHECK_IN, "Joke")) == ["16-03 17", "13-04 17", "11-05 17"]


def test_nothing_is_planned_in_the_past(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], COOKS, first_at=work.now - timedelta(days=3))
        work.write(["Kees"], "Ik bel.", first_at=work.now - timedelta(days=30), every=Every.WEEK)
        work.write(["Marloes"], "Ik ga.", first_at=work.now + timedelta(hours=6))
        work.accept()
        assert [work.due(REMINDER, first) for first in ("Joke", "Kees", "Marloes")] == [[], [], []]
        assert _wall(work.due(CHECK_IN, "Joke")) == ["03-03 17"]
        assert _wall(work.due(CHECK_IN, "Kees"))[:2] == ["09-03 17", "06-04 17"]
        assert _wall(work.due(CHECK_IN, "Marloes")) == ["03-03 17"]
        assert all(row.due_at > work.now for row in follow_ups_of(work.session, work.case))


def test_planning_anew_takes_back_only_what_changed(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], COOKS, first_at=_tuesday())
        work.write(["Kees"], "Ik bel.", first_at=_tuesday(), every=Every.WEEK)
        work.accept(weeks=8)
        before = {row.id for row in work.due(CHECK_IN, "Joke") + work.due(CALL) + work.due(REMINDER, "Joke")}
    story.later(days=1)
    with story.work() as work:
        _again(work)
        kees = work.line("Ik bel.")
        work.write(["Kees"], "Ik bel.", line_id=kees.id, first_at=_tuesday(14), every=Every.TWO_WEEKS)
        work.accept(weeks=8, reason="Elke week was te veel.")
        after = {row.id for row in work.due(CHECK_IN, "Joke") + work.due(CALL) + work.due(REMINDER, "Joke")}
        assert before == after
        assert _wall(work.due(CHECK_IN, "Kees")) == ["25-03 17", "22-04 17"]
        assert _wall(work.due(EVALUATION)) == ["28-04 11"]
        (reminder,) = work.due(REMINDER, "Kees")
        assert reminder.commitment_id == work.line("Ik bel.").id


def test_other_words_on_the_same_day_and_changed_back_again_collide_with_nothing(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], COOKS, first_at=_tuesday())
        work.accept()
        asked = [row.id for row in work.due(CHECK_IN, "Joke")]
    changes = [
        (COOKS, "Ik kook soep.", _tuesday()),
        ("Ik kook soep.", "Ik kook later.", _tuesday() + timedelta(days=1)),
        ("Ik kook later.", COOKS, _tuesday()),
    ]
    for number, (before, after, first_at) in enumerate(changes):
        story.later(hours=1)
        with story.work() as work:
            _again(work, before)
            work.write(["Joke"], after, line_id=work.line(before).id, first_at=first_at)
            work.accept(reason="Toch anders.")
            day = 12 if number == 1 else 11
            assert _wall(work.due(CHECK_IN, "Joke")) == [f"{day}-03 17"]
            assert _wall(work.due(REMINDER, "Joke")) == [f"{day - 2:02}-03 18"]
            assert work.due(CHECK_IN, "Joke")[0].commitment_id == work.line(after).id
    with story.work() as work:
        assert [row.id for row in work.due(CHECK_IN, "Joke")] == asked


def test_a_line_that_is_out_asks_nothing_more_but_a_question_that_was_asked_stays(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], COOKS, first_at=_tuesday())
        work.write(["Kees"], "Ik bel.", first_at=_tuesday())
        work.accept()
        work.due(CHECK_IN, "Kees")[0].sent_at = work.now
    story.later(days=1)
    with story.work() as work:
        _again(work)
        for text in (COOKS, "Ik bel."):
            gone = work.line(text).id
            remove_line(work.session, work.wilma, case=work.case, line_id=gone, now=work.now)
        work.write(["Marloes"], "Ik rust uit.")
        work.accept(reason="Het is anders gelopen.")
        assert (work.due(CHECK_IN, "Joke"), work.due(REMINDER, "Joke")) == ([], [])
        (asked,) = work.due(CHECK_IN, "Kees")
        assert asked.sent_at is not None


def test_an_unchanged_rhythm_is_followed_on_until_the_new_evaluation(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], COOKS, first_at=_tuesday(), every=Every.WEEK)
        work.accept(weeks=8)
        assert _wall(work.due(CHECK_IN, "Joke")) == ["18-03 17", "15-04 17"]
    story.later(days=56)
    with story.work() as work:
        _again(work)
        work.accept(weeks=13, reason="Teruggekeken: we gaan zo door.")
        coming = [row for row in work.due(CHECK_IN, "Joke") if row.due_at > work.now]
        assert _wall(coming) == ["13-05 17", "10-06 17", "08-07 17"]
        assert _wall(work.due(EVALUATION)) == ["27-07 11"]
        assert len(work.due(CALL)) == 1


def test_after_reopening_a_next_version_follows_every_line_again(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], COOKS, first_at=_tuesday(), every=Every.WEEK)
        work.accept()
        assert cancel_follow_ups(work.session, case=work.case, now=work.now) == 6
        assert follow_ups_of(work.session, work.case) == []
    story.later(days=1)
    with story.work() as work:
        _again(work)
        work.accept(reason="We gaan toch door.")
        assert _wall(work.due(REMINDER, "Joke")) == ["09-03 18"]
        assert _wall(work.due(CHECK_IN, "Joke")) == ["18-03 17", "15-04 17", "13-05 17"]
        assert _wall(work.due(CALL)) == ["31-03 10"]


def test_a_case_that_was_closed_and_goes_on_is_followed_again(story: Story) -> None:
    with story.work() as work:
        work.write(["Joke"], COOKS, first_at=_tuesday(), every=Every.WEEK)
        work.accept()
    story.clock.move_to(from_local(date(2026, 3, 20), time(9)))
    with story.work() as work:
        closing = Closing(outcome=Outcome.PLAN_WITHOUT_MEETING)
        close_case(work.session, work.wilma, case=work.case, closing=closing, base_url=BASE, now=work.now)
        assert follow_ups_of(work.session, work.case) == []
    story.later(days=4)
    with story.work() as work:
        reopen_case(work.session, work.wilma, case=work.case, reason="Rik belde.", now=work.now)
        assert work.due(REMINDER, "Joke") == []
        assert _wall(work.due(CHECK_IN, "Joke")) == ["31-03 17", "28-04 17", "26-05 17"]
        assert _wall(work.due(EVALUATION)) == ["01-06 11"]
        assert _wall(work.due(CALL)) == ["21-04 10"]
