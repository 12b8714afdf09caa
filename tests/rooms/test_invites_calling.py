"""Asking to be called, and asking for no more messages."""

from datetime import timedelta

from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, Person
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import ContactResult, ask_call, asked_calls, log_contact, stop_messages
from tests.builders import World, build_case, person_called


def _guest(case: Case, person: Person) -> Actor:
    return Actor(ActorKind.GUEST, person.id, case.region_id, case_id=case.id)


def _ask(session: Session, case: Case, note: str, clock: MovableClock) -> None:
    joke = person_called(session, case, "Joke")
    ask_call(session, _guest(case, joke), case=case, person=joke, note=note, now=clock.now())
    session.flush()  # the next question must find it


def test_a_second_request_before_anybody_called_adds_no_second_line(
    store: Store, clock: MovableClock, world: World
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock, approved=True)
        _ask(session, case, "na zes uur", clock)
        _ask(session, case, "", clock)
        assert [(call.person_name, call.note) for call in asked_calls(session, [case])] == [
            ("Joke", "na zes uur")
        ]


def test_a_call_that_was_tried_answers_the_request_and_a_new_request_stands_again(
    store: Store, clock: MovableClock, world: World
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock, approved=True)
        _ask(session, case, "", clock)
        clock.advance(timedelta(hours=1))
        log_contact(
            session,
            actor_for(world.facilitator),
            case=case,
            person=person_called(session, case, "Joke"),
            channel=Channel.PHONE,
            result=ContactResult.NO_ANSWER,
            now=clock.now(),
        )
        session.flush()  # the list must find it
        assert asked_calls(session, [case]) == []
        clock.advance(timedelta(hours=1))
        _ask(session, case, "weer", clock)
        assert [call.note for call in asked_calls(session, [case])] == ["weer"]


def test_no_more_messages_keeps_the_number_and_erases_the_mail_address(
    store: Store, clock: MovableClock, world: World
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock, approved=True)
        joke = person_called(session, case, "Joke")
        stop_messages(session, _guest(case, joke), case=case, person=joke, note="Geen mail.", now=clock.now())
        session.flush()  # the list must find it
        assert (joke.contact.mail, joke.contact.phone) == ("", "+31600000120")
        assert [call.note for call in asked_calls(session, [case])] == ["Geen mail."]
