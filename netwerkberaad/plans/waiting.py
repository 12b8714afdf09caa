"""Promises that wait: what must happen first, and the moment it happened. Until then nobody is asked how they went."""

import uuid
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.invites import require_open
from netwerkberaad.plans.content import LineView, views_of
from netwerkberaad.plans.errors import CircleOfWaitingError
from netwerkberaad.plans.model import Commitment, FollowUp
from netwerkberaad.plans.records import draft_of, version_fixed
from netwerkberaad.plans.scheduling import schedule_line

COMMITMENT_BEGUN = audit.declare("commitment.begun", "commitment")


def waits_for(
    session: Session, version_id: uuid.UUID, *, lineage_id: uuid.UUID, after_id: uuid.UUID | None
) -> uuid.UUID | None:
    """The lineage that a line of this version follows, or None when there is no such line (any more).

    Raises CircleOfWaitingError(field="after") when it would wait for itself.
    """
    if after_id is None:
        return None
    rows = session.execute(
        select(Commitment.lineage_id, Commitment.after_id).where(Commitment.version_id == version_id)
    )
    follows: dict[uuid.UUID, uuid.UUID | None] = {row.lineage_id: row.after_id for row in rows}
    follows[lineage_id] = after_id
    step: uuid.UUID | None = after_id
    while step is not None and step in follows:
        if step == lineage_id:
            raise CircleOfWaitingError(field="after")
        step = follows[step]
    return after_id if after_id in follows else None


def release_waiting(session: Session, line: Commitment) -> None:
    """A line that goes out of its version holds up no other."""
    session.execute(
        update(Commitment)
        .where(Commitment.version_id == line.version_id, Commitment.after_id == line.lineage_id)
        .values(after_id=None, revision=Commitment.revision + 1)
    )


def begin_commitment(
    session: Session, actor: Actor, *, case: Case, lineage_id: uuid.UUID, now: datetime
) -> list[FollowUp]:
    """What a promise waited for has happened: from now on it is followed like any other. Said twice, it stays once.

    Returns what is due from now on. Raises CaseClosedError.
    """
    require_open(case)
    version = version_fixed(session, case)
    if version is None:
        return []
    line = _waiting(views_of(session, [version])[version.id].lines, lineage_id)
    if line is None:
        return []
    versions = [version.id, *([draft.id] if (draft := draft_of(session, case)) else [])]
    rows = select(Commitment).where(Commitment.version_id.in_(versions), Commitment.lineage_id == lineage_id)
    for row in list(session.scalars(rows)):
        row.begun_at = now
    audit.record(session, actor.entry(COMMITMENT_BEGUN, now=now, case_id=case.id, object_id=line.id))
    return schedule_line(session, case=case, line=line, evaluation_at=version.evaluation_at, now=now)


def begin_after(session: Session, actor: Actor, *, case: Case, lineage_id: uuid.UUID, now: datetime) -> None:
    """A promise was kept: begin the ones that waited for it. Raises CaseClosedError."""
    version = version_fixed(session, case)
    lines = views_of(session, [version])[version.id].lines if version else ()
    for line in lines:
        if line.waits and line.after_id == lineage_id:
            begin_commitment(session, actor, case=case, lineage_id=line.lineage_id, now=now)


def _waiting(lines: tuple[LineView, ...], lineage_id: uuid.UUID) -> LineView | None:
    return next((line for line in lines if line.lineage_id == lineage_id and line.waits), None)
