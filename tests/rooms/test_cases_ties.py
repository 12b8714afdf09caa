"""Ties between people of a case: dated, one of a kind for two people, and gone with either of them."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import (
    Case,
    NewPerson,
    PersonKind,
    PersonName,
    TieFlow,
    TieStrength,
    add_person,
    draw_circle,
    people_of,
    remove_person,
)
from netwerkberaad.cases.contact_person import BadContactPersonError, asked_of, choose_contact_person
from netwerkberaad.cases.ties import (
    CircleTie,
    OwnAncestorError,
    Tie,
    TieExistsError,
    TieKind,
    TieToSelfError,
    all_ties_of,
    change_tie,
    draw_tie,
    end_tie,
    forget_ties,
    get_tie,
    ties_at,
    ties_of,
)
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, member, person_called

NAMES = ("Joke", "Anneke", "Kees")


@pytest.fixture
def wilma(world: World) -> Actor:
    """The gespreksleider of every case here."""
    return actor_for(world.facilitator)


def _case(store: Store, world: World, clock: MovableClock) -> Case:
    with store.writing() as session:
        return build_case(session, world, clock, invitees=[member(name) for name in NAMES])


def test_a_tie_ends_and_begins_anew_so_that_earlier_pictures_stay(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    case = _case(store, world, clock)
    with store.writing() as session:
        joke, anneke, _kees = (person_called(session, case, name) for name in NAMES)
        first = Tie(strength=TieStrength.STRONG, flow=TieFlow.BOTH, text="Van vroeger.")
        row = draw_tie(session, wilma, case=case, one=joke, other=anneke, tie=first, now=clock.now())
        then = clock.now()
        clock.advance(timedelta(days=2))
        broken = Tie(strength=TieStrength.BROKEN)
        changed = change_tie(session, wilma, case=case, row=row, tie=broken, now=clock.now())
        assert change_tie(session, wilma, case=case, row=changed, tie=broken, now=clock.now()) is changed
    with store.reading() as session:
        everything = all_ties_of(session, case)
        assert [one.tie for one in ties_at(everything, then)] == [first]
        assert [one.tie for one in ties_of(session, case)] == [broken]


def test_two_people_have_one_tie_of_a_kind_in_whatever_order(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    case = _case(store, world, clock)
    with store.writing() as session:
        joke, anneke, _kees = (person_called(session, case, name) for name in NAMES)
        for kind in (TieKind.KNOWS, TieKind.PARTNER):
            draw_tie(session, wilma, case=case, one=joke, other=anneke, tie=Tie(kind), now=clock.now())
        for kind in (TieKind.KNOWS, TieKind.SEPARATED):
            with pytest.raises(TieExistsError):
                draw_tie(session, wilma, case=case, one=anneke, other=joke, tie=Tie(kind), now=clock.now())
        with pytest.raises(TieToSelfError):
            draw_tie(session, wilma, case=case, one=joke, other=joke, tie=Tie(), now=clock.now())


def test_nobody_becomes_a_parent_of_an_own_grandparent(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    case, parent = _case(store, world, clock), Tie(TieKind.PARENT)
    with store.writing() as session:
        joke, anneke, kees = (person_called(session, case, name) for name in NAMES)
        draw_tie(session, wilma, case=case, one=joke, other=anneke, tie=parent, now=clock.now())
        draw_tie(session, wilma, case=case, one=anneke, other=kees, tie=parent, now=clock.now())
        with pytest.raises(OwnAncestorError):
            draw_tie(session, wilma, case=case, one=kees, other=joke, tie=parent, now=clock.now())


def test_a_tie_of_another_case_and_one_that_ended_are_not_found(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    case, other = _case(store, world, clock), _case(store, world, clock)
    with store.writing() as session:
        joke, anneke, _kees = (person_called(session, case, name) for name in NAMES)
        stranger = person_called(session, other, "Joke")
        row = draw_tie(session, wilma, case=case, one=joke, other=anneke, tie=Tie(), now=clock.now())
        with pytest.raises(NotFoundError):
            draw_tie(session, wilma, case=case, one=joke, other=stranger, tie=Tie(), now=clock.now())
        with pytest.raises(NotFoundError):
            get_tie(session, case=other, tie_id=row.id)
        end_tie(session, wilma, row=row, now=clock.now())
        with pytest.raises(NotFoundError):
            get_tie(session, case=case, tie_id=row.id)


def test_ties_go_with_the_person_and_keep_nobody_on_record(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    case = _case(store, world, clock)
    with store.writing() as session:
        joke, anneke, kees = (person_called(session, case, name) for name in NAMES)
        draw_tie(session, wilma, case=case, one=joke, other=anneke, tie=Tie(), now=clock.now())
        draw_tie(session, wilma, case=case, one=kees, other=anneke, tie=Tie(), now=clock.now())
        assert remove_person(session, wilma, case=case, person=joke, now=clock.now())
        session.flush()
        assert session.scalar(select(func.count()).select_from(CircleTie)) == 1
        forget_ties(session, kees)
        assert session.scalar(select(func.count()).select_from(CircleTie)) == 0


def test_an_organisation_is_greeted_by_the_name_of_who_we_speak_with_while_they_are_there(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    case = _case(store, world, clock)
    club = NewPerson(PersonName(last="Schaakclub Het Paard"), PersonKind.ORGANISATION)
    with store.writing() as session:
        joke = person_called(session, case, "Joke")
        chess = add_person(session, wilma, case=case, new=club, now=clock.now())
        session.flush()
        assert chess.greeted == "Schaakclub Het Paard"
        choose_contact_person(session, wilma, case=case, organisation=chess, contact=joke, now=clock.now())
        session.flush()
        assert chess.greeted == "Joke"
        assert len(draw_circle([], [joke, chess]).threads) == 1
        assert asked_of(people_of(session, case))[0] is joke
        assert chess not in asked_of(people_of(session, case))
        remove_person(session, wilma, case=case, person=joke, now=clock.now())
        session.expire_all()
        assert chess.greeted == "Schaakclub Het Paard"


def test_a_club_or_a_hoofdpersoon_is_nobodys_contact_person(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    case = _case(store, world, clock)
    club = NewPerson(PersonName(last="Schaakclub"), PersonKind.ORGANISATION)
    with store.writing() as session:
        chess, draughts = (add_person(session, wilma, case=case, new=club, now=clock.now()) for _ in range(2))
        session.flush()
        for nobody in (draughts, person_called(session, case, "Marloes")):
            with pytest.raises(BadContactPersonError):
                choose_contact_person(
                    session, wilma, case=case, organisation=chess, contact=nobody, now=clock.now()
                )
