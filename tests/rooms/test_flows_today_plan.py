"""Vandaag after a plan: what is not confirmed, what follows, and gaps."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import BeraadKind, Place, plan_beraad
from netwerkberaad.cases import Case, Phase, get_case, mark_contacted, move_to
from netwerkberaad.flows import Line, What, confirm_commitment, today_for
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import (
    ask_call,
)
from netwerkberaad.plans import (
    CheckInResult,
    ConfirmationAnswer,
    ConfirmationContent,
    FollowUpContent,
    FollowUpKind,
    answer_check_in,
    follow_ups_of,
    handle_gap,
)
from tests.builders import World, build_case, build_request, member, person_called, principal
from tests.queries import counted_queries
from tests.rooms.plan_steps import accept_promises


@pytest.fixture
def wilma(world: World) -> Actor:
    """The gespreksleider."""
    return actor_for(world.facilitator)


def _case(session: Session, world: World, clock: MovableClock, *, title: str = "Marloes") -> Case:
    case = build_case(
        session,
        world,
        clock,
        principals=[principal(title)],
        invitees=[member("Joke"), member("Piet", mail="piet@example.nl")],
        approved=True,
    )
    mark_contacted(session, actor_for(world.facilitator), case=case, now=clock.now())
    return case


def _guest(session: Session, case: Case, first: str) -> Actor:
    return Actor(
        ActorKind.GUEST, person_called(session, case, first).id, case.region_id, case_id=case.id, proven=True
    )


def _seen(lines: tuple[Line, ...]) -> list[tuple[What, str]]:
    return [(line.what, line.who) for line in lines]


def test_a_plan_stands_there_until_everybody_confirmed(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    promises = [("Joke", "Ik haal de kinderen op."), ("Piet", "Ik doe open.")]
    with store.writing() as session:
        case = _case(session, world, clock)
        move_to(session, wilma, case=case, phase=Phase.BERAAD, now=clock.now())
        lines = accept_promises(session, wilma, case, clock, promises=promises)

    def say(first: str, answer: ConfirmationAnswer, text: str = "") -> None:
        with store.writing() as session:
            own = get_case(session, wilma, case.id)
            confirm_commitment(
                session,
                _guest(session, own, first),
                case=own,
                commitment=session.merge(lines[0 if first == "Joke" else 1]),
                person=person_called(session, own, first),
                content=ConfirmationContent(answer, text),
                via=Channel.LINK,
                now=clock.now(),
            )

    say("Joke", ConfirmationAnswer.CONFIRM)
    say("Piet", ConfirmationAnswer.COUNTER, "Alleen op zaterdag.")
    with store.reading() as session:
        line = today_for(session, wilma, now=clock.now()).unconfirmed[0]
        assert (line.number, line.total, line.who, line.words) == (1, 2, "Piet", "Alleen op zaterdag.")
        assert line.sentence % line.facts == "1 van de 2 toezeggingen zijn bevestigd."
    say("Piet", ConfirmationAnswer.CONFIRM)
    with store.reading() as session:
        today = today_for(session, wilma, now=clock.now())
        assert today.unconfirmed == ()
        assert (today.totals.preparing, today.totals.meeting, today.totals.following) == (0, 0, 1)


def _handle_all(session: Session, actor: Actor, case: Case, clock: MovableClock) -> None:
    for row in follow_ups_of(session, case):
        if row.kind is FollowUpKind.CHECK_IN:
            handle_gap(session, actor, case=case, follow_up=row, note="Gebeld.", now=clock.now())


def test_what_follows_a_plan_asks_for_calls_and_a_gap_is_named(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    promises = [("Joke", "Ik haal de kinderen op."), ("Piet", "Ik doe open.")]
    with store.writing() as session:
        case = _case(session, world, clock)
        move_to(session, wilma, case=case, phase=Phase.FOLLOW_UP, now=clock.now())
        accept_promises(session, wilma, case, clock, promises=promises)
    clock.advance(timedelta(days=8, hours=12))
    with store.writing() as session:
        own = get_case(session, wilma, case.id)
        asked = [row for row in follow_ups_of(session, own) if row.kind is FollowUpKind.CHECK_IN]
        for row in asked:
            row.sent_at = clock.now()
        joke = person_called(session, own, "Joke")
        told = next(row for row in asked if row.person_id == joke.id)
        content = FollowUpContent(result=CheckInResult.PARTLY, grade=5, need="Iemand die het om en om doet.")
        answer_check_in(
            session,
            _guest(session, own, "Joke"),
            case=own,
            follow_up=told,
            content=content,
            via=Channel.LINK,
            now=clock.now(),
        )
    clock.advance(timedelta(days=4))
    with store.writing() as session:
        today = today_for(session, wilma, now=clock.now())
        assert _seen(today.calls) == [(What.GAP, "Piet"), (What.TOLD, "Joke")]
        assert today.calls[0].gap
        assert (today.calls[1].words, today.calls[1].grade) == ("Iemand die het om en om doet.", 5)
        assert [(gap.gaps, gap.of) for gap in today.gaps] == [(1, 2)]
        _handle_all(session, wilma, get_case(session, wilma, case.id), clock)
        assert today_for(session, wilma, now=clock.now()).calls == ()
        four_weeks = today_for(session, wilma, now=clock.now() + timedelta(days=20)).calls
        assert [line.what for line in four_weeks] == [What.CALL_DUE]
        three_months = today_for(session, wilma, now=clock.now() + timedelta(days=90)).calls
        assert {line.what for line in three_months} == {What.CALL_DUE, What.EVALUATION_DUE}


def test_many_cases_cost_as_many_queries_as_one(
    store: Store, world: World, clock: MovableClock, wilma: Actor
) -> None:
    def fill(session: Session, title: str) -> None:
        case = _case(session, world, clock, title=title)
        plan_beraad(
            session,
            wilma,
            case=case,
            kind=BeraadKind.NETWERKBERAAD,
            starts_at=clock.now() + timedelta(days=3),
            minutes=120,
            place=Place(),
            now=clock.now(),
        )
        joke = person_called(session, case, "Joke")
        ask_call(session, _guest(session, case, "Joke"), case=case, person=joke, note="", now=clock.now())
        move_to(session, wilma, case=case, phase=Phase.FOLLOW_UP, now=clock.now())
        accept_promises(session, wilma, case, clock, promises=[("Joke", "Ik haal de kinderen op.")])
        build_request(session, world, clock)

    def queries() -> int:
        with store.reading() as session, counted_queries(store) as seen:
            today_for(session, wilma, now=clock.now() + timedelta(days=2))
        return len(seen)

    with store.writing() as session:
        fill(session, "Marloes")
    for_one = queries()
    with store.writing() as session:
        for number in range(5):
            fill(session, f"Gezin{number}")
    assert queries() == for_one
    assert for_one <= 24
