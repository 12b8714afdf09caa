"""Even stil: nothing is sent by itself to who rests, or to anybody of a case that rests; afterwards the latest is asked, once."""

from datetime import date, datetime, time, timedelta

import pytest

from netwerkberaad.cases import CaseClosedError, Phase
from netwerkberaad.cases.pauses import Pause, PauseOverError, begin_pause, end_pause, pauses_of
from netwerkberaad.flows.reminding import remind_silent
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import from_local
from netwerkberaad.foundation.messages import MessageKind
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import Every, FollowUpKind
from tests.builders import World
from tests.rooms.story import SETTINGS, Story, begin

CHECK_IN = FollowUpKind.CHECK_IN
ABOUT = (MessageKind.REMINDER, MessageKind.CHECK_IN)


@pytest.fixture
def story(store: Store, clock: MovableClock, world: World) -> Story:
    """A plan fixed on Monday 2 March: Joke and Kees cook every Tuesday from 10 March at noon."""
    story = begin(store, clock, world)
    with story.work() as work:
        work.write(["Joke", "Kees"], "Ik kook op dinsdag.", first_at=_at(10, 12), every=Every.WEEK)
        work.accept()
    return story


def _at(day: int, hour: int, month: int = 3) -> datetime:
    return from_local(date(2026, month, day), time(hour))


def _rest(story: Story, whom: str | None, last_day: date | None = None) -> Pause:
    with story.work() as work:
        person = work.person(whom) if whom else None
        return begin_pause(
            work.session, work.wilma, case=work.case, person=person, last_day=last_day, now=work.now
        )


def _told(story: Story) -> list[str]:
    """To whom something of the follow-up went, or waits to go."""
    with story.work() as work:
        return sorted(message.recipient for message in work.mail(*ABOUT))


def test_who_rests_is_not_written_to_and_the_others_are(story: Story) -> None:
    _rest(story, "Joke")
    story.clock.move_to(_at(9, 18))
    story.send()
    assert _told(story) == ["kees@example.nl"]


def test_a_case_that_rests_is_silent_for_everybody(story: Story) -> None:
    _rest(story, None)
    story.clock.move_to(_at(11, 12))
    assert story.send() == 0
    assert _told(story) == []


def test_after_the_last_day_only_the_latest_time_is_asked_about(story: Story) -> None:
    _rest(story, "Joke", date(2026, 4, 20))
    for month, day in ((3, 18), (4, 15), (4, 20)):
        story.clock.move_to(_at(day, 20, month))
        story.send()
    with story.work() as work:
        assert len(pauses_of(work.session, work.case, now=work.now)) == 1
        assert "oma.joke@example.nl" not in {message.recipient for message in work.mail(*ABOUT)}
    story.clock.move_to(_at(21, 9, 4))
    story.send()
    with story.work() as work:
        assert pauses_of(work.session, work.case, now=work.now) == []
        asked = [row.due_at.date() for row in work.due(CHECK_IN, "Joke") if row.sent_at is not None]
        assert asked == [date(2026, 4, 15)]
        assert len(work.due(CHECK_IN, "Joke")) == 2, "that of 18 March was taken back"


def test_ended_by_hand_it_goes_on_at_once_and_the_first_moment_stays(story: Story) -> None:
    pause = _rest(story, "Joke")
    with story.work() as work:
        end_pause(work.session, work.wilma, case=work.case, pause_id=pause.id, now=work.now)
    story.clock.move_to(_at(9, 18))
    assert story.send() == 2
    with story.work() as work:
        end_pause(work.session, work.wilma, case=work.case, pause_id=pause.id, now=work.now)
        ended = work.session.get_one(Pause, pause.id).ended_at
        assert ended is not None
        assert ended < work.now


def test_one_takes_the_place_of_the_one_before(story: Story) -> None:
    _rest(story, "Joke")
    last = _rest(story, "Joke", date(2026, 3, 5))
    everybody = _rest(story, None)
    with story.work() as work:
        standing = {one.id for one in pauses_of(work.session, work.case, now=work.now)}
        assert standing == {last.id, everybody.id}


def test_who_rests_is_not_asked_again_for_an_answer(store: Store, clock: MovableClock, world: World) -> None:
    story = begin(store, clock, world)
    with story.work() as work:
        work.invite("Joke")
        work.invite("Kees")
    _rest(story, "Joke")
    clock.move_to(clock.now() + timedelta(days=4))
    assert remind_silent(store, SETTINGS, clock.now()) == 1


def test_a_day_that_is_over_another_case_and_a_closed_one_are_refused(story: Story) -> None:
    with pytest.raises(PauseOverError):
        _rest(story, "Joke", date(2026, 3, 1))
    with story.work() as work, pytest.raises(NotFoundError):
        end_pause(work.session, work.wilma, case=work.case, pause_id=new_id(), now=work.now)
    with story.work() as work:
        work.case.phase = Phase.CLOSED
    with pytest.raises(CaseClosedError):
        _rest(story, "Joke")
