"""Who does not answer an invitation is asked again by mail: twice at most, in daytime, and once however often the job runs."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from netwerkberaad.cases import ExcludedPerson, HowGiven, exclude_person
from netwerkberaad.flows import What, remind_silent, stop_case, today_for
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import find_link
from netwerkberaad.foundation.messages import Channel, MessageKind, MessageState, OutboxMessage
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import ContactResult, Reply, log_contact, reminding_of, set_reminders
from tests.builders import World
from tests.rooms.story import BASE, SETTINGS, Story, Work, begin


@pytest.fixture
def story(shared_store: Store, clock: MovableClock, shared_world: World) -> Story:
    """A case in which Joke was invited by mail, and Piet was asked by phone."""
    story = begin(shared_store, clock, shared_world)
    with story.work() as work:
        work.invite("Joke")
        work.invite("Piet", Channel.PHONE)
    return story


def asked_again(work: Work) -> list[OutboxMessage]:
    """The reminders in the outbox, oldest first."""
    statement = select(OutboxMessage).where(
        OutboxMessage.kind == MessageKind.INVITATION_AGAIN, OutboxMessage.case_id == work.case.id
    )
    return list(work.session.scalars(statement.order_by(OutboxMessage.made_at)))


def silent(work: Work) -> list[str]:
    """Who stands on Vandaag as silent."""
    calls = today_for(work.session, work.wilma, now=work.now).calls
    return sorted(line.who for line in calls if line.what is What.SILENT)


def run(story: Story, **later: int) -> int:
    """Let some time pass and run the job; how many are asked again in this case."""
    story.clock.advance(timedelta(**later))
    with story.work() as work:
        before = len(asked_again(work))
    remind_silent(story.store, SETTINGS, story.clock.now())
    with story.work() as work:
        return len(asked_again(work)) - before


def test_who_stays_silent_is_asked_again_twice_and_then_the_gespreksleider_calls(story: Story) -> None:
    assert run(story, days=2) == 0
    assert run(story, days=1, hours=1) == 1
    assert run(story, hours=1) == 0
    with story.work() as work:
        assert silent(work) == ["Piet"], "he was asked by phone; Joke was asked again just now"
    assert run(story, days=4) == 1
    assert run(story, days=10) == 0
    with story.work() as work:
        assert len(asked_again(work)) == 2
        assert silent(work) == ["Joke", "Piet"]


def test_the_link_in_the_newest_mail_works_and_the_one_before_does_not(story: Story) -> None:
    with story.work() as work:
        first = work.invite("Kees")
        assert work.link(first) is not None
    assert run(story, days=4) == 2
    with story.work() as work:
        assert work.link(first) is None
        (mail,) = [one for one in asked_again(work) if one.recipient == "kees@example.nl"]
        token = next(word for word in mail.letter.text.split() if "/p/" in word).rpartition("/")[2]
        link = find_link(work.session, token, now=work.now)
        assert link is not None
        assert link.person_id == work.id_of("Kees")


def test_who_answered_was_called_or_wants_it_otherwise_is_left_alone(story: Story) -> None:
    with story.work() as work:
        work.invite("Kees")
        work.answer("Joke", Reply.UNSURE)
    story.clock.advance(timedelta(days=2))
    with story.work() as work:
        log_contact(
            work.session,
            work.wilma,
            case=work.case,
            person=work.person("Kees"),
            channel=Channel.PHONE,
            result=ContactResult.VOICEMAIL,
            note="",
            now=work.now,
        )
    assert run(story, days=2) == 0, "Kees was called the day before yesterday"
    with story.work() as work:
        kees = work.person("Kees")
        set_reminders(work.session, work.wilma, case=work.case, person=kees, wanted=False, now=work.now)
        state = reminding_of(work.session, work.case, kees)
        assert state is not None
        assert state.off
        assert state.next_at is None
    assert run(story, days=9) == 0
    with story.work() as work:
        kees = work.person("Kees")
        set_reminders(work.session, work.wilma, case=work.case, person=kees, wanted=True, now=work.now)
    assert run(story, days=1) == 1


def test_nothing_goes_at_night_to_who_may_not_be_invited_any_more_or_after_the_case_was_stopped(
    story: Story,
) -> None:
    with story.work() as work:
        work.invite("Kees")
        kees = ExcludedPerson(name="Kees", mail="kees@example.nl", reason="Contactverbod")
        exclude_person(work.session, work.wilma, case=work.case, person=kees, now=work.now)
    assert run(story, days=3, hours=14) == 0, "at night"
    assert run(story, hours=10) == 1, "Joke alone"
    with story.work() as work:
        stop_case(
            work.session,
            work.wilma,
            case=work.case,
            by=None,
            words="Het gaat beter.",
            how=HowGiven.PHONE,
            base_url=BASE,
            now=work.now,
        )
    assert run(story, days=5) == 0
    with story.work() as work:
        assert [one.state for one in asked_again(work)] == [MessageState.CANCELLED]


def test_two_processes_at_the_same_moment_ask_once(story: Story) -> None:
    story.clock.advance(timedelta(days=4))
    threads = [
        Thread(target=remind_silent, args=(story.store, SETTINGS, story.clock.now())) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with story.work() as work:
        assert len(asked_again(work)) == 1
