"""Regions are apart; organisations are labels within one."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import (
    NameMissingError,
    Organisation,
    OrganisationInUseError,
    OrganisationKnownError,
    Profile,
    Region,
    Staff,
    actor_for,
    add_organisation,
    add_staff,
    any_region,
    change_region,
    end_organisation,
    end_staff,
    facilitators,
    find_organisation,
    find_staff,
    get_staff,
    make_region,
    organisations_of_region,
    public_region,
    public_regions,
    region_of,
    rename_organisation,
    staff_named,
    staff_of_region,
    staff_with_role,
)
from netwerkberaad.foundation.access import Role, system_actor, visitor
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.vault import Store

SYSTEM = system_actor()


def test_a_region_has_a_name_and_a_number_to_call(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        assert not any_region(session)
        region = make_region(session, SYSTEM, name="  Walcheren ", phone="+31118000100", now=clock.now())
    with store.reading() as session:
        assert any_region(session)
        found = region_of(session, region.id)
        assert (found.name, found.phone, found.practice) == ("Walcheren", "+31118000100", False)
        entry = session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.region_id, entry.object_id) == ("region.made", region.id, region.id)
        with pytest.raises(NotFoundError):
            region_of(session, new_id())


def test_only_the_system_makes_a_region(store: Store, clock: MovableClock) -> None:
    with store.reading() as session, pytest.raises(DeniedError):
        make_region(session, visitor(), name="Walcheren", phone="", now=clock.now())


def test_a_name_is_needed(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        with pytest.raises(NameMissingError):
            make_region(session, SYSTEM, name=" ", phone="", now=clock.now())
        region = make_region(session, SYSTEM, name="Walcheren", phone="", now=clock.now())
        with pytest.raises(NameMissingError) as refused:
            add_organisation(session, SYSTEM, region=region, name="", now=clock.now())
    assert refused.value.field == "name"


def test_two_organisations_cannot_have_one_name(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = make_region(session, SYSTEM, name="Walcheren", phone="", now=clock.now())
        team = add_organisation(session, SYSTEM, region=region, name="Wijkteam Zuid", now=clock.now())
        with pytest.raises(OrganisationKnownError) as refused:
            add_organisation(session, SYSTEM, region=region, name="wijkteam  zuid", now=clock.now())
        end_organisation(session, SYSTEM, organisation=team, now=clock.now())
        add_organisation(session, SYSTEM, region=region, name="Wijkteam Zuid", now=clock.now())
    assert refused.value.field == "name"


def test_the_public_form_knows_the_one_real_region(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        assert public_region(session) is None
        practice = make_region(session, SYSTEM, name="Oefenregio", phone="", practice=True, now=clock.now())
        session.flush()  # the queries below ask the database
        assert public_region(session) == practice
        real = make_region(session, SYSTEM, name="Walcheren", phone="", now=clock.now())
        session.flush()  # the same
        assert public_region(session) == real
        other = make_region(session, SYSTEM, name="Schouwen", phone="", now=clock.now())
        session.flush()  # the same
        assert public_region(session) is None
        assert public_regions(session) == [other, real]


def test_an_organisation_is_added_renamed_and_ended(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = make_region(session, SYSTEM, name="Walcheren", phone="", now=clock.now())
        zuid = add_organisation(session, SYSTEM, region=region, name="Wijkteam Zuid", now=clock.now())
        add_organisation(session, SYSTEM, region=region, name="Gebiedsteam Veere", now=clock.now())
        rename_organisation(
            session, SYSTEM, organisation=zuid, name="Wijkteam  Middelburg-Zuid", now=clock.now()
        )
        names = [one.name for one in organisations_of_region(session, system_actor(region.id))]
        assert names == ["Gebiedsteam Veere", "Wijkteam Middelburg-Zuid"]
        end_organisation(session, SYSTEM, organisation=zuid, now=clock.now())
        names = [one.name for one in organisations_of_region(session, system_actor(region.id))]
        assert names == ["Gebiedsteam Veere"]


def test_an_organisation_with_staff_cannot_end(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = make_region(session, SYSTEM, name="Walcheren", phone="", now=clock.now())
        team = add_organisation(session, SYSTEM, region=region, name="Wijkteam", now=clock.now())
        wilma = add_staff(
            session,
            SYSTEM,
            region=region,
            organisation=team,
            profile=Profile(first="Wilma", mail="wilma@example.org"),
            roles=[Role.FACILITATOR],
            now=clock.now(),
        )
        with pytest.raises(OrganisationInUseError):
            end_organisation(session, SYSTEM, organisation=team, now=clock.now())
        end_staff(session, SYSTEM, staff=wilma, now=clock.now())
        end_organisation(session, SYSTEM, organisation=team, now=clock.now())


@dataclass(frozen=True)
class Two:
    """Two regions, each with a team and somebody who may do everything there."""

    here: Region
    there: Region
    team: Organisation
    other_team: Organisation
    ties: Staff
    foreign: Staff


def two_regions(session: Session, clock: MovableClock) -> Two:
    """Make both, the same but for their names."""
    here, there = (
        make_region(session, SYSTEM, name=name, phone="", now=clock.now()) for name in ("Hier", "Daar")
    )
    team, other_team = (
        add_organisation(session, SYSTEM, region=region, name="Wijkteam", now=clock.now())
        for region in (here, there)
    )
    ties, foreign = (
        add_staff(
            session,
            SYSTEM,
            region=region,
            organisation=organisation,
            profile=Profile(first="Ties", last="Verburg", mail=mail),
            roles=[Role.ADMIN, Role.FACILITATOR],
            now=clock.now(),
        )
        for region, organisation, mail in (
            (here, team, "ties@example.org"),
            (there, other_team, "anders@example.org"),
        )
    )
    session.flush()  # queries ask the database
    return Two(here, there, team, other_team, ties, foreign)


def test_what_is_in_another_region_is_not_listed(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        two = two_regions(session, clock)
        ties, team, foreign = two.ties, two.team, two.foreign
        admin = actor_for(ties)
        assert staff_of_region(session, admin) == facilitators(session, admin) == [ties]
        assert organisations_of_region(session, admin) == [team]
        assert staff_with_role(session, two.there.id, Role.ADMIN) == [foreign]
        assert staff_with_role(session, two.there.id, Role.REFERRER) == []
        assert staff_of_region(session, visitor()) == []
        assert find_staff(session, admin, ties.id) == ties
        assert find_organisation(session, admin, team.id) == team


def test_what_is_in_another_region_does_not_exist(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        two = two_regions(session, clock)
        here, there, other_team, foreign = two.here, two.there, two.other_team, two.foreign
        admin = actor_for(two.ties)
        for attempt in (
            lambda: find_staff(session, admin, foreign.id),
            lambda: find_staff(session, visitor(), foreign.id),
            lambda: find_organisation(session, admin, other_team.id),
            lambda: add_organisation(session, admin, region=there, name="X", now=clock.now()),
            lambda: rename_organisation(session, admin, organisation=other_team, name="X", now=clock.now()),
            lambda: end_organisation(session, admin, organisation=other_team, now=clock.now()),
            lambda: change_region(
                session, admin, region=there, name="X", phone="", second_step=True, now=clock.now()
            ),
            lambda: end_staff(session, admin, staff=foreign, now=clock.now()),
        ):
            with pytest.raises(NotFoundError):
                attempt()
        change_region(
            session,
            admin,
            region=here,
            name="Walcheren",
            phone="+31118000101",
            second_step=False,
            now=clock.now(),
        )
        assert here.name == "Walcheren"


def test_names_are_known_also_of_who_left(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        region = make_region(session, SYSTEM, name="Walcheren", phone="", now=clock.now())
        team = add_organisation(session, SYSTEM, region=region, name="Wijkteam", now=clock.now())
        wilma = add_staff(
            session,
            SYSTEM,
            region=region,
            organisation=team,
            profile=Profile(first="Wilma", infix="de", last="Poppe", mail="wilma@example.org"),
            roles=[Role.FACILITATOR],
            now=clock.now(),
        )
        end_staff(session, SYSTEM, staff=wilma, now=clock.now())
    with store.reading() as session:
        named = staff_named(session, [wilma.id, None, new_id()])
        assert {who.profile.full_name for who in named.values()} == {"Wilma de Poppe"}
        assert staff_named(session, []) == {}
        gone = get_staff(session, wilma.id)
        assert gone is not None
        assert actor_for(gone).roles == frozenset()
        assert staff_of_region(session, system_actor(region.id)) == []
