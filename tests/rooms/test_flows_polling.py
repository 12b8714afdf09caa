"""The date poll across rooms: asking everybody, closing in time, and taking one day."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from netwerkberaad.beraden import (
    AlreadyPlannedError,
    BeraadKind,
    beraden_of,
    current_beraad,
    plan_beraad,
)
from netwerkberaad.cases import ContactData
from netwerkberaad.flows import Announced, What, close_due_polls, today_for
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.foundation.documents import from_local, local, spoken_moment
from netwerkberaad.foundation.links import LinkPurpose, find_link
from netwerkberaad.foundation.messages import MessageKind, MessageState
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import (
    PollChosenError,
    PollClosedError,
    Reply,
    open_poll,
    slots_of,
    standing_poll,
    votable_poll,
)
from tests.builders import World
from tests.rooms.polling import (
    CANTEEN,
    CLOCKS_CHANGE,
    NO,
    SATURDAY,
    THURSDAY,
    YES,
    ask_all,
    begin_polling,
    board_in,
    names_of,
    poll_of,
    proposal,
    propose,
    propose_again,
    say,
    take,
)
from tests.rooms.story import Story, Work
from tests.rooms.together import at_once


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case in which Joke and Kees were invited."""
    return begin_polling(shared_store, clock, shared_world)


def test_a_day_in_the_night_the_clocks_change_is_a_real_moment_and_lasts_as_long_as_said(
    story: Story,
) -> None:
    autumn = from_local(date(2026, 10, 25), time(2, 30))
    with story.work() as work:
        propose(work, CLOCKS_CHANGE, autumn, from_local(date(2026, 3, 29), time(3, 30)))
        spring, fall = slots_of(work.session, poll_of(work))
        assert spoken_moment(spring.starts_at) == "zondag 29 maart om 03.30 uur"
        assert spoken_moment(fall.starts_at) == "zondag 25 oktober om 02.30 uur"
        say(work, "Joke", {autumn: YES})
        take(work, autumn)
        beraad = current_beraad(work.session, work.case)
        assert beraad is not None
        ends = local(beraad.starts_at + timedelta(minutes=beraad.minutes))
        assert (ends.hour, ends.minute) == (4, 15)


def test_it_closes_by_itself_and_the_gespreksleider_can_still_note_who_calls_back(story: Story) -> None:
    with story.work() as work:
        propose(work, closes_at=work.now + timedelta(days=3))
        assert votable_poll(work.session, work.case, work.now) is not None
    assert close_due_polls(story.store, story.clock.now()) == 0
    story.later(days=3)
    with story.work() as work:
        assert votable_poll(work.session, work.case, work.now) is None
        with pytest.raises(PollClosedError):
            say(work, "Joke", {THURSDAY: YES})
    assert close_due_polls(story.store, story.clock.now()) == 1
    assert close_due_polls(story.store, story.clock.now()) == 0
    with story.work() as work:
        assert poll_of(work).closed_at == work.now
        with pytest.raises(PollClosedError):
            ask_all(work)
        say(work, "Kees", {THURSDAY: YES}, by_link=False)
        take(work, THURSDAY)
        with pytest.raises(PollClosedError):
            say(work, "Kees", {THURSDAY: NO}, by_link=False)


def test_everybody_is_asked_by_mail_without_content_and_who_has_no_mail_is_to_be_called(story: Story) -> None:
    with story.work() as work:
        work.answer("Piet", Reply.UNSURE, by_link=False)
        piet = work.person("Piet")
        piet.contact = ContactData(landline="0118 000121")
        propose(work, closes_at=from_local(date(2026, 3, 10), time(23, 59)))
        say(work, "Rik", {THURSDAY: YES, SATURDAY: NO})
        assert names_of(ask_all(work)) == (["Marloes", "Joke", "Kees"], ["Piet"])
        assert [row.name for row in board_in(work).rows if row.to_call] == ["Piet"]
        mail = work.mail(MessageKind.DATE_POLL)
        assert len(mail) == 3
        text = mail[0].letter.text
        assert "tot en met dinsdag 10 maart" in text
        assert "26 maart" not in text
        token = next(word for word in text.split() if "/p/" in word).rpartition("/")[2]
        link = find_link(work.session, token, now=work.now)
        assert link is not None
        assert link.purpose is LinkPurpose.DATE_POLL


def test_asked_again_at_once_nobody_gets_a_second_mail_and_links_keep_working(story: Story) -> None:
    with story.work() as work:
        propose(work)
    at_once(story, lambda work, _number: ask_all(work))
    with story.work() as work:
        assert len(work.mail(MessageKind.DATE_POLL)) == 4
        say(work, "Joke", {THURSDAY: YES, SATURDAY: NO})
    story.later(days=1)
    with story.work() as work:
        assert names_of(ask_all(work))[0] == ["Marloes", "Rik", "Kees"]
        later = THURSDAY + timedelta(days=7)
        propose_again(work, THURSDAY, later)
    story.later(days=1)
    with story.work() as work:
        assert names_of(ask_all(work))[0] == ["Marloes", "Rik", "Joke", "Kees"]


def test_taking_a_day_plans_the_beraad_tells_everybody_and_ends_the_poll(story: Story) -> None:
    with story.work() as work:
        propose(work)
        ask_all(work)
        say(work, "Kees", {THURSDAY: YES})  # of the invitation Kees said nothing yet
        assert sorted(names_of(take(work, THURSDAY))[0]) == ["Joke", "Kees", "Marloes", "Rik"]
        beraad = current_beraad(work.session, work.case)
        assert beraad is not None
        assert (beraad.starts_at, beraad.minutes, beraad.place) == (THURSDAY, 165, CANTEEN)
        assert len(work.mail(MessageKind.DATE_SET)) == 4
        assert work.mail(MessageKind.DATE_POLL) == []
        assert len(work.mail(MessageKind.DATE_POLL, state=MessageState.CANCELLED)) == 4
        assert take(work, THURSDAY) == Announced((), ())
        with pytest.raises(PollChosenError):
            take(work, SATURDAY)
        with pytest.raises(PollChosenError):
            propose_again(work)
        with pytest.raises(AlreadyPlannedError):
            propose(work)


def test_two_who_take_a_day_at_once_plan_one_beraad(story: Story) -> None:
    with story.work() as work:
        propose(work)
        say(work, "Joke", {THURSDAY: YES, SATURDAY: YES})
    refused: list[DomainError] = []
    at_once(story, lambda work, number: take(work, (THURSDAY, SATURDAY)[number]), refused=refused)
    assert [type(error) for error in refused] == [PollChosenError]
    with story.work() as work:
        assert len(beraden_of(work.session, work.case)) == 1


def test_a_poll_that_closed_stands_on_vandaag_until_a_day_is_taken(story: Story) -> None:
    with story.work() as work:
        propose(work, closes_at=work.now + timedelta(days=3))
        say(work, "Joke", {THURSDAY: YES})
        assert not _decides(work)
    story.later(days=3)
    with story.work() as work:
        assert _decides(work)
        take(work, THURSDAY)
        work.session.flush()  # as at the end of a request
        assert not _decides(work)


def test_a_day_planned_in_another_way_ends_the_poll_and_a_next_beraad_can_have_its_own(story: Story) -> None:
    with story.work() as work:
        propose(work)
        beraad = plan_beraad(
            work.session,
            work.wilma,
            case=work.case,
            kind=BeraadKind.NETWERKBERAAD,
            starts_at=THURSDAY,
            minutes=165,
            place=CANTEEN,
            now=work.now,
        )
        work.session.flush()  # as at the end of a request
        assert standing_poll(work.session, work.case) is None
        with pytest.raises(PollChosenError):
            propose_again(work)
        beraad.ended_at = work.now
        work.session.flush()  # as at the end of a request
    story.later(days=1)
    with story.work() as work:
        assert propose(work) is standing_poll(work.session, work.case)


def test_nothing_is_mailed_to_somebody_who_must_be_there_before_they_are_invited(story: Story) -> None:
    with story.work() as work:
        piet = work.person("Piet")
        piet.contact = ContactData(mail="piet@example.nl")
        plan = replace(proposal(work, (THURSDAY,)), must=(piet.id,))
        open_poll(work.session, work.wilma, case=work.case, plan=plan, now=work.now)
        work.session.flush()  # as at the end of a request
        assert ("Piet", True, False) in [(row.name, row.must, row.invited) for row in board_in(work).rows]
        assert "Piet" not in names_of(ask_all(work))[0]


def _decides(work: Work) -> bool:
    calls = today_for(work.session, work.wilma, now=work.now).calls
    return any(line.what is What.POLL_CLOSED and line.case_id == work.case.id for line in calls)
