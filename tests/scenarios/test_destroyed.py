"""Every shared scenario to its very end: somebody is erased and the others' lines stand; then the term ends and all of it goes.

Looked at with the keys of the house: whatever can still be read of any row, in any table. What lies there without keys is
hunted in ``tests/attacks``.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad import privacy
from netwerkberaad.accounts import Staff, actor_for, staff_with_role
from netwerkberaad.cases import Case, Person, PersonKind, people_of
from netwerkberaad.demo.reading import scenario_names
from netwerkberaad.demo.stage import Stage
from netwerkberaad.flows import clear_traces, destroy_case, erase_person, propose_due
from netwerkberaad.foundation.access import Role
from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.vault import Sealed, Store
from netwerkberaad.insights import ClosedCount
from netwerkberaad.plans import Commitment, plan_view, versions_of
from netwerkberaad.plans.model import CommitmentOwner
from netwerkberaad.privacy import SOMEBODY, Destruction, retention_of
from tests.demo import play, stage_for
from tests.stores import RING, engine_on

QUICK = "niemand-wil-komen"
"""The smallest of them; the others are as many more proofs of the same."""
Lines = dict[str, tuple[str, frozenset[str]]]


@dataclass(frozen=True)
class Ended:
    """What was known before, and what can be read after each of the two goodbyes."""

    stage: Stage
    erased: str
    others: frozenset[str]
    before: Lines
    after: Lines
    read_erased: str
    read_destroyed: str
    rows_left: set[str]
    counted: tuple[int, int]
    record: Destruction


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=() if name == QUICK else pytest.mark.slow) for name in scenario_names()],
)
def ended(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ended]:
    """One scenario, played to its closing, to the erasure of somebody in its plan, and to the end of its term."""
    folder = tmp_path_factory.mktemp("ended")
    shutil.copy(sqlite_template, folder / "case.sqlite")
    store = Store(engine_on(folder / "case.sqlite"), RING)
    yield _ended(play(stage_for(store, folder, request.param)), store)
    store.engine.dispose()


def _ended(stage: Stage, store: Store) -> Ended:
    clock = stage.house.clock
    with store.writing() as session:
        case = session.get_one(Case, stage.case_id)
        officer = actor_for(_decider(session, case))
        people = people_of(session, case)
        gone = _somebody_in_the_plan(session, case, people)
        erased, others = gone.name.full, frozenset(one.name.full for one in people if one.id != gone.id)
        before = _lines(session, case)
        erase_person(session, officer, case=case, person=gone, now=clock.now())
    with store.writing() as session:
        case = session.get_one(Case, stage.case_id)
        after, read_erased = _lines(session, case), _readable(session)
        retention = retention_of(session, case.id)
        assert retention is not None
        assert retention.due_at is not None
        clock.move_to(retention.due_at)
        counted = len(session.scalars(select(ClosedCount.id)).all())
    assert propose_due(store, clock.now()) == 1
    with store.writing() as session:
        retention = privacy.get_retention(session, officer, case.id)
        destroy_case(session, officer, retention=retention, now=clock.now())
    clear_traces(store, clock.now())
    with store.reading() as session:
        record = session.scalars(select(Destruction)).one()
        session.expunge(record)
        return Ended(
            stage,
            erased,
            others,
            before,
            after,
            read_erased,
            _readable(session),
            _tables_with(session, stage),
            (counted, len(session.scalars(select(ClosedCount.id)).all())),
            record,
        )


def _decider(session: Session, case: Case) -> Staff:
    for role in (Role.COORDINATOR, Role.PRIVACY_OFFICER):
        if found := staff_with_role(session, case.region_id, role):
            return found[0]
    raise AssertionError("nobody may decide")


def _somebody_in_the_plan(session: Session, case: Case, people: list[Person]) -> Person:
    owners = set(
        session.scalars(
            select(CommitmentOwner.person_id).join(Commitment).where(Commitment.case_id == case.id)
        )
    )
    naasten = [
        one for one in people if one.id in owners and one.kind is PersonKind.NAASTE and not one.nameless
    ]
    return min(naasten, key=lambda one: one.name.full)


def _lines(session: Session, case: Case) -> Lines:
    """Every line of every version with its words and owners."""
    return {
        str(line.id): (line.words.text, frozenset(str(owner.id) for owner in line.owners))
        for version in versions_of(session, case)
        for line in plan_view(session, version).lines
    }


def _readable(session: Session) -> str:
    """Everything that the keys of the house open, in every table."""
    told = []
    for mapper in Base.registry.mappers:
        fields = [name for name, field in vars(mapper.class_).items() if isinstance(field, Sealed)]
        for row in session.scalars(select(mapper.class_)) if fields else ():
            told += [repr(getattr(row, name)) for name in fields]
    return "\n".join(told)


def _tables_with(session: Session, stage: Stage) -> set[str]:
    """Tables in which anything still points to the case or to somebody of it."""
    ids = {stage.case_id, *stage.people.values()}
    return {
        table.name
        for table in Base.metadata.sorted_tables
        if any(ids.intersection(row) for row in session.execute(select(table)))
    }


def test_who_was_erased_is_read_nowhere_and_every_other_stands(ended: Ended) -> None:
    assert ended.erased not in ended.read_erased
    assert all(name.split()[0] in ended.read_erased for name in ended.others)


def test_no_line_of_another_is_lost_and_their_words_change_by_the_name_alone(ended: Ended) -> None:
    assert ended.before.keys() == ended.after.keys()
    for line, (words, owners) in ended.before.items():
        after, left = ended.after[line]
        assert left <= owners
        assert len(owners - left) <= 1
        if SOMEBODY not in after:
            assert after == words


def test_at_the_end_of_the_term_nothing_of_it_is_read_and_nothing_points_to_it(ended: Ended) -> None:
    for name in (*ended.others, ended.erased):
        assert name not in ended.read_destroyed
    assert ended.rows_left <= {"audit_entry", "destruction_record"}


def test_the_record_and_the_count_stay(ended: Ended) -> None:
    assert ended.counted[0] == ended.counted[1] == 1
    assert ended.record.traces_cleared_at is not None
    assert ended.record.rows > 50
