"""Making what follows a plan: reminders, check-ins, the call after four weeks and the evaluation.

Everything due is a row, made when a version is fixed; nothing else remembers it. A reminder goes out the evening before the
first time. A check-in follows the day after a single date; with a rhythm after the second time, and then every fourth week until
the evaluation. A promise without a day is asked about after two weeks, and then as a rhythm: small things that nobody asks
about are the first to be forgotten. The gespreksleider calls after four weeks (practice of Eigen Kracht Centrale and
of Walcheren).
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.plans.changes import same_promise
from netwerkberaad.plans.content import LineView, PlanView, views_of
from netwerkberaad.plans.ladder import follow_lines
from netwerkberaad.plans.model import FollowUp, FollowUpKind, PlanVersion
from netwerkberaad.plans.records import version_before
from netwerkberaad.plans.rhythm import at_local, occurrence

FOLLOW_UPS_SCHEDULED = audit.declare("follow_up.scheduled", "plan_version")

CALL_AFTER_DAYS = 28
REMIND_AT, CHECK_IN_AT, CALL_AT = 18, 17, 10
_AGAIN = timedelta(weeks=4)
_SOON_DAYS, _UNDATED_DAYS = 7, 14
_Key = tuple[FollowUpKind, uuid.UUID | None, uuid.UUID | None, datetime]


@dataclass(frozen=True, slots=True)
class _Due:
    """Something that should stand in the table: for whom, about which line, when."""

    kind: FollowUpKind
    line: LineView | None
    person_id: uuid.UUID | None
    at: datetime

    @property
    def key(self) -> _Key:
        """What no two rows have in common."""
        return self.kind, self.line.lineage_id if self.line else None, self.person_id, self.at


def schedule_follow_ups(
    session: Session, actor: Actor, *, case: Case, version: PlanVersion, now: datetime
) -> list[FollowUp]:
    """Make everything due after this version, and take back what an earlier version asked for lines that changed.

    Lines that stayed the same keep what was due; their rhythm is followed on until the new evaluation. What was asked already
    stays a question. Returns the rows that are new, or stand again after they were taken back.
    """
    before = version_before(session, version)
    views = views_of(session, [version] + ([before] if before else []))
    view = views[version.id]
    kept = _kept_lineages(views[before.id] if before else None, view)
    rows = list(session.scalars(select(FollowUp).where(FollowUp.case_id == case.id)))
    _take_back(rows, kept=kept, evaluation_at=view.evaluation_at, now=now)
    follow_lines(session, case=case, lines=view.lines, now=now)
    made = _stand(session, case, rows, _dues(view, rows, kept=kept, now=now), now)
    audit.record(session, actor.entry(FOLLOW_UPS_SCHEDULED, now=now, case_id=case.id, object_id=version.id))
    return made


def schedule_line(
    session: Session, *, case: Case, line: LineView, evaluation_at: datetime | None, now: datetime
) -> list[FollowUp]:
    """Make everything due for one line that begins now."""
    rows = list(session.scalars(select(FollowUp).where(FollowUp.case_id == case.id)))
    end = min(filter(None, (evaluation_at, line.until_at)), default=None)
    dues = [due for owner in line.owners for due in _line_dues(line, owner.id, end, now)]
    return _stand(session, case, rows, dues, now)


def _kept_lineages(old: PlanView | None, view: PlanView) -> frozenset[uuid.UUID]:
    before = {line.lineage_id: line for line in old.lines} if old else {}
    same = (line for line in view.lines if line.lineage_id in before)
    return frozenset(line.lineage_id for line in same if same_promise(before[line.lineage_id], line))


def _take_back(
    rows: Iterable[FollowUp], *, kept: frozenset[uuid.UUID], evaluation_at: datetime | None, now: datetime
) -> None:
    for row in rows:
        if row.cancelled_at is not None or row.answered_at is not None:
            continue
        changed = row.commitment_id is not None and row.lineage_id not in kept and row.sent_at is None
        moved = row.kind is FollowUpKind.EVALUATION and row.due_at != evaluation_at
        if changed or moved:
            row.cancelled_at = now


def _stand(
    session: Session, case: Case, rows: Iterable[FollowUp], dues: Iterable[_Due], now: datetime
) -> list[FollowUp]:
    """Rows for what is still to come. What was taken back and is asked again after all stands again in its own row."""
    known: dict[_Key, FollowUp] = {(row.kind, row.lineage_id, row.person_id, row.due_at): row for row in rows}
    made: list[FollowUp] = []
    for due in dues:
        standing = known.get(due.key)
        if due.at <= now or (standing is not None and standing.cancelled_at is None):
            continue
        if standing is None:
            standing = known[due.key] = _row(case, due, now)
            session.add(standing)
        standing.commitment_id = due.line.id if due.line else None
        standing.cancelled_at = None
        made.append(standing)
    return made


def _dues(
    view: PlanView, rows: Sequence[FollowUp], *, kept: frozenset[uuid.UUID], now: datetime
) -> Iterator[_Due]:
    live = [row for row in rows if row.cancelled_at is None]
    for line in view.lines:
        if line.waits:
            continue
        end = min(filter(None, (view.evaluation_at, line.until_at)), default=None)
        for owner in line.owners:
            asked = [
                row.due_at
                for row in live
                if row.kind is FollowUpKind.CHECK_IN
                and (row.lineage_id, row.person_id) == (line.lineage_id, owner.id)
            ]
            if line.lineage_id in kept and asked:
                yield from _asked_on(line, owner.id, max(asked), end)
            else:
                yield from _line_dues(line, owner.id, end, now)
    if not any(row.kind is FollowUpKind.CALL for row in live):
        yield _Due(FollowUpKind.CALL, None, None, at_local(now, days=CALL_AFTER_DAYS, hour=CALL_AT))
    if view.evaluation_at is not None:
        yield _Due(FollowUpKind.EVALUATION, None, None, view.evaluation_at)


def _line_dues(line: LineView, owner_id: uuid.UUID, end: datetime | None, now: datetime) -> Iterator[_Due]:
    if line.first_at is not None:
        at = at_local(line.first_at, days=-1, hour=REMIND_AT)
        yield _Due(FollowUpKind.REMINDER, line, owner_id, at)
    asked = _first_asked(line, now)
    yield _Due(FollowUpKind.CHECK_IN, line, owner_id, asked)
    yield from _asked_on(line, owner_id, asked, end)


def _first_asked(line: LineView, now: datetime) -> datetime:
    """The first check-in. What began or was over before the plan was fixed is asked in a week, or tomorrow."""
    if line.first_at is None:
        return at_local(now, days=_UNDATED_DAYS, hour=CHECK_IN_AT)
    measured = line.first_at
    if line.every is not None:
        second = occurrence(line, 1) or measured
        measured = second if line.until_at is None or second <= line.until_at else measured
        if measured <= now:
            return at_local(now, days=_SOON_DAYS, hour=CHECK_IN_AT)
    asked = at_local(measured, days=1, hour=CHECK_IN_AT)
    return asked if asked > now else at_local(now, days=1, hour=CHECK_IN_AT)


def _asked_on(line: LineView, owner_id: uuid.UUID, last: datetime, end: datetime | None) -> Iterator[_Due]:
    """Every fourth week after the last one until the end; a single date is asked about once."""
    if end is None or (line.every is None and line.first_at is not None):
        return
    while (last := at_local(last + _AGAIN, days=0, hour=CHECK_IN_AT)) < end:
        yield _Due(FollowUpKind.CHECK_IN, line, owner_id, last)


def _row(case: Case, due: _Due, now: datetime) -> FollowUp:
    return FollowUp(
        id=new_id(),
        case_id=case.id,
        kind=due.kind,
        lineage_id=due.line.lineage_id if due.line else None,
        person_id=due.person_id,
        scope_id=due.person_id or case.id,
        due_at=due.at,
        made_at=now,
    )
