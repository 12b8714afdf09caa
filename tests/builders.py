"""Builders: people, a region and cases made through the real actions. Keyword-only, everybody fictional."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from netwerkberaad.accounts import (
    Organisation,
    Profile,
    Region,
    Staff,
    actor_for,
    add_organisation,
    add_staff,
    make_region,
    set_password,
)
from netwerkberaad.cases import (
    About,
    Case,
    ContactData,
    HowGiven,
    NewPerson,
    Person,
    PersonKind,
    PersonName,
    Quadrant,
    Referral,
    claim_case,
    deciders,
    get_case,
    people_of,
    record_approval,
    submit_referral,
)
from netwerkberaad.cases.safety import SafetyAnswers, answer_safety
from netwerkberaad.foundation.access import Actor, Permission, Role, system_actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.stores import MONDAY

PASSWORD = "een-lange-zin-voor-de-proef"


@dataclass(frozen=True)
class World:
    """A region with one member of staff for every role, and a second region to stay out of."""

    region: Region
    organisation: Organisation
    referrer: Staff
    facilitator: Staff
    other_facilitator: Staff
    coordinator: Staff
    admin: Staff
    privacy_officer: Staff
    analyst: Staff
    elsewhere: Region
    foreign_facilitator: Staff


def _staff(
    session: Session,
    region: Region,
    organisation: Organisation,
    first: str,
    last: str,
    role: Role,
    clock: MovableClock,
) -> Staff:
    profile = Profile(
        first=first, last=last, mail=f"{first}.{last}@example.org".lower(), phone="+31600000102"
    )
    actor = system_actor(region.id)
    person = add_staff(
        session,
        actor,
        region=region,
        organisation=organisation,
        profile=profile,
        roles=[role],
        now=clock.now(),
    )
    set_password(session, actor, staff=person, password=PASSWORD, now=clock.now())
    return person


def build_world(session: Session, clock: MovableClock) -> World:
    """Two regions with their staff, who sign in with a password alone: most tests are about other things."""
    system, now = system_actor(), clock.now()
    region = make_region(session, system, name="Walcheren", phone="+31118000100", now=now, second_step=False)
    team = add_organisation(session, system, region=region, name="Wijkteam Middelburg-Zuid", now=now)
    elsewhere = make_region(
        session, system, name="Schouwen", phone="+31111000100", now=now, second_step=False
    )
    other_team = add_organisation(session, system, region=elsewhere, name="Gebiedsteam Zierikzee", now=now)
    return World(
        region=region,
        organisation=team,
        referrer=_staff(session, region, team, "Hanneke", "Minderhoud", Role.REFERRER, clock),
        facilitator=_staff(session, region, team, "Wilma", "Poppe", Role.FACILITATOR, clock),
        other_facilitator=_staff(session, region, team, "Joanna", "Koppejan", Role.FACILITATOR, clock),
        coordinator=_staff(session, region, team, "Bram", "Anker", Role.COORDINATOR, clock),
        admin=_staff(session, region, team, "Ties", "Verburg", Role.ADMIN, clock),
        privacy_officer=_staff(session, region, team, "Désirée", "Corbijn", Role.PRIVACY_OFFICER, clock),
        analyst=_staff(session, region, team, "Femke", "Luteijn", Role.ANALYST, clock),
        elsewhere=elsewhere,
        foreign_facilitator=_staff(session, elsewhere, other_team, "Marit", "Hanse", Role.FACILITATOR, clock),
    )


def principal(
    first: str = "Marloes", last: str = "de Nooijer", *, mail: str = "marloes@example.nl"
) -> NewPerson:
    """Somebody the case is about."""
    return NewPerson(
        name=PersonName(first=first, last=last),
        kind=PersonKind.PRINCIPAL,
        contact=ContactData(mail=mail, phone="+31600000110"),
        about=About(relation="moeder", ring=1),
    )


def member(
    first: str = "Joke",
    last: str = "Wisse",
    *,
    mail: str = "oma.joke@example.nl",
    phone: str = "+31600000120",
    kind: PersonKind = PersonKind.NAASTE,
    relation: str = "oma",
) -> NewPerson:
    """Somebody in the circle."""
    return NewPerson(
        name=PersonName(first=first, last=last),
        kind=kind,
        contact=ContactData(mail=mail, phone=phone),
        about=About(relation=relation, ring=1, quadrant=Quadrant.FAMILY),
    )


def build_request(
    session: Session,
    world: World,
    clock: MovableClock,
    *,
    principals: Sequence[NewPerson] = (principal(),),
    invitees: Sequence[NewPerson] = (member(),),
    urgent: bool = False,
) -> Case:
    """A request of the world's referrer that waits for a gespreksleider."""
    return submit_referral(
        session,
        actor_for(world.referrer),
        region_id=world.region.id,
        referral=Referral(
            municipality="Middelburg",
            words="We kunnen geen zin meer zeggen zonder dat het misgaat.",
            change="De kinderen gaan zonder buikpijn van het ene huis naar het andere.",
        ),
        principals=principals,
        invitees=invitees,
        urgent=urgent,
        now=clock.now(),
    )


def build_case(
    session: Session,
    world: World,
    clock: MovableClock,
    *,
    principals: Sequence[NewPerson] = (principal(),),
    invitees: Sequence[NewPerson] = (member(),),
    urgent: bool = False,
    approved: bool = False,
    safe: bool = True,
) -> Case:
    """A case led by the world's facilitator; ``approved`` lets every hoofdpersoon approve everybody.

    ``safe`` answers the safety check with five times no.
    """
    case = build_request(session, world, clock, principals=principals, invitees=invitees, urgent=urgent)
    actor = actor_for(world.facilitator)
    session.flush()  # the case must be found by its id
    waiting = get_case(session, actor, case.id, Permission.CLAIM_CASE)
    claim_case(
        session, actor, case=waiting, words="Ik ken niemand in deze casus.", independent=True, now=clock.now()
    )
    session.flush()  # the assignment must be found by the next query
    if safe:
        answer_safety(session, actor, case=case, answers=SafetyAnswers(), now=clock.now())
    if approved:
        approve_everybody(session, actor, case, clock)
    return case


def approve_everybody(session: Session, actor: Actor, case: Case, clock: MovableClock) -> None:
    """Every hoofdpersoon who is asked says yes to everybody in the circle."""
    people = people_of(session, case)
    for who in deciders(people, on=clock.now().date()):
        for other in (person for person in people if not person.is_principal):
            record_approval(
                session,
                actor,
                case=case,
                principal=who,
                member=other,
                invite=True,
                text="",
                how=HowGiven.IN_PERSON,
                now=clock.now(),
            )
    session.flush()  # the approvals must be found by the next query


def person_called(session: Session, case: Case, first: str) -> Person:
    """Somebody in the case by first name. Raises LookupError."""
    for person in people_of(session, case):
        if person.name.short == first:
            return person
    raise LookupError(first)


@pytest.fixture
def world(store: Store, clock: MovableClock) -> World:
    """The world, committed, on both databases in turn."""
    with store.writing() as session:
        return build_world(session, clock)


@pytest.fixture
def sqlite_world(sqlite_store: Store, clock: MovableClock) -> World:
    """The world, committed, on SQLite: for tests of pages."""
    with sqlite_store.writing() as session:
        return build_world(session, clock)


@pytest.fixture(scope="module")
def shared_world(shared_store: Store) -> World:
    """The world, committed once for all tests of a module, on both databases in turn."""
    with shared_store.writing() as session:
        return build_world(session, MovableClock(MONDAY))
