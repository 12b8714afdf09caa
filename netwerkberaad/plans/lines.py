"""Writing the commitments of the draft. The rules of autosave stand in ``draft.py``."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError, StaleError
from netwerkberaad.invites import lock_case
from netwerkberaad.plans.errors import RhythmError
from netwerkberaad.plans.model import Commitment, CommitmentOwner, CommitmentText, Every, Goal
from netwerkberaad.plans.records import (
    get_commitment,
    hold_draft,
    owners_of,
    require_people,
    require_writable,
)
from netwerkberaad.plans.versions import open_draft
from netwerkberaad.plans.waiting import release_waiting, waits_for

LINE_SAVED = audit.declare("plan.line_saved", "commitment")
LINE_REMOVED = audit.declare("plan.line_removed", "commitment")
LINES_MOVED = audit.declare("plan.lines_moved", "plan_version")


@dataclass(frozen=True, slots=True)
class _Content:
    """All that a line says, without its place: two savings with equal content are the same saving."""

    goal_id: uuid.UUID | None
    owners: frozenset[uuid.UUID]
    words: CommitmentText
    first_at: datetime | None
    every: Every | None
    until_at: datetime | None
    checker_id: uuid.UUID | None
    backup_id: uuid.UUID | None
    fallback_id: uuid.UUID | None
    after_id: uuid.UUID | None


def save_line(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    line_id: uuid.UUID,
    goal_id: uuid.UUID | None,
    owners: Collection[uuid.UUID],
    words: CommitmentText,
    first_at: datetime | None,
    every: Every | None,
    until_at: datetime | None,
    checker_id: uuid.UUID | None,
    backup_id: uuid.UUID | None,
    fallback_id: uuid.UUID | None,
    position: int,
    revision: int,
    after_id: uuid.UUID | None = None,
    now: datetime,
) -> Commitment:
    """Write a line of the draft. A new line brings the id that the page made, so that sending it twice makes one line.

    Raises StaleError (data ``mine``, ``theirs`` and ``revision``) when another content was saved meanwhile or the line
    was removed, RhythmError(field="until_at" or "first_at"), CircleOfWaitingError(field="after"), NotFoundError for a
    goal or person of another case, PlanFixedError, CaseClosedError and beraden.PrivateTimeError. ``after_id`` is the
    lineage of the line that must happen first; one that is not in the draft is left out.
    """
    require_writable(session, case)
    content = _Content(
        goal_id,
        frozenset(owners),
        words,
        first_at,
        every,
        until_at,
        checker_id,
        backup_id,
        fallback_id,
        after_id,
    )
    _check(session, case, content)
    line = _write(session, actor, case=case, line_id=line_id, content=content, revision=revision, now=now)
    line.position = position
    audit.record(session, actor.entry(LINE_SAVED, now=now, case_id=case.id, object_id=line.id))
    return line


def remove_line(session: Session, actor: Actor, *, case: Case, line_id: uuid.UUID, now: datetime) -> None:
    """Take a line out of the draft; in the versions before it stays as it was.

    Raises NotFoundError, PlanFixedError, CaseClosedError and beraden.PrivateTimeError.
    """
    require_writable(session, case)
    line = get_commitment(session, case=case, commitment_id=line_id)
    hold_draft(session, case=case, version_id=line.version_id)
    session.delete(line)
    release_waiting(session, line)
    audit.record(session, actor.entry(LINE_REMOVED, now=now, case_id=case.id, object_id=line_id))


def move_line(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    line_id: uuid.UUID,
    goal_id: uuid.UUID | None,
    line_ids: Sequence[uuid.UUID],
    now: datetime,
) -> Commitment:
    """Put a line under a goal, and the lines there in the order of ``line_ids``. Words and revisions stay.

    Raises NotFoundError, PlanFixedError, CaseClosedError and beraden.PrivateTimeError.
    """
    require_writable(session, case)
    line = get_commitment(session, case=case, commitment_id=line_id)
    lock_case(session, case)  # two who move lines at once wait here, not halfway each other's lines
    version = hold_draft(session, case=case, version_id=line.version_id)
    line.goal_id = _goal_in(session, case, goal_id, version.id)
    rows = session.scalars(
        select(Commitment).where(Commitment.version_id == version.id, Commitment.id.in_(line_ids))
    )
    order = {line_id: position for position, line_id in enumerate(line_ids)}
    for row in list(rows):
        row.position = order[row.id]
    audit.record(session, actor.entry(LINES_MOVED, now=now, case_id=case.id, object_id=version.id))
    return line


def _check(session: Session, case: Case, content: _Content) -> None:
    people = [content.checker_id, content.backup_id, content.fallback_id, *content.owners]
    require_people(session, case, people)
    if content.every and content.first_at is None:
        raise RhythmError(field="first_at")
    if content.until_at and (content.first_at is None or content.until_at < content.first_at):
        raise RhythmError(field="until_at")


def _known_line(session: Session, case: Case, line_id: uuid.UUID) -> Commitment | None:
    """The line with this id, held until this unit of work ends, so that two who change it at once see each other.

    One that is not there yet is looked for again once nobody else can make it: a page that sends a new line twice, as
    after a lost connection, makes one.
    """
    line = session.get(Commitment, line_id)
    if line is None:
        lock_case(session, case)
        line = session.get(Commitment, line_id)
    if line is None:
        return None
    if line.case_id != case.id:
        raise NotFoundError
    hold_draft(session, case=case, version_id=line.version_id)
    statement = select(Commitment).where(Commitment.id == line_id).with_for_update()
    return session.scalar(statement.execution_options(populate_existing=True))


def _write(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    line_id: uuid.UUID,
    content: _Content,
    revision: int,
    now: datetime,
) -> Commitment:
    line = _known_line(session, case, line_id)
    if line is None:
        return _new_line(
            session, actor, case=case, line_id=line_id, content=content, revision=revision, now=now
        )
    _change_line(session, case, line, content, revision)
    return line


def _new_line(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    line_id: uuid.UUID,
    content: _Content,
    revision: int,
    now: datetime,
) -> Commitment:
    if revision:
        raise StaleError(mine=content.words.text, theirs="", revision=0)
    draft = open_draft(session, actor, case=case, now=now)
    content = replace(
        content,
        goal_id=_goal_in(session, case, content.goal_id, draft.id),
        after_id=waits_for(session, draft.id, lineage_id=line_id, after_id=content.after_id),
    )
    line = Commitment(
        id=line_id, case_id=case.id, version_id=draft.id, lineage_id=line_id, position=0, revision=0
    )
    _fill(line, content)
    session.add(line)
    session.flush()  # owners point to the line
    _set_owners(session, line, content.owners)
    return line


def _change_line(session: Session, case: Case, line: Commitment, content: _Content, revision: int) -> None:
    content = replace(
        content,
        goal_id=_goal_in(session, case, content.goal_id, line.version_id),
        after_id=waits_for(session, line.version_id, lineage_id=line.lineage_id, after_id=content.after_id),
    )
    if _content_of(session, line) == content:
        return
    if line.revision != revision:
        raise StaleError(mine=content.words.text, theirs=line.words.text, revision=line.revision)
    _fill(line, content)
    _set_owners(session, line, content.owners)
    line.revision += 1


def _content_of(session: Session, line: Commitment) -> _Content:
    return _Content(
        line.goal_id,
        frozenset(owners_of(session, line)),
        line.words,
        line.first_at,
        line.every,
        line.until_at,
        line.checker_id,
        line.backup_id,
        line.fallback_id,
        line.after_id,
    )


def _fill(line: Commitment, content: _Content) -> None:
    if (line.after_id, line.words.starts) != (content.after_id, content.words.starts):
        line.begun_at = None
    line.goal_id = content.goal_id
    line.words = content.words
    line.first_at = content.first_at
    line.every = content.every
    line.until_at = content.until_at
    line.checker_id = content.checker_id
    line.backup_id = content.backup_id
    line.fallback_id = content.fallback_id
    line.after_id = content.after_id


def _set_owners(session: Session, line: Commitment, wanted: frozenset[uuid.UUID]) -> None:
    rows = list(session.scalars(select(CommitmentOwner).where(CommitmentOwner.commitment_id == line.id)))
    for row in rows:
        if row.person_id not in wanted:
            session.delete(row)
    for person_id in sorted(wanted - {row.person_id for row in rows}):
        session.add(
            CommitmentOwner(id=new_id(), case_id=line.case_id, commitment_id=line.id, person_id=person_id)
        )


def _goal_in(
    session: Session, case: Case, goal_id: uuid.UUID | None, version_id: uuid.UUID
) -> uuid.UUID | None:
    """The goal a line stands under; None when somebody took it out meanwhile, as the words must not get lost with it.

    Raises NotFoundError for a goal of another case or version.
    """
    goal = session.get(Goal, goal_id) if goal_id else None
    if goal is None:
        return None
    if goal.case_id != case.id or goal.version_id != version_id:
        raise NotFoundError
    return goal.id
