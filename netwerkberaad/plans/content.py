"""The lines and goals of versions as plain data, loaded in a constant number of queries."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases import people_of_cases
from netwerkberaad.cases.people import PersonKind
from netwerkberaad.foundation.core.reading import read_once
from netwerkberaad.plans.model import (
    Commitment,
    CommitmentOwner,
    CommitmentText,
    EvaluationHow,
    Every,
    Goal,
    PlanVersion,
)


@dataclass(frozen=True, slots=True)
class PersonBrief:
    """Somebody in the plan: ``name`` as people call them, ``full`` in full."""

    id: uuid.UUID
    name: str
    full: str
    kind: PersonKind


@dataclass(frozen=True, slots=True)
class LineView:
    """A commitment with its people. ``lineage_id`` stays the same over versions."""

    id: uuid.UUID
    lineage_id: uuid.UUID
    goal_id: uuid.UUID | None
    position: int
    revision: int
    words: CommitmentText
    first_at: datetime | None
    every: Every | None
    until_at: datetime | None
    owners: tuple[PersonBrief, ...]
    checker: PersonBrief | None
    backup: PersonBrief | None
    fallback: PersonBrief | None
    after_id: uuid.UUID | None = None
    begun_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether something must happen first that did not happen yet."""
        return self.begun_at is None and bool(self.after_id or self.words.starts)

    @property
    def owner_ids(self) -> frozenset[uuid.UUID]:
        """The ids of those who promised it."""
        return frozenset(owner.id for owner in self.owners)

    @property
    def people_ids(self) -> frozenset[uuid.UUID]:
        """Everybody this line concerns: who does it, who checks, who steps in, who stands behind it."""
        others = {other.id for other in (self.checker, self.backup, self.fallback) if other}
        return self.owner_ids | others


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal with its lines, in order."""

    id: uuid.UUID
    lineage_id: uuid.UUID
    position: int
    revision: int
    text: str
    words_of: PersonBrief | None
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """One version of the plan. ``loose`` are lines that stand under no goal. ``number`` 0 is a plan nobody began."""

    version_id: uuid.UUID | None
    number: int
    fixed_at: datetime | None
    evaluation_at: datetime | None
    evaluation_how: EvaluationHow | None
    reason: str
    revision: int
    goals: tuple[GoalView, ...]
    loose: tuple[LineView, ...]

    @property
    def lines(self) -> tuple[LineView, ...]:
        """All lines in the order in which they are read."""
        return tuple(line for goal in self.goals for line in goal.lines) + self.loose

    @property
    def fixed(self) -> bool:
        """Whether this version is fixed."""
        return self.fixed_at is not None


EMPTY_PLAN = PlanView(
    version_id=None,
    number=0,
    fixed_at=None,
    evaluation_at=None,
    evaluation_how=None,
    reason="",
    revision=0,
    goals=(),
    loose=(),
)


def views_of(session: Session, versions: Iterable[PlanVersion]) -> dict[uuid.UUID, PlanView]:
    """Views of several versions by their id: four queries, however many versions and lines there are."""
    rows = list(versions)
    kept: dict[uuid.UUID, PlanView] = read_once(session, "plan views", dict)
    missing = [version for version in rows if version.id not in kept]
    if missing:
        kept |= _read(session, missing)
    return {version.id: kept[version.id] for version in rows}


def _read(session: Session, rows: list[PlanVersion]) -> dict[uuid.UUID, PlanView]:
    ids = [version.id for version in rows]
    case_ids = {version.case_id for version in rows}
    people = people_in(session, case_ids)
    goals = list(
        session.scalars(select(Goal).where(Goal.version_id.in_(ids)).order_by(Goal.position, Goal.id))
    )
    lines: dict[uuid.UUID, list[LineView]] = {}
    for version_id, line in _lines(session, ids, people):
        lines.setdefault(version_id, []).append(line)
    return {
        version.id: _view(
            version,
            [goal for goal in goals if goal.version_id == version.id],
            lines.get(version.id, []),
            people,
        )
        for version in rows
    }


def people_in(session: Session, case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, PersonBrief]:
    """Everybody in these cases, by id."""
    rows = people_of_cases(session, list(case_ids))
    return {row.id: PersonBrief(row.id, row.name.short, row.name.full, row.kind) for row in rows}


def _lines(
    session: Session, version_ids: list[uuid.UUID], people: dict[uuid.UUID, PersonBrief]
) -> list[tuple[uuid.UUID, LineView]]:
    statement = (
        select(Commitment, CommitmentOwner.person_id)
        .outerjoin(CommitmentOwner, CommitmentOwner.commitment_id == Commitment.id)
        .where(Commitment.version_id.in_(version_ids))
        .order_by(Commitment.position, Commitment.id)
    )
    owners: dict[Commitment, list[PersonBrief]] = {}
    for row, owner_id in session.execute(statement):
        owners.setdefault(row, []).extend(people[one] for one in filter(None, [owner_id]))
    return [(row.version_id, _line(row, found, people)) for row, found in owners.items()]


def _line(row: Commitment, owners: list[PersonBrief], people: dict[uuid.UUID, PersonBrief]) -> LineView:
    return LineView(
        id=row.id,
        lineage_id=row.lineage_id,
        goal_id=row.goal_id,
        position=row.position,
        revision=row.revision,
        words=row.words,
        first_at=row.first_at,
        every=row.every,
        until_at=row.until_at,
        owners=tuple(sorted(owners, key=lambda owner: owner.name.casefold())),
        checker=people.get(row.checker_id) if row.checker_id else None,
        backup=people.get(row.backup_id) if row.backup_id else None,
        fallback=people.get(row.fallback_id) if row.fallback_id else None,
        after_id=row.after_id,
        begun_at=row.begun_at,
    )


def _view(
    version: PlanVersion, goals: list[Goal], lines: list[LineView], people: dict[uuid.UUID, PersonBrief]
) -> PlanView:
    known = {goal.id for goal in goals}
    return PlanView(
        version_id=version.id,
        number=version.number,
        fixed_at=version.fixed_at,
        evaluation_at=version.evaluation_at,
        evaluation_how=version.evaluation_how,
        reason=version.reason,
        revision=version.revision,
        goals=tuple(
            GoalView(
                id=goal.id,
                lineage_id=goal.lineage_id,
                position=goal.position,
                revision=goal.revision,
                text=goal.text,
                words_of=people.get(goal.words_of_id) if goal.words_of_id else None,
                lines=tuple(line for line in lines if line.goal_id == goal.id),
            )
            for goal in goals
        ),
        loose=tuple(line for line in lines if line.goal_id not in known),
    )
