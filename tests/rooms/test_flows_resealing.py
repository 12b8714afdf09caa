"""A case whose key may be known: new keys, every value sealed anew, whole or not at all, and the old key opens nothing."""

import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import select, text, update

from netwerkberaad.cases import Case, people_of, people_reached_by
from netwerkberaad.cases.standing import standing_of  # every room, so that the registry is whole
from netwerkberaad.flows import reseal_case
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.vault import (
    MissingKeyError,
    ScopeKey,
    ScopeKind,
    SealError,
    Store,
    keys_of,
    registry,
    resealing,
)
from tests.builders import World, build_case, person_called

__all__ = ["standing_of"]
Values = dict[tuple[str, str, uuid.UUID], tuple[uuid.UUID, bytes]]


@pytest.fixture
def case(store: Store, world: World, clock: MovableClock) -> Case:
    """A case with people."""
    with store.writing() as session:
        return build_case(session, world, clock)


def values_in(store: Store, scopes: set[uuid.UUID]) -> Values:
    """Every sealed value in these scopes: table, column and row, with scope and envelope."""
    found: Values = {}
    with store.reading() as session:
        for field in registry.values():
            table = Base.metadata.tables[field.table]
            scope, column = table.c[field.scope], table.c[field.column]
            wanted = select(table.c.id, scope, column).where(scope.in_(scopes), column.is_not(None))
            for row_id, scope_id, sealed in session.execute(wanted):
                found[field.table, field.column, row_id] = (scope_id, sealed)
    return found


def scopes_of(store: Store, case_id: uuid.UUID) -> dict[uuid.UUID, tuple[bytes, bytes]]:
    """Id and wrapped form of the keys of a case."""
    with store.reading() as session:
        rows = session.scalars(
            select(ScopeKey).where((ScopeKey.id == case_id) | (ScopeKey.parent_id == case_id))
        )
        return {row.id: (row.key_id, row.wrapped) for row in rows}


def clear_of(store: Store, values: Values) -> Iterator[bytes]:
    """What these values say. Raises SealError when one does not open."""
    with store.reading() as session:
        keys = keys_of(session)
        for (table, column, row_id), (scope_id, sealed) in values.items():
            yield keys.open(scope_id, f"{table}.{column}", row_id, sealed)


def reseal(store: Store, case: Case, clock: MovableClock) -> resealing.Resealed:
    with store.writing() as session:
        return reseal_case(session, case.id, now=clock.now())


def test_everything_reads_as_before_under_keys_that_are_new(
    store: Store, world: World, case: Case, clock: MovableClock
) -> None:
    old = scopes_of(store, case.id)
    before = values_in(store, set(old))
    said = list(clear_of(store, before))
    done = reseal(store, case, clock)
    assert (done.people, done.values) == (len(old) - 1, len(before))
    new = scopes_of(store, case.id)
    assert old.keys() == new.keys()
    assert not {key_id for key_id, _ in old.values()} & {key_id for key_id, _ in new.values()}
    after = values_in(store, set(old))
    assert before.keys() == after.keys()
    assert all(before[place] != after[place] for place in before)
    assert list(clear_of(store, after)) == said
    with store.reading() as session:
        names = {person.name.short for person in people_of(session, session.get_one(Case, case.id))}
        assert {"Joke", "Marloes"} <= names
        joke = person_called(session, session.get_one(Case, case.id), "Joke").id
        assert [
            person
            for _case, person in people_reached_by(
                session, region_id=world.region.id, mail="oma.joke@example.nl", phone=""
            )
        ] == [joke]


def test_an_old_copy_of_the_keys_opens_nothing_that_was_sealed_after(
    store: Store, case: Case, clock: MovableClock
) -> None:
    old = scopes_of(store, case.id)
    reseal(store, case, clock)
    after = values_in(store, set(old))
    assert after
    with store.writing() as session:
        for scope_id, (key_id, wrapped) in old.items():
            session.execute(
                update(ScopeKey).where(ScopeKey.id == scope_id).values(key_id=key_id, wrapped=wrapped)
            )
    for place, value in after.items():
        with pytest.raises(SealError):
            list(clear_of(store, {place: value}))


def test_another_case_is_not_touched(store: Store, world: World, case: Case, clock: MovableClock) -> None:
    with store.writing() as session:
        other = build_case(session, world, clock)
    keys = scopes_of(store, other.id)
    values = values_in(store, set(keys))
    reseal(store, case, clock)
    assert scopes_of(store, other.id) == keys
    assert values_in(store, set(keys)) == values


def test_it_is_on_record(store: Store, case: Case, clock: MovableClock) -> None:
    reseal(store, case, clock)
    with store.reading() as session:
        seen = session.scalars(select(AuditEntry.case_id).where(AuditEntry.action == "case.resealed"))
        assert seen.all() == [case.id]


def test_counting_changes_nothing(store: Store, case: Case) -> None:
    old = scopes_of(store, case.id)
    values = values_in(store, set(old))
    with store.reading() as session:
        found = resealing.count_values(session, case.id)
    assert (found.people, found.values) == (len(old) - 1, len(values))
    assert (scopes_of(store, case.id), values_in(store, set(old))) == (old, values)


def test_a_value_that_does_not_open_undoes_all_of_it(store: Store, case: Case, clock: MovableClock) -> None:
    old = scopes_of(store, case.id)
    values = values_in(store, set(old))
    (table, column, row_id), (_scope, sealed) = list(values.items())[-1]
    broken = sealed[:-1] + bytes([sealed[-1] ^ 1])
    with store.writing() as session:
        rows = Base.metadata.tables[table]
        session.execute(update(rows).where(rows.c.id == row_id).values({column: broken}))
    values = values_in(store, set(old))
    with pytest.raises(SealError):
        reseal(store, case, clock)
    assert (scopes_of(store, case.id), values_in(store, set(old))) == (old, values)


def test_what_is_no_case_with_a_key_is_refused(
    store: Store, world: World, case: Case, clock: MovableClock
) -> None:
    with store.writing() as session:
        person = person_called(session, session.get_one(Case, case.id), "Joke")
    for wrong in (uuid.uuid4(), world.region.id, person.id):
        with pytest.raises(MissingKeyError), store.writing() as session:
            reseal_case(session, wrong, now=clock.now())


@pytest.mark.postgres
def test_on_postgresql_nobody_may_be_at_work_with_the_old_keys(
    postgres_store: Store, clock: MovableClock
) -> None:
    with postgres_store.writing() as session:
        keys_of(session).make_scope(case_id := uuid.uuid4(), ScopeKind.CASE, now=clock.now())
    with postgres_store.engine.connect() as other:
        other.execute(text("SELECT 1"))
        with pytest.raises(resealing.BusyError), postgres_store.writing() as session:
            resealing.reseal(session, case_id, now=clock.now())
    with postgres_store.writing() as session:
        assert resealing.reseal(session, case_id, now=clock.now()).values == 0
