"""Telling the day of a beraad: to whom, what calendars get, and what happens when it moves or is called off."""

from datetime import date, time, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import (
    Beraad,
    BeraadKind,
    BeraadOverError,
    Place,
    cancel_beraad,
    change_beraad,
    current_beraad,
    plan_beraad,
)
from netwerkberaad.cases import (
    Case,
    ContactData,
    ExcludedPerson,
    NewPerson,
    PersonKind,
    PersonName,
    exclude_person,
    get_case,
)
from netwerkberaad.flows import announce_beraad, announce_cancel, announce_change, calendar_file
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import from_local
from netwerkberaad.foundation.messages import Channel, MessageKind, MessageState, OutboxMessage
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import AnswerContent, Reply, record_answer
from tests.builders import World, build_case, member, person_called, principal

BASE = "https://beraad.example.nl"
CANTEEN = Place(name="Kantine De Meeuwen", address="Sportlaan Zilte Veste 2, 4330 ZW Middelburg")
REPLIES = {
    "Joke": Reply.COMES,
    "Kees": Reply.COMES_REMOTE,
    "Wouter": Reply.CONTRIBUTES,
    "Fatma": Reply.UNSURE,
    "Iris": Reply.DOES_NOT_COME,
    "Sjaak": Reply.NO_REACTION,
    "Anneke": Reply.COMES,
}


@pytest.fixture
def wilma(world: World) -> Actor:
    """The gespreksleider."""
    return actor_for(world.facilitator)


@pytest.fixture
def case(store: Store, world: World, clock: MovableClock, wilma: Actor) -> Case:
    """A case with a beraad planned in three weeks, in which everybody answered; Piet did not."""
    child = NewPerson(PersonName(first="Bas"), PersonKind.PRINCIPAL)
    circle = [member(first, mail=f"{first.lower()}@example.nl") for first in [*REPLIES, "Piet"]]
    circle[6] = NewPerson(PersonName(first="Anneke"), contact=ContactData(phone="0118 000121"))
    with store.writing() as session:
        made = build_case(
            session, world, clock, principals=[principal("Marloes"), child], invitees=circle, approved=True
        )
        for first, reply in REPLIES.items():
            person = person_called(session, made, first)
            content = AnswerContent(reply=reply, stay_informed=True)
            record_answer(
                session, wilma, case=made, person=person, content=content, via=Channel.PHONE, now=clock.now()
            )
        plan_beraad(
            session,
            wilma,
            case=made,
            kind=BeraadKind.NETWERKBERAAD,
            starts_at=from_local(date(2026, 3, 26), time(19)),
            minutes=165,
            place=CANTEEN,
            now=clock.now(),
        )
        return made


def _ahead(session: Session, case: Case) -> Beraad:
    beraad = current_beraad(session, case)
    assert beraad is not None
    return beraad


def _waiting(session: Session, kind: MessageKind) -> list[OutboxMessage]:
    statement = select(OutboxMessage).where(
        OutboxMessage.kind == kind, OutboxMessage.state == MessageState.WAITING
    )
    return sorted(session.scalars(statement), key=lambda message: message.recipient)


def _event(message: OutboxMessage) -> tuple[str, str, int, str]:
    attachment = message.letter.attachments[0]
    calendar = Calendar.from_ical(attachment.content)
    event = calendar.walk("VEVENT")[0]
    return str(calendar["METHOD"]), str(event["UID"]), int(str(event["SEQUENCE"])), str(event["SUMMARY"])


def _announce(store: Store, case: Case, actor: Actor, clock: MovableClock) -> tuple[list[str], list[str]]:
    with store.writing() as session:
        told = announce_beraad(
            session,
            actor,
            case=get_case(session, actor, case.id),
            beraad=_ahead(session, case),
            base_url=BASE,
            now=clock.now(),
        )
        return [p.name.short for p in told.mailed], [p.name.short for p in told.to_call]


def test_the_day_is_told_to_hoofdpersonen_and_to_all_who_come_contribute_or_do_not_know_yet(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    mailed, to_call = _announce(store, case, wilma, clock)
    assert sorted(mailed) == ["Fatma", "Joke", "Kees", "Marloes", "Wouter"]
    assert to_call == ["Anneke"]
    with store.reading() as session:
        first = _waiting(session, MessageKind.DATE_SET)[0]
        assert first.recipient == "fatma@example.nl"
        assert "donderdag 26 maart om 19.00 uur" in first.letter.text
        assert "Kantine De Meeuwen" in first.letter.text
        assert _event(first) == (
            "REQUEST",
            f"{_ahead(session, case).id}@beraad.example.nl",
            0,
            "Afspraak met Wilma Poppe",
        )
        everything = first.letter.text + first.letter.html + first.letter.attachments[0].content
        assert "misgaat" not in everything
        assert "joke@example.nl" not in everything


def test_telling_again_reaches_only_who_was_not_told(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    _announce(store, case, wilma, clock)
    with store.writing() as session:
        iris = person_called(session, case, "Iris")
        content = AnswerContent(reply=Reply.COMES)
        record_answer(
            session, wilma, case=case, person=iris, content=content, via=Channel.PHONE, now=clock.now()
        )
    _announce(store, case, wilma, clock)
    with store.reading() as session:
        told = [message.recipient for message in _waiting(session, MessageKind.DATE_SET)]
        assert told.count("iris@example.nl") == 1
        assert len(told) == len(set(told)) == 6


def test_nothing_of_the_day_reaches_somebody_who_must_not_be_asked(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        exclude_person(
            session, wilma, case=case, person=ExcludedPerson(mail="KEES@example.nl"), now=clock.now()
        )
    mailed, _to_call = _announce(store, case, wilma, clock)
    assert "Kees" not in mailed


def test_a_change_replaces_what_still_had_to_be_sent(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    _announce(store, case, wilma, clock)
    clock.advance(timedelta(days=1))
    with store.writing() as session:
        beraad = _ahead(session, case)
        change_beraad(
            session,
            wilma,
            beraad=beraad,
            kind=beraad.kind,
            starts_at=from_local(date(2026, 3, 28), time(10)),
            minutes=beraad.minutes,
            place=beraad.place,
            now=clock.now(),
        )
        announce_change(session, wilma, case=case, beraad=beraad, base_url=BASE, now=clock.now())
    with store.reading() as session:
        assert _waiting(session, MessageKind.DATE_SET) == []
        changed = _waiting(session, MessageKind.DATE_CHANGED)
        assert len(changed) == 5
        assert "zaterdag 28 maart om 10.00 uur" in changed[0].letter.text
        method, uid, sequence, _summary = _event(changed[0])
        assert (method, uid, sequence) == ("REQUEST", f"{_ahead(session, case).id}@beraad.example.nl", 1)
        cancelled = select(OutboxMessage).where(OutboxMessage.state == MessageState.CANCELLED)
        assert all(message.letter_sealed is None for message in session.scalars(cancelled))


def test_a_change_of_what_nobody_knew_is_told_as_the_day(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        announce_change(
            session, wilma, case=case, beraad=_ahead(session, case), base_url=BASE, now=clock.now()
        )
        assert len(_waiting(session, MessageKind.DATE_SET)) == 5
        assert _waiting(session, MessageKind.DATE_CHANGED) == []


def test_a_beraad_called_off_leaves_the_calendars(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    _announce(store, case, wilma, clock)
    with store.writing() as session:
        beraad = _ahead(session, case)
        uid = f"{beraad.id}@beraad.example.nl"
        with pytest.raises(BeraadOverError):
            announce_cancel(session, wilma, case=case, beraad=beraad, base_url=BASE, now=clock.now())
        cancel_beraad(session, wilma, beraad=beraad, now=clock.now())
        told = announce_cancel(session, wilma, case=case, beraad=beraad, base_url=BASE, now=clock.now())
        assert [person.name.short for person in told.to_call] == ["Anneke"]
        off = _waiting(session, MessageKind.DATE_CANCELLED)
        assert [_event(message)[:3] for message in off] == [("CANCEL", uid, 1)] * 5
        assert _waiting(session, MessageKind.DATE_SET) == []
        for refused in (announce_beraad, announce_change):
            with pytest.raises(BeraadOverError):
                refused(session, wilma, case=case, beraad=beraad, base_url=BASE, now=clock.now())
        joke = person_called(session, case, "Joke")
        file = calendar_file(session, case=case, person=joke, beraad=beraad, base_url=BASE, now=clock.now())
        assert "METHOD:CANCEL" in file


def test_somebody_can_take_the_day_along_from_their_own_page(
    store: Store, clock: MovableClock, case: Case
) -> None:
    with store.reading() as session:
        joke, beraad = person_called(session, case, "Joke"), _ahead(session, case)
        file = calendar_file(session, case=case, person=joke, beraad=beraad, base_url=BASE, now=clock.now())
    event = Calendar.from_ical(file).walk("VEVENT")[0]
    assert event.decoded("DTSTART") == from_local(date(2026, 3, 26), time(19))
    assert "ATTENDEE" not in event
