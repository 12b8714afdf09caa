"""The meeting at the table; and private time, in which nobody writes."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import (
    BadExtensionError,
    Beraad,
    BeraadKind,
    BeraadOverError,
    BeraadRunsError,
    LeftBeforeArrivedError,
    Part,
    Place,
    Presence,
    PrivateTimeError,
    TableClosedError,
    agenda_of,
    attendance_of,
    cancel_beraad,
    change_beraad,
    clock_of,
    current_beraad,
    end_beraad,
    end_part,
    extend_part,
    get_beraad,
    open_table,
    plan_beraad,
    private_now,
    refuse_in_private_time,
    set_agreements,
    set_attendance,
    start_part,
)
from netwerkberaad.cases import Case, Phase, get_case, move_to
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, person_called

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


@pytest.fixture
def at_table(store: Store, clock: MovableClock, wilma: Actor, case: Case) -> Callable[[Session], Beraad]:
    """A meeting that begins now, with the table open; gives the row for a session."""
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        beraad = _plan(session, wilma, own, clock.now(), now=clock.now())
        open_table(session, wilma, case=own, beraad=beraad, now=clock.now())

    def found(session: Session) -> Beraad:
        return get_beraad(session, case=case, beraad_id=beraad.id)

    return found


def test_opening_the_table_brings_the_case_to_the_beraad(
    store: Store, clock: MovableClock, wilma: Actor, case: Case, at_table: Callable[[Session], Beraad]
) -> None:
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        assert own.phase is Phase.BERAAD
        opened = at_table(session).opened_at
        clock.advance(timedelta(minutes=5))
        assert (
            open_table(session, wilma, case=own, beraad=at_table(session), now=clock.now()).opened_at
            == opened
        )
        with pytest.raises(BeraadRunsError):
            cancel_beraad(session, wilma, beraad=at_table(session), now=clock.now())
        with pytest.raises(BeraadRunsError):
            _change(session, wilma, at_table(session), minutes=60, now=clock.now())


def test_a_second_beraad_takes_a_case_no_steps_back(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        move_to(session, wilma, case=own, phase=Phase.FOLLOW_UP, now=clock.now())
        beraad = _plan(session, wilma, own, clock.now(), now=clock.now())
        open_table(session, wilma, case=own, beraad=beraad, now=clock.now())
        assert own.phase is Phase.FOLLOW_UP


def test_parts_run_one_at_a_time_and_the_clock_follows(
    store: Store, clock: MovableClock, wilma: Actor, at_table: Callable[[Session], Beraad]
) -> None:
    begin = clock.now()
    with store.writing() as session:
        beraad = at_table(session)
        welcome, information, *_rest = agenda_of(session, beraad)
        assert clock_of(beraad, agenda_of(session, beraad), now=begin).running is None
        start_part(session, wilma, beraad=beraad, part_id=welcome.id, now=begin)
        start_part(session, wilma, beraad=beraad, part_id=welcome.id, now=begin + timedelta(minutes=1))
        assert welcome.started_at == begin
        extend_part(session, wilma, beraad=beraad, part_id=welcome.id, minutes=5, now=begin)
        view = clock_of(beraad, agenda_of(session, beraad), now=begin + timedelta(minutes=8))
        assert (view.running and view.running.part, view.minutes_left, view.private) == (
            Part.WELCOME,
            12,
            False,
        )
        assert view.parts[1].planned_from == begin + timedelta(minutes=20)
        late = begin + timedelta(minutes=23)
        start_part(session, wilma, beraad=beraad, part_id=information.id, now=late)
        assert welcome.ended_at == late
        over = clock_of(beraad, agenda_of(session, beraad), now=late + timedelta(minutes=40))
        assert over.minutes_left == -5
        assert over.parts[2].planned_from == late + timedelta(minutes=35)
        end_part(session, wilma, beraad=beraad, part_id=information.id, now=late + timedelta(minutes=40))
        assert clock_of(beraad, agenda_of(session, beraad), now=late).running is None
        start_part(session, wilma, beraad=beraad, part_id=information.id, now=late + timedelta(minutes=41))
        assert (information.started_at, information.ended_at) == (late, None)
        for minutes in (0, 61):
            with pytest.raises(BadExtensionError):
                extend_part(session, wilma, beraad=beraad, part_id=information.id, minutes=minutes, now=late)


def _part(session: Session, beraad: Beraad, part: Part) -> uuid.UUID:
    return next(row.id for row in agenda_of(session, beraad) if row.part is part)


def test_in_private_time_every_note_is_refused_and_only_the_clock_goes_on(
    store: Store, clock: MovableClock, wilma: Actor, case: Case, at_table: Callable[[Session], Beraad]
) -> None:
    begin = clock.now()
    with store.writing() as session:
        beraad = at_table(session)
        joke = person_called(session, case, "Joke")
        set_agreements(session, wilma, beraad=beraad, text=" Wie boos wordt, loopt naar buiten. ", now=begin)
        start_part(
            session, wilma, beraad=beraad, part_id=_part(session, beraad, Part.PRIVATE_TIME), now=begin
        )
    with store.writing() as session:
        beraad = at_table(session)
        assert private_now(session, beraad)
        assert clock_of(beraad, agenda_of(session, beraad), now=begin).private
        with pytest.raises(PrivateTimeError):
            set_agreements(session, wilma, beraad=beraad, text="Toch iets.", now=begin)
        with pytest.raises(PrivateTimeError):
            set_attendance(
                session,
                wilma,
                beraad=beraad,
                person=joke,
                how=Presence.PHONE,
                arrived_at=begin,
                left_at=None,
                now=begin,
            )
        with pytest.raises(PrivateTimeError):
            refuse_in_private_time(session, case_id=case.id)
        private = _part(session, beraad, Part.PRIVATE_TIME)
        extend_part(session, wilma, beraad=beraad, part_id=private, minutes=10, now=begin)
        later = begin + timedelta(minutes=55)
        start_part(session, wilma, beraad=beraad, part_id=_part(session, beraad, Part.PLAN), now=later)
    with store.writing() as session:
        beraad = at_table(session)
        assert not private_now(session, beraad)
        refuse_in_private_time(session, case_id=case.id)
        assert beraad.agreements == "Wie boos wordt, loopt naar buiten."


def test_private_time_of_one_case_locks_no_other(
    store: Store, world: World, clock: MovableClock, wilma: Actor, at_table: Callable[[Session], Beraad]
) -> None:
    with store.writing() as session:
        beraad = at_table(session)
        private = _part(session, beraad, Part.PRIVATE_TIME)
        start_part(session, wilma, beraad=beraad, part_id=private, now=clock.now())
        other = build_case(session, world, clock)
        refuse_in_private_time(session, case_id=other.id)
        with pytest.raises(NotFoundError):
            set_attendance(
                session,
                wilma,
                beraad=beraad,
                person=person_called(session, other, "Joke"),
                how=Presence.IN_PERSON,
                arrived_at=None,
                left_at=None,
                now=clock.now(),
            )


def test_who_is_there_is_put_down_once_and_can_be_corrected(
    store: Store, clock: MovableClock, wilma: Actor, case: Case, at_table: Callable[[Session], Beraad]
) -> None:
    begin = clock.now()

    def note(how: Presence, arrived_at: datetime | None, left_at: datetime | None) -> None:
        with store.writing() as session:
            joke = person_called(session, case, "Joke")
            beraad = at_table(session)
            set_attendance(
                session,
                wilma,
                beraad=beraad,
                person=joke,
                how=how,
                arrived_at=arrived_at,
                left_at=left_at,
                now=begin,
            )

    note(Presence.IN_PERSON, begin, None)
    note(Presence.PHONE, begin, begin + timedelta(minutes=50))
    with pytest.raises(LeftBeforeArrivedError):
        note(Presence.PHONE, begin, begin - timedelta(minutes=1))
    with store.reading() as session:
        there = attendance_of(session, at_table(session))
        assert [(row.note.how, row.left_at) for row in there] == [
            (Presence.PHONE, begin + timedelta(minutes=50))
        ]


def test_nothing_runs_before_the_table_is_open_or_after_it_ended(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    now = clock.now()
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        beraad = _plan(session, wilma, own, now, now=now)
        welcome = _part(session, beraad, Part.WELCOME)
        with pytest.raises(TableClosedError):
            start_part(session, wilma, beraad=beraad, part_id=welcome, now=now)
        with pytest.raises(TableClosedError):
            end_beraad(session, wilma, beraad=beraad, now=now)
        open_table(session, wilma, case=own, beraad=beraad, now=now)
        with pytest.raises(NotFoundError):
            start_part(session, wilma, beraad=beraad, part_id=beraad.id, now=now)
        start_part(session, wilma, beraad=beraad, part_id=welcome, now=now)
        end_beraad(session, wilma, beraad=beraad, now=now + timedelta(hours=3))
        assert agenda_of(session, beraad)[0].ended_at == now + timedelta(hours=3)
        assert current_beraad(session, own) is None
        with pytest.raises(BeraadOverError):
            start_part(session, wilma, beraad=beraad, part_id=welcome, now=now)
        with pytest.raises(BeraadOverError):
            open_table(session, wilma, case=own, beraad=beraad, now=now)
