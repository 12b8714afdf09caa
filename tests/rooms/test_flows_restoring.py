"""An old backup of the database does not undo a destruction: keys are put back apart, and what has none goes again."""

from pathlib import Path

import pytest
from sqlalchemy import delete

from netwerkberaad.cases import Case, Person, people_of
from netwerkberaad.flows import erase_keyless
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import (
    ScopeKey,
    ScopeKind,
    SealError,
    Store,
    destroy_case_keys,
    destroy_person_key,
    empty_closed,
    keys_of,
)
from netwerkberaad.foundation.vault.key_backup import restore, write_backup
from tests.builders import World, build_case
from tests.stores import RING


def test_after_a_restore_the_destroyed_case_goes_again_and_the_other_is_read_as_before(
    store: Store, world: World, clock: MovableClock, tmp_path: Path
) -> None:
    with store.writing() as session:
        gone, kept = (build_case(session, world, clock).id for _ in range(2))
    with store.reading() as session:
        words = session.get_one(Case, kept).referral.words
    with store.writing() as session:
        destroy_case_keys(session, gone)
    with store.reading() as session:
        path = write_backup(session, RING, tmp_path, now=clock.now())
    with store.writing() as session:
        session.execute(delete(ScopeKey))  # the database of last week: every row, and no key
    with store.writing() as session:
        restore(session, RING, path)
    assert erase_keyless(store, clock.now()) == 1
    assert erase_keyless(store, clock.now()) == 0
    with store.reading() as session:
        assert session.get(Case, gone) is None
        case = session.get_one(Case, kept)
        assert case.referral.words == words
        assert [person.name.first for person in people_of(session, case)]
        last = session.query(AuditEntry).filter_by(case_id=gone, action="case.destroyed").one()
        assert last.actor_kind == "system"


def test_after_a_restore_somebody_who_was_erased_is_empty_and_the_others_are_read_as_before(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock)
        case_id, names = case.id, {person.id: person.name.first for person in people_of(session, case)}
    gone, *others = names
    with store.writing() as session:
        destroy_person_key(session, gone)
        keys_of(session).make_scope(gone, ScopeKind.PERSON, inside=case_id, now=clock.now())
    with store.reading() as session, pytest.raises(SealError):
        assert session.get_one(Person, gone).name.first
    assert others
    assert erase_keyless(store, clock.now()) == 0
    with store.reading() as session:
        assert session.get_one(Person, gone).name.first == ""
        assert {other: session.get_one(Person, other).name.first for other in others} == {
            other: names[other] for other in others
        }
        assert session.get_one(Case, case_id).referral.words
    with store.writing() as session:
        assert empty_closed(session) == 0
