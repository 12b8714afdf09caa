"""Planning a meeting: its parts, what is refused, and what a change means for calendars."""

import uuid
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import (
    AlreadyPlannedError,
    BadLengthError,
    Beraad,
    BeraadInPastError,
    BeraadKind,
    BeraadOverError,
    Part,
    Place,
    agenda_of,
    beraden_between,
    beraden_of,
    cancel_beraad,
    change_beraad,
    current_beraad,
    current_beraden,
    default_parts,
    get_beraad,
    open_table,
    plan_beraad,
)
from netwerkberaad.beraden.agenda import SHARES
from netwerkberaad.cases import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case

CANTEEN = Place(name="Kantine De Meeuwen", address="Sportlaan Zilte Veste 2", why="Van niemand thuis.")


@pytest.fixture
def wilma(world: World) -> Actor:
    """The gespreksleider."""
    return actor_for(world.facilitator)


@pytest.fixture
def case(store: Store, world: World, clock: MovableClock) -> Case:
    """A case in preparation."""
    with store.writing() as session:
        return build_case(session, world, clock)


def _plan(
    session: Session, actor: Actor, case: Case, starts_at: datetime, *, now: datetime, minutes: int = 165
) -> Beraad:
    return plan_beraad(
        session,
        actor,
        case=case,
        kind=BeraadKind.NETWERKBERAAD,
        starts_at=starts_at,
        minutes=minutes,
        place=CANTEEN,
        now=now,
    )


def test_a_planned_beraad_has_five_parts_that_fill_its_time(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        beraad = _plan(session, wilma, case, clock.now() + timedelta(days=22), now=clock.now())
        parts = [(part.part, part.minutes) for part in agenda_of(session, beraad)]
    assert parts == [
        (Part.WELCOME, 15),
        (Part.INFORMATION, 35),
        (Part.PRIVATE_TIME, 55),
        (Part.PLAN, 40),
        (Part.ACCEPTANCE, 20),
    ]


@given(st.integers(min_value=30, max_value=480), st.sampled_from(BeraadKind))
def test_parts_of_any_length_add_up_and_none_is_empty(minutes: int, kind: BeraadKind) -> None:
    lengths = default_parts(minutes, SHARES[kind])
    assert sum(lengths.values()) == minutes
    assert min(lengths.values()) > 0
    assert [part for part, length in lengths.items() if length % 5 and part is not Part.PLAN] == []


def test_what_cannot_be_a_beraad_is_refused_at_its_field(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    now = clock.now()
    with store.writing() as session:
        with pytest.raises(BeraadInPastError) as past:
            _plan(session, wilma, case, now - timedelta(days=2), now=now)
        assert past.value.field == "starts_at"
        for minutes in (29, 481):
            with pytest.raises(BadLengthError) as length:
                _plan(session, wilma, case, now, now=now, minutes=minutes)
            assert length.value.field == "minutes"
        _plan(session, wilma, case, now - timedelta(hours=3), now=now)
        with pytest.raises(AlreadyPlannedError):
            _plan(session, wilma, case, now + timedelta(days=3), now=now)


def _change(
    session: Session,
    actor: Actor,
    beraad: Beraad,
    *,
    now: datetime,
    minutes: int | None = None,
    place: Place | None = None,
) -> Beraad:
    return change_beraad(
        session,
        actor,
        beraad=beraad,
        kind=beraad.kind,
        starts_at=beraad.starts_at,
        minutes=minutes or beraad.minutes,
        place=place or beraad.place,
        now=now,
    )


def test_only_a_change_of_what_was_announced_counts_for_calendars(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        beraad = _plan(session, wilma, case, clock.now() + timedelta(days=22), now=clock.now())
        _change(session, wilma, beraad, minutes=120, now=clock.now())
        assert beraad.sequence == 0
        assert sum(part.minutes for part in agenda_of(session, beraad)) == 120
        beraad.announced_at = clock.now()
        _change(session, wilma, beraad, now=clock.now())
        assert beraad.sequence == 0
        _change(session, wilma, beraad, place=Place(name="Bij Joke thuis"), now=clock.now())
        assert (beraad.sequence, beraad.place.name) == (1, "Bij Joke thuis")
        cancel_beraad(session, wilma, beraad=beraad, now=clock.now())
        assert beraad.sequence == 2


def test_a_cancelled_beraad_makes_room_for_another(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    now = clock.now()
    with store.writing() as session:
        first = _plan(session, wilma, case, now + timedelta(days=2), now=now)
        cancel_beraad(session, wilma, beraad=first, now=now)
        with pytest.raises(BeraadOverError):
            cancel_beraad(session, wilma, beraad=first, now=now)
        with pytest.raises(BeraadOverError):
            _change(session, wilma, first, minutes=60, now=now)
        assert current_beraad(session, case) is None
        second = _plan(session, wilma, case, now + timedelta(days=9), now=now)
        assert current_beraad(session, case) is second
        assert [beraad.id for beraad in beraden_of(session, case)] == [first.id, second.id]
        week = beraden_between(session, [case.id], since=now, until=now + timedelta(days=14))
        assert week == [second]
        assert beraden_between(session, [], since=now, until=now) == []
        assert current_beraden(session, []) == {}


def test_a_beraad_is_found_through_its_own_case_only(
    store: Store, world: World, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        other = build_case(session, world, clock)
        beraad = _plan(session, wilma, case, clock.now(), now=clock.now())
        session.flush()  # the beraad must be found by its id
        assert get_beraad(session, case=case, beraad_id=beraad.id) is beraad
        with pytest.raises(NotFoundError):
            get_beraad(session, case=other, beraad_id=beraad.id)
        with pytest.raises(NotFoundError):
            open_table(session, wilma, case=other, beraad=beraad, now=clock.now())


def _part(session: Session, beraad: Beraad, part: Part) -> uuid.UUID:
    return next(row.id for row in agenda_of(session, beraad) if row.part is part)
