"""Two requests about the same people: joined to one case, without loss, and without a word about it to whoever asked later."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad import privacy
from netwerkberaad.accounts import Staff, actor_for
from netwerkberaad.cases import (
    Case,
    Closing,
    ContactData,
    HowGiven,
    Outcome,
    OwnRequestError,
    Phase,
    Referral,
    TakenError,
    claim_case,
    erase_contact,
    get_case,
    own_request,
    people_of,
    people_reached_by,
    waiting_cases,
)
from netwerkberaad.cases.joined import joined_to
from netwerkberaad.cases.joining import first_requests
from netwerkberaad.cases.promises import open_promises
from netwerkberaad.flows import (
    claim_request,
    close_case,
    destroy_case,
    join_request,
    redirect_request,
    request_beraad,
    stop_case,
    today_for,
    withdraw_request,
)
from netwerkberaad.flows.own_record import own_record
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.access.actor import visitor
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages import MessageKind, OutboxMessage
from netwerkberaad.foundation.vault import ScopeKey, Store
from tests.builders import World, build_case, build_request, member, person_called, principal

BASE = "https://beraad.example.nl"
DOCTOR = Referral(
    words="Zij slaapt niet meer.",
    minimum="Iemand belt haar elke dag.",
    municipality="Middelburg",
    referrer_name="Dokter Sturm",
    referrer_mail="praktijk@example.nl",
)


def _later(
    session: Session, world: World, clock: MovableClock, *, by: Staff | None = None, urgent: bool = False
) -> Case:
    """A request about Marloes of a doctor from outside, or of somebody of the staff, an hour after the first."""
    clock.advance(timedelta(hours=1))
    uncle = member("Kees", "Wisse", mail="kees@example.nl", phone="+31600000125", relation="oom")
    grandmother = member(mail="", phone="+31600000121", relation="moeder van Marloes")
    return request_beraad(
        session,
        actor_for(by) if by else visitor(),
        region_id=world.region.id,
        referral=DOCTOR if by is None else replace(DOCTOR, referrer_name="", referrer_mail=""),
        principals=[principal()],
        invitees=[grandmother, uncle],
        urgent=urgent,
        base_url=BASE,
        now=clock.now(),
    )


def _join(session: Session, world: World, clock: MovableClock, later: Case, first: Case) -> Case:
    session.flush()
    who = actor_for(world.coordinator)
    return join_request(session, who, case=later, first_id=first.id, base_url=BASE, now=clock.now())


def _told(session: Session, case: Case) -> list[MessageKind]:
    """What was said in this case, by kind: what is said at one moment has no order."""
    statement = select(OutboxMessage.kind).where(OutboxMessage.case_id == case.id)
    return sorted(session.scalars(statement))


def test_everybody_comes_into_the_first_circle_once_and_nothing_said_is_lost(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        first = build_case(session, world, clock)
        later = _later(session, world, clock)
        _join(session, world, clock, later, first)
        session.flush()
        names = [person.name.short for person in people_of(session, first)]
        assert sorted(names) == ["Joke", "Kees", "Marloes"]
        joke = person_called(session, first, "Joke")
        assert joke.contact.mail == "oma.joke@example.nl"
        assert joke.contact.remark == "+31600000121\nmoeder van Marloes"
        assert [one.referral.words for one in joined_to(session, first)] == ["Zij slaapt niet meer."]
        assert [person.name.short for person in people_of(session, later)] == ["Marloes"]
        found = people_reached_by(session, region_id=world.region.id, mail="kees@example.nl")
        assert [case_id for case_id, _person in found] == [first.id]


def test_what_was_erased_does_not_come_back_with_a_later_request(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        first = build_case(session, world, clock)
        joke = person_called(session, first, "Joke")
        erase_contact(session, actor_for(world.facilitator), person=joke, now=clock.now())
        _join(session, world, clock, _later(session, world, clock), first)
        assert {joke.contact.phone, joke.contact.mail, joke.contact.remark} == {""}


def test_who_asked_later_hears_what_anybody_hears_whose_request_is_taken_up(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        first = build_case(session, world, clock)
        later = _later(session, world, clock)
        _join(session, world, clock, later, first)
        session.flush()
        assert _told(session, later) == [MessageKind.NEXT_CONTACT, MessageKind.RECEIPT]
        (promise,) = open_promises(session, [later.id])
        assert promise.staff_id == world.facilitator.id
        lines = today_for(session, actor_for(world.facilitator), now=clock.now()).calls
        assert "Dokter Sturm" in {line.who for line in lines}


def test_an_aanmelder_with_an_account_sees_a_request_in_preparation_and_no_more(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        first = build_case(session, world, clock)
        later = _later(session, world, clock, by=world.referrer)
        asked = actor_for(world.referrer)
        before = own_request(session, asked, case=later)
        _join(session, world, clock, later, first)
        session.flush()
        seen = own_request(session, asked, case=later)
        for field in ("title", "listed", "next_contact_at"):
            assert getattr(seen, field) == getattr(before, field)
        assert (seen.phase, seen.waits, seen.open) == (Phase.PREPARATION, False, True)
        for permission in (Permission.READ_CASE, Permission.WITHDRAW_REQUEST, Permission.ASSIGN_CASE):
            with pytest.raises(NotFoundError):
                get_case(session, actor_for(world.coordinator), later.id, permission)


def test_two_that_wait_become_one_and_both_hear_who_takes_it(
    store: Store, world: World, clock: MovableClock
) -> None:
    coordinator, leader = actor_for(world.coordinator), actor_for(world.facilitator)
    with store.writing() as session:
        first = build_request(session, world, clock)
        later = _later(session, world, clock, urgent=True)
        session.flush()
        assert first_requests(session, first) == []
        _join(session, world, clock, later, first)
        session.flush()
        (waits,) = waiting_cases(session, coordinator)
        assert (waits.id, waits.urgent, waits.known, waits.listed) == (first.id, True, False, 2)
        with pytest.raises(TakenError):
            withdraw_request(
                session, actor_for(world.referrer), case=first, reason="Toch niet.", now=clock.now()
            )
        claim_request(session, leader, case=first, words="", independent=True, base_url=BASE, now=clock.now())
        session.flush()
        assert MessageKind.NEXT_CONTACT in _told(session, first)
        assert MessageKind.NEXT_CONTACT in _told(session, later)


def test_nobody_leads_the_case_who_asked_for_it_later(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        first = build_request(session, world, clock)
        later = _later(session, world, clock)
        later.referrer_id = world.facilitator.id
        _join(session, world, clock, later, first)
        session.flush()
        with pytest.raises(OwnRequestError):
            claim_case(
                session,
                actor_for(world.facilitator),
                case=first,
                words="",
                independent=True,
                now=clock.now(),
            )


def test_a_request_is_not_joined_to_the_case_of_who_made_it(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        first = build_case(session, world, clock)
        later = _later(session, world, clock)
        later.referrer_id = world.facilitator.id
        session.flush()
        with pytest.raises(NotFoundError):
            _join(session, world, clock, later, first)


def test_a_request_about_others_is_not_joined_nor_one_that_is_led(
    store: Store, world: World, clock: MovableClock
) -> None:
    lotte = replace(principal("Lotte"), contact=ContactData(mail="lotte@example.nl"))
    with store.writing() as session:
        led = build_case(session, world, clock)
        others = build_request(session, world, clock, principals=[lotte])
        session.flush()
        assert first_requests(session, others) == []
        with pytest.raises(NotFoundError):
            _join(session, world, clock, others, led)
        with pytest.raises(TakenError):
            _join(session, world, clock, led, others)


def test_a_beraad_that_does_not_fit_is_told_to_both(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        first, who = build_request(session, world, clock), actor_for(world.coordinator)
        later = _later(session, world, clock)
        _join(session, world, clock, later, first)
        session.flush()
        told = {"reason": "Het is een klacht.", "instead": "Bram belt."}
        redirect_request(session, who, case=first, base_url=BASE, now=clock.now(), **told)
        session.flush()
        assert MessageKind.REDIRECTED in _told(session, later)
        assert (later.open, later.closing.instead) == (False, "Bram belt.")


def test_what_was_said_later_is_in_the_copy_of_ones_data_and_ends_with_the_case(
    store: Store, world: World, clock: MovableClock
) -> None:
    leader = actor_for(world.facilitator)
    with store.writing() as session:
        first = build_case(session, world, clock)
        later = _later(session, world, clock)
        _join(session, world, clock, later, first)
        session.flush()
        marloes = person_called(session, first, "Marloes")
        facts = own_record(session, case=first, person=marloes, now=clock.now())
        assert "Zij slaapt niet meer." in {fact.value for fact in facts}
        stop_case(
            session,
            leader,
            case=first,
            by=marloes,
            words="",
            how=HowGiven.PHONE,
            base_url=BASE,
            now=clock.now(),
        )
        assert (later.phase, later.closing.text) == (Phase.CLOSED, "")
        assert open_promises(session, [later.id]) == []


def test_with_the_case_every_request_about_it_is_destroyed(
    store: Store, world: World, clock: MovableClock
) -> None:
    officer = actor_for(world.privacy_officer)
    with store.writing() as session:
        first = build_case(session, world, clock)
        later = _later(session, world, clock)
        _join(session, world, clock, later, first)
        closing = Closing(outcome=Outcome.NOT_SUITABLE)
        leader = actor_for(world.facilitator)
        close_case(session, leader, case=first, closing=closing, base_url=BASE, now=clock.now())
        retention = privacy.get_retention(session, officer, first.id)
        privacy.propose(
            session, officer, retention=retention, why=privacy.Why.REQUEST, note="Zo.", now=clock.now()
        )
        session.flush()
        ids = {first.id, later.id}
        destroy_case(session, actor_for(world.coordinator), retention=retention, now=clock.now())
    with store.reading() as session:
        assert not session.scalars(select(Case.id).where(Case.id.in_(ids))).all()
        assert not session.scalars(select(ScopeKey.id).where(ScopeKey.id.in_(ids))).all()


def test_both_logs_tell_that_they_were_joined(store: Store, world: World, clock: MovableClock) -> None:
    with store.writing() as session:
        first = build_case(session, world, clock)
        later = _later(session, world, clock)
        _join(session, world, clock, later, first)
    with store.reading() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "request.joined"))
        both = {(first.id, later.id), (later.id, first.id)}
        assert {(row.case_id, row.object_id) for row in rows} == both
