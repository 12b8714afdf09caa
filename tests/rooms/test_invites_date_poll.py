"""The date poll: proposing days, choosing, and who weighs most."""

import uuid
from datetime import timedelta

import pytest

from netwerkberaad.beraden import (
    BadLengthError,
    BeraadInPastError,
    BeraadKind,
)
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DomainError, NotFoundError
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import (
    AnswerContent,
    DatePoll,
    NoSlotsError,
    NotForGuestError,
    PollAlreadyError,
    PollBallot,
    PollClosedError,
    PollClosesInPastError,
    PollPlan,
    Reply,
    close_poll,
    get_slot,
    open_poll,
    slots_of,
    votable_poll,
    vote,
    votes_of,
)
from tests.builders import World
from tests.rooms.polling import (
    CANTEEN,
    GONE,
    MAYBE,
    NO,
    SATURDAY,
    THURSDAY,
    YES,
    begin_polling,
    board_in,
    poll_of,
    propose,
    propose_again,
    rows_in,
    say,
    slot_at,
)
from tests.rooms.story import Story
from tests.rooms.together import at_once


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case in which Joke and Kees were invited."""
    return begin_polling(shared_store, clock, shared_world)


def test_days_stand_in_order_of_time_and_a_moment_that_is_named_twice_once(story: Story) -> None:
    with story.work() as work:
        propose(work, SATURDAY, THURSDAY, SATURDAY)
        assert [slot.starts_at for slot in slots_of(work.session, poll_of(work))] == [THURSDAY, SATURDAY]
        assert poll_of(work).content.place == CANTEEN


@pytest.mark.parametrize(
    ("plan", "error"),
    [
        (PollPlan(BeraadKind.NETWERKBERAAD, CANTEEN, (GONE,), 165), BeraadInPastError),
        (PollPlan(BeraadKind.NETWERKBERAAD, CANTEEN, (THURSDAY,), 10), BadLengthError),
        (PollPlan(BeraadKind.NETWERKBERAAD, CANTEEN, (), 165), NoSlotsError),
        (PollPlan(BeraadKind.NETWERKBERAAD, CANTEEN, (THURSDAY,), 165, GONE), PollClosesInPastError),
    ],
)
def test_a_poll_that_proposes_nothing_possible_is_refused(
    story: Story, plan: PollPlan, error: type[DomainError]
) -> None:
    with story.work() as work, pytest.raises(error):
        open_poll(work.session, work.wilma, case=work.case, plan=plan, now=work.now)


def test_a_case_has_one_poll_at_a_time_also_when_two_make_one_at_once(story: Story) -> None:
    refused: list[DomainError] = []
    at_once(story, lambda work, _number: propose(work), refused=refused)
    assert [type(error) for error in refused] == [PollAlreadyError]
    with story.work() as work:
        assert rows_in(work, DatePoll) == 1


def test_what_is_sent_twice_is_kept_once_and_a_choice_can_be_changed(story: Story) -> None:
    with story.work() as work:
        propose(work)
    at_once(story, lambda work, _number: say(work, "Joke", {THURSDAY: YES, SATURDAY: NO}))
    story.later(hours=1)
    with story.work() as work:
        assert rows_in(work, PollBallot) == 1
        say(work, "Joke", {SATURDAY: MAYBE})
        said = votes_of(work.session, poll=poll_of(work), person=work.person("Joke"))
        assert said == {slot_at(work, THURSDAY).id: YES, slot_at(work, SATURDAY).id: MAYBE}


def test_somebody_chooses_for_themselves_alone_and_only_days_that_were_proposed(story: Story) -> None:
    with story.work() as work:
        propose(work)
        poll, kees = poll_of(work), work.person("Kees")
        with pytest.raises(NotForGuestError):
            vote(
                work.session,
                work.guest("Joke"),
                case=work.case,
                poll=poll,
                person=kees,
                votes={},
                via=Channel.LINK,
                now=work.now,
            )
        with pytest.raises(NotFoundError):
            vote(
                work.session,
                work.wilma,
                case=work.case,
                poll=poll,
                person=kees,
                votes={uuid.uuid4(): YES},
                via=Channel.PHONE,
                now=work.now,
            )
        with pytest.raises(NotFoundError):
            get_slot(work.session, case=work.case, slot_id=uuid.uuid4())


def test_closed_by_hand_it_opens_again_with_other_days_and_keeps_what_was_said(story: Story) -> None:
    with story.work() as work:
        propose(work)
        say(work, "Joke", {THURSDAY: YES, SATURDAY: NO})
        for _time in range(2):
            close_poll(work.session, work.wilma, case=work.case, poll=poll_of(work), now=work.now)
        with pytest.raises(PollClosedError):
            say(work, "Joke", {THURSDAY: NO})
        later = THURSDAY + timedelta(days=7)
        propose_again(work, THURSDAY, later, minutes=120)
        assert votable_poll(work.session, work.case, work.now) is not None
        assert [slot.minutes for slot in slots_of(work.session, poll_of(work))] == [120, 120]
        say(work, "Joke", {later: NO})
        said = votes_of(work.session, poll=poll_of(work), person=work.person("Joke"))
        assert said == {slot_at(work, THURSDAY).id: YES, slot_at(work, later).id: NO}


def test_who_must_be_there_weighs_more_than_how_many_can(story: Story) -> None:
    with story.work() as work:
        propose(work)
        assert board_in(work).best(work.now) is None
        say(work, "Marloes", {THURSDAY: YES, SATURDAY: YES})
        say(work, "Rik", {THURSDAY: MAYBE, SATURDAY: NO}, by_link=False)
        say(work, "Joke", {THURSDAY: NO, SATURDAY: YES})
        say(work, "Kees", {SATURDAY: YES})
        best = board_in(work).best(work.now)
        assert best is not None
        assert best.starts_at == THURSDAY
        assert (best.can, best.total, best.must_can) == (2, 4, ("Marloes", "Rik"))
        assert (best.yes, best.if_need_be) == (("Marloes",), ("Rik",))
        assert (best.no, best.silent) == (("Joke",), ("Kees",))
        assert [row.name for row in board_in(work).rows] == ["Marloes", "Rik", "Joke", "Kees"]
        gone = board_in(work).best(THURSDAY)
        assert gone is not None
        assert gone.starts_at == SATURDAY


def test_who_declines_no_longer_counts_and_their_choice_is_erased(story: Story) -> None:
    with story.work() as work:
        propose(work)
        say(work, "Kees", {THURSDAY: NO})
        work.answer("Kees", AnswerContent(reply=Reply.DOES_NOT_COME))
        assert "Kees" not in [row.name for row in board_in(work).rows]
        assert rows_in(work, PollBallot) == 0
