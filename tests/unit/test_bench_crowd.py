"""Copies of a case for the bench: whole, apart from each other, and closed to everybody."""

import pytest
from sqlalchemy import func, select

from bench.cases import fix_plan, invite_all, make_case, write_plan
from bench.crowd import fill, pattern_of
from bench.watched import Watched
from netwerkberaad.cases import Assignment, Case, Person
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import SealError, Store
from netwerkberaad.plans import Commitment, FollowUp
from tests.builders import World


def test_a_copy_has_every_row_of_the_case_and_nobody_can_open_it(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        case = make_case(session, world, clock, people=4)
        invite_all(session, world, clock, case, answers=1)
        write_plan(session, world, clock, case, lines=2)
        fix_plan(session, world, clock, case)
    leads = {world.facilitator.id: world.other_facilitator.id}
    fill(store.engine, pattern_of(store.engine, case.id), cases=3, led_by=leads)
    with store.reading() as session:
        for kind, each in ((Case, 1), (Person, 4), (Commitment, 2)):
            assert session.scalar(select(func.count()).select_from(kind)) == 4 * each
        led = select(func.count(Assignment.id)).where(Assignment.facilitator_id == world.other_facilitator.id)
        assert session.scalar(led) == 3
        copy = session.scalars(select(Case).where(Case.id != case.id)).first()
        assert copy is not None
        with pytest.raises(SealError):
            _ = copy.referral


def test_a_table_that_is_walked_through_is_named_once_it_is_large(
    sqlite_store: Store, sqlite_world: World, clock: MovableClock
) -> None:
    with sqlite_store.writing() as session:
        make_case(session, sqlite_world, clock, people=4)
    with Watched(sqlite_store.engine, larger_than=3) as watched, sqlite_store.reading() as session:
        session.scalars(select(Person).where(Person.left_at.is_(None))).all()
        session.scalars(select(Case).where(Case.closed_at.is_(None))).all()
        session.scalars(select(FollowUp).where(FollowUp.sent_at.is_(None))).all()
    assert [one.partition(":")[0] for one in watched.walked] == ["person"]
