"""Taking away the second step of a colleague: by two persons, not its owner, within two days."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from netwerkberaad.accounts import (
    NoSecondStepError,
    ReasonMissingError,
    ResetAskedError,
    SecondPersonError,
    SecondStepReset,
    Staff,
    actor_for,
    drop_reset,
    end_staff,
    get_reset,
    get_staff,
    has_second_step,
    open_resets,
    propose_reset,
    sweep_resets,
)
from netwerkberaad.accounts.resetting import STANDS
from netwerkberaad.flows import reset_second_step
from netwerkberaad.foundation.access import Actor, system_actor
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.links import sessions_of, start_session
from netwerkberaad.foundation.messages import MessageKind, OutboxMessage
from netwerkberaad.foundation.vault import Store
from tests.authenticator import give_second_step
from tests.builders import World

BASE = "https://beraad.example.nl"
REASON = "telefoon gestolen, zij belde mij vanmorgen"


@pytest.fixture
def locked_out(store: Store, world: World, clock: MovableClock) -> Staff:
    """Wilma, who has a second step and an open session."""
    with store.writing() as session:
        give_second_step(session, staff(session.get(Staff, world.facilitator.id)), clock)
        start_session(session, scope_id=world.region.id, staff_id=world.facilitator.id, now=clock.now())
    return world.facilitator


def staff(found: Staff | None) -> Staff:
    assert found is not None
    return found


def propose(store: Store, actor: Actor, who: Staff, clock: MovableClock, reason: str = REASON) -> None:
    with store.writing() as session:
        person = staff(get_staff(session, who.id))
        propose_reset(session, actor, staff=person, reason=reason, now=clock.now())


def confirm(store: Store, actor: Actor, clock: MovableClock) -> None:
    with store.writing() as session:
        reset = session.scalars(select(SecondStepReset)).one()
        reset_second_step(session, actor, reset=reset, base_url=BASE, now=clock.now())


def events(store: Store) -> list[str]:
    with store.reading() as session:
        asked = select(AuditEntry.action).where(AuditEntry.action.startswith("staff.second_step_reset"))
        return list(session.scalars(asked.order_by(AuditEntry.at)))


@pytest.mark.parametrize("second", ["coordinator", "another beheerder"])
def test_with_a_second_person_the_second_step_the_sessions_and_the_proposal_are_gone(
    store: Store, world: World, clock: MovableClock, locked_out: Staff, second: str
) -> None:
    propose(store, actor_for(world.admin), locked_out, clock)
    if second != "coordinator":
        with store.writing() as session:
            staff(get_staff(session, world.analyst.id)).role_words = "admin"
    with store.reading() as session:
        other = world.coordinator if second == "coordinator" else staff(get_staff(session, world.analyst.id))
        by = actor_for(other)
    clock.advance(timedelta(hours=47))
    confirm(store, by, clock)
    with store.reading() as session:
        assert not has_second_step(session, locked_out)
        assert sessions_of(session, staff_id=locked_out.id, now=clock.now()) == []
        assert session.scalars(select(SecondStepReset)).all() == []
    assert events(store) == ["staff.second_step_reset_proposed", "staff.second_step_reset"]


def test_its_owner_is_told_by_mail_without_the_reason(
    store: Store, world: World, clock: MovableClock, locked_out: Staff
) -> None:
    propose(store, actor_for(world.admin), locked_out, clock)
    confirm(store, actor_for(world.coordinator), clock)
    with store.reading() as session:
        message = session.scalars(select(OutboxMessage)).one()
        assert message.kind is MessageKind.ACCOUNT_CHANGED
        assert message.recipient == locked_out.profile.mail
        for part in (message.letter.text, message.letter.html):
            assert "tweede stap" in part
            assert "telefoon gestolen" not in part


@pytest.mark.parametrize("who", ["admin", "facilitator"])
def test_neither_who_proposed_it_nor_its_owner_confirms(
    store: Store, world: World, clock: MovableClock, locked_out: Staff, who: str
) -> None:
    with store.writing() as session:
        staff(get_staff(session, locked_out.id)).role_words = "admin facilitator"
    propose(store, actor_for(world.admin), locked_out, clock)
    with store.reading() as session:
        actor = actor_for(staff(get_staff(session, getattr(world, who).id)))
    with pytest.raises(SecondPersonError):
        confirm(store, actor, clock)
    with store.reading() as session:
        assert has_second_step(session, locked_out)


@pytest.mark.parametrize("who", ["referrer", "other_facilitator", "privacy_officer", "analyst"])
def test_nobody_else_proposes_or_confirms(
    store: Store, world: World, clock: MovableClock, locked_out: Staff, who: str
) -> None:
    with pytest.raises(DeniedError):
        propose(store, actor_for(getattr(world, who)), locked_out, clock)
    propose(store, actor_for(world.admin), locked_out, clock)
    with pytest.raises(DeniedError):
        confirm(store, actor_for(getattr(world, who)), clock)


def test_a_coordinator_proposes_nothing(
    store: Store, world: World, clock: MovableClock, locked_out: Staff
) -> None:
    with pytest.raises(DeniedError):
        propose(store, actor_for(world.coordinator), locked_out, clock)


def test_a_proposal_about_ones_own_account_without_a_reason_twice_or_about_nothing_is_refused(
    store: Store, world: World, clock: MovableClock, locked_out: Staff
) -> None:
    ties = actor_for(world.admin)
    with pytest.raises(SecondPersonError):
        propose(store, ties, world.admin, clock)
    with pytest.raises(NoSecondStepError):
        propose(store, ties, world.referrer, clock)
    with pytest.raises(ReasonMissingError):
        propose(store, ties, locked_out, clock, reason="  ")
    propose(store, ties, locked_out, clock)
    with pytest.raises(ResetAskedError):
        propose(store, ties, locked_out, clock)


def test_after_two_days_it_lapses_and_can_be_proposed_again(
    store: Store, world: World, clock: MovableClock, locked_out: Staff
) -> None:
    propose(store, actor_for(world.admin), locked_out, clock)
    clock.advance(STANDS)
    with pytest.raises(NotFoundError):
        confirm(store, actor_for(world.coordinator), clock)
    with store.reading() as session:
        assert open_resets(session, actor_for(world.coordinator), now=clock.now()) == []
    propose(store, actor_for(world.admin), locked_out, clock)
    clock.advance(STANDS)
    with store.writing() as session:
        assert sweep_resets(session, clock.now()) == 1


def test_a_proposal_that_is_dropped_changes_nothing(
    store: Store, world: World, clock: MovableClock, locked_out: Staff
) -> None:
    propose(store, actor_for(world.admin), locked_out, clock)
    with store.writing() as session:
        reset = session.scalars(select(SecondStepReset)).one()
        drop_reset(session, actor_for(world.admin), reset=reset, now=clock.now())
    with store.reading() as session:
        assert has_second_step(session, locked_out)
    assert "staff.second_step_reset_dropped" in events(store)


def test_its_owner_and_other_regions_do_not_see_it(
    store: Store, world: World, clock: MovableClock, locked_out: Staff
) -> None:
    propose(store, actor_for(world.admin), locked_out, clock)
    with store.reading() as session:
        reset = session.scalars(select(SecondStepReset)).one()
        for actor in (actor_for(locked_out), actor_for(world.foreign_facilitator)):
            assert open_resets(session, actor, now=clock.now()) == []
            with pytest.raises(NotFoundError):
                get_reset(session, actor, reset.id, now=clock.now())


def test_the_end_of_the_account_takes_the_proposal_along(
    store: Store, world: World, clock: MovableClock, locked_out: Staff
) -> None:
    propose(store, actor_for(world.admin), locked_out, clock)
    with store.writing() as session:
        person = staff(get_staff(session, locked_out.id))
        end_staff(session, system_actor(world.region.id), staff=person, now=clock.now())
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(SecondStepReset)) == 0


def test_the_reason_is_sealed(store: Store, world: World, clock: MovableClock, locked_out: Staff) -> None:
    propose(store, actor_for(world.admin), locked_out, clock)
    with store.reading() as session:
        kept = bytes(session.scalars(text("SELECT reason_sealed FROM second_step_reset")).one())
        assert b"telefoon" not in kept
        assert session.scalars(select(SecondStepReset)).one().reason == REASON
