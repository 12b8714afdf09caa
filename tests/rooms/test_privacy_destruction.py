"""Destroying a case: by two persons, never while it is held, and then really gone, with everything else whole."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Uuid, select
from sqlalchemy.orm import Session

from netwerkberaad import privacy
from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, Closing, Outcome, Phase, get_case, people_of
from netwerkberaad.flows import clear_traces, close_case, destroy_case, propose_due, reopen_case
from netwerkberaad.foundation.access import Actor, system_actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError
from netwerkberaad.foundation.vault import MissingKeyError, Store, keys_of
from netwerkberaad.privacy import Destruction, Regime, Retention, Term, Why
from tests.builders import World, build_case, build_world, person_called
from tests.demo import play, stage_for

SIX_WEEKS = timedelta(weeks=6)
YEAR = timedelta(days=365)


def _closed(store: Store, world: World, clock: MovableClock, outcome: Outcome = Outcome.NOT_SUITABLE) -> Case:
    with store.writing() as session:
        case = build_case(session, world, clock)
        _close(session, world, case, clock, outcome)
        return case


def _close(session: Session, world: World, case: Case, clock: MovableClock, outcome: Outcome) -> None:
    actor, closing = actor_for(world.facilitator), Closing(outcome=outcome)
    close_case(session, actor, case=case, closing=closing, base_url="", now=clock.now())


def _propose(store: Store, actor: Actor, case: Case, clock: MovableClock) -> None:
    with store.writing() as session:
        retention = privacy.get_retention(session, actor, case.id)
        privacy.propose(
            session, actor, retention=retention, why=Why.REQUEST, note="Vroeg erom.", now=clock.now()
        )


def _destroy(store: Store, actor: Actor, case_id: uuid.UUID, clock: MovableClock) -> None:
    with store.writing() as session:
        retention = privacy.get_retention(session, actor, case_id)
        destroy_case(session, actor, retention=retention, now=clock.now())


def _mentions(session: Session, ids: set[uuid.UUID]) -> set[tuple[str, str]]:
    """In which columns one of these ids stands."""
    found = set()
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Uuid) and session.scalar(
                select(column).where(column.in_(ids)).limit(1)
            ):
                found.add((table.name, column.name))
    return found


def _contents(session: Session, region_id: uuid.UUID) -> dict[uuid.UUID, list[str]]:
    """What can be read of every case of a region: the words of the request and everybody's name."""
    found = select(Case).where(Case.region_id == region_id)
    return {
        case.id: [case.referral.words, *(person.name.full for person in people_of(session, case))]
        for case in session.scalars(found)
    }


def test_of_a_destroyed_case_only_the_log_and_a_record_remain_and_other_cases_are_whole(
    store: Store, tmp_path: Path
) -> None:
    stage = play(stage_for(store, tmp_path, "scheiding-twee-kinderen"))
    clock = stage.house.clock
    with store.writing() as session:
        world = build_world(session, clock)
        others = [build_case(session, world, clock).id for _ in range(2)]
        whole = {world.region.id: _contents(session, world.region.id)}
        case = session.get_one(Case, stage.case_id)
        region_id, asked_at, closed_at = case.region_id, case.asked_at, case.closed_at
        people = {person.id for person in people_of(session, case)}
        officers = [
            Actor(actor.kind, uuid.uuid4(), region_id, actor.roles)
            for actor in (actor_for(world.privacy_officer), actor_for(world.coordinator))
        ]
    _propose(store, officers[0], case, clock)
    _destroy(store, officers[1], case.id, clock)
    with store.reading() as session:
        ids = {case.id, *people}
        stands = _mentions(session, ids)
        assert {table for table, _column in stands} == {"audit_entry", "destruction_record"}
        assert ("destruction_record", "case_id") in stands
        record = session.scalars(select(Destruction)).one()
        assert (record.asked_at, record.closed_at, record.destroyed_at) == (asked_at, closed_at, clock.now())
        assert (record.proposed_by, record.approved_by) == (officers[0].id, officers[1].id)
        assert record.people == len(people)
        assert record.rows > 100
        for scope_id in ids:
            with pytest.raises(MissingKeyError):
                keys_of(session).load([scope_id])
        with pytest.raises(NotFoundError):
            privacy.get_retention(session, officers[0], case.id)
        assert _contents(session, world.region.id) == whole[world.region.id]
        assert set(whole[world.region.id]) == set(others)
    assert clear_traces(store, clock.now()) == 1
    assert clear_traces(store, clock.now()) == 0


def test_the_database_file_holds_no_byte_of_what_was_sealed_in_a_destroyed_case(
    sqlite_store: Store, sqlite_world: World, clock: MovableClock, tmp_path: Path
) -> None:
    case = _closed(sqlite_store, sqlite_world, clock)
    with sqlite_store.reading() as session:
        envelope = session.scalars(select(Case.referral_sealed).where(Case.id == case.id)).one()
    assert envelope is not None
    _propose(sqlite_store, actor_for(sqlite_world.privacy_officer), case, clock)
    _destroy(sqlite_store, actor_for(sqlite_world.coordinator), case.id, clock)
    assert clear_traces(sqlite_store, clock.now()) == 1
    files = list(tmp_path.glob("test.sqlite*"))
    assert files
    assert all(envelope[5:40] not in file.read_bytes() for file in files)


def test_who_proposed_it_or_chose_its_term_does_not_decide_on_it(
    store: Store, world: World, clock: MovableClock
) -> None:
    case = _closed(store, world, clock)
    officer, coordinator = actor_for(world.privacy_officer), actor_for(world.coordinator)
    _propose(store, officer, case, clock)
    with pytest.raises(privacy.SecondPersonError):
        _destroy(store, officer, case.id, clock)
    with pytest.raises(DeniedError):
        _destroy(store, actor_for(world.facilitator), case.id, clock)
    _destroy(store, coordinator, case.id, clock)

    other = _closed(store, world, clock, Outcome.NO_JOINT_PLAN)
    with store.writing() as session:
        retention = privacy.get_retention(session, officer, other.id)
        privacy.choose_regime(session, officer, retention=retention, regime=Regime.WITHDRAWN, now=clock.now())
    clock.advance(SIX_WEEKS)
    assert propose_due(store, clock.now()) == 1
    with pytest.raises(privacy.SecondPersonError):
        _destroy(store, officer, other.id, clock)
    _destroy(store, coordinator, other.id, clock)


def test_a_case_of_another_region_does_not_exist(store: Store, world: World, clock: MovableClock) -> None:
    case = _closed(store, world, clock)
    officer = actor_for(world.privacy_officer)
    stranger = Actor(officer.kind, uuid.uuid4(), world.elsewhere.id, officer.roles)
    _propose(store, officer, case, clock)
    with pytest.raises(NotFoundError):
        _destroy(store, stranger, case.id, clock)


def test_the_job_proposes_a_case_on_the_day_its_term_ends_and_only_once(
    store: Store, world: World, clock: MovableClock
) -> None:
    case = _closed(store, world, clock)
    with store.reading() as session:
        retention = privacy.get_retention(session, actor_for(world.privacy_officer), case.id)
        assert (retention.regime, retention.due_at) == (Regime.WITHDRAWN, clock.now() + SIX_WEEKS)
    clock.advance(SIX_WEEKS - timedelta(seconds=1))
    assert propose_due(store, clock.now()) == 0
    clock.advance(timedelta(seconds=1))
    assert propose_due(store, clock.now()) == 1
    assert propose_due(store, clock.now()) == 0
    with store.reading() as session:
        found = privacy.proposals(session, actor_for(world.coordinator))
        assert [(proposal.why, proposal.proposed_by) for _kept, proposal in found] == [(Why.TERM, None)]


def test_a_case_that_is_held_stays_whatever_its_term(store: Store, world: World, clock: MovableClock) -> None:
    case, officer = _closed(store, world, clock), actor_for(world.privacy_officer)
    with store.writing() as session:
        retention = privacy.get_retention(session, officer, case.id)
        with pytest.raises(privacy.ReasonNeededError):
            privacy.hold(session, officer, retention=retention, reason=" ", now=clock.now())
    _propose(store, officer, case, clock)
    with store.writing() as session:
        retention = privacy.get_retention(session, officer, case.id)
        privacy.hold(session, officer, retention=retention, reason="De rechter vroeg erom.", now=clock.now())
    with pytest.raises(privacy.OnHoldError):
        _destroy(store, actor_for(world.coordinator), case.id, clock)
    with store.writing() as session:
        retention = privacy.get_retention(session, officer, case.id)
        privacy.refuse(session, officer, retention=retention, until=clock.now() + SIX_WEEKS, now=clock.now())
    clock.advance(YEAR)
    assert propose_due(store, clock.now()) == 0
    with store.writing() as session:
        retention = privacy.get_retention(session, officer, case.id)
        assert retention.reason == "De rechter vroeg erom."
        privacy.release(session, officer, retention=retention, now=clock.now())
        assert retention.reason == ""
    assert propose_due(store, clock.now()) == 1


def test_opening_a_case_again_stops_the_clock_and_drops_the_proposal(
    store: Store, world: World, clock: MovableClock
) -> None:
    case, officer = _closed(store, world, clock), actor_for(world.privacy_officer)
    _propose(store, officer, case, clock)
    with store.writing() as session:
        wilma = actor_for(world.facilitator)
        own = get_case(session, wilma, case.id)
        reopen_case(session, wilma, case=own, reason="Joke belde: het gaat toch door.", now=clock.now())
    clock.advance(YEAR)
    assert propose_due(store, clock.now()) == 0
    with store.writing() as session:
        retention = privacy.get_retention(session, officer, case.id)
        assert (retention.starts_at, retention.due_at) == (None, None)
        with pytest.raises(privacy.NotClosedError):
            privacy.propose(session, officer, retention=retention, why=Why.REQUEST, note="x", now=clock.now())
    with store.writing() as session:
        again = get_case(session, actor_for(world.facilitator), case.id)
        assert again.phase is not Phase.CLOSED
        _close(session, world, again, clock, Outcome.NO_JOINT_PLAN)
        retention = privacy.get_retention(session, officer, case.id)
        assert (retention.regime, retention.starts_at) == (Regime.WMO, clock.now())


def test_a_refused_proposal_comes_back_on_the_day_that_was_chosen(
    store: Store, world: World, clock: MovableClock
) -> None:
    case, coordinator = _closed(store, world, clock), actor_for(world.coordinator)
    clock.advance(SIX_WEEKS)
    propose_due(store, clock.now())
    with store.writing() as session:
        retention = privacy.get_retention(session, coordinator, case.id)
        for until in (clock.now(), clock.now() + 2 * YEAR):
            with pytest.raises(privacy.BadDayError):
                privacy.refuse(session, coordinator, retention=retention, until=until, now=clock.now())
        privacy.refuse(
            session, coordinator, retention=retention, until=clock.now() + SIX_WEEKS, now=clock.now()
        )
    assert propose_due(store, clock.now()) == 0
    clock.advance(SIX_WEEKS)
    assert propose_due(store, clock.now()) == 1


def test_another_term_of_the_region_counts_for_the_cases_that_are_kept_already(
    store: Store, world: World, clock: MovableClock
) -> None:
    case, admin = _closed(store, world, clock), actor_for(world.admin)
    with store.writing() as session:
        for bad in (Term(), Term(years=41), Term(years=-1, weeks=2)):
            with pytest.raises(privacy.BadTermError):
                privacy.change_term(session, admin, regime=Regime.WITHDRAWN, term=bad, now=clock.now())
        term = Term(weeks=12)
        touched = privacy.change_term(session, admin, regime=Regime.WITHDRAWN, term=term, now=clock.now())
        assert touched == 1
    with store.reading() as session:
        retention = privacy.get_retention(session, actor_for(world.coordinator), case.id)
        assert retention.due_at == clock.now() + 2 * SIX_WEEKS
        assert privacy.terms_of(session, world.elsewhere.id) == privacy.TERMS


def test_a_case_about_a_child_is_kept_by_the_jeugdwet_and_twenty_years_are_calendar_years(
    store: Store, tmp_path: Path
) -> None:
    stage = play(stage_for(store, tmp_path, "scheiding-twee-kinderen"))
    with store.reading() as session:
        retention = session.scalars(select(Retention)).one()
        assert retention.regime is Regime.JEUGDWET
        assert retention.starts_at is not None
        assert retention.due_at is not None
        assert retention.due_at == retention.starts_at.replace(year=retention.starts_at.year + 20)
    assert stage.closed


def test_an_end_before_its_time_needs_a_reason_and_happens_once(
    store: Store, world: World, clock: MovableClock
) -> None:
    case, officer = _closed(store, world, clock), actor_for(world.privacy_officer)
    with store.writing() as session:
        retention = privacy.get_retention(session, officer, case.id)
        with pytest.raises(privacy.ReasonNeededError):
            privacy.propose(session, officer, retention=retention, why=Why.NO_NEED, note="", now=clock.now())
    _propose(store, officer, case, clock)
    with pytest.raises(privacy.AlreadyProposedError):
        _propose(store, officer, case, clock)


def test_the_system_alone_destroys_nothing(store: Store, world: World, clock: MovableClock) -> None:
    case = _closed(store, world, clock)
    clock.advance(SIX_WEEKS)
    propose_due(store, clock.now())
    with pytest.raises(DeniedError):
        _destroy(store, system_actor(world.region.id), case.id, clock)
    with store.reading() as session:
        assert person_called(session, session.get_one(Case, case.id), "Joke").name.first == "Joke"
