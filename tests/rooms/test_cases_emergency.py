"""Emergency access: a reason, two hours, reading alone, and everybody who must know hears of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from netwerkberaad.accounts import Staff, actor_for
from netwerkberaad.cases import Case, ReasonMissingError, declare_independence, get_case, replace_facilitator
from netwerkberaad.cases.standing import (
    NoSuchCaseError,
    end_emergency,
    find_for_emergency,
    get_emergency,
    notices_of,
    see_emergency,
    standing_of,
    unseen_emergencies,
)
from netwerkberaad.flows import open_emergency
from netwerkberaad.foundation.access import Actor, Permission, Role
from netwerkberaad.foundation.core import limits
from netwerkberaad.foundation.core.audit import AuditEntry, Basis, Outcome
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError, TooManyTriesError
from netwerkberaad.foundation.messages import MessageKind, OutboxMessage
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, build_request

BASE = "http://localhost:8000"
REASON = "De gespreksleider is onbereikbaar en er moet nu gebeld worden."


@pytest.fixture
def case(store: Store, world: World, clock: MovableClock) -> Case:
    """A case of the gespreksleider."""
    with store.writing() as session:
        return build_case(session, world, clock)


def opened(store: Store, clock: MovableClock, staff: Staff, case: Case) -> None:
    """This member of staff opens the case."""
    with store.writing() as session:
        actor = actor_for(staff)
        wanted = get_case(session, actor, case.id, Permission.ASK_EMERGENCY)
        open_emergency(session, actor, case=wanted, reason=REASON, base_url=BASE, now=clock.now())


def reads(store: Store, clock: MovableClock, staff: Staff, case: Case) -> bool:
    """Whether this member of staff gets the case to read."""
    with store.reading() as session:
        actor = standing_of(session, actor_for(staff), now=clock.now())
        try:
            get_case(session, actor, case.id)
        except NotFoundError:
            return False
        return True


def test_a_colleague_and_a_coordinator_read_for_two_hours_and_not_a_second_longer(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    for staff in (world.other_facilitator, world.coordinator):
        assert not reads(store, clock, staff, case)
        opened(store, clock, staff, case)
        assert reads(store, clock, staff, case)
        assert not reads(store, clock, world.analyst, case)
    clock.advance(timedelta(hours=2) - timedelta(seconds=1))
    assert reads(store, clock, world.coordinator, case)
    clock.advance(timedelta(seconds=1))
    assert not reads(store, clock, world.coordinator, case)
    assert not reads(store, clock, world.other_facilitator, case)


def test_it_opens_this_case_alone_and_changes_nothing(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    with store.writing() as session:
        another = build_case(session, world, clock)
    opened(store, clock, world.other_facilitator, case)
    assert not reads(store, clock, world.other_facilitator, another)
    with store.reading() as session:
        actor = standing_of(session, actor_for(world.other_facilitator), now=clock.now())
        for permission in (Permission.CHANGE_CASE, Permission.REOPEN_CASE):
            with pytest.raises(DeniedError):
                get_case(session, actor, case.id, permission)


def test_it_needs_a_reason_that_is_sealed(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    actor = actor_for(world.coordinator)
    with store.writing() as session, pytest.raises(ReasonMissingError):
        open_emergency(session, actor, case=case, reason="  ", base_url=BASE, now=clock.now())
    opened(store, clock, world.coordinator, case)
    with store.reading() as session:
        access = unseen_emergencies(session, actor_for(world.facilitator))[0]
        assert access.reason == REASON
        assert REASON.encode() not in (access.reason_sealed or b"")


@pytest.mark.parametrize("who", ["referrer", "admin", "privacy_officer", "analyst", "foreign_facilitator"])
def test_others_cannot_ask(store: Store, clock: MovableClock, world: World, case: Case, who: str) -> None:
    with store.reading() as session, pytest.raises(NotFoundError):
        get_case(session, actor_for(getattr(world, who)), case.id, Permission.ASK_EMERGENCY)


def test_who_asked_for_the_beraad_cannot_open_it_also_not_as_a_gespreksleider(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    both = Actor(
        actor_for(world.referrer).kind,
        world.referrer.id,
        world.region.id,
        frozenset({Role.REFERRER, Role.FACILITATOR}),
    )
    with store.reading() as session, pytest.raises(NotFoundError):
        get_case(session, both, case.id, Permission.ASK_EMERGENCY)


def test_leader_coordinator_and_privacy_officer_are_told_without_content(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    opened(store, clock, world.other_facilitator, case)
    expected = {world.facilitator.id, world.coordinator.id, world.privacy_officer.id}
    with store.reading() as session:
        access = unseen_emergencies(session, actor_for(world.facilitator))[0]
        assert {notice.staff_id for notice in notices_of(session, access)} == expected
        kind = OutboxMessage.kind == MessageKind.EMERGENCY_OPENED
        letters = list(session.scalars(select(OutboxMessage).where(kind)))
        assert {letter.staff_id for letter in letters} == expected
        for letter in letters:
            said = letter.letter.subject + letter.letter.text + letter.letter.html
            for word in (
                REASON,
                "Marloes",
                "Nooijer",
                "Joke",
                "Middelburg",
                world.other_facilitator.profile.last,
            ):
                assert word not in said
            assert f"{BASE}/noodtoegang/{access.id}" in letter.letter.text


def test_asking_twice_tells_nobody_twice(store: Store, clock: MovableClock, world: World, case: Case) -> None:
    opened(store, clock, world.coordinator, case)
    opened(store, clock, world.coordinator, case)
    with store.reading() as session:
        assert len(unseen_emergencies(session, actor_for(world.privacy_officer))) == 1


def test_it_is_ended_by_hand_and_looking_at_it_is_on_record(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    opened(store, clock, world.coordinator, case)
    wilma = actor_for(world.facilitator)
    with store.writing() as session:
        access, _case = get_emergency(session, wilma, unseen_emergencies(session, wilma)[0].id)
        see_emergency(session, wilma, access=access, now=clock.now())
        end_emergency(session, wilma, access=access, now=clock.now())
    assert not reads(store, clock, world.coordinator, case)
    with store.reading() as session:
        assert unseen_emergencies(session, wilma) == []
        entries = list(session.scalars(select(AuditEntry).where(AuditEntry.emergency.is_(True))))
        found = {(entry.action, entry.actor_id) for entry in entries}
        assert found == {
            ("emergency.opened", world.coordinator.id),
            ("emergency.seen", wilma.id),
            ("emergency.ended", wilma.id),
        }
        assert {entry.basis for entry in entries} == {Basis.EMERGENCY}


def test_only_those_who_were_told_or_watch_see_who_opened_what(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    opened(store, clock, world.coordinator, case)
    with store.reading() as session:
        access = unseen_emergencies(session, actor_for(world.facilitator))[0]
        for staff in (world.facilitator, world.coordinator, world.privacy_officer):
            assert get_emergency(session, actor_for(staff), access.id)[0].id == access.id
        for staff in (world.other_facilitator, world.referrer, world.admin, world.foreign_facilitator):
            with pytest.raises(NotFoundError):
                get_emergency(session, actor_for(staff), access.id)


def test_who_is_given_the_case_stands_there_by_task_from_then_on(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    opened(store, clock, world.other_facilitator, case)
    joanna = actor_for(world.other_facilitator)
    with store.writing() as session:
        own = get_case(session, actor_for(world.coordinator), case.id, Permission.ASSIGN_CASE)
        replace_facilitator(
            session,
            actor_for(world.coordinator),
            case=own,
            facilitator=world.other_facilitator,
            now=clock.now(),
        )
        session.flush()  # the assignment must be found by the declaration
        declare_independence(session, joanna, case=own, words="Ik ken niemand.", now=clock.now())
    with store.reading() as session:
        assert standing_of(session, joanna, now=clock.now()).in_case(case.id).basis is Basis.TASK
        assert not standing_of(session, actor_for(world.facilitator), now=clock.now()).emergencies
    assert not reads(store, clock, world.facilitator, case)


def test_a_case_is_found_by_its_gespreksleider_and_a_first_name_together(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    with store.writing() as session:
        build_request(session, world, clock)
    joanna = actor_for(world.other_facilitator)

    def find(name: str, leader: Staff) -> Case:
        with store.writing() as session:
            try:
                return find_for_emergency(session, joanna, facilitator=leader, name=name, now=clock.now())
            finally:
                assert limits.tries_count(session) or name == " marloes "

    assert find(" marloes ", world.facilitator).id == case.id
    for name, leader in (
        ("Joke", world.facilitator),
        ("Marloes", world.coordinator),
        ("", world.facilitator),
    ):
        with pytest.raises(NoSuchCaseError):
            find(name, leader)


def test_searching_in_vain_is_on_record_and_counted(
    store: Store, clock: MovableClock, world: World, case: Case
) -> None:
    joanna = actor_for(world.other_facilitator)
    for _ in range(10):
        session = store.open(writes=True)
        with pytest.raises(NoSuchCaseError):
            find_for_emergency(session, joanna, facilitator=world.facilitator, name="Piet", now=clock.now())
        store.commit(session)
    with store.writing() as session, pytest.raises(TooManyTriesError):
        find_for_emergency(session, joanna, facilitator=world.facilitator, name="Marloes", now=clock.now())
    with store.reading() as session:
        denied = select(AuditEntry).where(AuditEntry.action == "emergency.searched")
        entries = list(session.scalars(denied))
    assert len(entries) == 10
    assert {(entry.outcome, entry.object_id) for entry in entries} == {(Outcome.DENIED, world.facilitator.id)}
