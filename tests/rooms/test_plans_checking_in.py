"""Asking how it went: silence is a gap, an answer may change, and a call ends with a note."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import select

from netwerkberaad.cases import Phase
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import from_local
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import CaseClosedError
from netwerkberaad.plans import (
    CheckInResult,
    FollowUp,
    FollowUpContent,
    FollowUpKind,
    GradeError,
    NotAnswerableError,
    NotOwnerError,
    answer_check_in,
    finish_call,
    follow_ups_in,
    gaps_of,
    handle_gap,
    is_gap,
)
from tests.builders import World
from tests.rooms.story import Story, Work, begin

REMINDER, CHECK_IN = FollowUpKind.REMINDER, FollowUpKind.CHECK_IN
CALL, EVALUATION = FollowUpKind.CALL, FollowUpKind.EVALUATION
COOKS = "Ik kook."


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case without a plan, on Monday 2 March 2026 at ten in the morning."""
    return begin(shared_store, clock, shared_world)


def _tuesday(hour: int = 12) -> datetime:
    return from_local(date(2026, 3, 10), time(hour, 15))


def _asked(story: Story) -> FollowUp:
    """A check-in of Joke that was sent now."""
    with story.work() as work:
        work.write(["Joke"], COOKS, first_at=_tuesday())
        work.accept()
    story.clock.move_to(from_local(date(2026, 3, 11), time(17)))
    with story.work() as work:
        (row,) = work.due(CHECK_IN, "Joke")
        row.sent_at = work.now
        return row


def _answer(work: Work, row: FollowUp, content: FollowUpContent, *, by: str = "Joke") -> FollowUp:
    return answer_check_in(
        work.session,
        work.guest(by) if by else work.wilma,
        case=work.case,
        follow_up=work.session.get_one(FollowUp, row.id),
        content=content,
        via=Channel.LINK if by else Channel.PHONE,
        now=work.now,
    )


def test_a_question_unanswered_for_three_days_is_a_gap_until_it_is_answered_or_dealt_with(
    story: Story,
) -> None:
    row = _asked(story)
    story.later(days=3, minutes=-1)
    with story.work() as work:
        assert gaps_of(work.session, [work.case.id], now=work.now) == []
    story.later(minutes=1)
    with story.work() as work:
        (gap,) = gaps_of(work.session, [work.case.id], now=work.now)
        assert gap.id == row.id
        answered = _answer(work, row, FollowUpContent(result=CheckInResult.DONE, need=" ", note=" Fijn. "))
        assert not is_gap(answered, now=work.now)
        assert answered.content == FollowUpContent(result=CheckInResult.DONE, note="Fijn.")
        assert [one.id for one in follow_ups_in(work.session, [work.case.id], now=work.now)] == [row.id]
        handle_gap(work.session, work.wilma, case=work.case, follow_up=answered, note="", now=work.now)
        work.session.flush()  # as at the end of a request
        assert follow_ups_in(work.session, [work.case.id], now=work.now) == []
        assert answered.content.note == "Fijn."


def test_how_it_went_may_be_said_again_and_the_latest_counts(story: Story) -> None:
    row = _asked(story)
    with story.work() as work:
        _answer(work, row, FollowUpContent(result=CheckInResult.NOT_DONE, grade=0, need="Een fiets."))
    story.later(days=1)
    with story.work() as work:
        answered = _answer(work, row, FollowUpContent(result=CheckInResult.DONE, grade=10))
        assert (answered.content.grade, answered.answered_at) == (10, work.now)
        assert answered.handled_at is None


def test_what_the_gespreksleider_hears_by_phone_is_dealt_with_at_once(story: Story) -> None:
    row = _asked(story)
    with story.work() as work:
        content = FollowUpContent(result=CheckInResult.PARTLY, need="Iemand voor woensdag.")
        answered = _answer(work, row, content, by="")
        assert (answered.handled_at, answered.recorded_by) == (work.now, work.wilma.staff_id)
        joke = work.id_of("Joke")
    with story.work() as work:
        by = select(AuditEntry.on_behalf_of).where(
            AuditEntry.action == "check_in.answered", AuditEntry.case_id == work.case.id
        )
        assert work.session.scalar(by) == joke


def test_an_answer_needs_a_result_a_grade_within_ten_and_the_one_who_was_asked(story: Story) -> None:
    row = _asked(story)
    with story.work() as work:
        for grade in (-1, 11):
            with pytest.raises(GradeError) as caught:
                _answer(work, row, FollowUpContent(result=CheckInResult.DONE, grade=grade))
            assert caught.value.field == "grade"
        with pytest.raises(NotAnswerableError):
            _answer(work, row, FollowUpContent(need="Iets."))
        with pytest.raises(NotOwnerError):
            _answer(work, row, FollowUpContent(result=CheckInResult.DONE), by="Kees")
        reminder = work.due(REMINDER, "Joke")[0]
        with pytest.raises(NotAnswerableError):
            _answer(work, reminder, FollowUpContent(result=CheckInResult.DONE))
        work.session.get_one(FollowUp, row.id).cancelled_at = work.now
        with pytest.raises(NotAnswerableError):
            _answer(work, row, FollowUpContent(result=CheckInResult.DONE))
        work.case.phase, work.case.closed_at = Phase.CLOSED, work.now
        with pytest.raises(CaseClosedError):
            _answer(work, row, FollowUpContent(result=CheckInResult.DONE))


def test_a_call_is_finished_with_a_note_and_a_check_in_is_not_a_call(story: Story) -> None:
    row = _asked(story)
    with story.work() as work:
        (call,) = work.due(CALL)
        finish_call(
            work.session, work.wilma, case=work.case, follow_up=call, note=" Het loopt. ", now=work.now
        )
        assert (call.content.note, call.handled_at) == ("Het loopt.", work.now)
        with pytest.raises(NotAnswerableError):
            finish_call(
                work.session,
                work.wilma,
                case=work.case,
                follow_up=work.session.get_one(FollowUp, row.id),
                note="",
                now=work.now,
            )
