"""The ladder under a promise: what happens, step by step and dated, when its owner says that it does not work out.

Plan B's person is asked at once, and who looks along hears of it. Without their yes the professional behind the promise hears after
the days that were agreed, or at once after a no: by the yes that stands at the line, else the family is asked first (domain §3.7:
to professionals only with the earlier yes, except for bodemeisen). Steps are rows like everything that is due; a yes, or a later
'gelukt', takes back what did not happen yet. Saying twice that it does not work out climbs once.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.messages import Channel, MessageKind, drop_to_tell
from netwerkberaad.invites import lock_case, require_open
from netwerkberaad.plans.content import LineView, PersonBrief, views_of
from netwerkberaad.plans.errors import NotAnswerableError
from netwerkberaad.plans.model import CheckInResult, FollowUp, FollowUpKind, Leave
from netwerkberaad.plans.records import require_own_voice, spoken_for, version_fixed
from netwerkberaad.plans.rhythm import at_local

STEP_IN_ANSWERED = audit.declare("step_in.answered", "follow_up")
FAMILY_ASKED = audit.declare("ladder.family_asked", "follow_up")
LADDER_STOPPED = audit.declare("ladder.stopped", "follow_up")

LADDER = frozenset(
    {FollowUpKind.STEP_IN, FollowUpKind.LOOK_ALONG, FollowUpKind.ASK_FAMILY, FollowUpKind.STAND_BY}
)
TOP = frozenset({FollowUpKind.ASK_FAMILY, FollowUpKind.STAND_BY})
UP_AFTER_DAYS, UP_AT = 2, 10
_Step = tuple[FollowUpKind, uuid.UUID, datetime]


def rungs_of(line: LineView) -> Iterator[tuple[FollowUpKind, PersonBrief]]:
    """Who stands on the ladder under this line, from below. Who does it already is not asked to take it over, and nobody is told twice."""
    backup = line.backup if line.backup and line.backup.id not in line.owner_ids else None
    told = line.owner_ids | ({backup.id} if backup else frozenset())
    if backup is not None:
        yield FollowUpKind.STEP_IN, backup
    if line.checker is not None and line.checker.id not in told:
        yield FollowUpKind.LOOK_ALONG, line.checker
    if line.fallback is not None and line.fallback.id not in told:
        yield (
            FollowUpKind.ASK_FAMILY if line.words.leave is Leave.ASK else FollowUpKind.STAND_BY,
            line.fallback,
        )


def steps_of(
    line: LineView, *, said: bool | None, now: datetime, days: int = UP_AFTER_DAYS
) -> Iterator[_Step]:
    """The steps under this line with their moments, for one who says now that it does not work out.

    ``said`` is what plan B's person answered.
    """
    for kind, who in rungs_of(line):
        if kind not in TOP or said is False:
            yield kind, who.id, now
        elif said is None:
            yield kind, who.id, at_local(now, days=days, hour=UP_AT)


def climb(session: Session, *, case: Case, missed: FollowUp, now: datetime) -> None:
    """Its owner says that it does not work out: let the steps under the line stand."""
    lock_case(session, case)  # two who say it at once make one ladder
    line = _line(session, case, missed.lineage_id)
    if line is None:
        return
    rows = _steps(session, case, line.lineage_id)
    # Another check-in while steps are still to come, as of the second owner, is about the same ladder.
    about = next((row.about_at for row in rows if to_come(row)), None) or missed.due_at
    for row in rows:
        if row.about_at != about and _open(row):
            row.cancelled_at = now
    _stand(session, case, line, rows, about, now)


def descend(session: Session, *, case: Case, lineage_id: uuid.UUID, now: datetime) -> int:
    """It works out after all: take back what did not happen yet. Returns how many steps."""
    lock_case(session, case)
    back = [row for row in _steps(session, case, lineage_id) if to_come(row) or _open(row)]
    for row in back:
        row.cancelled_at = now
        _drop_call(session, row, now)
    return len(back)


def follow_lines(session: Session, *, case: Case, lines: Iterable[LineView], now: datetime) -> None:
    """A new version holds: steps that are still to come go to who stands at the line now."""
    rows = list(
        session.scalars(select(FollowUp).where(FollowUp.case_id == case.id, FollowUp.kind.in_(LADDER)))
    )
    for line in lines:
        mine = [row for row in rows if row.lineage_id == line.lineage_id]
        waiting = [row for row in mine if to_come(row)]
        about = next((row.about_at for row in waiting), None)
        if about is None:
            continue
        wanted = {(kind, who) for kind, who, _at in steps_of(line, said=_said(mine, about), now=now)}
        for row in waiting:
            if (row.kind, row.person_id) not in wanted:
                row.cancelled_at = now
        _stand(session, case, line, mine, about, now)


def answer_step_in(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    follow_up: FollowUp,
    yes: bool,
    note: str = "",
    via: Channel,
    now: datetime,
) -> FollowUp:
    """Plan B's person takes it over or cannot; it may be said again, and the latest counts.

    Raises NotAnswerableError, NotOwnerError for a guest who speaks for somebody else, and CaseClosedError.
    """
    require_open(case)
    require_own_voice(actor, follow_up.person_id)
    if follow_up.kind is not FollowUpKind.STEP_IN or follow_up.cancelled_at is not None:
        raise NotAnswerableError
    result = CheckInResult.DONE if yes else CheckInResult.NOT_DONE
    follow_up.content = replace(follow_up.content, result=result, note=note.strip())
    follow_up.answered_at, follow_up.via, follow_up.recorded_by = now, via, actor.staff_id
    follow_up.handled_at = now if actor.staff_id else None
    _drop_call(session, follow_up, now)
    line = _line(session, case, follow_up.lineage_id)
    if yes and follow_up.lineage_id is not None:
        descend(session, case=case, lineage_id=follow_up.lineage_id, now=now)
    elif line is not None and follow_up.about_at is not None:
        _stand(session, case, line, _steps(session, case, line.lineage_id), follow_up.about_at, now)
    behalf = spoken_for(actor, follow_up.person_id) if follow_up.person_id else None
    entry = actor.entry(
        STEP_IN_ANSWERED, now=now, case_id=case.id, object_id=follow_up.id, on_behalf_of=behalf
    )
    audit.record(session, entry)
    return follow_up


def answer_for_family(
    session: Session, actor: Actor, *, case: Case, follow_up: FollowUp, agrees: bool, note: str, now: datetime
) -> FollowUp:
    """The family was asked whether the professional may hear; with their yes that happens now.

    Raises NotAnswerableError and CaseClosedError.
    """
    require_open(case)
    done = follow_up.cancelled_at is not None or follow_up.handled_at is not None
    if follow_up.kind is not FollowUpKind.ASK_FAMILY or done:
        raise NotAnswerableError
    follow_up.answered_at = follow_up.handled_at = now
    follow_up.recorded_by = actor.staff_id
    result = CheckInResult.DONE if agrees else CheckInResult.NOT_DONE
    follow_up.content = replace(follow_up.content, result=result, note=note.strip())
    if agrees and follow_up.person_id is not None and follow_up.about_at is not None:
        told = FollowUpKind.STAND_BY, follow_up.person_id, now
        session.add(_row(case, follow_up, told, follow_up.about_at, now))
    audit.record(session, actor.entry(FAMILY_ASKED, now=now, case_id=case.id, object_id=follow_up.id))
    return follow_up


def stop_ladder(session: Session, actor: Actor, *, case: Case, follow_up: FollowUp, now: datetime) -> None:
    """The gespreksleider found another way: the steps under this line that are still to come are taken back.

    Raises NotAnswerableError and CaseClosedError.
    """
    require_open(case)
    if follow_up.kind not in LADDER or follow_up.lineage_id is None:
        raise NotAnswerableError
    descend(session, case=case, lineage_id=follow_up.lineage_id, now=now)
    audit.record(session, actor.entry(LADDER_STOPPED, now=now, case_id=case.id, object_id=follow_up.id))


def to_come(row: FollowUp) -> bool:
    """Whether this step stands and did not happen yet."""
    return row.kind in LADDER and _stands(row) and row.sent_at is None


def _open(row: FollowUp) -> bool:
    """Whether plan B's person was asked and is silent, or somebody still has to tell this by phone."""
    return _stands(row) and (row.kind is FollowUpKind.STEP_IN or row.via is Channel.PHONE)


def _stands(row: FollowUp) -> bool:
    return row.cancelled_at is None and row.answered_at is None and row.handled_at is None


def _line(session: Session, case: Case, lineage_id: uuid.UUID | None) -> LineView | None:
    version = version_fixed(session, case)
    lines = views_of(session, [version])[version.id].lines if version else ()
    return next((line for line in lines if line.lineage_id == lineage_id), None)


def _steps(session: Session, case: Case, lineage_id: uuid.UUID) -> list[FollowUp]:
    statement = select(FollowUp).where(FollowUp.case_id == case.id, FollowUp.lineage_id == lineage_id)
    statement = statement.where(FollowUp.kind.in_(LADDER)).order_by(FollowUp.made_at, FollowUp.kind)
    return list(session.scalars(statement))


def _said(rows: Iterable[FollowUp], about: datetime) -> bool | None:
    """What plan B's person answered in this climb."""
    for row in rows:
        if row.kind is FollowUpKind.STEP_IN and row.about_at == about and row.answered_at is not None:
            return row.content.result is CheckInResult.DONE
    return None


def _stand(
    session: Session, case: Case, line: LineView, rows: Sequence[FollowUp], about: datetime, now: datetime
) -> None:
    """One row for each step of this climb: what was taken back stands again, and what comes sooner moves forward."""
    known = {(row.kind, row.person_id): row for row in rows if row.about_at == about}
    for step in steps_of(line, said=_said(rows, about), now=now):
        kind, person_id, at = step
        row = known.get((kind, person_id))
        if row is None:
            session.add(_row(case, line, step, about, now))
        elif row.cancelled_at is not None:
            row.cancelled_at, row.commitment_id = None, line.id
            row.due_at = at if row.sent_at is None else row.due_at
        elif to_come(row):
            row.due_at = min(row.due_at, at)
    session.flush()  # who answers next must find them


def _row(case: Case, of: LineView | FollowUp, step: _Step, about: datetime, now: datetime) -> FollowUp:
    kind, person_id, at = step
    return FollowUp(
        id=new_id(),
        case_id=case.id,
        kind=kind,
        commitment_id=of.id if isinstance(of, LineView) else of.commitment_id,
        lineage_id=of.lineage_id,
        person_id=person_id,
        scope_id=person_id,
        due_at=at,
        about_at=about,
        made_at=now,
    )


def _drop_call(session: Session, row: FollowUp, now: datetime) -> None:
    """Nobody has to ask or tell this by phone any more."""
    if row.via is Channel.PHONE and row.person_id is not None:
        drop_to_tell(session, person_id=row.person_id, kinds=[MessageKind.CHECK_IN], now=now)
