"""The people of a case: counted, changed, removed, each under a key of their own."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import (
    About,
    BadPlaceOnMapError,
    Case,
    ContactData,
    LastPrincipalError,
    NameMissingError,
    NewPerson,
    PersonKind,
    PersonName,
    Quadrant,
    add_person,
    change_person,
    circle_counts,
    circle_of,
    erase_contact,
    get_person,
    people_of,
    present,
    remove_person,
)
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.vault import ScopeKey, Store
from tests.builders import World, build_case, build_request, member, person_called, principal
from tests.queries import counted_queries

TODAY = date(2026, 3, 2)


@pytest.fixture
def wilma(world: World) -> Actor:
    """The gespreksleider of every case here."""
    return actor_for(world.facilitator)


def test_the_circle_is_counted_at_the_request_and_now(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock, invitees=[member("Joke"), member("Anneke")])
        clock.advance(timedelta(days=8))
        for first in ("Kees", "Sjaak", "Iris"):
            add_person(session, wilma, case=case, new=member(first), now=clock.now())
        people = people_of(session, case)
        clock.advance(timedelta(days=1))
        counts = circle_counts(people, case=case, at=clock.now())
        before = circle_counts(people, case=case, at=case.asked_at)
        assert [person.name.short for person in circle_of(people)][:2] == ["Joke", "Anneke"]
    assert (counts.before, counts.now) == (2, 5)
    assert counts.quadrants[Quadrant.FAMILY] == 5
    assert before.now == 2


def test_somebody_of_another_case_is_not_found(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        case, other = build_case(session, world, clock), build_case(session, world, clock)
        joke = person_called(session, case, "Joke")
        assert get_person(session, case=case, person_id=joke.id) is joke
        with pytest.raises(NotFoundError):
            get_person(session, case=other, person_id=joke.id)


def test_everything_that_is_written_down_of_somebody_can_change(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    bas = NewPerson(
        PersonName(first="Sebastiaan", last="Wattel", called=" Bas "),
        PersonKind.ORGANISATION,
        ContactData(phone="06 12345678", prefers="sms"),
        About(relation="zoon", ring=4),
    )
    with store.writing() as session:
        case = build_case(session, world, clock)
        joke_id = person_called(session, case, "Joke").id
        change_person(
            session,
            wilma,
            case=case,
            person=get_person(session, case=case, person_id=joke_id),
            new=bas,
            now=clock.now(),
        )
    with store.reading() as session:
        changed = get_person(session, case=case, person_id=joke_id)
        assert (changed.name.short, changed.name.full) == ("Bas", "Bas Wattel")
        assert changed.contact == ContactData(phone="+31612345678", prefers="sms")
        assert (changed.kind, changed.about.ring) == (PersonKind.ORGANISATION, 4)


def test_a_person_needs_a_name_and_one_of_four_rings(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    outside = NewPerson(PersonName(first="Piet"), about=About(ring=5))
    with store.writing() as session:
        case = build_case(session, world, clock)
        with pytest.raises(NameMissingError):
            add_person(session, wilma, case=case, new=NewPerson(PersonName()), now=clock.now())
        with pytest.raises(BadPlaceOnMapError):
            add_person(session, wilma, case=case, new=outside, now=clock.now())


def test_somebody_nothing_is_known_of_is_destroyed_with_their_key(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock)
        joke = person_called(session, case, "Joke")
        joke_id = joke.id
        assert remove_person(session, wilma, case=case, person=joke, now=clock.now())
    with store.reading() as session:
        assert session.get(ScopeKey, joke_id) is None
        with pytest.raises(NotFoundError):
            get_person(session, case=case, person_id=joke_id)


def test_somebody_of_whom_more_is_kept_leaves_instead(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock, approved=True)
        joke = person_called(session, case, "Joke")
        assert not remove_person(session, wilma, case=case, person=joke, now=clock.now())
        everybody = people_of(session, case)
        assert joke in everybody
        assert joke not in present(everybody)


def test_the_last_hoofdpersoon_stays(store: Store, world: World, clock: MovableClock, wilma: Actor) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock, principals=[principal("Marloes"), principal("Rik")])
        marloes, rik = (person_called(session, case, first) for first in ("Marloes", "Rik"))
        remove_person(session, wilma, case=case, person=rik, now=clock.now())
        with pytest.raises(LastPrincipalError):
            remove_person(session, wilma, case=case, person=marloes, now=clock.now())
        with pytest.raises(LastPrincipalError):
            change_person(session, wilma, case=case, person=marloes, new=member("Marloes"), now=clock.now())


def test_erased_contact_data_are_gone_until_they_are_given_again(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock)
        joke = person_called(session, case, "Joke")
        erase_contact(session, wilma, person=joke, now=clock.now())
        assert joke.contact == ContactData()
        assert joke.contact_erased_at == clock.now()
        change_person(session, wilma, case=case, person=joke, new=member("Joke"), now=clock.now())
        assert joke.contact_erased_at is None


def test_each_person_is_sealed_under_a_key_of_their_own(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        case = build_request(session, world, clock, invitees=[member("Joke"), member("Anneke")])
        keys = select(func.count()).select_from(ScopeKey).where(ScopeKey.parent_id == case.id)
        assert session.scalar(keys) == 3


def test_all_people_of_a_case_open_with_the_same_number_of_queries(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        small = build_case(session, world, clock, invitees=[member("Joke")])
        large = build_case(
            session, world, clock, invitees=[member(f"Naaste{number}") for number in range(30)]
        )

    def queries_for(case: Case) -> int:
        with store.reading() as session, counted_queries(store) as seen:
            assert all(person.name.short and person.about.relation for person in people_of(session, case))
        return len(seen)

    assert queries_for(large) == queries_for(small)
