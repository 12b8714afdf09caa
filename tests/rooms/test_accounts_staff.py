"""Staff: accounts are made, changed and ended by the beheerder of their region; passwords are chosen by a link."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from netwerkberaad.accounts import (
    LastAdminError,
    MailMissingError,
    MailTakenError,
    NameMissingError,
    Organisation,
    Profile,
    Region,
    RoleMissingError,
    Staff,
    StaffLinkPurpose,
    WrongSignInError,
    actor_for,
    add_organisation,
    add_staff,
    change_staff,
    end_staff,
    find_staff_link,
    get_staff,
    make_region,
    make_staff_link,
    set_password,
    sign_in,
)
from netwerkberaad.foundation.access import Actor, Role, system_actor
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.links import find_session, start_session
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


def test_an_account_is_added_sealed_and_on_record(store: Store, office: Office, clock: MovableClock) -> None:
    with store.writing() as session:
        wilma = add(session, office, clock, WILMA, Role.REFERRER, Role.FACILITATOR)
    with store.reading() as session:
        found = here(session, wilma)
        assert found.profile == WILMA
        assert found.roles == {Role.FACILITATOR, Role.REFERRER}
        entry = session.scalars(select(AuditEntry).where(AuditEntry.object_id == wilma.id)).one()
        assert (entry.action, entry.actor_id, entry.region_id) == (
            "staff.added",
            office.ties.id,
            office.region.id,
        )
    with store.engine.connect() as connection:
        rows = repr(
            [
                [bytes(value) if isinstance(value, memoryview) else value for value in row]
                for row in connection.execute(text("SELECT * FROM staff"))
            ]
        )
    assert "oppe" not in rows


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_but_a_beheerder_manages_staff(
    store: Store, office: Office, clock: MovableClock, role: Role
) -> None:
    with store.writing() as session:
        who = actor_for(add(session, office, clock, WILMA, role))
        other = add(session, office, clock, Profile(first="Bram", mail="bram@example.org"))
        for attempt in (
            lambda: replace_admin(session, office, who, clock),
            lambda: end_staff(session, who, staff=other, now=clock.now()),
            lambda: make_staff_link(session, who, staff=other, purpose=SET, now=clock.now()),
            lambda: set_password(session, who, staff=other, password=PASSWORD, now=clock.now()),
        ):
            with pytest.raises(DeniedError):
                attempt()


def replace_admin(session: Session, office: Office, who: Actor, clock: MovableClock) -> None:
    add_staff(
        session,
        who,
        region=office.region,
        organisation=office.team,
        profile=replace(WILMA, mail="nieuw@example.org"),
        roles=[Role.ADMIN],
        now=clock.now(),
    )


@pytest.mark.parametrize(
    ("profile", "error", "field"),
    [
        (replace(WILMA, first="", last=""), NameMissingError, "first"),
        (replace(WILMA, mail=" "), MailMissingError, "mail"),
        (replace(WILMA, mail=" TIES@example.org "), MailTakenError, "mail"),
    ],
)
def test_an_account_needs_a_name_and_a_mail_address_of_its_own(
    store: Store, office: Office, clock: MovableClock, profile: Profile, error: type[Exception], field: str
) -> None:
    with store.reading() as session, pytest.raises(error) as refused:
        add(session, office, clock, profile)
    assert getattr(refused.value, "field", None) == field


def test_an_account_needs_a_role_and_a_running_organisation_of_its_region(
    store: Store, office: Office, clock: MovableClock
) -> None:
    with store.writing() as session:
        elsewhere = make_region(session, system_actor(), name="Schouwen", phone="", now=clock.now())
        foreign = add_organisation(session, system_actor(), region=elsewhere, name="Team", now=clock.now())
        for roles, organisation, error in (
            ([], office.team, RoleMissingError),
            ([Role.REFERRER], foreign, NotFoundError),
        ):
            with pytest.raises(error):
                add_staff(
                    session,
                    office.admin,
                    region=office.region,
                    organisation=organisation,
                    profile=WILMA,
                    roles=roles,
                    now=clock.now(),
                )


def change(
    session: Session, office: Office, clock: MovableClock, staff: Staff, profile: Profile, *roles: Role
) -> None:
    change_staff(
        session,
        office.admin,
        staff=here(session, staff),
        profile=profile,
        roles=roles,
        organisation=office.team,
        now=clock.now(),
    )


def test_a_change_of_address_is_a_change_of_how_to_sign_in(
    store: Store, office: Office, clock: MovableClock
) -> None:
    moved = replace(WILMA, mail="wilma@nieuw.example")
    with store.writing() as session:
        wilma = add(session, office, clock)
        set_password(session, actor_for(wilma), staff=wilma, password=PASSWORD, now=clock.now())
    with store.writing() as session:
        change(session, office, clock, wilma, moved, Role.FACILITATOR)
    with store.writing() as session:
        signed = sign_in(session, mail=moved.mail, password=PASSWORD, address="", now=clock.now())
        assert signed.id == wilma.id
        with pytest.raises(WrongSignInError):
            sign_in(session, mail=WILMA.mail, password=PASSWORD, address="", now=clock.now())
        assert add(session, office, clock, WILMA).id != wilma.id


def test_other_roles_end_the_sessions_and_other_names_do_not(
    store: Store, office: Office, clock: MovableClock
) -> None:
    with store.writing() as session:
        wilma = add(session, office, clock)
        token = start_session(session, scope_id=office.region.id, staff_id=wilma.id, now=clock.now())
    for roles, lives in (([Role.FACILITATOR], True), ([Role.FACILITATOR, Role.COORDINATOR], False)):
        with store.writing() as session:
            change(session, office, clock, wilma, replace(WILMA, last="Poppe-Maas"), *roles)
        with store.reading() as session:
            assert (find_session(session, token, now=clock.now()) is not None) is lives


def test_the_last_beheerder_can_neither_leave_nor_step_down(
    store: Store, office: Office, clock: MovableClock
) -> None:
    with store.writing() as session:
        ties = here(session, office.ties)
        with pytest.raises(LastAdminError):
            end_staff(session, office.admin, staff=ties, now=clock.now())
        with pytest.raises(LastAdminError):
            change(session, office, clock, ties, ties.profile, Role.FACILITATOR)
        add(session, office, clock, WILMA, Role.ADMIN)
        end_staff(session, office.admin, staff=ties, now=clock.now())
        assert ties.ended_at == clock.now()


def test_an_ended_account_stops_at_once_and_frees_its_address(
    store: Store, office: Office, clock: MovableClock
) -> None:
    with store.writing() as session:
        wilma = add(session, office, clock)
        set_password(session, actor_for(wilma), staff=wilma, password=PASSWORD, now=clock.now())
        cookie = start_session(session, scope_id=office.region.id, staff_id=wilma.id, now=clock.now())
        link = make_staff_link(session, office.admin, staff=wilma, purpose=SET, now=clock.now())
    with store.writing() as session:
        end_staff(session, office.admin, staff=here(session, wilma), now=clock.now())
    with store.writing() as session:
        gone = here(session, wilma)
        assert find_session(session, cookie, now=clock.now()) is None
        assert find_staff_link(session, link, now=clock.now()) is None
        with pytest.raises(WrongSignInError):
            sign_in(session, mail=WILMA.mail, password=PASSWORD, address="", now=clock.now())
        with pytest.raises(NotFoundError):
            make_staff_link(session, office.admin, staff=gone, purpose=SET, now=clock.now())
        with pytest.raises(NotFoundError):
            change(session, office, clock, gone, WILMA, Role.FACILITATOR)
        assert (
            end_staff(session, office.admin, staff=gone, now=clock.now() + timedelta(1)).ended_at
            == clock.now()
        )
        assert add(session, office, clock).id != wilma.id
