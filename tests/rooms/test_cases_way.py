"""The way of a case: forward, back with a reason, closed and taken up again."""

from datetime import date, timedelta

import pytest

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import (
    PHASES,
    CaseClosedError,
    Closing,
    IndependenceMissingError,
    Outcome,
    Phase,
    ReasonMissingError,
    StepState,
    WayNotOpenError,
    end_way,
    get_case,
    move_to,
    resume_way,
    transitions_of,
    way_of,
)
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, build_request

TODAY = date(2026, 3, 2)


@pytest.fixture
def wilma(world: World) -> Actor:
    """The gespreksleider of every case here."""
    return actor_for(world.facilitator)


def test_the_way_goes_forward_freely_and_back_with_a_reason(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock)
        clock.advance(timedelta(days=10))
        move_to(session, wilma, case=case, phase=Phase.INVITING, now=clock.now())
        inviting = clock.now()
        assert move_to(session, wilma, case=case, phase=Phase.INVITING, now=clock.now()) is None
        clock.advance(timedelta(days=14))
        move_to(session, wilma, case=case, phase=Phase.PLAN, now=clock.now())
        with pytest.raises(ReasonMissingError) as caught:
            move_to(session, wilma, case=case, phase=Phase.PREPARATION, now=clock.now(), reason="  ")
        assert caught.value.field == "reason"
        way = way_of(session, case)
        assert [step.phase for step in way] == list(PHASES)
        assert [step.state for step in way][2:] == [
            *(StepState.DONE, StepState.DONE, StepState.SKIPPED),
            *(StepState.NOW, StepState.TODO, StepState.TODO),
        ]
        assert (way[3].since, way[3].until) == (inviting, clock.now())
        assert way[4].since is None
        clock.advance(timedelta(hours=1))
        move_to(
            session,
            wilma,
            case=case,
            phase=Phase.INVITING,
            now=clock.now(),
            reason="Rik wil zijn broer erbij.",
        )
        steps = transitions_of(session, case)
        assert (steps[-1].phase, steps[-1].reason) == (Phase.INVITING, "Rik wil zijn broer erbij.")
        assert steps[-1].staff_id == world.facilitator.id


def test_no_step_is_taken_before_independence_is_declared(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = build_request(session, world, clock)
        with pytest.raises(IndependenceMissingError):
            move_to(session, wilma, case=case, phase=Phase.INVITING, now=clock.now())


def test_a_closed_case_takes_no_step_and_goes_on_where_it_was(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    closing = Closing(outcome=Outcome.NO_JOINT_PLAN)
    with store.writing() as session:
        case = build_case(session, world, clock)
        move_to(session, wilma, case=case, phase=Phase.INVITING, now=clock.now())
        with pytest.raises(WayNotOpenError):
            move_to(session, wilma, case=case, phase=Phase.CLOSED, now=clock.now())
        with pytest.raises(WayNotOpenError):
            resume_way(session, wilma, case=case, reason="Toch wel.", now=clock.now())
        clock.advance(timedelta(days=1))
        end_way(session, wilma, case=case, closing=closing, now=clock.now())
        assert case.closed_at == clock.now()
        with pytest.raises(CaseClosedError):
            end_way(session, wilma, case=case, closing=closing, now=clock.now())
        with pytest.raises(CaseClosedError):
            move_to(session, wilma, case=case, phase=Phase.PLAN, now=clock.now())
        clock.advance(timedelta(days=1))
        with pytest.raises(ReasonMissingError):
            resume_way(session, wilma, case=case, reason="", now=clock.now())
        resume_way(session, wilma, case=case, reason="Marloes belde: het kan toch.", now=clock.now())
    with store.reading() as session:
        again = get_case(session, wilma, case.id)
        assert (again.phase, again.closed_at, again.open) == (Phase.INVITING, None, True)
