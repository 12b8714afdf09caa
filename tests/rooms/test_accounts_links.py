"""One-time links for staff: choosing a password, and setting up an installation."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import (
    LinkSpentError,
    Organisation,
    PasswordTooShortError,
    Profile,
    Region,
    Staff,
    StaffLink,
    StaffLinkPurpose,
    actor_for,
    add_organisation,
    add_staff,
    find_staff_link,
    get_staff,
    make_region,
    make_staff_link,
    set_password_by_link,
    set_up,
    sign_in,
    sweep_staff_links,
)
from netwerkberaad.foundation.access import Actor, Role, system_actor, visitor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DeniedError
from netwerkberaad.foundation.vault import Store

PASSWORD = "kruiwagen fietst naar zee"
WILMA = Profile(first="Wilma", last="Poppe", mail="Wilma.Poppe@example.org", phone="+31600000102")
SET, SETUP = StaffLinkPurpose.SET_PASSWORD, StaffLinkPurpose.SETUP


@dataclass
class Office:
    """A region with one organisation and one beheerder, Ties."""

    region: Region
    team: Organisation
    ties: Staff

    @property
    def admin(self) -> Actor:
        return actor_for(self.ties)


@pytest.fixture
def office(store: Store, clock: MovableClock) -> Office:
    """An office, committed."""
    system, now = system_actor(), clock.now()
    with store.writing() as session:
        region = make_region(session, system, name="Walcheren", phone="", now=now)
        team = add_organisation(session, system, region=region, name="Wijkteam", now=now)
        profile = Profile(first="Ties", last="Verburg", mail="ties@example.org")
        ties = add_staff(
            session, system, region=region, organisation=team, profile=profile, roles=[Role.ADMIN], now=now
        )
    return Office(region, team, ties)


def add(
    session: Session, office: Office, clock: MovableClock, profile: Profile = WILMA, *roles: Role
) -> Staff:
    return add_staff(
        session,
        office.admin,
        region=office.region,
        organisation=office.team,
        profile=profile,
        roles=roles or [Role.FACILITATOR],
        now=clock.now(),
    )


def here(session: Session, staff: Staff) -> Staff:
    found = get_staff(session, staff.id)
    assert found is not None
    return found


def test_a_link_lets_somebody_choose_a_password_once(
    store: Store, office: Office, clock: MovableClock
) -> None:
    with store.writing() as session:
        wilma = add(session, office, clock)
        token = make_staff_link(session, office.admin, staff=wilma, purpose=SET, now=clock.now())
    with pytest.raises(PasswordTooShortError), store.writing() as session:
        set_password_by_link(session, token=token, password="kort", now=clock.now())
    with store.writing() as session:
        assert set_password_by_link(session, token=token, password=PASSWORD, now=clock.now()).id == wilma.id
    with store.writing() as session:
        assert (
            sign_in(session, mail=WILMA.mail, password=PASSWORD, address="", now=clock.now()).id == wilma.id
        )
        with pytest.raises(LinkSpentError):
            set_password_by_link(session, token=token, password=PASSWORD, now=clock.now())


def test_a_newer_link_and_seven_days_make_a_link_stop(
    store: Store, office: Office, clock: MovableClock
) -> None:
    with store.writing() as session:
        wilma = add(session, office, clock)
        old, new = (
            make_staff_link(session, office.admin, staff=wilma, purpose=SET, now=clock.now())
            for _ in range(2)
        )
    with store.reading() as session:
        assert find_staff_link(session, old, now=clock.now()) is None
        assert find_staff_link(session, new, now=clock.now() + timedelta(days=7)) is None
        found = find_staff_link(session, new, now=clock.now())
        assert found is not None
        assert found.staff_id == wilma.id
    for token in (old, "unknown", ""):
        with store.reading() as session, pytest.raises(LinkSpentError):
            set_password_by_link(session, token=token, password=PASSWORD, now=clock.now())


def set_up_with(session: Session, token: str, clock: MovableClock, password: str = PASSWORD) -> Staff:
    return set_up(
        session,
        token=token,
        region_name="Walcheren",
        organisation_name="Netwerkberaad Walcheren",
        profile=Profile(first="Ties", last="Verburg", mail="ties@example.org", phone="+31118000100"),
        password=password,
        now=clock.now(),
    )


def test_an_installation_is_set_up_once_by_its_link(store: Store, clock: MovableClock) -> None:
    with store.writing() as session:
        token = make_staff_link(session, system_actor(), staff=None, purpose=SETUP, now=clock.now())
    with pytest.raises(PasswordTooShortError), store.writing() as session:
        set_up_with(session, token, clock, "kort")
    with store.writing() as session:
        ties = set_up_with(session, token, clock)
    with store.writing() as session:
        signed = sign_in(session, mail="ties@example.org", password=PASSWORD, address="", now=clock.now())
        assert signed.id == ties.id
        assert signed.roles == {Role.ADMIN}
        with pytest.raises(LinkSpentError):
            set_up_with(session, token, clock)
        assert session.scalar(select(func.count()).select_from(Region)) == 1


def test_a_link_works_for_its_own_purpose_only(store: Store, office: Office, clock: MovableClock) -> None:
    with store.writing() as session:
        setting_up = make_staff_link(session, system_actor(), staff=None, purpose=SETUP, now=clock.now())
        choosing = make_staff_link(session, office.admin, staff=office.ties, purpose=SET, now=clock.now())
        with pytest.raises(LinkSpentError):
            set_password_by_link(session, token=setting_up, password=PASSWORD, now=clock.now())
        with pytest.raises(LinkSpentError):
            set_up_with(session, choosing, clock)
        with pytest.raises(ValueError, match="set-up"):
            make_staff_link(session, system_actor(), staff=None, purpose=SET, now=clock.now())
        with pytest.raises(DeniedError):
            make_staff_link(session, visitor(), staff=None, purpose=SETUP, now=clock.now())


def test_links_that_no_longer_work_are_deleted(store: Store, office: Office, clock: MovableClock) -> None:
    with store.writing() as session:
        for _ in range(2):
            make_staff_link(session, office.admin, staff=office.ties, purpose=SET, now=clock.now())
    with store.writing() as session:
        assert sweep_staff_links(session, clock.now()) == 1
        assert sweep_staff_links(session, clock.now() + timedelta(days=7)) == 1
        assert session.scalar(select(func.count()).select_from(StaffLink)) == 0
