"""An obstacle is told like a promise: once, with the plan or after it, and again a week before it must be gone."""

from datetime import timedelta

import pytest

from netwerkberaad.flows.accepting import name_obstacle
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import MessageKind
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import Obstacle, obstacles_of, open_draft, remove_obstacle
from netwerkberaad.plans.errors import ObstacleOwnerError
from tests.builders import World
from tests.rooms.story import BASE, Story, Work, begin

SIX_WEEKS = timedelta(days=42)


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case without a plan, on Monday 2 March 2026 at ten in the morning."""
    return begin(shared_store, clock, shared_world)


def _obstacle(work: Work, *who: str, text: str = "Verlopen paspoort.") -> Obstacle:
    owners = [work.id_of(first) for first in who]
    found = name_obstacle(
        work.session, work.wilma, case=work.case, text=text, owners=owners, base_url=BASE, now=work.now
    )
    work.session.flush()  # as at the end of a request
    return found


def _told(work: Work, first: str) -> list[MessageKind]:
    return [message.kind for message in work.mail() if message.person_id == work.id_of(first)]


def test_two_may_take_it_away_and_both_are_told_with_the_plan_and_no_more(story: Story) -> None:
    with story.work() as work:
        _obstacle(work, "Joke", "Kees")
        assert (_told(work, "Joke"), _told(work, "Kees")) == ([], [])
        work.write(["Kees"], "Ik kook.")
        work.accept()
        assert (_told(work, "Joke"), _told(work, "Kees")) == ([MessageKind.CONFIRM], [MessageKind.CONFIRM])
    story.clock.advance(timedelta(days=1))
    with story.work() as work:
        open_draft(work.session, work.wilma, case=work.case, now=work.now)
        work.write(["Kees"], "Ik bel ook.")
        work.accept(reason="Kees belt ook.")
        assert _told(work, "Joke") == [MessageKind.CONFIRM]


def test_one_that_comes_up_later_is_told_at_once_and_reminded_of_a_week_before(story: Story) -> None:
    with story.work() as work:
        work.write(["Kees"], "Ik kook.")
        work.accept()
        _obstacle(work, "Joke")
        _obstacle(work, "Joke", text="Geen plek.")
        assert set(_told(work, "Joke")) == {MessageKind.PLAN_CHANGED}
    story.clock.advance(SIX_WEEKS - timedelta(days=6))
    story.send()
    with story.work() as work:
        assert _told(work, "Joke").count(MessageKind.REMINDER) == 1


def test_what_is_gone_is_not_reminded_of(story: Story) -> None:
    with story.work() as work:
        work.write(["Kees"], "Ik kook.")
        work.accept()
        found = _obstacle(work, "Joke")
        remove_obstacle(work.session, work.wilma, case=work.case, obstacle_id=found.id, how="", now=work.now)
    story.clock.advance(SIX_WEEKS - timedelta(days=6))
    story.send()
    with story.work() as work:
        assert MessageKind.REMINDER not in _told(work, "Joke")


def test_nobody_and_three_are_refused_and_twice_the_same_is_one(story: Story) -> None:
    with story.work() as work:
        for who in ((), ("Joke", "Kees", "Piet")):
            with pytest.raises(ObstacleOwnerError):
                _obstacle(work, *who)
        assert _obstacle(work, "Joke", "Joke").owner_ids == (work.id_of("Joke"),)
        assert len(obstacles_of(work.session, work.case)) == 1
