"""A unit of work keeps its change and its audit entries together, or neither."""

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import Region
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.audit import AuditEntry, Entry, Outcome, Who
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.foundation.core.limits import LimitHit, keep_tries
from netwerkberaad.foundation.vault import SYSTEM_SCOPE, ScopeKey, Store
from tests.builders import World

TRIED = audit.declare("test.store_tried", "test")


def entry(now: datetime) -> Entry:
    return Entry(TRIED, Who(kind="system"), now, outcome=Outcome.DONE)


def work(session: Session, now: datetime) -> None:
    session.add(LimitHit(id=new_id(), bucket="work", at=now))
    audit.record(session, entry(now))


def written(store: Store) -> tuple[int, int]:
    with store.reading() as session:
        hits = session.scalar(select(func.count()).select_from(LimitHit)) or 0
        entries = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    return hits, entries


def test_work_that_ends_well_is_kept_with_its_entries(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        work(session, clock.now())
    assert written(store) == (1, 1)


def refused(store: Store, now: datetime, error: type[Exception], *, tried: bool = False) -> None:
    with store.writing() as session:
        work(session, now)
        session.flush()  # it has reached the database before it fails
        if tried:
            keep_tries(session)
        raise error


@pytest.mark.parametrize("error", [DomainError, RuntimeError])
def test_work_that_fails_leaves_nothing(store: Store, clock: MovableClock, error: type[Exception]) -> None:
    with pytest.raises(error):
        refused(store, clock.now(), error)
    assert written(store) == (0, 0)


def test_a_refusal_that_counted_a_try_keeps_what_was_written(store: Store, clock: MovableClock) -> None:
    with pytest.raises(DomainError):
        refused(store, clock.now(), DomainError, tried=True)
    assert written(store) == (1, 1)


def test_a_fault_of_the_program_is_undone_also_after_a_try(store: Store, clock: MovableClock) -> None:
    with pytest.raises(RuntimeError):
        refused(store, clock.now(), RuntimeError, tried=True)
    assert written(store) == (0, 0)


def test_reading_puts_on_record_what_was_looked_at(store: Store, clock: MovableClock) -> None:
    with store.reading() as session:
        audit.record(session, entry(clock.now()))
    assert written(store) == (0, 1)


def test_a_denial_is_recorded_in_a_transaction_of_its_own(store: Store, clock: MovableClock) -> None:
    store.record([entry(clock.now())])
    store.record([])
    assert written(store) == (0, 1)


def test_preparing_twice_keeps_the_key_of_the_system(store: Store, clock: MovableClock) -> None:
    with store.reading() as session:
        before = session.get_one(ScopeKey, SYSTEM_SCOPE).wrapped
    store.prepare(now=clock.now())
    with store.reading() as session:
        assert session.get_one(ScopeKey, SYSTEM_SCOPE).wrapped == before


def test_a_value_may_be_set_on_a_row_that_has_to_be_read_again(
    sqlite_store: Store, sqlite_world: World
) -> None:
    with sqlite_store.writing() as session:
        region = session.get_one(Region, sqlite_world.region.id)
        session.expire(region)
        region.name = "Tholen"
    with sqlite_store.reading() as session:
        assert session.get_one(Region, sqlite_world.region.id).name == "Tholen"
