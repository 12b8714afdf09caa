"""Sealed fields: clear for the program, closed in the database, and bound to their place."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, event, select, text, update
from sqlalchemy.orm import Session

from netwerkberaad.accounts.model import Organisation, Profile, Region, Staff
from netwerkberaad.cases.model import Case, Phase
from netwerkberaad.cases.people import Person, PersonKind, PersonName
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.vault import (
    KeyRing,
    MissingKeyError,
    ScopeKey,
    ScopeKind,
    SealError,
    Store,
    keys_of,
    registry,
)


def add_region(session: Session, now: datetime, *, name: str = "Walcheren", phone: str = "") -> Region:
    region = Region(id=new_id(), made_at=now, practice=False, name=name, phone=phone)
    keys_of(session).make_scope(region.id, ScopeKind.REGION, now=now)
    session.add(region)
    session.flush()
    return region


def add_case_of(session: Session, region: Region, now: datetime, *, people: int) -> Case:
    case = Case(id=new_id(), region_id=region.id, phase=Phase.REFERRAL, asked_at=now)
    keys_of(session).make_scope(case.id, ScopeKind.CASE, now=now)
    session.add(case)
    session.flush()
    for number in range(people):
        person = Person(id=new_id(), case_id=case.id, kind=PersonKind.NAASTE, listed_at=now)
        keys_of(session).make_scope(person.id, ScopeKind.PERSON, inside=case.id, now=now)
        person.name = PersonName(first=f"Naaste {number}")
        session.add(person)
    return case


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(words=st.text(), first=st.text(), languages=st.lists(st.text(max_size=5), max_size=4))
def test_texts_and_records_come_back_as_they_were(
    sqlite_store: Store, clock: MovableClock, words: str, first: str, languages: list[str]
) -> None:
    profile = Profile(first=first, languages=tuple(languages))
    with sqlite_store.writing() as session:
        region = add_region(session, clock.now(), name=words)
        staff = _staff(region, clock.now(), profile)
        session.add_all(staff)
    with sqlite_store.reading() as session:
        assert session.get_one(Region, region.id).name == words
        assert session.get_one(Staff, staff[1].id).profile == profile


def _staff(region: Region, now: datetime, profile: Profile) -> tuple[Organisation, Staff]:
    organisation = Organisation(id=new_id(), region_id=region.id, made_at=now, name="Wijkteam")
    staff = Staff(
        id=new_id(),
        region_id=region.id,
        organisation_id=organisation.id,
        mail_index=new_id().bytes,
        role_words="",
        made_at=now,
        profile=profile,
    )
    return organisation, staff


def test_nothing_sealed_stands_in_clear_in_the_database(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        add_region(session, clock.now(), name="Walcheren-geheim", phone="0118-geheim")
    with store.engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM region")).one()
    assert b"geheim" not in b"".join(bytes(value) for value in row if isinstance(value, bytes | memoryview))
    assert "geheim" not in repr(row)


def test_a_change_is_sealed_anew_and_read_back(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = add_region(session, clock.now())
    with store.writing() as session:
        session.get_one(Region, region.id).name = "Schouwen"
    with store.reading() as session:
        assert session.get_one(Region, region.id).name == "Schouwen"


def test_a_change_that_is_undone_leaves_what_was(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = add_region(session, clock.now())
    with store.writing() as session:
        found = session.get_one(Region, region.id)
        found.name = "Schouwen"
        session.rollback()
        assert found.name == "Walcheren"


def test_a_field_that_was_never_set_gives_its_default(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = add_region(session, clock.now())
        organisation, staff = _staff(region, clock.now(), Profile())
        session.add_all([organisation, staff])
    with store.reading() as session:
        assert session.get_one(Staff, staff.id).password_hash == ""


def test_a_value_moved_to_another_column_does_not_open(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = add_region(session, clock.now(), name="Walcheren", phone="0118")
        session.execute(update(Region).values(name_sealed=Region.phone_sealed))
    with store.reading() as session, pytest.raises(SealError, match=r"region\.name_sealed"):
        assert session.get_one(Region, region.id).name


def test_a_value_moved_to_another_row_does_not_open(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = add_region(session, clock.now())
        one, other = (_staff(region, clock.now(), Profile(first=name)) for name in ("Wilma", "Bram"))
        session.add_all([*one, *other])
        session.flush()
        session.execute(
            update(Staff)
            .where(Staff.id == one[1].id)
            .values(
                profile_sealed=select(Staff.profile_sealed).where(Staff.id == other[1].id).scalar_subquery()
            )
            .execution_options(synchronize_session=False)
        )
    with store.reading() as session:
        assert session.get_one(Staff, other[1].id).profile.first == "Bram"
        with pytest.raises(SealError, match=str(one[1].id)) as refused:
            _ = session.get_one(Staff, one[1].id).profile
    assert "Bram" not in str(refused.value)


def test_a_value_moved_to_another_scope_does_not_open(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region, elsewhere = add_region(session, clock.now()), add_region(session, clock.now())
        organisation, _ = _staff(region, clock.now(), Profile())
        session.add(organisation)
        session.flush()
        session.execute(update(Organisation).values(region_id=elsewhere.id))
    with store.reading() as session, pytest.raises(SealError, match=r"organisation\.name_sealed"):
        assert session.get_one(Organisation, organisation.id).name


def test_an_altered_byte_keeps_it_closed_and_the_error_names_the_place_only(
    store: Store, clock: MovableClock
) -> None:
    with store.writing() as session:
        region = add_region(session, clock.now(), name="Walcheren")
        envelope = bytearray(region.name_sealed or b"")
        envelope[-1] ^= 1
        session.execute(update(Region).values(name_sealed=bytes(envelope)))
    with store.reading() as session, pytest.raises(SealError) as refused:
        assert session.get_one(Region, region.id).name
    assert str(refused.value) == f"region.name_sealed of row {region.id} does not open"


def test_without_its_key_a_scope_stays_closed(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = add_region(session, clock.now())
        session.execute(delete(ScopeKey).where(ScopeKey.id == region.id))
    with store.reading() as session, pytest.raises(MissingKeyError):
        assert session.get_one(Region, region.id).name


def test_deleting_the_key_of_a_case_takes_the_keys_of_its_people_along(
    store: Store, clock: MovableClock
) -> None:
    with store.writing() as session:
        case = add_case_of(session, add_region(session, clock.now()), clock.now(), people=2)
    with store.writing() as session:
        session.execute(delete(ScopeKey).where(ScopeKey.id == case.id))
    with store.reading() as session:
        person = session.scalars(select(Person)).first()
        assert person is not None
        with pytest.raises(MissingKeyError):
            _ = person.name


def test_another_ring_opens_nothing(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = add_region(session, clock.now())
    with Store(store.engine, KeyRing.fresh()).reading() as session, pytest.raises(MissingKeyError):
        assert session.get_one(Region, region.id).name


def test_a_session_without_keys_opens_nothing(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = add_region(session, clock.now())
    with Session(store.engine) as session, pytest.raises(MissingKeyError):
        assert session.get_one(Region, region.id).name


def test_a_row_without_an_id_cannot_be_sealed(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = add_region(session, clock.now())
        session.add(Organisation(region_id=region.id, made_at=clock.now(), name="Wijkteam"))
        with pytest.raises(LookupError, match="needs its id"):
            session.flush()
        session.rollback()


def test_the_wrapped_key_of_one_scope_does_not_open_as_that_of_another(
    store: Store, clock: MovableClock
) -> None:
    with store.writing() as session:
        one, other = add_region(session, clock.now()), add_region(session, clock.now())
        session.flush()
        wrapped = session.get_one(ScopeKey, other.id).wrapped
        session.execute(update(ScopeKey).where(ScopeKey.id == one.id).values(wrapped=wrapped))
    with store.reading() as session, pytest.raises(SealError):
        assert session.get_one(Region, one.id).name


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_list_of_people_opens_with_two_queries_however_long_it_is(
    sqlite_store: Store, clock: MovableClock, how_many: int
) -> None:
    with sqlite_store.writing() as session:
        add_case_of(session, add_region(session, clock.now()), clock.now(), people=how_many)
    with sqlite_store.reading() as session, counted(sqlite_store.engine) as statements:
        people = list(session.scalars(select(Person)))
        names = {person.name.first for person in people}
    assert len(names) == how_many
    assert len(statements) == 2


def test_a_blind_index_is_equal_for_equal_values_of_one_purpose_and_scope_only(
    store: Store, clock: MovableClock
) -> None:
    with store.writing() as session:
        region = add_region(session, clock.now())
        keys = keys_of(session)
        seen = {
            keys.blind("mail", "oma@example.nl"),
            keys.blind("mail", "oma@example.nl"),
            keys.blind("mail", "opa@example.nl"),
            keys.blind("phone", "oma@example.nl"),
            keys.blind("mail", "oma@example.nl", scope_id=region.id),
        }
    with store.reading() as session:
        assert keys_of(session).blind("mail", "oma@example.nl") in seen
    assert len(seen) == 4


def test_forgotten_keys_are_asked_from_the_database_again(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = add_region(session, clock.now())
        keys = keys_of(session)
        session.execute(delete(ScopeKey).where(ScopeKey.id == region.id))
        keys.forget(region.id)
        with pytest.raises(MissingKeyError):
            keys.seal(region.id, "region.name_sealed", region.id, b"again")


def test_every_sealed_column_is_in_the_registry() -> None:
    assert ("region", "name_sealed") in registry
    assert registry["person", "name_sealed"].scope == "id"
    assert all(column.endswith("_sealed") for _table, column in registry)


def test_a_row_outside_any_session_says_so(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = add_region(session, clock.now())
    with store.reading() as session:
        found = session.get_one(Region, region.id)
    with pytest.raises(LookupError):
        assert found.name
    assert isinstance(found.id, uuid.UUID)
