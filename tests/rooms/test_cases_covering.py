"""Covering for a colleague: all cases of who is away, in those days alone, after a declaration for each."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from netwerkberaad.accounts import Staff, actor_for
from netwerkberaad.cases import (
    Case,
    IndependenceMissingError,
    NotFacilitatorError,
    Phase,
    caseload,
    get_case,
    move_to,
    replace_facilitator,
)
from netwerkberaad.cases.standing import (
    BadPeriodError,
    CoverOverlapError,
    arrange_cover,
    case_to_cover,
    covered_cases,
    covers_of,
    declare_cover,
    end_cover,
    standing_of,
)
from netwerkberaad.flows import today_for
from netwerkberaad.foundation.access import Actor, Permission
from netwerkberaad.foundation.core.audit import AuditEntry, Basis
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


@pytest.fixture
def case(store: Store, world: World, clock: MovableClock) -> Case:
    """A case of the gespreksleider."""
    with store.writing() as session:
        return build_case(session, world, clock)


def arranged(
    store: Store, clock: MovableClock, world: World, *, first: date = MONDAY, last: date = FRIDAY
) -> None:
    """The gespreksleider names her colleague."""
    with store.writing() as session:
        arrange_cover(
            session,
            actor_for(world.facilitator),
            cover=world.other_facilitator,
            first=first,
            last=last,
            now=clock.now(),
        )


def declared(store: Store, clock: MovableClock, staff: Staff, case: Case) -> None:
    """The cover declares independence for this case."""
    with store.writing() as session:
        wanted, cover = case_to_cover(session, actor_for(staff), case.id, now=clock.now())
        declare_cover(
            session, actor_for(staff), case=wanted, cover=cover, words="Ik ken niemand.", now=clock.now()
        )


def may_work(store: Store, clock: MovableClock, staff: Staff, case: Case) -> bool:
    """Whether this member of staff may read and change the case."""
    with store.reading() as session:
        actor = standing_of(session, actor_for(staff), now=clock.now())
        try:
            get_case(session, actor, case.id)
            get_case(session, actor, case.id, Permission.CHANGE_CASE)
        except NotFoundError:
            return False
        return True


def test_a_cover_works_in_a_case_after_the_declaration_and_until_the_last_day_is_over(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    joanna = world.other_facilitator
    arranged(store, clock, world)
    assert not may_work(store, clock, joanna, case)
    declared(store, clock, joanna, case)
    assert may_work(store, clock, joanna, case)
    assert may_work(store, clock, world.facilitator, case)
    clock.advance(timedelta(days=4, hours=13, minutes=59))  # Friday, one minute to midnight
    assert may_work(store, clock, joanna, case)
    clock.advance(timedelta(minutes=1))
    assert not may_work(store, clock, joanna, case)
    with store.reading() as session:
        assert covers_of(session, actor_for(world.facilitator), now=clock.now()) == []


def test_a_cover_that_is_still_to_come_opens_nothing(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    arranged(store, clock, world, first=FRIDAY)
    with pytest.raises(NotFoundError):
        declared(store, clock, world.other_facilitator, case)
    with store.reading() as session:
        for staff in (world.facilitator, world.other_facilitator):
            assert len(covers_of(session, actor_for(staff), now=clock.now())) == 1


def test_what_a_cover_does_stands_in_the_log_as_covering(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    arranged(store, clock, world)
    declared(store, clock, world.other_facilitator, case)
    with store.writing() as session:
        actor = standing_of(session, actor_for(world.other_facilitator), now=clock.now()).in_case(case.id)
        own = get_case(session, actor, case.id, Permission.CHANGE_CASE)
        move_to(session, actor, case=own, phase=Phase.INVITING, now=clock.now())
    with store.reading() as session:
        moved = session.scalars(select(AuditEntry).where(AuditEntry.action == "case.moved")).all()
    assert [(entry.actor_id, entry.basis, entry.emergency) for entry in moved] == [
        (world.other_facilitator.id, Basis.COVER, False)
    ]


def test_who_asked_for_the_beraad_covers_all_but_that_case(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    with store.writing() as session:
        own_request = build_case(session, world, clock)
        own_request.referrer_id = world.other_facilitator.id
    arranged(store, clock, world)
    with store.reading() as session:
        joanna = actor_for(world.other_facilitator)
        assert [view.id for _cover, view in covered_cases(session, joanna, now=clock.now())] == [case.id]
    with pytest.raises(NotFoundError):
        declared(store, clock, world.other_facilitator, own_request)
    sly = Actor(joanna.kind, joanna.id, joanna.region_id, joanna.roles, covers=frozenset({own_request.id}))
    with store.reading() as session, pytest.raises(NotFoundError):
        get_case(session, sly, own_request.id)


def test_covered_cases_stand_in_the_lists_only_when_declared(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    def seen() -> tuple[int, int]:
        with store.reading() as session:
            actor = standing_of(session, actor_for(world.other_facilitator), now=clock.now())
            return len(caseload(session, actor)), today_for(session, actor, now=clock.now()).totals.preparing

    arranged(store, clock, world)
    assert seen() == (0, 0)
    declared(store, clock, world.other_facilitator, case)
    assert seen() == (1, 1)


def test_either_of_the_two_ends_it_and_nobody_else(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    arranged(store, clock, world)
    declared(store, clock, world.other_facilitator, case)
    with store.reading() as session:
        cover = covers_of(session, actor_for(world.facilitator), now=clock.now())[0]
    for staff in (world.coordinator, world.foreign_facilitator):
        with store.writing() as session, pytest.raises(NotFoundError):
            end_cover(session, actor_for(staff), cover_id=cover.id, now=clock.now())
    with store.writing() as session:
        end_cover(session, actor_for(world.other_facilitator), cover_id=cover.id, now=clock.now())
    assert not may_work(store, clock, world.other_facilitator, case)


def test_a_case_that_went_to_another_gespreksleider_is_no_longer_covered(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    arranged(store, clock, world)
    declared(store, clock, world.other_facilitator, case)
    with store.writing() as session:
        coordinator = actor_for(world.coordinator)
        own = get_case(session, coordinator, case.id, Permission.ASSIGN_CASE)
        replace_facilitator(
            session, coordinator, case=own, facilitator=world.other_facilitator, now=clock.now()
        )
    assert not may_work(store, clock, world.facilitator, case)
    assert not may_work(store, clock, world.other_facilitator, case)


def test_one_colleague_at_a_time_of_the_same_team_for_a_time_that_is_to_come(
    store: Store, clock: MovableClock, world: World
) -> None:
    arranged(store, clock, world)
    wilma, joanna = actor_for(world.facilitator), world.other_facilitator
    refused: tuple[tuple[Staff, date, date, type[Exception]], ...] = (
        (joanna, FRIDAY, FRIDAY, CoverOverlapError),
        (joanna, date(2026, 3, 10), date(2026, 3, 9), BadPeriodError),
        (joanna, date(2026, 2, 1), date(2026, 3, 1), BadPeriodError),
        (joanna, date(2026, 4, 1), date(2026, 12, 1), BadPeriodError),
        (world.facilitator, date(2026, 4, 1), date(2026, 4, 2), NotFacilitatorError),
        (world.coordinator, date(2026, 4, 1), date(2026, 4, 2), NotFacilitatorError),
        (world.foreign_facilitator, date(2026, 4, 1), date(2026, 4, 2), NotFacilitatorError),
    )
    for cover, first, last, error in refused:
        with store.writing() as session, pytest.raises(error):
            arrange_cover(session, wilma, cover=cover, first=first, last=last, now=clock.now())


def test_a_declaration_needs_words_and_is_made_once(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    arranged(store, clock, world)
    joanna = actor_for(world.other_facilitator)
    with store.writing() as session:
        wanted, cover = case_to_cover(session, joanna, case.id, now=clock.now())
        with pytest.raises(IndependenceMissingError):
            declare_cover(session, joanna, case=wanted, cover=cover, words=" ", now=clock.now())
        first = declare_cover(
            session, joanna, case=wanted, cover=cover, words="Ik ken niemand.", now=clock.now()
        )
        session.flush()  # the declaration must be found by the second
        again = declare_cover(session, joanna, case=wanted, cover=cover, words="Nog eens.", now=clock.now())
        assert again.id == first.id
