"""Promised contact: open until it was made or promised anew; told to who waits, reminded to who promised, late ones first."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, Referral, assign_case, get_case, own_request, own_requests
from netwerkberaad.cases.errors import ReasonMissingError
from netwerkberaad.cases.promises import (
    ContactPromise,
    MomentPastError,
    PromiseEnd,
    PromiseKind,
    keep_promise,
    open_promises,
    promises_of,
)
from netwerkberaad.cases.referral import PromisedBy
from netwerkberaad.cases.standing import arrange_cover
from netwerkberaad.flows import (
    What,
    claim_request,
    promise_again,
    remind_promises,
    request_beraad,
    today_for,
    withdraw_request,
)
from netwerkberaad.foundation.access import Actor, Permission
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.messages import MessageKind, OutboxMessage
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, build_request, member, principal

BASE = "https://beraad.example.nl"
TRUUS = Referral(
    words="Zij komt niet meer buiten.",
    municipality="Veere",
    referrer_name="Truus Maljaars",
    referrer_phone="0118 000133",
    referrer_mail="truus@example.nl",
)


def _by_phone(session: Session, world: World, clock: MovableClock, *, hours: int = 30) -> Case:
    """A request of Truus, whom Bram promised to call back."""
    return request_beraad(
        session,
        actor_for(world.coordinator),
        region_id=world.region.id,
        referral=TRUUS,
        principals=[principal()],
        invitees=[member()],
        urgent=False,
        by_phone=True,
        promised=PromisedBy(world.coordinator.id, clock.now() + timedelta(hours=hours)),
        base_url=BASE,
        now=clock.now(),
    )


def _mails(session: Session, kind: MessageKind) -> list[OutboxMessage]:
    statement = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.key)
    return list(session.scalars(statement))


def _the_promise(session: Session) -> ContactPromise:
    return session.scalars(select(ContactPromise).where(ContactPromise.ended_at.is_(None))).one()


def test_the_receipt_says_who_promised_and_when(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        _by_phone(session, world, clock)
        receipt = _mails(session, MessageKind.RECEIPT)[0]
        assert "Bram Anker neemt contact met u op, uiterlijk dinsdag 3 maart" in receipt.letter.text


def test_a_promise_of_a_coordinator_stands_on_their_day_until_it_is_kept(
    store: Store, world: World, clock: MovableClock
) -> None:
    bram = actor_for(world.coordinator)
    with store.writing() as session:
        case = _by_phone(session, world, clock)
        line = today_for(session, bram, now=clock.now()).calls[0]
        assert (line.what, line.who) == (What.PROMISED_CONTACT, "Truus Maljaars")
        promise = open_promises(session, [case.id])[0]
        clock.advance(timedelta(hours=1))
        keep_promise(session, bram, case=case, promise=promise, now=clock.now())
        clock.advance(timedelta(hours=1))
        again = keep_promise(session, bram, case=case, promise=promise, now=clock.now())
        assert again.ended_how is PromiseEnd.SPOKEN
        assert case.contacted_at == clock.now() - timedelta(hours=1)
        assert case.next_contact_at is None
        assert today_for(session, bram, now=clock.now()).calls == ()


def test_what_the_team_promised_comes_to_every_coordinator_on_the_day_itself(
    store: Store, world: World, clock: MovableClock
) -> None:
    bram = actor_for(world.coordinator)
    with store.writing() as session:
        build_request(session, world, clock)
        assert today_for(session, bram, now=clock.now()).calls == ()
        clock.advance(timedelta(days=2))
        assert [line.what for line in today_for(session, bram, now=clock.now()).calls] == [
            What.PROMISED_CONTACT
        ]
        assert today_for(session, actor_for(world.foreign_facilitator), now=clock.now()).calls == ()


def _again(session: Session, case: Case, due_at: datetime, reason: str, actor: Actor, now: datetime) -> None:
    promise = open_promises(session, [case.id])[0]
    promise_again(
        session, actor, case=case, promise=promise, due_at=due_at, reason=reason, base_url=BASE, now=now
    )


def test_another_moment_needs_a_reason_and_is_told_without_it(
    store: Store, world: World, clock: MovableClock
) -> None:
    bram = actor_for(world.coordinator)
    with store.writing() as session:
        case = _by_phone(session, world, clock)
        clock.advance(timedelta(minutes=5))
        now = clock.now()
        later = now + timedelta(days=3)
        with pytest.raises(ReasonMissingError):
            _again(session, case, later, " ", bram, now)
        with pytest.raises(MomentPastError):
            _again(session, case, now, "Ziek.", bram, now)
        _again(session, case, later, "Bram is ziek.", bram, now)
        assert [one.ended_how for one in promises_of(session, case)] == [PromiseEnd.MOVED, None]
        assert case.next_contact_at == later
        assert case.contacted_at is None
        told = _mails(session, MessageKind.NEXT_CONTACT)[0]
        assert told.recipient == "truus@example.nl"
        assert "donderdag 5 maart" in told.letter.text
        for secret in ("ziek", "Marloes", "buiten"):
            assert secret not in told.letter.text + told.letter.subject


def test_who_takes_the_case_keeps_the_promise_and_the_aanmelder_hears_it(
    store: Store, world: World, clock: MovableClock
) -> None:
    wilma = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_request(session, world, clock)
        session.flush()
        taken = get_case(session, wilma, case.id, Permission.CLAIM_CASE)
        claim_request(session, wilma, case=taken, words="", independent=True, base_url=BASE, now=clock.now())
        assert _the_promise(session).staff_id == world.facilitator.id
        assert [line.what for line in today_for(session, wilma, now=clock.now()).calls] == [
            What.PROMISED_CONTACT
        ]
        told = _mails(session, MessageKind.NEXT_CONTACT)[0]
        assert "Wilma Poppe neemt contact met u op" in told.letter.text
        view = own_request(session, actor_for(world.referrer), case=case)
        assert (view.next_contact_by, view.moved_because) == ("Wilma Poppe", "")


def test_the_aanmelder_reads_why_the_moment_is_another(
    store: Store, world: World, clock: MovableClock
) -> None:
    wilma = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock)
        due_at = clock.now() + timedelta(days=4)
        _again(session, case, due_at, "Ik ben een week weg.", wilma, clock.now())
        hanneke = actor_for(world.referrer)
        assert own_request(session, hanneke, case=case).moved_because == "Ik ben een week weg."
        assert own_requests(session, hanneke)[0].next_contact_at == due_at


def test_whoever_promised_is_reminded_once_in_time_and_in_daytime(
    store: Store, world: World, clock: MovableClock, settings: Settings
) -> None:
    with store.writing() as session:
        _by_phone(session, world, clock)
    clock.move_to(clock.now() + timedelta(hours=26))
    assert remind_promises(store, settings, clock.now()) == 0
    clock.advance(timedelta(hours=2))
    assert remind_promises(store, settings, clock.now()) == 1
    assert remind_promises(store, settings, clock.now()) == 0
    with store.reading() as session:
        reminder = _mails(session, MessageKind.PROMISE_DUE)[0]
        assert reminder.recipient == "bram.anker@example.org"
        assert "Truus" not in reminder.letter.text + reminder.letter.subject
        assert local(clock.now()).hour < 21


def test_a_reminder_at_night_waits_until_the_morning_and_that_of_spoed_does_not(
    store: Store, world: World, clock: MovableClock, settings: Settings
) -> None:
    clock.move_to(clock.now().replace(hour=21))
    with store.writing() as session:
        _by_phone(session, world, clock, hours=4)
    clock.advance(timedelta(hours=3))
    assert remind_promises(store, settings, clock.now()) == 0
    with store.writing() as session:
        build_request(session, world, clock, urgent=True)
    clock.advance(timedelta(hours=1))
    assert remind_promises(store, settings, clock.now()) == 1
    clock.advance(timedelta(hours=8))
    assert remind_promises(store, settings, clock.now()) == 1


def test_who_covers_is_reminded_too_and_a_promise_that_ended_reminds_nobody(
    store: Store, world: World, clock: MovableClock, settings: Settings
) -> None:
    wilma = actor_for(world.facilitator)
    with store.writing() as session:
        build_case(session, world, clock)
        dropped = build_request(session, world, clock)
        withdraw_request(
            session, actor_for(world.referrer), case=dropped, reason="Opgelost.", now=clock.now()
        )
        day = local(clock.now()).date()
        arrange_cover(
            session,
            wilma,
            cover=world.other_facilitator,
            first=day,
            last=day + timedelta(days=5),
            now=clock.now(),
        )
    clock.advance(timedelta(days=2))
    assert remind_promises(store, settings, clock.now()) == 1
    with store.reading() as session:
        told = {mail.recipient for mail in _mails(session, MessageKind.PROMISE_DUE)}
        assert told == {"wilma.poppe@example.org", "joanna.koppejan@example.org"}


def _dues(session: Session, actor: Actor, clock: MovableClock) -> list[datetime]:
    return [line.due_at for line in today_for(session, actor, now=clock.now()).calls if line.due_at]


def test_late_promises_come_before_everything_else(store: Store, world: World, clock: MovableClock) -> None:
    bram = actor_for(world.coordinator)
    with store.writing() as session:
        _by_phone(session, world, clock, hours=40)
        clock.advance(timedelta(minutes=5))
        _by_phone(session, world, clock, hours=10)
        dues = _dues(session, bram, clock)
        assert dues == sorted(dues, reverse=True)
        clock.advance(timedelta(hours=11))
        dues = _dues(session, bram, clock)
        assert dues == sorted(dues)


def test_a_case_that_is_given_takes_its_promises_along(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        case = _by_phone(session, world, clock)
        bram = actor_for(world.coordinator)
        assign_case(session, bram, case=case, facilitator=world.facilitator, now=clock.now())
        assert _the_promise(session).staff_id == world.facilitator.id
        assert _the_promise(session).kind is PromiseKind.REFERRER
