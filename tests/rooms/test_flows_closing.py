"""Closing and opening again: links end, and the aanmelder hears what was agreed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import (
    BeraadKind,
    Place,
    current_beraad,
    end_beraad,
    open_table,
    plan_beraad,
)
from netwerkberaad.cases import (
    About,
    Case,
    CaseClosedError,
    Closing,
    FeedbackNotAgreedError,
    HowGiven,
    NewPerson,
    NoPlanError,
    Outcome,
    PersonKind,
    PersonName,
    Phase,
    ReasonMissingError,
    get_case,
    move_to,
    own_request,
    transitions_of,
)
from netwerkberaad.flows import close_case, invite_person, reopen_case, stop_case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import links_of
from netwerkberaad.foundation.messages import Channel, MessageKind, MessageState, OutboxMessage
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, member, person_called, principal
from tests.rooms.plan_steps import BASE, accept_promises


@pytest.fixture
def wilma(world: World) -> Actor:
    """The gespreksleider."""
    return actor_for(world.facilitator)


@pytest.fixture
def case(store: Store, world: World, clock: MovableClock) -> Case:
    """A case of Marloes and Rik and of Bas, who is eight, in which everybody was approved."""
    bas = NewPerson(PersonName(first="Bas"), PersonKind.PRINCIPAL, about=About(born=date(2017, 9, 9)))
    principals = [principal("Marloes"), principal("Rik", mail="rik@example.org"), bas]
    circle = [member("Joke"), member("Kees", mail="kees@example.nl"), member("Anneke", mail="")]
    with store.writing() as session:
        return build_case(session, world, clock, principals=principals, invitees=circle, approved=True)


def _plan_beraad(session: Session, actor: Actor, case: Case, clock: MovableClock) -> None:
    plan_beraad(
        session,
        actor,
        case=case,
        kind=BeraadKind.NETWERKBERAAD,
        starts_at=clock.now() + timedelta(days=20),
        minutes=165,
        place=Place(name="Kantine"),
        now=clock.now(),
    )


def _messages(session: Session, state: MessageState) -> list[OutboxMessage]:
    found = session.scalars(select(OutboxMessage).where(OutboxMessage.state == state))
    return sorted(found, key=lambda message: (message.kind, message.key))


def _close(session: Session, actor: Actor, case: Case, closing: Closing, clock: MovableClock) -> None:
    close_case(session, actor, case=case, closing=closing, base_url=BASE, now=clock.now())


def test_the_aanmelder_reads_the_feedback_only_when_every_hoofdpersoon_agreed(
    store: Store, world: World, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        marloes, rik = (str(person_called(session, own, first).id) for first in ("Marloes", "Rik"))
        closing = Closing(
            outcome=Outcome.NO_JOINT_PLAN,
            text="De familie doet het verder zelf.",
            feedback="Er is een plan, en het loopt.",
            feedback_agreed_by=(marloes,),
        )
        with pytest.raises(FeedbackNotAgreedError) as caught:
            _close(session, wilma, own, closing, clock)
        assert caught.value.field == "feedback_agreed_by"
        _close(session, wilma, own, replace(closing, feedback_agreed_by=(marloes, rik)), clock)
    with store.reading() as session:
        told = _messages(session, MessageState.WAITING)
        assert [(message.kind, message.recipient) for message in told] == [
            (MessageKind.FEEDBACK, "hanneke.minderhoud@example.org")
        ]
        assert "het loopt" not in told[0].letter.text
        own = get_case(session, wilma, case.id)
        view = own_request(session, actor_for(world.referrer), case=own)
        assert (view.feedback, view.feedback_at) == ("Er is een plan, en het loopt.", clock.now())


def test_closing_without_feedback_tells_the_aanmelder_nothing_and_ends_every_link(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        joke = person_called(session, own, "Joke")
        invite_person(
            session, wilma, case=own, person=joke, channel=Channel.MAIL, base_url=BASE, now=clock.now()
        )
        _close(session, wilma, own, Closing(outcome=Outcome.NOT_SUITABLE), clock)
        assert links_of(session, person_id=joke.id, now=clock.now()) == []
        assert _messages(session, MessageState.WAITING) == []
        with pytest.raises(CaseClosedError):
            _close(session, wilma, own, Closing(), clock)
        with pytest.raises(CaseClosedError):
            stop_case(
                session,
                wilma,
                case=own,
                by=None,
                words="Nog eens.",
                how=HowGiven.PHONE,
                base_url=BASE,
                now=clock.now(),
            )


def test_an_outcome_with_a_plan_needs_a_plan(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    closing = Closing(outcome=Outcome.PLAN_WITH_MEETING)
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        with pytest.raises(NoPlanError) as caught:
            _close(session, wilma, own, closing, clock)
        assert caught.value.field == "outcome"
        _plan_beraad(session, wilma, own, clock)
        beraad = current_beraad(session, own)
        assert beraad is not None
        open_table(session, wilma, case=own, beraad=beraad, now=clock.now())
        accept_promises(session, wilma, own, clock, promises=[("Joke", "Ik haal de kinderen op.")])
        end_beraad(session, wilma, beraad=beraad, now=clock.now())
        _close(session, wilma, own, closing, clock)
        assert own.closing.outcome is Outcome.PLAN_WITH_MEETING


def test_a_closed_case_goes_on_where_it_was_with_a_reason(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        move_to(session, wilma, case=own, phase=Phase.INVITING, now=clock.now())
        _close(session, wilma, own, Closing(outcome=Outcome.NO_JOINT_PLAN), clock)
    clock.advance(timedelta(days=5))
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        with pytest.raises(ReasonMissingError):
            reopen_case(session, wilma, case=own, reason=" ", now=clock.now())
        reopen_case(session, wilma, case=own, reason="Rik belde: toch wel.", now=clock.now())
        assert own.phase is Phase.INVITING
        assert [step.phase for step in transitions_of(session, own)][-2:] == [Phase.CLOSED, Phase.INVITING]
