"""Root keys are replaced while people work; whatever is cut off can be done again; nothing needed is thrown away."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import (
    KeyRing,
    KeyRingError,
    LiveRing,
    MissingKeyError,
    Provider,
    RootKey,
    ScopeKind,
    Store,
    destroy_case_keys,
    rotation,
)
from tests.keys import KeyHouse, make_case, opens
from tests.stores import MONDAY


def rotate(house: KeyHouse, *, batch: int = 3) -> int:
    ring = rotation.begin_rotation(house.store, house.provider, now=MONDAY)
    return sum(rotation.rewrap(house.store, ring, batch=batch))


def test_after_a_rotation_everything_opens_and_only_the_new_key_wraps(key_house: KeyHouse) -> None:
    cases = key_house.make_cases(7, people=2)
    before = key_house.store.ring.current
    assert rotate(key_house) == 8  # seven cases and the system; people are wrapped by their case
    ring = key_house.provider.load()
    assert key_house.root_ids() == {ring.current} != {before}
    assert list(ring.keys) == [before, ring.current]
    assert all(opens(key_house.store, case) for case in cases)
    assert all(opens(key_house.other(), case) for case in cases)


def test_a_process_that_did_not_hear_of_it_reads_the_ring_again(key_house: KeyHouse) -> None:
    other = key_house.other()
    (case,) = key_house.make_cases()
    rotate(key_house)
    assert len(other.ring.keys) == 1
    assert opens(other, case)
    assert len(other.ring.keys) == 2


def test_a_process_that_did_not_hear_of_it_makes_new_keys_with_the_new_root(key_house: KeyHouse) -> None:
    other = key_house.other()
    rotate(key_house)
    case = make_case(other)
    assert key_house.root_ids() == {key_house.provider.load().current}
    assert opens(key_house.store, case)


def test_a_rotation_that_was_cut_off_goes_on_with_the_same_key(key_house: KeyHouse) -> None:
    cases = key_house.make_cases(9)
    ring = rotation.begin_rotation(key_house.store, key_house.provider, now=MONDAY)
    assert next(rotation.rewrap(key_house.store, ring, batch=4)) == 4
    assert len(key_house.root_ids()) == 2
    assert all(opens(key_house.other(), case) for case in cases)
    again = rotation.begin_rotation(key_house.store, key_house.provider, now=MONDAY)
    assert again == ring
    assert sum(rotation.rewrap(key_house.store, again)) == 6
    assert key_house.root_ids() == {ring.current}
    assert all(opens(key_house.store, case) for case in cases)


def test_a_finished_rotation_is_not_gone_on_with(key_house: KeyHouse) -> None:
    rotate(key_house)
    first = key_house.provider.load().current
    rotate(key_house)
    assert key_house.provider.load().current != first
    assert len(key_house.provider.load().keys) == 3


def test_a_key_can_be_brought_to_other_machines_before_it_seals(key_house: KeyHouse, tmp_path: Path) -> None:
    (case,) = key_house.make_cases()
    prepared = rotation.prepare_root_key(key_house.provider)
    assert prepared.newest != prepared.current
    with pytest.raises(KeyRingError, match="prepared already"):
        rotation.prepare_root_key(key_house.provider)
    copied = Provider(tmp_path / "elsewhere.json")
    copied.place(prepared)
    elsewhere = Store(key_house.store.engine, LiveRing.of(copied))
    assert rotate(key_house) == 2
    assert key_house.root_ids() == {prepared.newest}
    assert opens(elsewhere, case)


def test_what_is_destroyed_during_a_rotation_stays_destroyed(key_house: KeyHouse) -> None:
    kept, gone = key_house.make_cases(2)
    ring = rotation.begin_rotation(key_house.store, key_house.provider, now=MONDAY)
    batches = rotation.rewrap(key_house.store, ring, batch=1)
    next(batches)
    with key_house.store.writing() as session:
        destroy_case_keys(session, gone.id)
    for _ in batches:
        continue
    assert opens(key_house.store, kept)
    with pytest.raises(MissingKeyError):
        opens(key_house.store, gone)


def test_people_read_and_write_while_keys_are_rotated_and_retired(key_house: KeyHouse) -> None:
    cases = key_house.make_cases(30)
    faults: list[BaseException] = []
    done, turns = threading.Event(), [0, 0, 0]

    def work(number: int) -> None:
        other = key_house.other()
        try:
            while not done.is_set() or turns[number] < 5:
                cases.append(make_case(other))
                assert opens(other, cases[turns[number] % len(cases)])
                turns[number] += 1
        except BaseException as error:
            faults.append(error)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for worker in workers:
        worker.start()
    for _ in range(3):
        rotate(key_house, batch=5)
    done.set()
    for worker in workers:
        worker.join()
    rotate(key_house)
    ring = key_house.provider.load()
    for old in list(ring.keys)[:-1]:
        rotation.retire(key_house.store, key_house.provider, old)
    assert faults == []
    fresh = key_house.other()
    assert list(fresh.ring.keys) == [ring.current]
    assert all(opens(fresh, case) for case in cases)


def test_a_key_that_is_needed_is_not_retired(key_house: KeyHouse) -> None:
    key_house.make_cases(2)
    old = key_house.store.ring.current
    with pytest.raises(KeyRingError, match="seals now"):
        rotation.retire(key_house.store, key_house.provider, old)
    ring = rotation.begin_rotation(key_house.store, key_house.provider, now=MONDAY)
    with pytest.raises(KeyRingError, match="still wraps 3 keys"):
        rotation.retire(key_house.store, key_house.provider, old)
    for _ in rotation.rewrap(key_house.store, ring):
        continue
    assert list(rotation.retire(key_house.store, key_house.provider, old).keys) == [ring.current]
    with pytest.raises(KeyRingError, match="not in the ring"):
        rotation.retire(key_house.store, key_house.provider, old)


def test_a_process_that_still_holds_a_retired_key_can_wrap_nothing_with_it(
    key_house: KeyHouse, clock: MovableClock
) -> None:
    stale = Store(key_house.store.engine, key_house.store.ring)  # it will never read the ring again
    old = stale.ring.current
    rotate(key_house)
    rotation.retire(key_house.store, key_house.provider, old)
    with pytest.raises(IntegrityError):
        make_case(stale)
    assert key_house.root_ids() == {key_house.provider.load().current}


def test_a_ring_that_lacks_a_needed_key_is_not_rotated(key_house: KeyHouse) -> None:
    with key_house.provider.changing():
        key_house.provider.replace(KeyRing.fresh())
    with pytest.raises(MissingKeyError, match="not in the ring"):
        rotation.begin_rotation(key_house.store, key_house.provider, now=MONDAY)


def test_two_rotations_do_not_change_the_ring_at_once(key_house: KeyHouse) -> None:
    with key_house.provider.changing(), pytest.raises(KeyRingError, match="another process"):
        rotation.begin_rotation(key_house.store, key_house.provider, now=MONDAY)


def test_each_root_key_says_what_it_wraps(key_house: KeyHouse, clock: MovableClock) -> None:
    key_house.make_cases(2, people=3)
    ring = rotation.begin_rotation(key_house.store, key_house.provider, now=MONDAY + timedelta(days=1))
    with key_house.store.reading() as session:
        old, new = rotation.uses_of_root_keys(session, ring)
        assert rotation.count_to_rewrap(session, ring) == 3
        assert set(session.scalars(select(RootKey.id))) == {old.id, new.id}
    assert (old.current, old.wraps) == (False, {ScopeKind.CASE: 2, ScopeKind.SYSTEM: 1})
    assert (new.current, new.total) == (True, 0)
