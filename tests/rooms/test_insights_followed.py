"""What is counted of a plan that was followed, and what the program saved in that case."""

from datetime import date, datetime, time

import pytest

from netwerkberaad.cases import Case, Closing, Outcome
from netwerkberaad.flows import close_case
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import from_local
from netwerkberaad.foundation.messages import Channel, MessageKind, MessageState
from netwerkberaad.foundation.vault import Store
from netwerkberaad.insights import CheckIns, Heads, Reach, Saved, saved_in
from netwerkberaad.insights.facts import counts_of
from netwerkberaad.invites import Reply
from netwerkberaad.plans import CheckInResult, FollowUpContent, FollowUpKind, answer_check_in
from tests.builders import World
from tests.rooms.story import BASE, Story, Work, begin

COOKS = "Ik kook op dinsdag."


@pytest.fixture
def story(store: Store, clock: MovableClock, world: World) -> Story:
    """A plan in which Joke and Piet do something; Joke confirms it, and says by her link how it went."""
    story = begin(store, clock, world)
    with story.work() as work:
        work.invite("Joke")
        work.invite("Piet", Channel.PHONE)
        work.answer("Joke", Reply.COMES)
        work.answer("Piet", Reply.COMES, by_link=False)
        work.write(["Joke", "Piet"], COOKS, first_at=_at(10, 12))
        work.accept()
        work.say("Joke", work.line(COOKS))
    story.clock.move_to(_at(11, 12))
    story.send()
    with story.work() as work:
        _check_in(work)
    return story


def _at(day: int, hour: int) -> datetime:
    return from_local(date(2026, 3, day), time(hour))


def _check_in(work: Work) -> None:
    [asked] = work.due(FollowUpKind.CHECK_IN, "Joke")
    answer_check_in(
        work.session,
        work.guest("Joke"),
        case=work.case,
        follow_up=asked,
        content=FollowUpContent(result=CheckInResult.PARTLY, grade=7),
        via=Channel.LINK,
        now=work.now,
    )


def test_a_plan_that_was_followed_is_counted_with_what_came_of_it(story: Story) -> None:
    with story.work() as work:
        closing = Closing(outcome=Outcome.PLAN_WITHOUT_MEETING)
        close_case(work.session, work.wilma, case=work.case, closing=closing, base_url=BASE, now=work.now)
        counts = counts_of(work.session, work.case, now=work.now)
    assert counts.reach is Reach.PLAN_WITHOUT_MEETING_FOLLOWED
    assert (counts.confirmed, counts.unconfirmed) == (Heads(1, 0), Heads(1, 0))
    assert counts.check_ins == CheckIns(partly=1, unanswered=1)
    assert counts.grades == (0, 1, 0)
    assert (counts.evaluations_held, counts.evaluations_not_held) == (0, 1)
    assert (counts.days_to_invitation, counts.days_to_plan, counts.days_to_beraad) == (0, 0, None)


def test_what_people_answered_by_themselves_is_what_nobody_typed_over(story: Story) -> None:
    with story.work() as work:
        sent = work.mail(MessageKind.INVITATION, MessageKind.PROOF)
        for message in sent:
            message.state = MessageState.SENT
        work.session.flush()
        saved = saved_in(work.session, work.session.get_one(Case, story.case_id))
    assert saved == Saved(messages=1, reminders=0, typed=3, calls=1)
