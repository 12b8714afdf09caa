"""A message that did not arrive becomes a task for the gespreksleider, with another way; and it is not sent again in vain."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from netwerkberaad.flows import Act, What, today_for
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Arrival, Channel, MessageState, OutboxMessage, note_arrival
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import ContactResult, log_contact, not_arrived, silent_to_remind
from tests.builders import World
from tests.rooms.story import Story, begin


@pytest.fixture
def story(sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Story:
    """A case in which Kees, who has mail and a number, was invited by mail that came back."""
    made = begin(sqlite_store, clock, sqlite_world)
    with made.work() as work:
        work.invite("Kees")
        work.invite("Joke")
    made.later(minutes=1)
    with made.work() as work:
        statement = select(OutboxMessage).where(OutboxMessage.person_id == work.id_of("Kees"))
        note_arrival(work.session, work.session.scalars(statement).one(), Arrival.BOUNCED, now=work.now)
    made.later(minutes=1)
    return made


def test_the_gespreksleider_is_asked_to_call(story: Story) -> None:
    with story.work() as work:
        lines = [
            line for line in today_for(work.session, work.wilma, now=work.now).calls if line.who == "Kees"
        ]
        assert [(line.what, line.act) for line in lines] == [(What.NOT_ARRIVED, Act.CALL)]


def test_who_was_called_or_written_to_since_is_off_the_list(story: Story) -> None:
    with story.work() as work:
        person = work.person("Kees")
        log_contact(
            work.session,
            work.wilma,
            case=work.case,
            person=person,
            channel=Channel.PHONE,
            result=ContactResult.VOICEMAIL,
            note="",
            now=work.now,
        )
        work.session.flush()
        assert not_arrived(work.session, [work.case]) == []


def test_a_new_message_to_another_address_takes_it_off_the_list(story: Story) -> None:
    with story.work() as work:
        assert len(not_arrived(work.session, [work.case])) == 1
        work.invite("Kees")
        work.session.flush()
        assert not_arrived(work.session, [work.case]) == []


def test_who_is_silent_because_nothing_arrived_is_not_reminded_by_the_same_way(story: Story) -> None:
    story.clock.advance(timedelta(days=4))
    with story.work() as work:
        due = silent_to_remind(work.session, now=work.now)
        assert len(due) == 1  # Joke


def test_a_message_that_was_given_up_is_on_the_list_too(story: Story) -> None:
    with story.work() as work:
        statement = select(OutboxMessage).where(OutboxMessage.person_id == work.id_of("Joke"))
        row = work.session.scalars(statement).one()
        row.state, row.arrival_at = MessageState.PARKED, work.now
        work.session.flush()
        found = {lost.person_name: lost.other for lost in not_arrived(work.session, [work.case])}
        assert set(found) == {"Kees", "Joke"}
        assert found["Kees"] is Channel.PHONE
