"""An installation whose root keys lie in a file of their own, for the tests of keys."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from netwerkberaad.foundation.core.database import build_engine, new_id
from netwerkberaad.foundation.vault import LiveRing, Provider, ScopeKey, ScopeKind, Store, keys_of
from tests.stores import MONDAY, RING

FIELD = "test.content_sealed"


@dataclass(frozen=True, slots=True)
class KeyHouse:
    """A store with the place of its ring."""

    store: Store
    provider: Provider
    others: list[Store] = field(default_factory=list)

    def other(self) -> Store:
        """The same as another process has it: connections and memory of its own."""
        url = self.store.engine.url.render_as_string(hide_password=False)
        self.others.append(Store(build_engine(url), LiveRing.of(self.provider)))
        return self.others[-1]

    def make_cases(self, count: int = 1, *, people: int = 1, now: datetime = MONDAY) -> list["SealedCase"]:
        """Cases with people, each with a value sealed for it."""
        return [make_case(self.store, people=people, now=now) for _ in range(count)]

    def root_ids(self) -> set[str | None]:
        """The root keys that wrap something."""
        with self.store.reading() as session:
            statement = select(ScopeKey.root_key_id).where(ScopeKey.root_key_id.is_not(None))
            return set(session.scalars(statement.distinct()))


@dataclass(frozen=True, slots=True)
class SealedCase:
    """What was sealed under the key of a case and of its people: scope and envelope. The row is the scope itself."""

    id: uuid.UUID
    sealed: dict[uuid.UUID, bytes]


def make_case(store: Store, *, people: int = 1, now: datetime = MONDAY) -> SealedCase:
    """A case with people, and a value sealed for each."""
    case, persons = new_id(), [new_id() for _ in range(people)]
    with store.writing() as session:
        keys = keys_of(session)
        keys.make_scope(case, ScopeKind.CASE, now=now)
        for person in persons:
            keys.make_scope(person, ScopeKind.PERSON, inside=case, now=now)
        sealed = {scope: keys.seal(scope, FIELD, scope, str(scope).encode()) for scope in (case, *persons)}
    return SealedCase(case, sealed)


def opens(store: Store, case: SealedCase) -> bool:
    """Whether everything of a case opens, and says what was sealed. Raises VaultError when something does not."""
    with store.reading() as session:
        keys = keys_of(session)
        return all(
            keys.open(scope, FIELD, scope, sealed) == str(scope).encode()
            for scope, sealed in case.sealed.items()
        )


@pytest.fixture
def key_house(store: Store, tmp_path: Path) -> Iterator[KeyHouse]:
    """A fresh installation on both databases in turn, with its ring in a file."""
    provider = Provider(tmp_path / "keys" / "root-keys.json")
    provider.place(RING)
    house = KeyHouse(Store(store.engine, LiveRing.of(provider)), provider)
    yield house
    for other in house.others:
        other.engine.dispose()
