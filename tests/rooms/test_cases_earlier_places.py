"""A picture of before stays as it was, whatever changes afterwards."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import (
    Case,
    CirclePicture,
    NewPerson,
    Quadrant,
    TieStrength,
    add_person,
    change_person,
    circle_at,
    draw_circle,
    people_of,
    principals_of,
    remove_person,
)
from netwerkberaad.cases.placing import EarlierPlace, forget_places, places_at
from netwerkberaad.cases.ties import Tie, all_ties_of, change_tie, draw_tie, end_tie, ties_at, ties_of
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, member, person_called

NAMES = ("Joke", "Anneke", "Kees")


@pytest.fixture
def wilma(world: World) -> Actor:
    """The gespreksleider of every case here."""
    return actor_for(world.facilitator)


def _seen_at(session: Session, case: Case, at: datetime) -> CirclePicture:
    people = people_of(session, case)
    there = circle_at(people, at)
    ties = ties_at(all_ties_of(session, case), at)
    return draw_circle(principals_of(people), there, ties, places_at(session, case, there, at))


def _act(session: Session, wilma: Actor, case: Case, now: datetime, step: int) -> None:
    """One of the things that change a circle."""
    kind, which = step % 5, step // 5
    around = [one for one in circle_at(people_of(session, case), now) if one.left_at is None]
    person = around[which % len(around)] if around else None
    if kind == 0 or person is None:
        add_person(session, wilma, case=case, new=member(f"Nieuw{step}"), now=now)
    elif kind in {1, 2}:
        about = replace(
            person.about,
            ring=which % 4 + 1,
            quadrant=list(Quadrant)[which % 4],
            strength=list(TieStrength)[which % 4],
        )
        new = NewPerson(person.name, person.kind, person.contact, about)
        change_person(session, wilma, case=case, person=person, new=new, now=now)
    elif kind == 3 and len(around) > 1 and not ties_of(session, case):
        draw_tie(session, wilma, case=case, one=around[0], other=around[1], tie=Tie(), now=now)
    elif ties_of(session, case):
        (row,) = ties_of(session, case)
        if which % 2:
            end_tie(session, wilma, row=row, now=now)
        else:
            tie = replace(row.tie, strength=list(TieStrength)[which % 4])
            change_tie(session, wilma, case=case, row=row, tie=tie, now=now)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 99), min_size=1, max_size=8))
def test_no_later_change_alters_a_picture_of_before(
    sqlite_store: Store, sqlite_world: World, clock: MovableClock, steps: list[int]
) -> None:
    wilma = actor_for(sqlite_world.facilitator)
    with sqlite_store.writing() as session:
        case = build_case(session, sqlite_world, clock, invitees=[member(name) for name in NAMES])
    kept: list[tuple[datetime, CirclePicture]] = []
    for step in steps:
        clock.advance(timedelta(days=1))
        with sqlite_store.writing() as session:
            _act(session, wilma, case, clock.now(), step)
        with sqlite_store.reading() as session:
            kept.append((clock.now(), _seen_at(session, case, clock.now())))
            for at, picture in kept:
                assert _seen_at(session, case, at) == picture


def test_somebody_moved_stands_in_the_picture_of_before_where_they_stood(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock, invitees=[member(name) for name in NAMES])
        joke = person_called(session, case, "Joke")
        before = joke.about.ring
        then = clock.now()
        for ring in (3, 4):
            clock.advance(timedelta(days=1))
            new = NewPerson(joke.name, joke.kind, joke.contact, replace(joke.about, ring=ring))
            change_person(session, wilma, case=case, person=joke, new=new, now=clock.now())
        session.flush()
        day = timedelta(days=1)
        rings = [places_at(session, case, [joke], at)[joke.id].ring for at in (then, then + day, clock.now())]
    assert rings == [before, 3, 4]


def test_earlier_places_go_with_the_person_and_keep_nobody_on_record(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock, invitees=[member(name) for name in NAMES])
        for name in NAMES[:2]:
            person = person_called(session, case, name)
            new = NewPerson(person.name, person.kind, person.contact, replace(person.about, ring=4))
            change_person(session, wilma, case=case, person=person, new=new, now=clock.now())
        session.flush()
        assert remove_person(
            session, wilma, case=case, person=person_called(session, case, "Joke"), now=clock.now()
        )
        session.flush()
        assert session.scalar(select(func.count()).select_from(EarlierPlace)) == 1
        forget_places(session, person_called(session, case, "Anneke"))
        assert session.scalar(select(func.count()).select_from(EarlierPlace)) == 0
