"""Access of the privacy officer to what one request needs: for some hours, on record, and nothing of others."""

import dataclasses
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from netwerkberaad import privacy
from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, people_of
from netwerkberaad.flows.own_record import own_record
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.audit import AuditEntry, Basis
from netwerkberaad.foundation.core.audit_log import reads_about
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.vault import Store
from netwerkberaad.privacy import Asked, BadHoursError, DecidedError, Decision, SubjectRequest
from netwerkberaad.web.kit.record_words import HEADINGS, LABELS
from tests.builders import World, build_case, person_called
from tests.demo import at, play, stage_for


@pytest.fixture
def asked(store: Store, world: World, clock: MovableClock) -> SubjectRequest:
    """A request of Joke for a copy."""
    with store.writing() as session:
        case = build_case(session, world, clock)
        joke = person_called(session, case, "Joke")
        guest = Actor(ActorKind.GUEST, joke.id, world.region.id, case_id=case.id, proven=True)
        return privacy.ask(session, guest, case=case, person=joke, kind=Asked.COPY, words="", now=clock.now())


def test_access_lasts_the_hours_that_were_chosen_and_each_look_is_on_record_with_the_request(
    store: Store, world: World, clock: MovableClock, asked: SubjectRequest
) -> None:
    officer = actor_for(world.privacy_officer)
    with store.writing() as session:
        request = privacy.get_request(session, officer, asked.id)
        with pytest.raises(NotFoundError):
            privacy.look(session, officer, request=request, now=clock.now())
        for hours in (0, 73):
            with pytest.raises(BadHoursError):
                privacy.begin_access(session, officer, request=request, hours=hours, now=clock.now())
        first = privacy.begin_access(session, officer, request=request, hours=8, now=clock.now())
        session.flush()
        again = privacy.begin_access(session, officer, request=request, hours=24, now=clock.now())
        assert again.id == first.id
    clock.advance(timedelta(hours=7, minutes=59))
    with store.writing() as session:
        request = privacy.get_request(session, officer, asked.id)
        privacy.look(session, officer, request=request, now=clock.now())
        with pytest.raises(DeniedError):
            privacy.look(session, actor_for(world.coordinator), request=request, now=clock.now())
        colleague = dataclasses.replace(officer, id=world.coordinator.id)
        with pytest.raises(NotFoundError):
            privacy.look(session, colleague, request=request, now=clock.now())
    clock.advance(timedelta(minutes=1))
    with store.reading() as session:
        request = privacy.get_request(session, officer, asked.id)
        with pytest.raises(NotFoundError):
            privacy.look(session, officer, request=request, now=clock.now())
        (seen,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "subject_data.read"))
        assert (seen.actor_id, seen.case_id, seen.object_id) == (officer.id, request.case_id, request.id)
        assert seen.basis == Basis.REQUEST


def test_who_asked_sees_who_looked_for_them_and_others_in_the_case_do_not(
    store: Store, world: World, clock: MovableClock, asked: SubjectRequest
) -> None:
    officer = actor_for(world.privacy_officer)
    with store.writing() as session:
        request = privacy.get_request(session, officer, asked.id)
        privacy.begin_access(session, officer, request=request, hours=1, now=clock.now())
        session.flush()
        privacy.look(session, officer, request=request, now=clock.now())
    with store.reading() as session:
        (seen,) = reads_about(session, case_id=asked.case_id, request_ids=[asked.id])
        assert (seen.role, seen.basis, seen.times, seen.actor_id) == (
            "privacy_officer",
            Basis.REQUEST,
            1,
            None,
        )
        assert reads_about(session, case_id=asked.case_id, request_ids=[]) == []


def test_access_ends_with_the_answer_and_when_the_officer_ends_it(
    store: Store, world: World, clock: MovableClock, asked: SubjectRequest
) -> None:
    officer, now = actor_for(world.privacy_officer), clock.now()
    with store.writing() as session:
        request = privacy.get_request(session, officer, asked.id)
        privacy.begin_access(session, officer, request=request, hours=8, now=now)
        session.flush()
        assert privacy.end_access(session, officer, request=request, now=now)
        session.flush()
        assert not privacy.end_access(session, officer, request=request, now=now)
        privacy.begin_access(session, officer, request=request, hours=8, now=now)
        session.flush()
        done = Decision.DONE
        privacy.decide(session, officer, request=request, decision=done, answer="Ziehier.", now=now)
        session.flush()
        assert privacy.running_access(session, officer, request=request, now=now) is None
        with pytest.raises(DecidedError):
            privacy.begin_access(session, officer, request=request, hours=8, now=now)


def test_what_is_kept_about_everybody_has_words_and_is_theirs_alone(store: Store, tmp_path: Path) -> None:
    stage = stage_for(store, tmp_path, "scheiding-twee-kinderen")
    play(stage, until=stage.at(at(60, "12:00")))
    with store.reading() as session:
        case = session.get_one(Case, stage.case_id)
        people = people_of(session, case)
        found = {person.id: own_record(session, case=case, person=person, now=stage.now) for person in people}
        for person in people:
            names = [fact for fact in found[person.id] if fact.place.startswith("person.")]
            assert {fact.row_id for fact in names} == {person.id}
            contact = [fact.value for fact in names if fact.place == "person.contact.mail"]
            assert contact == ([person.contact.mail] if person.contact.mail else [])
    places = {fact.place for facts in found.values() for fact in facts}
    assert places <= set(LABELS)
    assert {place.partition(".")[0] for place in places} <= set(HEADINGS)
    assert {"answer.content.reply", "commitment.words.text", "goal.text", "device.until"} <= places
    keys = [{fact.key for fact in facts if fact.place.startswith("answer.")} for facts in found.values()]
    assert all(not one & other for one, other in pairwise(keys))
