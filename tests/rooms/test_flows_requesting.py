"""Who hears of a request: the aanmelder by a receipt, and with spoed the coördinators at once."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import Staff, actor_for, end_staff
from netwerkberaad.cases import NameMissingError, NewPerson, PersonName, Referral
from netwerkberaad.flows import request_beraad
from netwerkberaad.foundation.access import Actor, visitor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import MessageKind, OutboxMessage
from netwerkberaad.foundation.vault import Store
from tests.builders import World, member, principal

BASE = "https://beraad.example.nl"
REFERRAL = Referral(
    words="Er wordt geschreeuwd op de stoep.", municipality="Middelburg", safety="Bas is bang."
)


def _request(
    session: Session,
    world: World,
    clock: MovableClock,
    *,
    actor: Actor,
    referral: Referral = REFERRAL,
    urgent: bool = False,
    principals: Sequence[NewPerson] = (principal(),),
) -> None:
    request_beraad(
        session,
        actor,
        region_id=world.region.id,
        referral=referral,
        principals=principals,
        invitees=[member()],
        urgent=urgent,
        base_url=BASE,
        now=clock.now(),
    )


def _sent(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.kind, OutboxMessage.key)))


def test_the_aanmelder_gets_a_receipt_that_says_who_calls_when_and_nothing_else(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        _request(session, world, clock, actor=actor_for(world.referrer))
    with store.reading() as session:
        receipt = _sent(session)[0]
        assert [message.kind for message in _sent(session)] == [MessageKind.RECEIPT]
        assert receipt.recipient == "hanneke.minderhoud@example.org"
        assert "woensdag 4 maart om 12.00 uur" in receipt.letter.text
        assert f"{BASE}/aanmeldingen/{receipt.case_id}" in receipt.letter.text
        for content in ("Marloes", "stoep", "Bas", "Joke"):
            assert content not in receipt.letter.text + receipt.letter.html + receipt.letter.subject


def test_spoed_alerts_every_coordinator_of_the_region_without_saying_whom_it_is_about(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        _request(session, world, clock, actor=actor_for(world.referrer), urgent=True)
    with store.reading() as session:
        alerts = [message for message in _sent(session) if message.kind is MessageKind.URGENT_ALERT]
        assert [alert.recipient for alert in alerts] == ["bram.anker@example.org"]
        assert "12.00 uur" in alerts[0].letter.text
        assert "Marloes" not in alerts[0].letter.text + alerts[0].letter.subject


def test_where_no_coordinator_is_the_gespreksleiders_hear_of_spoed(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        coordinator = session.get_one(Staff, world.coordinator.id)
        end_staff(session, actor_for(world.admin), staff=coordinator, now=clock.now())
        _request(session, world, clock, actor=actor_for(world.referrer), urgent=True)
    with store.reading() as session:
        alerts = [message.recipient for message in _sent(session) if message.kind is MessageKind.URGENT_ALERT]
        assert sorted(alerts) == ["joanna.koppejan@example.org", "wilma.poppe@example.org"]


def test_somebody_from_outside_without_mail_reads_the_receipt_on_the_screen(
    store: Store, world: World, clock: MovableClock
) -> None:
    asked = replace(REFERRAL, referrer_name="Mevrouw Verhage", referrer_phone="0118 000131")
    with store.writing() as session:
        _request(session, world, clock, actor=visitor(), referral=asked)
        assert _sent(session) == []
        mailing = replace(asked, referrer_mail="verhage@example.nl")
        _request(session, world, clock, actor=visitor(), referral=mailing)
        receipt = _sent(session)[0]
        assert receipt.recipient == "verhage@example.nl"
        assert "aanmeldingen" not in receipt.letter.text


def test_a_request_that_is_refused_sends_nothing(store: Store, world: World, clock: MovableClock) -> None:
    nameless = NewPerson(PersonName())
    with pytest.raises(NameMissingError), store.writing() as session:
        _request(session, world, clock, actor=actor_for(world.referrer), principals=[nameless])
    with store.reading() as session:
        assert _sent(session) == []
