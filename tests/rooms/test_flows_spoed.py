"""Spoed: people are invited before the list is approved, with a reason, and what was skipped is asked afterwards."""

import pytest

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import HowGiven, NotUrgentError, ReasonMissingError, record_approval, start_early
from netwerkberaad.flows import What, today_for
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import NotApprovedError, require_permit
from tests.builders import World, approve_everybody, build_case, person_called


def test_with_spoed_somebody_is_invited_before_approval_with_a_reason(
    store: Store, world: World, clock: MovableClock
) -> None:
    actor = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock, urgent=True)
        joke = person_called(session, case, "Joke")
        with pytest.raises(NotApprovedError):
            require_permit(session, case=case, person=joke)
        with pytest.raises(ReasonMissingError):
            start_early(session, actor, case=case, reason="  ", now=clock.now())
        start_early(session, actor, case=case, reason="Vanmiddag is het beraad.", now=clock.now())
        session.flush()
        require_permit(session, case=case, person=joke)


def test_a_refusal_holds_also_with_spoed(store: Store, world: World, clock: MovableClock) -> None:
    actor = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock, urgent=True)
        joke, marloes = person_called(session, case, "Joke"), person_called(session, case, "Marloes")
        start_early(session, actor, case=case, reason="Vanmiddag is het beraad.", now=clock.now())
        record_approval(
            session,
            actor,
            case=case,
            principal=marloes,
            member=joke,
            invite=False,
            text="",
            how=HowGiven.PHONE,
            now=clock.now(),
        )
        session.flush()
        with pytest.raises(NotApprovedError):
            require_permit(session, case=case, person=joke)


def test_without_spoed_approval_comes_first(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock)
        with pytest.raises(NotUrgentError):
            start_early(session, actor_for(world.facilitator), case=case, reason="Haast.", now=clock.now())


def test_what_was_skipped_with_spoed_stands_on_vandaag_until_it_is_done(
    store: Store, world: World, clock: MovableClock
) -> None:
    actor = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock, urgent=True)
        start_early(session, actor, case=case, reason="Vanmiddag is het beraad.", now=clock.now())
        session.flush()
        lines = [line.what for line in today_for(session, actor, now=clock.now()).calls]
        assert What.APPROVAL_AFTERWARDS in lines
        approve_everybody(session, actor, case, clock)
        session.flush()
        lines = [line.what for line in today_for(session, actor, now=clock.now()).calls]
        assert What.APPROVAL_AFTERWARDS not in lines
