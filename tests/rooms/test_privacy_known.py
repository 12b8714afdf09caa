"""The blind index: somebody is recognised by mail address or number, in the own region, for as long as they are there."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from netwerkberaad import privacy
from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import (
    Case,
    Closing,
    ContactData,
    NewPerson,
    Outcome,
    PersonName,
    change_person,
    erase_contact,
    people_reached_by,
    waiting_cases,
)
from netwerkberaad.flows import close_case, destroy_case, erase_person
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from netwerkberaad.foundation.vault.blind_index import BlindEntry
from netwerkberaad.privacy import Why
from tests.builders import World, build_case, build_request, person_called, principal


def _found(session: Session, world: World, *, mail: str = "", phone: str = "") -> list[object]:
    return [
        person_id
        for _case, person_id in people_reached_by(session, region_id=world.region.id, mail=mail, phone=phone)
    ]


def _entries(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(BlindEntry)) or 0


def test_somebody_is_recognised_however_the_address_or_number_is_written(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        joke = person_called(session, build_case(session, world, clock), "Joke").id
    with store.reading() as session:
        assert _found(session, world, mail=" Oma.JOKE@example.nl ") == [joke]
        assert _found(session, world, phone="06-00 00 01 20") == [joke]
        assert _found(session, world, phone="0031600000120") == [joke]
        assert _found(session, world, mail="oma") == []
        assert _found(session, world) == []
        assert people_reached_by(session, region_id=world.elsewhere.id, mail="oma.joke@example.nl") == []


def test_the_same_address_has_another_digest_in_another_region_and_for_another_kind(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        build_case(session, world, clock)
    with store.reading() as session:
        digests = list(session.scalars(select(BlindEntry.digest)))
        assert len(digests) == len(set(digests)) == 4
        assert all(len(digest) == 32 for digest in digests)


def test_what_is_erased_is_not_recognised_any_more(store: Store, world: World, clock: MovableClock) -> None:
    wilma = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock)
        joke = person_called(session, case, "Joke")
        new = NewPerson(PersonName(first="Joke"), contact=ContactData(mail="joke@example.org"))
        change_person(session, wilma, case=case, person=joke, new=new, now=clock.now())
        session.flush()
        assert _found(session, world, mail="oma.joke@example.nl", phone="+31600000120") == []
        assert _found(session, world, mail="joke@example.org") == [joke.id]
        erase_contact(session, wilma, person=joke, now=clock.now())
        session.flush()
        assert _found(session, world, mail="joke@example.org") == []
        change_person(session, wilma, case=case, person=joke, new=new, now=clock.now())
        erase_person(session, wilma, case=case, person=joke, now=clock.now())
        session.flush()
        assert _found(session, world, mail="joke@example.org") == []


def test_a_destroyed_case_leaves_nothing_to_recognise(
    store: Store, world: World, clock: MovableClock
) -> None:
    wilma, officer, coordinator = (
        actor_for(staff) for staff in (world.facilitator, world.privacy_officer, world.coordinator)
    )
    with store.writing() as session:
        case = build_case(session, world, clock)
        closing = Closing(outcome=Outcome.NOT_SUITABLE)
        close_case(session, wilma, case=case, closing=closing, base_url="", now=clock.now())
        session.flush()
        retention = privacy.get_retention(session, officer, case.id)
        privacy.propose(session, officer, retention=retention, why=Why.REQUEST, note="x", now=clock.now())
        session.flush()
        destroy_case(session, coordinator, retention=retention, now=clock.now())
    with store.reading() as session:
        assert _entries(session) == 0


def test_a_second_request_for_the_same_people_says_so_and_nothing_more(
    store: Store, world: World, clock: MovableClock
) -> None:
    def known(people: Sequence[NewPerson]) -> bool:
        with store.writing() as session:
            case_id = build_request(session, world, clock, principals=people).id
        with store.reading() as session:
            views = waiting_cases(session, actor_for(world.coordinator))
            return next(view.known for view in views if view.id == case_id)

    with store.writing() as session:
        first = build_case(session, world, clock)
    other = NewPerson(PersonName(first="Sanne"), contact=ContactData(mail="sanne@example.nl"))
    assert not known([other])
    assert known([principal("Marloes", "Nooijer", mail="MARLOES@example.nl")])
    with store.writing() as session:
        case = session.get_one(Case, first.id)
        closing = Closing(outcome=Outcome.NOT_SUITABLE)
        close_case(
            session, actor_for(world.facilitator), case=case, closing=closing, base_url="", now=clock.now()
        )
    again = NewPerson(PersonName(first="Sanne"), contact=ContactData(mail="sanne2@example.nl"))
    assert not known([again])
