"""Who may open which case: one's own alone, from a declaration of independence to a replacement."""

from datetime import timedelta

import pytest

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import (
    Case,
    IndependenceMissingError,
    Phase,
    TakenError,
    assign_case,
    assignments_of,
    caseload,
    declare_independence,
    get_case,
    move_to,
    replace_facilitator,
    waiting_cases,
)
from netwerkberaad.foundation.access import Actor, ActorKind, Permission
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, build_request

WORDS = "Ik help niemand in deze casus en ken de gezinsleden niet."


@pytest.fixture
def request_case(store: Store, world: World, clock: MovableClock) -> Case:
    """A request that waits."""
    with store.writing() as session:
        return build_request(session, world, clock)


def test_another_region_sees_no_request_of_this_one(store: Store, world: World, request_case: Case) -> None:
    stranger = actor_for(world.foreign_facilitator)
    with store.reading() as session:
        assert waiting_cases(session, stranger) == []
        for permission in Permission:
            with pytest.raises(NotFoundError):
                get_case(session, stranger, request_case.id, permission)


def test_a_given_case_is_closed_to_its_gespreksleider_until_independence_is_declared(
    store: Store, world: World, clock: MovableClock, request_case: Case
) -> None:
    actor, coordinator = actor_for(world.facilitator), actor_for(world.coordinator)
    with store.writing() as session:
        case = get_case(session, coordinator, request_case.id, Permission.ASSIGN_CASE)
        assign_case(session, coordinator, case=case, facilitator=world.facilitator, now=clock.now())
    with store.reading() as session:
        assert waiting_cases(session, actor)[0].assigned_to == world.facilitator.id
        assert waiting_cases(session, actor_for(world.other_facilitator)) == []
        assert waiting_cases(session, coordinator)[0].assigned_to == world.facilitator.id
        with pytest.raises(NotFoundError):
            get_case(session, actor, case.id)
    with store.writing() as session:
        given = get_case(session, actor, case.id, Permission.CLAIM_CASE)
        with pytest.raises(IndependenceMissingError):
            declare_independence(session, actor, case=given, words=" ", now=clock.now())
        declare_independence(session, actor, case=given, words=WORDS, now=clock.now())
    with store.reading() as session:
        assert get_case(session, actor, case.id).phase is Phase.PREPARATION


def test_gespreksleiders_of_one_region_cannot_open_each_others_cases(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        case_id = build_case(session, world, clock).id
    with store.reading() as session:
        assert get_case(session, actor_for(world.facilitator), case_id).id == case_id
        for staff in (
            world.other_facilitator,
            world.coordinator,
            world.admin,
            world.privacy_officer,
            world.analyst,
        ):
            for permission in (Permission.READ_CASE, Permission.CHANGE_CASE, Permission.REOPEN_CASE):
                with pytest.raises(NotFoundError):
                    get_case(session, actor_for(staff), case_id, permission)
        assert caseload(session, actor_for(world.other_facilitator)) == []


def test_a_guest_gets_no_further_than_their_own_case(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock)
        other = build_case(session, world, clock)
    guest = Actor(ActorKind.GUEST, case.id, world.region.id, case_id=case.id, proven=True)
    with store.reading() as session:
        assert get_case(session, guest, case.id, Permission.READ_OWN_PART).id == case.id
        for case_id, permission in ((other.id, Permission.READ_OWN_PART), (case.id, Permission.READ_CASE)):
            with pytest.raises(NotFoundError):
                get_case(session, guest, case_id, permission)


def test_who_is_replaced_loses_the_case_at_once(store: Store, world: World, clock: MovableClock) -> None:
    old, new, coordinator = (
        actor_for(s) for s in (world.facilitator, world.other_facilitator, world.coordinator)
    )
    with store.writing() as session:
        case = build_case(session, world, clock)
        move_to(session, old, case=case, phase=Phase.INVITING, now=clock.now())
    with store.writing() as session:
        clock.advance(timedelta(days=1))
        case = get_case(session, coordinator, case.id, Permission.ASSIGN_CASE)
        with pytest.raises(TakenError):
            replace_facilitator(
                session, coordinator, case=case, facilitator=world.facilitator, now=clock.now()
            )
        replace_facilitator(
            session, coordinator, case=case, facilitator=world.other_facilitator, now=clock.now()
        )
    with store.writing() as session:
        with pytest.raises(NotFoundError):
            get_case(session, old, case.id)
        given = get_case(session, new, case.id, Permission.CLAIM_CASE)
        declare_independence(session, new, case=given, words=WORDS, now=clock.now())
    with store.reading() as session:
        taken = get_case(session, new, case.id)
        assert taken.phase is Phase.INVITING
        assert [row.facilitator_id for row in assignments_of(session, taken)] == [
            world.facilitator.id,
            world.other_facilitator.id,
        ]
