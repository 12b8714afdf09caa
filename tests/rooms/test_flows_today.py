"""Vandaag: every list with what belongs on it, oldest first."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import BeraadKind, Place, plan_beraad
from netwerkberaad.cases import Case, assign_case, get_case, mark_contacted
from netwerkberaad.flows import Act, Line, What, invite_person, today_for
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import (
    AnswerContent,
    ContactResult,
    Need,
    Reply,
    ask_call,
    log_contact,
    record_answer,
)
from tests.builders import World, build_case, build_request, member, person_called, principal
from tests.rooms.plan_steps import BASE


@pytest.fixture
def wilma(world: World) -> Actor:
    """The gespreksleider."""
    return actor_for(world.facilitator)


def _case(session: Session, world: World, clock: MovableClock, *, title: str = "Marloes") -> Case:
    case = build_case(
        session,
        world,
        clock,
        principals=[principal(title)],
        invitees=[member("Joke"), member("Piet", mail="piet@example.nl")],
        approved=True,
    )
    mark_contacted(session, actor_for(world.facilitator), case=case, now=clock.now())
    return case


def _guest(session: Session, case: Case, first: str) -> Actor:
    return Actor(
        ActorKind.GUEST, person_called(session, case, first).id, case.region_id, case_id=case.id, proven=True
    )


def _seen(lines: tuple[Line, ...]) -> list[tuple[What, str]]:
    return [(line.what, line.who) for line in lines]


def test_an_empty_day_says_nothing(store: Store, world: World, clock: MovableClock, wilma: Actor) -> None:
    with store.reading() as session:
        for actor in (wilma, actor_for(world.coordinator), actor_for(world.foreign_facilitator)):
            today = today_for(session, actor, now=clock.now())
            assert (today.count, today.urgent, today.beraden_this_week) == (0, (), ())


def test_spoed_stands_apart_and_requests_wait_oldest_first(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        first = build_request(session, world, clock).id
        clock.advance(timedelta(hours=1))
        second = build_request(session, world, clock).id
        urgent = build_request(session, world, clock, urgent=True).id
    with store.reading() as session:
        today = today_for(session, wilma, now=clock.now())
        assert [(line.case_id, line.act) for line in today.urgent] == [(urgent, Act.CLAIM)]
        assert today.urgent[0].due_at == clock.now() + timedelta(hours=2)
        assert [line.case_id for line in today.claims] == [first, second]
        theirs = today_for(session, actor_for(world.coordinator), now=clock.now())
        assert {line.act for line in theirs.claims} == {Act.ASSIGN}
        assert today_for(session, actor_for(world.foreign_facilitator), now=clock.now()).count == 0


def test_a_case_that_was_given_asks_for_the_declaration(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = build_request(session, world, clock)
        assign_case(
            session, actor_for(world.coordinator), case=case, facilitator=world.facilitator, now=clock.now()
        )
    with store.reading() as session:
        claims = today_for(session, wilma, now=clock.now()).claims
        assert [(line.what, line.act) for line in claims] == [(What.GIVEN_REQUEST, Act.DECLARE)]
        other = today_for(session, actor_for(world.other_facilitator), now=clock.now())
        assert other.claims == ()


def test_the_contact_that_was_promised_stays_until_it_was_made(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock)
    with store.writing() as session:
        calls = today_for(session, wilma, now=clock.now()).calls
        assert _seen(calls) == [(What.PROMISED_CONTACT, "Hanneke Minderhoud")]
        assert calls[0].act is Act.CALL_REFERRER
        mark_contacted(session, wilma, case=get_case(session, wilma, case.id), now=clock.now())
        assert today_for(session, wilma, now=clock.now()).calls == ()


def test_answers_and_silence_wait_for_a_look_and_a_call(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = _case(session, world, clock)
        for first in ("Marloes", "Joke", "Piet"):
            person = person_called(session, case, first)
            invite_person(
                session, wilma, case=case, person=person, channel=Channel.MAIL, base_url=BASE, now=clock.now()
            )
    clock.advance(timedelta(days=4))
    with store.writing() as session:
        joke = person_called(session, case, "Joke")
        content = AnswerContent(reply=Reply.COMES, question="Mag Kees ook mee?")
        own = get_case(session, wilma, case.id)
        guest = _guest(session, own, "Joke")
        record_answer(
            session, guest, case=own, person=joke, content=content, via=Channel.LINK, now=clock.now()
        )
    with store.writing() as session:
        today = today_for(session, wilma, now=clock.now())
        assert _seen(today.answers) == [(What.ANSWER, "Joke")]
        assert today.answers[0].words == "Mag Kees ook mee?"
        assert _seen(today.calls) == [(What.SILENT, "Piet")]
        own = get_case(session, wilma, case.id)
        log_contact(
            session,
            wilma,
            case=own,
            person=person_called(session, own, "Piet"),
            channel=Channel.PHONE,
            result=ContactResult.VOICEMAIL,
            note="",
            now=clock.now(),
        )
        assert today_for(session, wilma, now=clock.now()).calls == ()


def test_who_asks_to_be_called_is_on_the_list(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = _case(session, world, clock)
        joke, guest = person_called(session, case, "Joke"), _guest(session, case, "Joke")
        ask_call(session, guest, case=case, person=joke, note="Na zes uur.", now=clock.now())
    with store.reading() as session:
        call = today_for(session, wilma, now=clock.now()).calls[0]
        assert (call.what, call.who, call.words, call.act) == (
            What.ASKED_CALL,
            "Joke",
            "Na zes uur.",
            Act.CALL,
        )
        assert call.label % call.facts == "Bel Joke"
        assert call.sentence % call.facts == "Joke vraagt of u belt."


def test_a_beraad_of_this_week_shows_who_comes_and_what_is_still_to_arrange(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = _case(session, world, clock)
        for first, reply in (("Joke", Reply.COMES), ("Piet", Reply.COMES_REMOTE)):
            content = AnswerContent(reply=reply, needs=(Need.TRANSPORT,) if first == "Joke" else ())
            person = person_called(session, case, first)
            record_answer(
                session, wilma, case=case, person=person, content=content, via=Channel.PHONE, now=clock.now()
            )
        plan_beraad(
            session,
            wilma,
            case=case,
            kind=BeraadKind.NETWERKBERAAD,
            starts_at=clock.now() + timedelta(days=8),
            minutes=165,
            place=Place(name="Kantine De Meeuwen"),
            now=clock.now(),
        )
    with store.reading() as session:
        assert today_for(session, wilma, now=clock.now()).beraden_this_week == ()
        soon = today_for(session, wilma, now=clock.now() + timedelta(days=2)).beraden_this_week
        assert [(b.case_title, b.place, b.comes, b.open_needs) for b in soon] == [
            ("Marloes", "Kantine De Meeuwen", 2, 1)
        ]
        # Eleven hours after it began it is still the same day for the people at the table.
        same_day = today_for(session, wilma, now=clock.now() + timedelta(days=8, hours=11)).beraden_this_week
        assert len(same_day) == 1
