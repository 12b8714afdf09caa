"""The audit log: declared events, ids only, and a chain in which tampering shows."""

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from netwerkberaad.foundation.access import Actor, ActorKind, Role
from netwerkberaad.foundation.core import audit, audit_chain
from netwerkberaad.foundation.core.audit import AuditEntry, AuditEvent, Outcome
from netwerkberaad.foundation.core.audit_chain import AuditChain
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.vault import Store, keys_of

SEEN = audit.declare("test.audit_seen", "test")
CASE = uuid.UUID("11111111-0000-4000-8000-000000000001")
WHO = Actor(ActorKind.STAFF, uuid.UUID(int=7), uuid.UUID(int=8), frozenset({Role.FACILITATOR, Role.REFERRER}))


def fill(store: Store, clock: MovableClock, *, entries: int = 5, case_id: uuid.UUID | None = CASE) -> None:
    with store.writing() as session:
        for _ in range(entries):
            clock.advance(timedelta(seconds=1))
            audit.record(session, WHO.entry(SEEN, now=clock.now(), case_id=case_id))


def seal(store: Store) -> int:
    with store.writing() as session:
        return audit_chain.seal_entries(session, sign=keys_of(session).signer(audit_chain.PURPOSE))


def faults(store: Store) -> list[str]:
    with store.reading() as session:
        return audit_chain.verify(session, sign=keys_of(session).signer(audit_chain.PURPOSE))


def test_an_event_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        audit.declare("test.audit_seen", "test")
    assert "test.audit_seen" in audit.declared()


def test_an_undeclared_event_cannot_be_recorded(store: Store, clock: MovableClock) -> None:
    with store.reading() as session, pytest.raises(ValueError, match="not declared"):
        audit.record(session, WHO.entry(AuditEvent("test.never", "test"), now=clock.now()))


def test_an_entry_says_who_did_what_to_what_for_whom_and_how_it_ended(
    store: Store, clock: MovableClock
) -> None:
    person, thing = new_id(), new_id()
    with store.writing() as session:
        entry = WHO.entry(
            SEEN,
            now=clock.now(),
            case_id=CASE,
            object_id=thing,
            on_behalf_of=person,
            outcome=Outcome.DENIED,
        )
        audit.record(session, entry)
    with store.reading() as session:
        row = session.scalars(select(AuditEntry)).one()
    assert (row.actor_kind, row.actor_id, row.region_id) == ("staff", WHO.id, WHO.region_id)
    assert row.role == "facilitator referrer"
    assert (row.case_id, row.object_id, row.on_behalf_of) == (CASE, thing, person)
    assert (row.action, row.object_kind, row.outcome) == ("test.audit_seen", "test", Outcome.DENIED)
    assert (row.at, row.chain, row.position, row.digest) == (clock.now(), str(CASE), None, None)


def test_entries_are_chained_per_case_and_the_rest_together(store: Store, clock: MovableClock) -> None:
    fill(store, clock, entries=3)
    fill(store, clock, entries=2, case_id=None)
    assert seal(store) == 5
    fill(store, clock, entries=1)
    assert seal(store) == 1
    assert seal(store) == 0
    with store.reading() as session:
        rows = session.execute(select(AuditEntry.chain, AuditEntry.position))
        places = {(chain, position) for chain, position in rows}
    assert places == {*((str(CASE), n) for n in (1, 2, 3, 4)), ("general", 1), ("general", 2)}
    assert faults(store) == []


def test_chaining_goes_on_where_it_stopped(store: Store, clock: MovableClock) -> None:
    fill(store, clock)
    for expected in (2, 2, 1):
        with store.writing() as session:
            sign = keys_of(session).signer(audit_chain.PURPOSE)
            assert audit_chain.seal_entries(session, sign=sign, limit=2) == expected
    assert faults(store) == []


@pytest.mark.parametrize(
    "change",
    [
        {"actor_id": uuid.UUID(int=99)},
        {"at": datetime.fromisoformat("2026-03-01T00:00:00+00:00")},
        {"action": "test.other"},
        {"role": "admin"},
        {"outcome": Outcome.DENIED},
        {"object_id": uuid.UUID(int=1)},
        {"on_behalf_of": uuid.UUID(int=1)},
        {"region_id": None},
        {"basis": "emergency"},
        {"emergency": True},
        {"digest": bytes(32)},
    ],
)
def test_an_altered_entry_shows(store: Store, clock: MovableClock, change: dict[str, object]) -> None:
    fill(store, clock)
    seal(store)
    with store.writing() as session:
        session.execute(update(AuditEntry).where(AuditEntry.position == 3).values(**change))
    assert f"{CASE}:3" in faults(store)


@pytest.mark.parametrize("position", [1, 2, 4])
def test_a_removed_entry_shows_at_the_one_after_it(store: Store, clock: MovableClock, position: int) -> None:
    fill(store, clock)
    seal(store)
    with store.writing() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.position == position))
    assert faults(store) == [f"{CASE}:{position + 1}"]


def test_an_entry_put_in_between_shows(store: Store, clock: MovableClock) -> None:
    fill(store, clock)
    seal(store)
    with store.writing() as session:
        for position in (5, 4):
            session.execute(
                update(AuditEntry).where(AuditEntry.position == position).values(position=position + 1)
            )
        row = WHO.entry(SEEN, now=clock.now(), case_id=CASE).row()
        row.position, before = 4, session.scalar(select(AuditEntry.digest).where(AuditEntry.position == 3))
        row.digest = audit_chain.digest_of(row, before or b"")
        session.add(row)
    assert faults(store) == [f"{CASE}:5", f"{CASE}:6", f"{CASE}:end"]


def test_two_entries_that_changed_places_show(store: Store, clock: MovableClock) -> None:
    fill(store, clock)
    seal(store)
    with store.writing() as session:
        for old, new in ((2, 90), (3, 2), (90, 3)):
            session.execute(update(AuditEntry).where(AuditEntry.position == old).values(position=new))
    assert f"{CASE}:2" in faults(store)


def test_an_entry_taken_out_of_the_chain_shows(store: Store, clock: MovableClock) -> None:
    fill(store, clock)
    seal(store)
    with store.writing() as session:
        session.execute(update(AuditEntry).where(AuditEntry.position == 2).values(position=None, digest=None))
    assert faults(store) == [f"{CASE}:3"]


@pytest.mark.parametrize("removed", [1, 2, 5])
def test_entries_cut_off_at_the_end_show(store: Store, clock: MovableClock, removed: int) -> None:
    fill(store, clock)
    fill(store, clock, case_id=None)
    seal(store)
    with store.writing() as session:
        cut = (AuditEntry.chain == str(CASE), AuditEntry.position > 5 - removed)
        session.execute(delete(AuditEntry).where(*cut))
    assert faults(store) == [f"{CASE}:end"]


def test_a_chain_taken_away_with_its_end_shows(store: Store, clock: MovableClock) -> None:
    fill(store, clock)
    fill(store, clock, case_id=None)
    seal(store)
    with store.writing() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.chain == str(CASE)))
        session.execute(delete(AuditChain).where(AuditChain.chain == str(CASE)))
    assert faults(store) == ["number of chains"]


def test_a_log_taken_away_shows_as_long_as_the_count_of_chains_stands(
    store: Store, clock: MovableClock
) -> None:
    fill(store, clock)
    seal(store)
    with store.writing() as session:
        session.execute(delete(AuditEntry))
        session.execute(delete(AuditChain).where(AuditChain.chain == str(CASE)))
    assert faults(store) == ["number of chains"]


def test_who_has_the_database_alone_cannot_sign_a_new_end(store: Store, clock: MovableClock) -> None:
    fill(store, clock)
    seal(store)
    with store.writing() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.position == 5))
        last = session.scalars(select(AuditEntry).where(AuditEntry.position == 4)).one()
        forged = update(AuditChain).where(AuditChain.chain == str(CASE))
        session.execute(forged.values(position=4, digest=last.digest))
    assert faults(store) == [f"{CASE}:end"]


def test_an_entry_put_at_the_end_shows(store: Store, clock: MovableClock) -> None:
    fill(store, clock)
    seal(store)
    with store.writing() as session:
        last = session.scalars(select(AuditEntry).where(AuditEntry.position == 5)).one()
        row = WHO.entry(SEEN, now=clock.now(), case_id=CASE).row()
        row.position = 6
        row.digest = audit_chain.digest_of(row, last.digest or b"")
        session.add(row)
    assert faults(store) == [f"{CASE}:end"]
