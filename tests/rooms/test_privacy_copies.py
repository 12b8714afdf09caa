"""The copy of what is kept about somebody: made once, with access, theirs alone, and gone after two weeks."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad import privacy
from netwerkberaad.accounts import actor_for
from netwerkberaad.flows.own_record import own_record
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.vault import Store
from netwerkberaad.privacy import AnswerMissingError, Asked, DataCopy, DecidedError, Decision
from tests.builders import World, build_case, person_called


def test_a_copy_needs_access_and_an_answer_is_made_once_and_only_its_person_takes_it(
    store: Store, world: World, clock: MovableClock
) -> None:
    officer, now = actor_for(world.privacy_officer), clock.now()
    with store.writing() as session:
        case = build_case(session, world, clock)
        joke, marloes = (person_called(session, case, name) for name in ("Joke", "Marloes"))
        region = world.region.id
        guest, other = (
            Actor(ActorKind.GUEST, one.id, region, case_id=case.id, proven=True) for one in (joke, marloes)
        )
        copy = Asked.COPY
        request = privacy.ask(session, guest, case=case, person=joke, kind=copy, words="", now=now)
        session.flush()
        with pytest.raises(NotFoundError):
            privacy.make_copy(session, officer, request=request, content="{}", answer="Zo.", now=now)
        privacy.begin_access(session, officer, request=request, hours=1, now=now)
        session.flush()
        with pytest.raises(AnswerMissingError):
            privacy.make_copy(session, officer, request=request, content="{}", answer=" ", now=now)
        made = privacy.make_copy(session, officer, request=request, content="{}", answer="Zo.", now=now)
        session.flush()
        done = Decision.DONE
        privacy.decide(session, officer, request=request, decision=done, answer="Zo.", now=now)
        session.flush()
        with pytest.raises(DecidedError):
            privacy.make_copy(session, officer, request=request, content="{}", answer="Zo.", now=now)
        assert privacy.running_access(session, officer, request=request, now=now) is not None
        _only_for(session, made, guest, (other, officer), now)
        places = {fact.place for fact in own_record(session, case=case, person=joke, now=now)}
        assert "data_copy.content" not in places
    later = now + timedelta(days=14)
    with store.writing() as session:
        assert privacy.copies_for(session, person_id=joke.id, now=later) == []
        assert privacy.sweep_copies(session, now) == 0
        assert privacy.sweep_copies(session, later) == 1
        assert session.scalar(select(DataCopy.id)) is None
        taken = session.scalars(select(AuditEntry).where(AuditEntry.action == "data_copy.fetched")).one()
        assert (taken.actor_id, taken.object_id) == (joke.id, request.id)


def _only_for(
    session: Session, made: DataCopy, guest: Actor, others: tuple[Actor, ...], now: datetime
) -> None:
    assert privacy.fetch_copy(session, guest, copy_id=made.id, now=now).content == "{}"
    for actor in others:
        with pytest.raises(NotFoundError):
            privacy.fetch_copy(session, actor, copy_id=made.id, now=now)


def test_only_who_asked_for_a_copy_gets_one(store: Store, world: World, clock: MovableClock) -> None:
    officer, now = actor_for(world.privacy_officer), clock.now()
    with store.writing() as session:
        case = build_case(session, world, clock)
        joke = person_called(session, case, "Joke")
        guest = Actor(ActorKind.GUEST, joke.id, world.region.id, case_id=case.id, proven=True)
        kind = Asked.ERASURE
        request = privacy.ask(session, guest, case=case, person=joke, kind=kind, words="", now=now)
        session.flush()
        privacy.begin_access(session, officer, request=request, hours=1, now=now)
        session.flush()
        with pytest.raises(NotFoundError):
            privacy.make_copy(session, officer, request=request, content="{}", answer="Zo.", now=now)
