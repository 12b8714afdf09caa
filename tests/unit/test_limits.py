"""Rate limits count every try, forget old ones and tell nobody who tried."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.limits import (
    Limit,
    LimitHit,
    count_try,
    forget_tries,
    keep_tries,
    sweep_tries,
    tries_count,
)
from netwerkberaad.foundation.vault import Store

THREE = Limit("test/three", 3, timedelta(minutes=15))


def tried(store: Store, clock: MovableClock, subject: str = "somebody", limit: Limit = THREE) -> bool:
    with store.writing() as session:
        return count_try(session, limit, subject, now=clock.now())


def kept(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(LimitHit)) or 0


def test_the_fourth_of_three_is_too_many(store: Store, clock: MovableClock) -> None:
    assert [tried(store, clock) for _ in range(4)] == [True, True, True, False]


def test_subjects_and_limits_do_not_share_a_count(store: Store, clock: MovableClock) -> None:
    for _ in range(4):
        tried(store, clock)
    assert tried(store, clock, "somebody else")
    assert tried(store, clock, limit=Limit("test/other", 1, timedelta(minutes=15)))


def test_old_tries_no_longer_count_and_are_forgotten(store: Store, clock: MovableClock) -> None:
    for _ in range(4):
        tried(store, clock)
    clock.advance(THREE.within - timedelta(seconds=1))
    assert not tried(store, clock)
    clock.advance(timedelta(minutes=15))
    assert tried(store, clock)
    assert kept(store) == 1


def test_success_begins_anew(store: Store, clock: MovableClock) -> None:
    for _ in range(4):
        tried(store, clock)
    with store.writing() as session:
        forget_tries(session, THREE, "somebody")
    assert tried(store, clock)


def test_sweeping_deletes_what_no_limit_looks_at(store: Store, clock: MovableClock) -> None:
    tried(store, clock, "one")
    clock.advance(timedelta(days=1))
    tried(store, clock, "other")
    with store.writing() as session:
        assert sweep_tries(session, clock.now()) == 1
    assert kept(store) == 1


def test_the_table_does_not_name_the_subject(store: Store, clock: MovableClock) -> None:
    tried(store, clock, "wilma.poppe@example.org")
    with store.reading() as session:
        assert "wilma" not in session.scalars(select(LimitHit.bucket)).one()


def test_only_a_refusal_that_says_so_is_kept(store: Store) -> None:
    with store.reading() as session:
        assert not tries_count(session)
        keep_tries(session)
        assert tries_count(session)
    with store.reading() as session:
        assert not tries_count(session)


@pytest.mark.postgres
def test_of_many_at_once_no_more_get_through_than_may(postgres_store: Store, clock: MovableClock) -> None:
    answers: list[bool] = []
    start = threading.Barrier(6)

    def one() -> None:
        start.wait()
        answers.append(tried(postgres_store, clock))

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, False, True, True, True]
