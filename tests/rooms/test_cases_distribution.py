"""Spreading requests over gespreksleiders, and independence."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from netwerkberaad.accounts import Profile, Staff, actor_for, add_staff
from netwerkberaad.cases import (
    AssignedHow,
    Case,
    IndependenceMissingError,
    NotAssignedError,
    NotFacilitatorError,
    OwnRequestError,
    Phase,
    TakenError,
    assign_case,
    assignments_of,
    caseload,
    claim_case,
    current_assignment,
    declare_independence,
    get_case,
    load_per_facilitator,
    mark_contacted,
    waiting_case,
    waiting_cases,
)
from netwerkberaad.foundation.access import Permission, Role
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, build_request, member, principal

WORDS = "Ik help niemand in deze casus en ken de gezinsleden niet."


def _claim(case: Case, store: Store, who: Staff, clock: MovableClock, *, independent: bool = True) -> None:
    with store.writing() as session:
        actor = actor_for(who)
        waiting = get_case(session, actor, case.id, Permission.CLAIM_CASE)
        claim_case(session, actor, case=waiting, words=WORDS, independent=independent, now=clock.now())


@pytest.fixture
def request_case(store: Store, world: World, clock: MovableClock) -> Case:
    """A request that waits."""
    with store.writing() as session:
        return build_request(session, world, clock)


def test_the_waiting_list_tells_first_names_and_no_content(
    store: Store, world: World, request_case: Case
) -> None:
    with store.reading() as session:
        waiting = waiting_cases(session, actor_for(world.facilitator))
    assert [view.id for view in waiting] == [request_case.id]
    assert waiting[0].first_names == ("Marloes",)
    assert waiting[0].listed == 1
    assert waiting[0].municipality == "Middelburg"
    assert waiting[0].may_claim
    assert "zin meer zeggen" not in str(waiting)
    assert "Nooijer" not in str(waiting)


def test_spoed_comes_first_and_then_what_waits_longest(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        old = build_request(session, world, clock).id
        clock.advance(timedelta(days=1))
        new = build_request(session, world, clock).id
        urgent = build_request(session, world, clock, urgent=True).id
    with store.reading() as session:
        assert [view.id for view in waiting_cases(session, actor_for(world.coordinator))] == [
            urgent,
            old,
            new,
        ]


def test_claiming_begins_the_preparation_and_tells_the_aanmelder_who_calls(
    store: Store, world: World, clock: MovableClock, request_case: Case
) -> None:
    _claim(request_case, store, world.facilitator, clock)
    with store.reading() as session:
        case = get_case(session, actor_for(world.facilitator), request_case.id)
        assignment = current_assignment(session, case)
        assert case.phase is Phase.PREPARATION
        assert case.next_contact_staff_id == world.facilitator.id
        assert assignment is not None
        assert (assignment.how, assignment.words, assignment.independent_at) == (
            AssignedHow.CLAIMED,
            WORDS,
            clock.now(),
        )
        assert waiting_cases(session, actor_for(world.facilitator)) == []


def test_nobody_claims_without_declaring_independence(
    store: Store, world: World, clock: MovableClock, request_case: Case
) -> None:
    with pytest.raises(IndependenceMissingError) as caught:
        _claim(request_case, store, world.facilitator, clock, independent=False)
    assert caught.value.field == "independent"


def test_who_asked_for_the_beraad_cannot_claim_it(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        both = add_staff(
            session,
            actor_for(world.admin),
            region=world.region,
            organisation=world.organisation,
            profile=Profile(first="Jet", last="de Visser", mail="jet@example.org"),
            roles=[Role.REFERRER, Role.FACILITATOR],
            now=clock.now(),
        )
        case = build_request(session, replace(world, referrer=both), clock)
        view = waiting_case(session, actor_for(both), case=case)
        assert not view.may_claim
        with pytest.raises(OwnRequestError):
            claim_case(session, actor_for(both), case=case, words=WORDS, independent=True, now=clock.now())
        with pytest.raises(OwnRequestError):
            assign_case(session, actor_for(world.coordinator), case=case, facilitator=both, now=clock.now())
    with store.reading() as session, pytest.raises(DeniedError):
        get_case(session, actor_for(both), case.id, Permission.CLAIM_CASE)


def test_a_case_is_claimed_once(store: Store, world: World, clock: MovableClock, request_case: Case) -> None:
    with store.writing() as session:
        seen_by_both = get_case(
            session, actor_for(world.other_facilitator), request_case.id, Permission.CLAIM_CASE
        )
        first, second = actor_for(world.facilitator), actor_for(world.other_facilitator)
        claim_case(session, first, case=seen_by_both, words=WORDS, independent=True, now=clock.now())
        with pytest.raises(TakenError):
            claim_case(session, second, case=seen_by_both, words=WORDS, independent=True, now=clock.now())


def test_of_two_who_claim_at_the_same_moment_one_gets_the_case(
    store: Store, world: World, clock: MovableClock, request_case: Case
) -> None:
    together = Barrier(2)

    def attempt(who: Staff) -> bool:
        together.wait()
        try:
            _claim(request_case, store, who, clock)
        except (TakenError, NotFoundError):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(attempt, [world.facilitator, world.other_facilitator]))
    assert sorted(got) == [False, True]
    with store.reading() as session:
        case = session.get_one(Case, request_case.id)
        assert len(assignments_of(session, case)) == 1


def test_only_the_one_it_was_given_to_declares(
    store: Store, world: World, clock: MovableClock, request_case: Case
) -> None:
    other = actor_for(world.other_facilitator)
    with store.writing() as session:
        case = get_case(session, other, request_case.id, Permission.CLAIM_CASE)
        with pytest.raises(NotAssignedError):
            declare_independence(session, other, case=case, words=WORDS, now=clock.now())
        assign_case(
            session, actor_for(world.coordinator), case=case, facilitator=world.facilitator, now=clock.now()
        )
        with pytest.raises(NotAssignedError):
            declare_independence(session, other, case=case, words=WORDS, now=clock.now())
        with pytest.raises(TakenError):
            claim_case(session, other, case=case, words=WORDS, independent=True, now=clock.now())


def test_a_case_goes_only_to_a_gespreksleider_of_the_region(
    store: Store, world: World, clock: MovableClock, request_case: Case
) -> None:
    coordinator = actor_for(world.coordinator)
    with store.writing() as session:
        case = get_case(session, coordinator, request_case.id, Permission.ASSIGN_CASE)
        for staff in (world.admin, world.referrer, world.foreign_facilitator):
            with pytest.raises(NotFacilitatorError):
                assign_case(session, coordinator, case=case, facilitator=staff, now=clock.now())
        with pytest.raises(NotFacilitatorError):
            claim_case(session, coordinator, case=case, words=WORDS, independent=True, now=clock.now())


def test_the_load_counts_open_cases_of_the_region(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        build_case(session, world, clock)
        build_case(session, world, clock)
        build_request(session, world, clock)
    with store.reading() as session:
        assert load_per_facilitator(session, actor_for(world.coordinator)) == {world.facilitator.id: 2}
        assert load_per_facilitator(session, actor_for(world.foreign_facilitator)) == {}


def test_a_caseload_shows_a_title_per_case(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        build_case(
            session, world, clock, principals=[principal("Marloes"), principal("Rik")], invitees=[member()]
        )
        clock.advance(timedelta(days=1))
        build_case(session, world, clock, principals=[principal("Jayden")], urgent=True)
    with store.reading() as session:
        rows = caseload(session, actor_for(world.facilitator))
        assert [(row.title, row.urgent) for row in rows] == [("Jayden", True), ("Marloes en Rik", False)]
        assert caseload(session, actor_for(world.facilitator), limit=1, offset=1)[0].title == "Marloes en Rik"
        assert caseload(session, actor_for(world.facilitator), closed=True) == []


def test_the_promised_contact_is_kept_once(store: Store, world: World, clock: MovableClock) -> None:
    actor = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock)
        mark_contacted(session, actor, case=case, now=clock.now())
        first = clock.now()
        clock.advance(timedelta(hours=1))
        assert mark_contacted(session, actor, case=case, now=clock.now()).contacted_at == first
