"""The second proof: ten minutes, five tries, once; and the devices that gave it."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import TooManyTriesError
from netwerkberaad.foundation.links import (
    ProofCode,
    check_proof,
    devices_of,
    issue_proof,
    known_device,
    remember_device,
    revoke_device,
    revoke_devices,
    sweep_proofs,
)
from netwerkberaad.foundation.links.proofs import PROOFS_PER_DAY, PROOFS_PER_HOUR
from netwerkberaad.foundation.vault import ScopeKind, Store, keys_of

CASE, JOKE, BAS = (uuid.UUID(int=number) for number in (1, 2, 3))


@pytest.fixture
def keyed(store: Store, clock: MovableClock) -> Store:
    """A store with the keys of a case and two people."""
    with store.writing() as session:
        keys = keys_of(session)
        keys.make_scope(CASE, ScopeKind.CASE, now=clock.now())
        session.flush()  # the keys of people point to that of their case
        for person in (JOKE, BAS):
            keys.make_scope(person, ScopeKind.PERSON, inside=CASE, now=clock.now())
    return store


def proof(store: Store, clock: MovableClock, person_id: uuid.UUID = JOKE) -> str:
    with store.writing() as session:
        return issue_proof(session, case_id=CASE, person_id=person_id, now=clock.now())


def check(store: Store, clock: MovableClock, code: str, person_id: uuid.UUID = JOKE) -> bool:
    with store.writing() as session:
        return check_proof(session, person_id=person_id, code=code, now=clock.now())


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_six_digits_prove_once_who_somebody_is(keyed: Store, clock: MovableClock) -> None:
    code = proof(keyed, clock)
    assert len(code) == 6
    assert code.isdecimal()
    assert check(keyed, clock, f" {code[:3]} {code[3:]}")
    assert not check(keyed, clock, code)


def test_a_code_of_somebody_else_proves_nothing(keyed: Store, clock: MovableClock) -> None:
    code = proof(keyed, clock)
    assert not check(keyed, clock, code, BAS)
    proof(keyed, clock, BAS)
    assert check(keyed, clock, code)


def test_without_a_code_nothing_is_right(keyed: Store, clock: MovableClock) -> None:
    assert not check(keyed, clock, "000000")
    assert not check(keyed, clock, "")


def test_a_code_lives_ten_minutes(keyed: Store, clock: MovableClock) -> None:
    code = proof(keyed, clock)
    clock.advance(timedelta(minutes=10))
    assert not check(keyed, clock, code)


def test_the_fifth_try_may_be_right_and_the_sixth_may_not(keyed: Store, clock: MovableClock) -> None:
    code = proof(keyed, clock)
    for _ in range(4):
        assert not check(keyed, clock, wrong(code))
    assert check(keyed, clock, code)
    clock.advance(timedelta(minutes=1))
    code = proof(keyed, clock)
    for _ in range(5):
        assert not check(keyed, clock, wrong(code))
    assert not check(keyed, clock, code)


def test_a_new_code_ends_the_old_one(keyed: Store, clock: MovableClock) -> None:
    old = proof(keyed, clock)
    new = proof(keyed, clock)
    with keyed.reading() as session:
        open_codes = select(ProofCode).where(ProofCode.expires_at > clock.now())
        assert len(session.scalars(open_codes).all()) == 1
    assert old == new or not check(keyed, clock, old)
    assert check(keyed, clock, new)


def test_codes_cannot_be_asked_without_end(keyed: Store, clock: MovableClock) -> None:
    for _ in range(PROOFS_PER_HOUR.most):
        proof(keyed, clock)
    with pytest.raises(TooManyTriesError):
        proof(keyed, clock)
    proof(keyed, clock, BAS)
    clock.advance(timedelta(hours=1))
    proof(keyed, clock)


def test_nor_all_day_long(keyed: Store, clock: MovableClock) -> None:
    for _ in range(PROOFS_PER_DAY.most):
        proof(keyed, clock)
        clock.advance(timedelta(minutes=20))
    with pytest.raises(TooManyTriesError):
        proof(keyed, clock)
    clock.advance(timedelta(days=1))
    proof(keyed, clock)


def test_the_database_keeps_a_digest_that_depends_on_the_row(keyed: Store, clock: MovableClock) -> None:
    code = proof(keyed, clock)
    with keyed.engine.connect() as connection:
        row = connection.execute(text("SELECT digest FROM proof_code")).scalar_one()
    with keyed.reading() as session:
        assert bytes(row) != keys_of(session).blind("proof", code, scope_id=JOKE)
    assert code.encode() not in bytes(row)


def test_a_device_is_remembered_for_its_person_ninety_days(keyed: Store, clock: MovableClock) -> None:
    with keyed.writing() as session:
        token = remember_device(session, case_id=CASE, person_id=JOKE, now=clock.now())
    with keyed.reading() as session:
        now = clock.now()
        assert known_device(session, person_id=JOKE, token=token, now=now) is not None
        assert known_device(session, person_id=BAS, token=token, now=now) is None
        assert known_device(session, person_id=JOKE, token="x", now=now) is None
        assert known_device(session, person_id=JOKE, token=token, now=now + timedelta(days=90)) is None


def test_devices_are_listed_and_revoked_one_by_one_or_all(keyed: Store, clock: MovableClock) -> None:
    with keyed.writing() as session:
        tokens = [remember_device(session, case_id=CASE, person_id=JOKE, now=clock.now()) for _ in range(3)]
        foreign = remember_device(session, case_id=CASE, person_id=BAS, now=clock.now())
    with keyed.writing() as session:
        now = clock.now()
        found = known_device(session, person_id=JOKE, token=tokens[0], now=now)
        assert found is not None
        assert len(devices_of(session, person_id=JOKE, now=now)) == 3
        assert not revoke_device(session, person_id=BAS, device_id=found.id, now=now)
        assert not revoke_device(session, person_id=JOKE, device_id=new_id(), now=now)
        assert revoke_device(session, person_id=JOKE, device_id=found.id, now=now)
        session.flush()  # the lists below ask the database
        assert known_device(session, person_id=JOKE, token=tokens[0], now=now) is None
        assert revoke_devices(session, person_id=JOKE, now=now) == 2
        assert devices_of(session, person_id=JOKE, now=now) == []
        assert known_device(session, person_id=BAS, token=foreign, now=now) is not None


def test_what_is_over_is_deleted(keyed: Store, clock: MovableClock) -> None:
    proof(keyed, clock)
    with keyed.writing() as session:
        remember_device(session, case_id=CASE, person_id=JOKE, now=clock.now())
    with keyed.writing() as session:
        assert sweep_proofs(session, clock.now()) == 0
        assert sweep_proofs(session, clock.now() + timedelta(minutes=10)) == 1
        assert sweep_proofs(session, clock.now() + timedelta(days=90)) == 1
