"""Reminders and check-ins leave once: one message per person and day, outside quiet hours, to who may be written to."""

import threading
from datetime import date, datetime, time, timedelta

import pytest

from netwerkberaad.cases import (
    Closing,
    ExcludedPerson,
    Outcome,
    Phase,
    exclude_person,
    mark_contacted,
)
from netwerkberaad.flows import What, close_case, today_for
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import from_local
from netwerkberaad.foundation.links import LinkPurpose, links_of
from netwerkberaad.foundation.messages import Channel, MessageKind, MessageState
from netwerkberaad.foundation.vault import ScopeKey, Store
from netwerkberaad.plans import (
    CheckInResult,
    ConfirmationAnswer,
    FollowUpContent,
    FollowUpKind,
    answer_check_in,
    is_gap,
    open_draft,
)
from tests.builders import World
from tests.rooms.story import BASE, Story, Work, begin

REMINDER, CHECK_IN = FollowUpKind.REMINDER, FollowUpKind.CHECK_IN
COOKS, WASHES = "Ik kook op dinsdag.", "Ik was af."
ABOUT = (MessageKind.REMINDER, MessageKind.CHECK_IN)


@pytest.fixture
def story(store: Store, clock: MovableClock, world: World) -> Story:
    """A plan fixed on Monday 2 March: Joke and Piet, who has no mail, do something on Tuesday 10 March at noon."""
    story = begin(store, clock, world)
    with story.work() as work:
        work.write(["Joke", "Piet"], COOKS, first_at=_at(10, 12))
        work.accept()
    return story


def _at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return from_local(date(2026, month, day), time(hour, minute))


def _send_at(story: Story, moment: datetime) -> int:
    story.clock.move_to(moment)
    return story.send()


def _sent(story: Story, *, state: MessageState = MessageState.WAITING) -> list[tuple[MessageKind, str]]:
    """Kind and address of what is told about the follow-up."""
    with story.work() as work:
        return [(message.kind, message.recipient) for message in work.mail(*ABOUT, state=state)]


def test_a_reminder_leaves_the_evening_before_and_holds_a_link_and_no_promise(story: Story) -> None:
    assert _send_at(story, _at(9, 17, 59)) == 0
    assert _send_at(story, _at(9, 18)) == 2
    with story.work() as work:
        (message,) = work.mail(*ABOUT)
        letter = message.letter
        assert (message.kind, message.recipient) == (MessageKind.REMINDER, "oma.joke@example.nl")
        assert "dinsdag 10 maart" in letter.text
        assert f"{BASE}/p/" in letter.text
        assert message.not_before == work.now
        for secret in (COOKS, "kook", "de Nooijer", "Piet"):
            assert secret not in letter.text + letter.html + letter.subject
        purposes = {
            link.purpose for link in links_of(work.session, person_id=work.id_of("Joke"), now=work.now)
        }
        assert LinkPurpose.CHECK_IN in purposes
    assert _send_at(story, _at(9, 18, 1)) == 0


def test_a_check_in_leaves_the_day_after(story: Story) -> None:
    _send_at(story, _at(9, 18))
    _send_at(story, _at(11, 17))
    assert [kind for kind, _to in _sent(story)] == [MessageKind.CHECK_IN]


def test_everything_of_one_day_goes_in_one_message(story: Story) -> None:
    with story.work() as work:
        open_draft(work.session, work.wilma, case=work.case, now=work.now)
        work.write(["Joke"], WASHES, first_at=_at(12, 9))
        work.write(["Joke"], "Ik bel.", first_at=_at(10, 20))
        work.accept(reason="Er kan meer bij.")
    assert _send_at(story, _at(9, 18)) == 3
    assert _sent(story) == [(MessageKind.REMINDER, "oma.joke@example.nl")]
    # On Wednesday: asked about two things of Tuesday, and reminded of Thursday, though that is due an hour later.
    assert _send_at(story, _at(11, 17)) == 4
    with story.work() as work:
        (message,) = work.mail(MessageKind.CHECK_IN)
        assert "donderdag 12 maart" in message.letter.text
    assert _send_at(story, _at(11, 18)) == 0


def test_what_is_added_later_on_a_day_waits_until_the_next_morning(story: Story) -> None:
    _send_at(story, _at(11, 17))
    story.later(minutes=30)
    with story.work() as work:
        open_draft(work.session, work.wilma, case=work.case, now=work.now)
        work.write(["Joke"], WASHES, first_at=_at(12, 14))
        work.accept(reason="Er kan meer bij.")
    assert _send_at(story, _at(11, 18)) == 0
    assert _send_at(story, _at(12, 7, 59)) == 0
    assert _send_at(story, _at(12, 8)) == 1
    with story.work() as work:
        assert "donderdag 12 maart" in work.mail(*ABOUT)[0].letter.text


def test_quiet_hours_are_kept_and_what_came_due_leaves_in_the_morning(story: Story) -> None:
    for moment in (_at(9, 21), _at(10, 3), _at(10, 7, 59)):
        assert _send_at(story, moment) == 0
    assert _send_at(story, _at(10, 8)) == 2
    assert _sent(story) == [(MessageKind.REMINDER, "oma.joke@example.nl")]


@pytest.mark.parametrize(("day", "month"), [(29, 3), (25, 10)])
def test_the_nights_in_which_the_clock_changes_are_quiet_until_eight_on_the_wall(
    store: Store, clock: MovableClock, world: World, day: int, month: int
) -> None:
    story = begin(store, clock, world)
    clock.move_to(_at(day, 12, month=month) - timedelta(days=10))
    with story.work() as work:
        work.write(["Joke"], COOKS, first_at=_at(day, 12, month=month))
        work.accept()
    assert _send_at(story, _at(day, 7, 59, month=month)) == 0
    assert _send_at(story, _at(day, 8, month=month)) == 1


def test_nobody_is_reminded_of_a_day_that_is_over_but_is_asked_how_it_went(story: Story) -> None:
    assert _send_at(story, _at(12, 9)) == 2
    assert _sent(story) == [(MessageKind.CHECK_IN, "oma.joke@example.nl")]
    with story.work() as work:
        assert work.due(REMINDER, "Joke") == []
        assert "herinneren" not in work.mail(MessageKind.CHECK_IN)[0].letter.text


def test_a_message_that_did_not_leave_yesterday_is_taken_over_by_that_of_today(story: Story) -> None:
    with story.work() as work:
        open_draft(work.session, work.wilma, case=work.case, now=work.now)
        work.write(["Joke"], WASHES, first_at=_at(13, 9))
        work.accept(reason="Er kan meer bij.")
    _send_at(story, _at(11, 17))
    _send_at(story, _at(12, 18))
    with story.work() as work:
        (message,) = work.mail(*ABOUT)
        assert message.kind is MessageKind.CHECK_IN
        assert "vrijdag 13 maart" in message.letter.text
        links = links_of(work.session, person_id=work.id_of("Joke"), now=work.now)
        assert [link.purpose for link in links].count(LinkPurpose.CHECK_IN) == 1


def test_twice_or_from_two_threads_at_once_sends_once(story: Story) -> None:
    story.clock.move_to(_at(11, 17))
    together, counts = threading.Barrier(3), list[int]()

    def run() -> None:
        together.wait()
        counts.append(story.send())

    threads = [threading.Thread(target=run) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts.append(story.send())
    assert sorted(counts) in ([0, 0, 0, 2], [0, 0, 1, 1])
    assert _sent(story) == [(MessageKind.CHECK_IN, "oma.joke@example.nl")]


def test_who_has_no_mail_stands_on_the_day_list_at_once(story: Story) -> None:
    with story.work() as work:
        for first in ("Joke", "Piet"):
            _confirm(work, first)
        mark_contacted(work.session, work.wilma, case=work.case, now=work.now)
    _send_at(story, _at(11, 17))
    with story.work() as work:
        (asked,) = work.due(CHECK_IN, "Piet")
        assert (asked.sent_at, is_gap(asked, now=work.now)) == (work.now, True)
        calls = today_for(work.session, work.wilma, now=work.now).calls
        assert [(line.what, line.who) for line in calls] == [(What.GAP, "Piet")]
        answer_check_in(
            work.session,
            work.wilma,
            case=work.case,
            follow_up=asked,
            content=FollowUpContent(result=CheckInResult.DONE),
            via=Channel.PHONE,
            now=work.now,
        )
        work.session.flush()  # as at the end of a request
        assert today_for(work.session, work.wilma, now=work.now).calls == ()
    story.later(days=3)
    with story.work() as work:
        calls = today_for(work.session, work.wilma, now=work.now).calls
        assert [(line.what, line.who) for line in calls] == [(What.GAP, "Joke")]


def _confirm(work: Work, first: str, answer: ConfirmationAnswer = ConfirmationAnswer.CONFIRM) -> None:
    line = work.line(COOKS)
    work.say(first, line, answer)


def test_a_promise_that_was_handed_back_is_not_asked_after_unless_it_is_taken_up_again(story: Story) -> None:
    with story.work() as work:
        _confirm(work, "Joke", ConfirmationAnswer.HAND_BACK)
    _send_at(story, _at(9, 18))
    assert _sent(story) == []
    with story.work() as work:
        _confirm(work, "Joke")
    _send_at(story, _at(11, 17))
    assert [kind for kind, _to in _sent(story)] == [MessageKind.CHECK_IN]


def test_who_is_excluded_or_left_is_not_written_to_and_not_called(story: Story) -> None:
    with story.work() as work:
        barred = ExcludedPerson(name="Joke Wisse")
        exclude_person(work.session, work.wilma, case=work.case, person=barred, now=work.now)
        work.person("Piet").left_at = work.now
    _send_at(story, _at(11, 17))
    assert _sent(story) == []
    with story.work() as work:
        assert work.due(CHECK_IN, "Joke") + work.due(CHECK_IN, "Piet") == []


def test_an_answer_that_came_before_the_question_is_not_asked_again(story: Story) -> None:
    with story.work() as work:
        (row,) = work.due(CHECK_IN, "Joke")
        answer_check_in(
            work.session,
            work.wilma,
            case=work.case,
            follow_up=row,
            content=FollowUpContent(result=CheckInResult.NO_LONGER_NEEDED),
            via=Channel.PHONE,
            now=work.now,
        )
    assert _send_at(story, _at(11, 17)) == 1
    assert _sent(story) == []


def test_a_closed_case_sends_nothing(story: Story) -> None:
    with story.work() as work:
        closing = Closing(outcome=Outcome.PLAN_WITHOUT_MEETING)
        close_case(work.session, work.wilma, case=work.case, closing=closing, base_url=BASE, now=work.now)
    assert _send_at(story, _at(11, 17)) == 0
    assert _sent(story) == []


def test_a_case_that_was_closed_past_every_flow_sends_nothing_either(story: Story) -> None:
    with story.work() as work:
        work.case.phase = Phase.CLOSED
    assert _send_at(story, _at(11, 17)) == 0


def test_a_case_that_does_not_open_keeps_no_other_waiting(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    broken = begin(story.store, story.clock, story.world)
    with broken.work() as work:
        work.write(["Kees"], COOKS, first_at=_at(10, 12))
        work.accept()
        work.session.delete(work.session.get_one(ScopeKey, work.id_of("Kees")))
    assert _send_at(story, _at(11, 17)) == 2
    assert _sent(story) == [(MessageKind.CHECK_IN, "oma.joke@example.nl")]
    assert "not sent: no key for scope" in caplog.text
    assert "Kees" not in caplog.text


def test_people_of_several_cases_each_get_their_own_message(story: Story) -> None:
    other = begin(story.store, story.clock, story.world)
    with other.work() as work:
        work.write(["Joke", "Kees"], COOKS, first_at=_at(10, 12))
        work.accept()
    assert _send_at(story, _at(11, 17)) == 4
    assert sorted(_sent(story) + _sent(other)) == [
        (MessageKind.CHECK_IN, "kees@example.nl"),
        (MessageKind.CHECK_IN, "oma.joke@example.nl"),
        (MessageKind.CHECK_IN, "oma.joke@example.nl"),
    ]
