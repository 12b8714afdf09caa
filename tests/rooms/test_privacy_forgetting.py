"""Erasing one person: what was theirs is gone, and everybody else's lines are whole."""

import dataclasses
from pathlib import Path

import pytest
from sqlalchemy import Uuid, func, select
from sqlalchemy.orm import Session

from netwerkberaad import privacy
from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import (
    Case,
    Closing,
    ContactData,
    LastPrincipalError,
    Outcome,
    Person,
    get_case,
    people_of,
)
from netwerkberaad.cases.circle import forget_name
from netwerkberaad.flows import clear_traces, close_case, erase_person, renew_link
from netwerkberaad.foundation.access import Actor, ActorKind, Role
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.vault import ScopeKey, Store
from netwerkberaad.plans import LineView, plan_view, versions_of
from netwerkberaad.privacy import SOMEBODY
from tests.builders import World, build_case, person_called
from tests.demo import at, play, stage_for
from tests.rooms.story import Story, begin

POINTS_TO_A_PLACE = {
    "person.id",
    "scope_key.id",
    "erasure_record.erased_id",
    "commitment.checker_id",
    "commitment.backup_id",
    "commitment.fallback_id",
    "goal.words_of_id",
    "audit_entry.object_id",
    "audit_entry.actor_id",
    "audit_entry.on_behalf_of",
}
"""Where the id of somebody who was erased may still stand."""


def _columns_with(session: Session, person: Person) -> set[str]:
    found = set()
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Uuid) and session.scalar(
                select(column).where(column == person.id).limit(1)
            ):
                found.add(f"{table.name}.{column.name}")
    return found


def _lines(session: Session, case: Case) -> dict[object, LineView]:
    return {
        line.id: line for version in versions_of(session, case) for line in plan_view(session, version).lines
    }


@pytest.fixture
def story(store: Store, clock: MovableClock, world: World) -> Story:
    """A case with a circle."""
    return begin(store, clock, world)


@pytest.fixture
def staged(store: Store, tmp_path: Path) -> tuple[Store, Case, Actor, MovableClock]:
    """The case of the two children while its plan is followed."""
    stage = stage_for(store, tmp_path, "scheiding-twee-kinderen")
    play(stage, until=stage.at(at(60, "12:00")))
    with store.reading() as session:
        case = session.get_one(Case, stage.case_id)
        leader = Actor(
            ActorKind.STAFF, stage.house.staff[stage.leader], case.region_id, frozenset({Role.FACILITATOR})
        )
    return store, case, leader, stage.house.clock


def test_of_an_erased_person_only_a_place_without_a_name_is_left_and_other_lines_are_whole(
    staged: tuple[Store, Case, Actor, MovableClock],
) -> None:
    store, case, leader, clock = staged
    with store.writing() as session:
        own = get_case(session, leader, case.id)
        before = _lines(session, own)
        people = people_of(session, own)
        owners = {owner.id for line in before.values() for owner in line.owners}
        person = next(one for one in people if one.id in owners and not one.is_principal)
        others = {one.id: (one.name, one.contact) for one in people if one is not person}
        name, key = person.name, session.get_one(ScopeKey, person.id).wrapped
        erased = erase_person(session, leader, case=own, person=person, now=clock.now())
        assert erased.record.rows > 0
    with store.reading() as session:
        own = get_case(session, leader, case.id)
        person = session.get_one(Person, person.id)
        assert (person.name.full, person.contact, person.left_at) == (SOMEBODY, ContactData(), clock.now())
        assert session.get_one(ScopeKey, person.id).wrapped != key
        assert _columns_with(session, person) <= POINTS_TO_A_PLACE
        after = _lines(session, own)
        assert after.keys() == before.keys()
        for line_id, line in after.items():
            old = before[line_id]
            assert line.owner_ids == old.owner_ids - {person.id}
            assert line.words.text
            assert name.short not in line.words.text
            if name.short not in str(old.words):
                assert line.words == old.words
        for one in people_of(session, own):
            if one.id != person.id:
                assert (one.name, one.contact) == others[one.id]
        assert all(after[line.id].owners == () for line in erased.left_open)
    assert clear_traces(store, clock.now()) == 1


def test_the_name_in_the_words_of_others_becomes_another_word_but_not_the_name_of_somebody_else(
    story: Story,
) -> None:
    with story.work() as work:
        joke = work.person("Joke")
        kees = work.person("Kees")
        kees.about = type(kees.about)(
            relation="zoon van Joke", tie="Jokelien en joke", proposed_by="Joke Wisse"
        )
        erase_person(work.session, work.wilma, case=work.case, person=joke, now=work.now)
    with story.work() as work:
        about = work.person("Kees").about
        assert about.relation == f"zoon van {SOMEBODY}"
        assert about.tie == f"Jokelien en {SOMEBODY}"
        assert about.proposed_by == SOMEBODY


def test_the_word_for_somebody_who_declined_stays_in_the_lines_of_others(story: Story) -> None:
    with story.work() as work:
        joke, kees = work.person("Joke"), work.person("Kees")
        kees.about = dataclasses.replace(kees.about, tie="Er kookt iemand voor hem.")
        forget_name(joke)
        erase_person(work.session, work.wilma, case=work.case, person=joke, now=work.now)
    with story.work() as work:
        assert work.person("Kees").about.tie == "Er kookt iemand voor hem."


def test_who_was_erased_is_not_erased_again_and_the_only_hoofdpersoon_never_is(
    store: Store, world: World, clock: MovableClock
) -> None:
    wilma = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock)
        joke, marloes = (person_called(session, case, name) for name in ("Joke", "Marloes"))
        with pytest.raises(LastPrincipalError):
            erase_person(session, wilma, case=case, person=marloes, now=clock.now())
        erase_person(session, wilma, case=case, person=joke, now=clock.now())
        session.flush()
        with pytest.raises(NotFoundError):
            erase_person(session, wilma, case=case, person=joke, now=clock.now())


def test_nobody_is_erased_from_a_case_that_is_held(store: Store, world: World, clock: MovableClock) -> None:
    wilma, officer = actor_for(world.facilitator), actor_for(world.privacy_officer)
    with store.writing() as session:
        case = build_case(session, world, clock)
        joke = person_called(session, case, "Joke")
        closing = Closing(outcome=Outcome.NO_JOINT_PLAN)
        close_case(session, wilma, case=case, closing=closing, base_url="", now=clock.now())
        session.flush()
        retention = privacy.get_retention(session, officer, case.id)
        privacy.hold(session, officer, retention=retention, reason="Er loopt een klacht.", now=clock.now())
        with pytest.raises(privacy.OnHoldError):
            erase_person(session, wilma, case=case, person=joke, now=clock.now())


def test_the_links_and_messages_of_an_erased_person_are_gone(
    store: Store, world: World, clock: MovableClock
) -> None:
    wilma = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock, approved=True)
        joke = person_called(session, case, "Joke")
        renew_link(session, wilma, case=case, person=joke, base_url="", now=clock.now())
        erase_person(session, wilma, case=case, person=joke, now=clock.now())
    with store.reading() as session:
        for name in ("personal_link", "outbox_message", "invitation", "web_session"):
            table = Base.metadata.tables[name]
            assert session.scalar(select(func.count()).where(table.c.person_id == joke.id)) == 0
