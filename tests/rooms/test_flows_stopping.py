"""Stopping: nothing unsent leaves, and who expected the beraad hears that it is off."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import (
    BeraadKind,
    BeraadOverError,
    Place,
    beraden_of,
    current_beraad,
    open_table,
    plan_beraad,
)
from netwerkberaad.cases import (
    About,
    Case,
    HowGiven,
    NewPerson,
    NotPrincipalError,
    Outcome,
    PersonKind,
    PersonName,
    Phase,
    ReasonMissingError,
    get_case,
    move_to,
)
from netwerkberaad.flows import announce_beraad, invite_person, stop_case
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import links_of
from netwerkberaad.foundation.messages import Channel, MessageKind, MessageState, OutboxMessage
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import AnswerContent, Reply, record_answer
from netwerkberaad.plans import follow_ups_of
from tests.builders import World, build_case, build_world, member, person_called, principal
from tests.rooms.plan_steps import BASE, accept_promises


@pytest.fixture
def wilma(world: World) -> Actor:
    """The gespreksleider."""
    return actor_for(world.facilitator)


@pytest.fixture
def case(store: Store, world: World, clock: MovableClock) -> Case:
    """A case of Marloes and Rik and of Bas, who is eight, in which everybody was approved."""
    bas = NewPerson(PersonName(first="Bas"), PersonKind.PRINCIPAL, about=About(born=date(2017, 9, 9)))
    principals = [principal("Marloes"), principal("Rik", mail="rik@example.org"), bas]
    circle = [member("Joke"), member("Kees", mail="kees@example.nl"), member("Anneke", mail="")]
    with store.writing() as session:
        return build_case(session, world, clock, principals=principals, invitees=circle, approved=True)


def _comes(session: Session, actor: Actor, case: Case, first: str, clock: MovableClock) -> None:
    person, content = person_called(session, case, first), AnswerContent(reply=Reply.COMES)
    record_answer(
        session, actor, case=case, person=person, content=content, via=Channel.PHONE, now=clock.now()
    )


def _plan_beraad(session: Session, actor: Actor, case: Case, clock: MovableClock) -> None:
    plan_beraad(
        session,
        actor,
        case=case,
        kind=BeraadKind.NETWERKBERAAD,
        starts_at=clock.now() + timedelta(days=20),
        minutes=165,
        place=Place(name="Kantine"),
        now=clock.now(),
    )


def _messages(session: Session, state: MessageState) -> list[OutboxMessage]:
    found = session.scalars(select(OutboxMessage).where(OutboxMessage.state == state))
    return sorted(found, key=lambda message: (message.kind, message.key))


def test_a_hoofdpersoon_stops_and_nothing_unsent_leaves(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        for first in ("Joke", "Kees"):
            person = person_called(session, own, first)
            invite_person(
                session, wilma, case=own, person=person, channel=Channel.MAIL, base_url=BASE, now=clock.now()
            )
        assert len(_messages(session, MessageState.WAITING)) == 2
    clock.advance(timedelta(minutes=1))
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        marloes = person_called(session, own, "Marloes")
        guest = Actor(ActorKind.GUEST, marloes.id, own.region_id, case_id=own.id, proven=True, principal=True)
        stop_case(
            session, guest, case=own, by=marloes, words="", how=HowGiven.LINK, base_url=BASE, now=clock.now()
        )
    with store.reading() as session:
        own = get_case(session, wilma, case.id)
        assert own.phase is Phase.CLOSED
        assert own.closing.outcome is Outcome.STOPPED_IN_PREPARATION
        assert (own.closing.stopped_by, own.closing.stopped_how) == (str(marloes.id), HowGiven.LINK)
        assert _messages(session, MessageState.WAITING) == []
        cancelled = _messages(session, MessageState.CANCELLED)
        assert [message.kind for message in cancelled] == [MessageKind.INVITATION] * 2
        assert all(message.recipient == "" and message.letter.text == "" for message in cancelled)
        joke = person_called(session, own, "Joke")
        assert len(links_of(session, person_id=joke.id, now=clock.now())) == 1


def test_stopping_that_fails_halfway_cancels_nothing(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        joke = person_called(session, own, "Joke")
        invite_person(
            session, wilma, case=own, person=joke, channel=Channel.MAIL, base_url=BASE, now=clock.now()
        )

    def fail() -> None:
        with store.writing() as session:
            own = get_case(session, wilma, case.id)
            stop_case(
                session,
                wilma,
                case=own,
                by=None,
                words="Niet passend.",
                how=HowGiven.PHONE,
                base_url=BASE,
                now=clock.now(),
            )
            raise ConnectionError

    with pytest.raises(ConnectionError):
        fail()
    with store.reading() as session:
        assert get_case(session, wilma, case.id).open
        assert len(_messages(session, MessageState.WAITING)) == 1


def test_who_expects_the_beraad_hears_that_it_is_off_and_calendars_let_it_go(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        _plan_beraad(session, wilma, own, clock)
        for first in ("Joke", "Anneke"):
            _comes(session, wilma, own, first, clock)
        beraad = current_beraad(session, own)
        assert beraad is not None
        announce_beraad(session, wilma, case=own, beraad=beraad, base_url=BASE, now=clock.now())
        rik = person_called(session, own, "Rik")
        ended = stop_case(
            session,
            wilma,
            case=own,
            by=rik,
            words="Ik wil niet meer.",
            how=HowGiven.PHONE,
            base_url=BASE,
            now=clock.now(),
        )
        assert sorted(person.name.short for person in ended.told.mailed) == ["Joke", "Marloes"]
        assert [person.name.short for person in ended.told.to_call] == ["Anneke"]
        told = _messages(session, MessageState.WAITING)
        assert {message.kind for message in told} == {MessageKind.STOPPED}
        assert "METHOD:CANCEL" in told[0].letter.attachments[0].content
        assert "Ik wil niet meer" not in told[0].letter.text
        assert current_beraad(session, own) is None
    with store.reading() as session:
        stopped = select(AuditEntry.on_behalf_of).where(AuditEntry.action == "case.stopped")
        assert session.scalar(stopped) == rik.id


def test_stopping_takes_back_everything_that_was_still_to_come(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        move_to(session, wilma, case=own, phase=Phase.BERAAD, now=clock.now())
        accept_promises(session, wilma, own, clock, promises=[("Joke", "Ik haal de kinderen op.")])
        assert follow_ups_of(session, own)
        marloes = person_called(session, own, "Marloes")
        stop_case(
            session,
            wilma,
            case=own,
            by=marloes,
            words="",
            how=HowGiven.IN_PERSON,
            base_url=BASE,
            now=clock.now(),
        )
        assert follow_ups_of(session, own) == []
        assert own.closing.outcome is Outcome.PLAN_WITHOUT_MEETING


def test_only_a_hoofdpersoon_stops_without_a_reason(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        joke = person_called(session, own, "Joke")
        for by, words, error in (
            (joke, "Het is te veel.", NotPrincipalError),
            (None, "  ", ReasonMissingError),
        ):
            with pytest.raises(error):
                stop_case(
                    session,
                    wilma,
                    case=own,
                    by=by,
                    words=words,
                    how=HowGiven.PHONE,
                    base_url=BASE,
                    now=clock.now(),
                )


def test_a_stop_at_the_table_ends_the_meeting(
    store: Store, clock: MovableClock, wilma: Actor, case: Case
) -> None:
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        _plan_beraad(session, wilma, own, clock)
        beraad = current_beraad(session, own)
        assert beraad is not None
        open_table(session, wilma, case=own, beraad=beraad, now=clock.now())
        ended = stop_case(
            session,
            wilma,
            case=own,
            by=person_called(session, own, "Marloes"),
            words="",
            how=HowGiven.IN_PERSON,
            base_url=BASE,
            now=clock.now(),
        )
        assert ended.told.mailed == ()
        assert beraden_of(session, own)[0].ended_at == clock.now()
        assert own.closing.outcome is Outcome.NO_JOINT_PLAN


@pytest.mark.postgres
def test_a_day_is_not_told_when_the_case_was_stopped_a_moment_before(
    postgres_store: Store, clock: MovableClock
) -> None:
    with postgres_store.writing() as session:
        world = build_world(session, clock)
        actor = actor_for(world.facilitator)
        case = build_case(session, world, clock, approved=True)
        _plan_beraad(session, actor, case, clock)
    slow = postgres_store.open(writes=True)
    seen = get_case(slow, actor, case.id)
    beraad = current_beraad(slow, seen)
    assert beraad is not None
    with postgres_store.writing() as session:
        own = get_case(session, actor, case.id)
        marloes = person_called(session, own, "Marloes")
        stop_case(
            session, actor, case=own, by=marloes, words="", how=HowGiven.PHONE, base_url=BASE, now=clock.now()
        )
    with pytest.raises(BeraadOverError):
        announce_beraad(slow, actor, case=seen, beraad=beraad, base_url=BASE, now=clock.now())
    slow.close()
