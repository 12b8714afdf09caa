"""Sessions end when idle, at their end and when told; what they hold is sealed."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import text

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import (
    WebSession,
    end_session,
    end_sessions_of,
    find_ended,
    find_session,
    is_locked,
    lock_session,
    renew_session,
    sessions_of,
    start_session,
    sweep_sessions,
    touch_session,
    unlock_session,
)
from netwerkberaad.foundation.vault import SYSTEM_SCOPE, Store

WILMA, JOKE = uuid.UUID(int=7), uuid.UUID(int=8)


def start(
    store: Store,
    clock: MovableClock,
    *,
    staff_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    hours: float | None = None,
    data: str = "",
) -> str:
    with store.writing() as session:
        return start_session(
            session,
            scope_id=SYSTEM_SCOPE,
            staff_id=staff_id,
            person_id=person_id,
            data=data,
            now=clock.now(),
            ends_at=None if hours is None else clock.now() + timedelta(hours=hours),
        )


def found(store: Store, clock: MovableClock, token: str, *, touch: bool = False) -> bool:
    with store.writing() as session:
        row = find_session(session, token, now=clock.now())
        if row is not None and touch:
            touch_session(row, clock.now())
        return row is not None


def test_a_session_gives_back_what_it_holds_and_keeps_it_sealed(store: Store, clock: MovableClock) -> None:
    token = start(store, clock, staff_id=WILMA, data='{"taal": "nl-geheim"}')
    with store.reading() as session:
        row = find_session(session, token, now=clock.now())
        assert row is not None
        assert (row.staff_id, row.data) == (WILMA, '{"taal": "nl-geheim"}')
    with store.engine.connect() as connection:
        kept = connection.execute(text("SELECT token_hash, data_sealed FROM web_session")).one()
    assert b"geheim" not in bytes(kept.data_sealed)
    assert token.encode() not in bytes(kept.token_hash)


def test_an_unknown_token_finds_no_session(store: Store, clock: MovableClock) -> None:
    start(store, clock, staff_id=WILMA)
    assert not found(store, clock, "x")


@pytest.mark.parametrize(("who", "minutes"), [("person_id", 60), ("nobody", 60)])
def test_a_session_ends_when_idle(store: Store, clock: MovableClock, who: str, minutes: int) -> None:
    token = start(
        store,
        clock,
        person_id=JOKE if who == "person_id" else None,
    )
    clock.advance(timedelta(minutes=minutes, seconds=-1))
    assert found(store, clock, token, touch=True)
    clock.advance(timedelta(minutes=minutes, seconds=-1))
    assert found(store, clock, token)
    clock.advance(timedelta(seconds=1))
    assert not found(store, clock, token)


def locked(store: Store, clock: MovableClock, token: str) -> bool:
    with store.reading() as session:
        row = find_session(session, token, now=clock.now())
        assert row is not None
        return is_locked(row, clock.now())


def test_a_session_of_staff_locks_when_idle_and_opens_when_they_show_who_they_are(
    store: Store, clock: MovableClock
) -> None:
    token = start(store, clock, staff_id=WILMA)
    clock.advance(timedelta(minutes=30, seconds=-1))
    assert not locked(store, clock, token)
    clock.advance(timedelta(seconds=1))
    assert locked(store, clock, token)
    assert found(store, clock, token, touch=True)
    assert locked(store, clock, token)
    with store.writing() as session:
        row = find_session(session, token, now=clock.now())
        assert row is not None
        unlock_session(row, clock.now())
        assert row.proven_at == clock.now()
    assert not locked(store, clock, token)


def test_a_locked_session_stays_locked_when_it_is_seen(store: Store, clock: MovableClock) -> None:
    token = start(store, clock, staff_id=WILMA)
    with store.writing() as session:
        row = find_session(session, token, now=clock.now())
        assert row is not None
        lock_session(row, clock.now())
    assert found(store, clock, token, touch=True)
    assert locked(store, clock, token)


def test_a_renewed_session_has_another_token(store: Store, clock: MovableClock) -> None:
    token = start(store, clock, staff_id=WILMA, data="wat was getypt")
    with store.writing() as session:
        row = find_session(session, token, now=clock.now())
        assert row is not None
        other = renew_session(row)
    assert not found(store, clock, token)
    with store.reading() as session:
        kept = find_session(session, other, now=clock.now())
        assert kept is not None
        assert kept.data == "wat was getypt"


@pytest.mark.parametrize(("hours", "ends_after"), [(None, 12), (2, 2), (48, 12)])
def test_a_session_ends_however_busy_it_is(
    store: Store, clock: MovableClock, hours: float | None, ends_after: int
) -> None:
    token = start(store, clock, staff_id=WILMA, hours=hours)
    for _ in range(ends_after * 4 - 1):
        clock.advance(timedelta(minutes=15))
        assert found(store, clock, token, touch=True)
    clock.advance(timedelta(minutes=15))
    assert not found(store, clock, token)


def test_signing_out_ends_one_session(store: Store, clock: MovableClock) -> None:
    token, other = start(store, clock, staff_id=WILMA), start(store, clock, staff_id=WILMA)
    with store.writing() as session:
        row = find_session(session, token, now=clock.now())
        assert row is not None
        end_session(session, row)
    assert not found(store, clock, token)
    assert found(store, clock, other)


def test_signing_out_everywhere_ends_all_but_the_one_named(store: Store, clock: MovableClock) -> None:
    tokens = [start(store, clock, staff_id=WILMA) for _ in range(3)]
    guest = start(store, clock, person_id=JOKE)
    with store.writing() as session:
        assert len(sessions_of(session, staff_id=WILMA, now=clock.now())) == 3
        here = find_session(session, tokens[0], now=clock.now())
        assert here is not None
        assert end_sessions_of(session, staff_id=WILMA, but=here.id) == 2
    assert [found(store, clock, token) for token in (*tokens, guest)] == [True, False, False, True]
    with store.writing() as session:
        assert end_sessions_of(session, staff_id=WILMA) == 1
        assert end_sessions_of(session, person_id=JOKE) == 1
        with pytest.raises(ValueError, match="staff or a person"):
            end_sessions_of(session)


def test_sessions_that_ran_out_are_known_for_a_day_and_deleted(store: Store, clock: MovableClock) -> None:
    start(store, clock, staff_id=WILMA)
    token = start(store, clock, person_id=JOKE)
    clock.advance(timedelta(minutes=59))
    with store.writing() as session:
        assert find_ended(session, token, now=clock.now()) is None
        clock.advance(timedelta(minutes=1))
        assert find_ended(session, token, now=clock.now()) is not None
        clock.advance(timedelta(hours=24, seconds=-1))
        assert sweep_sessions(session, clock.now()) == 0
        clock.advance(timedelta(seconds=1))
        assert sweep_sessions(session, clock.now()) == 1
        assert find_ended(session, token, now=clock.now()) is None
        assert [row.staff_id for row in session.query(WebSession)] == [WILMA]
