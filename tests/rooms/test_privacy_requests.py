"""Requests about one's own data: dated, answered within a month, and gone with the person."""

import uuid
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from netwerkberaad import privacy
from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, Person
from netwerkberaad.flows import erase_person
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.vault import Store
from netwerkberaad.privacy import Asked, Decision, SubjectRequest
from tests.builders import World, build_case, person_called


def _guest(person: Person, world: World) -> Actor:
    return Actor(ActorKind.GUEST, person.id, world.region.id, case_id=person.case_id, proven=True)


def _ask(
    session: Session, case: Case, world: World, clock: MovableClock, *, words: str = ""
) -> SubjectRequest:
    joke = person_called(session, case, "Joke")
    request = privacy.ask(
        session,
        _guest(joke, world),
        case=case,
        person=joke,
        kind=Asked.COPY,
        words=words,
        now=clock.now(),
    )
    session.flush()
    return request


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 4, 2, tzinfo=UTC)),
        (datetime(2026, 1, 31, tzinfo=UTC), datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2027, 12, 31, tzinfo=UTC), datetime(2028, 1, 31, tzinfo=UTC)),
    ],
)
def test_an_answer_is_due_on_the_same_day_of_the_next_month(asked: datetime, due: datetime) -> None:
    assert privacy.months_after(asked, 1) == due


def test_a_request_waits_for_the_privacy_officer_of_its_region_and_is_answered_once(
    store: Store, world: World, clock: MovableClock
) -> None:
    officer = actor_for(world.privacy_officer)
    with store.writing() as session:
        case = build_case(session, world, clock)
        asked = _ask(session, case, world, clock).id
        assert _ask(session, case, world, clock, words="Ook van vorig jaar.").id == asked
    with store.writing() as session:
        (request,) = privacy.open_requests(session, officer)
        assert (request.id, request.words) == (asked, "Ook van vorig jaar.")
        stranger = Actor(officer.kind, uuid.uuid4(), world.elsewhere.id, officer.roles)
        assert privacy.open_requests(session, stranger) == []
        with pytest.raises(NotFoundError):
            privacy.get_request(session, stranger, asked)
        for other in (world.facilitator, world.coordinator, world.admin):
            with pytest.raises(DeniedError):
                privacy.get_request(session, actor_for(other), asked)
        decision, now = Decision.DONE, clock.now()
        with pytest.raises(privacy.AnswerMissingError):
            privacy.decide(session, officer, request=request, decision=decision, answer=" ", now=now)
        privacy.decide(session, officer, request=request, decision=decision, answer="Ziehier.", now=now)
        with pytest.raises(privacy.DecidedError):
            privacy.decide(session, officer, request=request, decision=decision, answer="Nog eens.", now=now)
        session.flush()
        assert privacy.open_requests(session, officer) == []


def test_nobody_asks_for_somebody_else_and_a_correction_says_what_is_wrong(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock)
        joke, marloes = (person_called(session, case, name) for name in ("Joke", "Marloes"))
        guest, now = _guest(joke, world), clock.now()
        with pytest.raises(NotFoundError):
            privacy.ask(session, guest, case=case, person=marloes, kind=Asked.COPY, words="", now=now)
        with pytest.raises(privacy.WordsMissingError):
            privacy.ask(session, guest, case=case, person=joke, kind=Asked.CORRECTION, words=" ", now=now)


def test_requests_of_somebody_who_is_erased_go_with_them(
    store: Store, world: World, clock: MovableClock
) -> None:
    with store.writing() as session:
        case = build_case(session, world, clock)
        _ask(session, case, world, clock)
        joke = person_called(session, case, "Joke")
        erase_person(session, actor_for(world.facilitator), case=case, person=joke, now=clock.now())
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(SubjectRequest)) == 0
