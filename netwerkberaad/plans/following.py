"""What follows a plan, once it is due: whom to ask, how it went, gaps, and the calls that were held.

What is due stands in rows (``scheduling.py`` makes them); nothing else remembers it.
"""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, exists, func, select, true
from sqlalchemy.orm import Session, aliased

from netwerkberaad.cases.model import Case, Phase
from netwerkberaad.cases.pauses import rests
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.messages import Channel, MessageKind, arrives_by_post, drop_to_tell
from netwerkberaad.invites import require_open
from netwerkberaad.plans.errors import GradeError, NotAnswerableError
from netwerkberaad.plans.ladder import climb, descend
from netwerkberaad.plans.model import CheckInResult, FollowUp, FollowUpContent, FollowUpKind
from netwerkberaad.plans.records import require_own_voice, spoken_for
from netwerkberaad.plans.waiting import begin_after

CHECK_IN_ANSWERED = audit.declare("check_in.answered", "follow_up")
GAP_HANDLED = audit.declare("follow_up.gap_handled", "follow_up")
FOLLOW_UP_FINISHED = audit.declare("follow_up.finished", "follow_up")

GAP_AFTER = timedelta(days=3)
_BY_ITSELF = frozenset({Channel.MAIL, Channel.SMS})
_TOLD = frozenset({FollowUpKind.LOOK_ALONG, FollowUpKind.STAND_BY})
_ASKED = frozenset({FollowUpKind.CHECK_IN, FollowUpKind.STEP_IN})
_SENT = (FollowUpKind.REMINDER, *_ASKED, *_TOLD)
_WORKED_OUT = frozenset({CheckInResult.DONE, CheckInResult.NO_LONGER_NEEDED})
_DONE_BY_US = frozenset({FollowUpKind.CALL, FollowUpKind.EVALUATION})
_Columns = TypeVarTuple("_Columns")


def people_due(
    session: Session, *, now: datetime, day: datetime, case_id: uuid.UUID | None = None, limit: int = 500
) -> list[uuid.UUID]:
    """Who has a reminder or check-in due, in one case or in all, and was told nothing since the ``day`` began; who waits
    longest first.
    """
    first = func.min(FollowUp.due_at)
    statement = (
        _unsent(select(FollowUp.person_id))
        .where(FollowUp.due_at <= now, FollowUp.person_id.is_not(None), ~_told_since(day))
        .where(~rests(FollowUp.case_id, FollowUp.person_id, now=now))
        .where(true() if case_id is None else FollowUp.case_id == case_id)
        .group_by(FollowUp.person_id)
        .order_by(first, FollowUp.person_id)
        .limit(limit)
    )
    return [person_id for person_id in session.scalars(statement) if person_id is not None]


def take_due(
    session: Session, *, person_id: uuid.UUID, now: datetime, day: datetime, until: datetime
) -> list[FollowUp]:
    """Everything due to this person, held until this unit of work ends; with it, what falls before ``until``, the end
    of the day, so that it all goes in one message.

    Empty when something was sent since the ``day`` began, as by another process a moment ago, and while messages rest.
    Oldest first.
    """
    # Who takes for this person waits here for another who does, and then sees what that one sent; who stops the case
    # waits too, and then finds the message of this unit of work to cancel.
    case_id = select(Person.case_id).where(Person.id == person_id).scalar_subquery()
    session.execute(select(Case.id).where(Case.id == case_id).with_for_update(read=True))
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    statement = _unsent(select(FollowUp)).where(FollowUp.person_id == person_id, FollowUp.due_at < until)
    statement = statement.where(~_told_since(day), ~rests(FollowUp.case_id, FollowUp.person_id, now=now))
    statement = statement.order_by(FollowUp.due_at, FollowUp.id)
    rows = list(session.scalars(statement.with_for_update(of=FollowUp)))
    return rows if any(row.due_at <= now for row in rows) else []


def _unsent(statement: Select[*_Columns]) -> Select[*_Columns]:
    return (
        _unanswered(statement)
        .join(Case, Case.id == FollowUp.case_id)
        .where(FollowUp.kind.in_(_SENT), Case.phase != Phase.CLOSED, FollowUp.sent_at.is_(None))
    )


def _unanswered(statement: Select[*_Columns]) -> Select[*_Columns]:
    return statement.where(
        FollowUp.cancelled_at.is_(None), FollowUp.answered_at.is_(None), FollowUp.handled_at.is_(None)
    )


def _told_since(day: datetime) -> ColumnElement[bool]:
    told = aliased(FollowUp)
    return exists().where(told.person_id == FollowUp.person_id, told.sent_at >= day).correlate(FollowUp)


def answer_check_in(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    follow_up: FollowUp,
    content: FollowUpContent,
    via: Channel,
    now: datetime,
) -> FollowUp:
    """Take how it went; it may be said again, and the latest counts. A later yes closes the gap.

    A promise that was kept begins those that waited for it; one that does not work out climbs its ladder.

    Raises GradeError(field="grade"), NotAnswerableError, NotOwnerError for a guest who speaks for somebody else, and
    CaseClosedError.
    """
    require_open(case)
    require_own_voice(actor, follow_up.person_id)
    if (
        follow_up.kind is not FollowUpKind.CHECK_IN
        or follow_up.cancelled_at is not None
        or content.result is None
    ):
        raise NotAnswerableError
    if content.grade is not None and not 0 <= content.grade <= 10:
        raise GradeError(field="grade")
    follow_up.content = replace(content, need=content.need.strip(), note=content.note.strip())
    follow_up.answered_at = now
    follow_up.via = via
    if follow_up.person_id is not None:
        drop_to_tell(session, person_id=follow_up.person_id, kinds=[MessageKind.CHECK_IN], now=now)
    follow_up.recorded_by = actor.staff_id
    follow_up.handled_at = now if actor.staff_id else None
    if follow_up.lineage_id is not None:
        _go_on(session, actor, case, follow_up, follow_up.lineage_id, content.result, now)
    behalf = spoken_for(actor, follow_up.person_id) if follow_up.person_id else None
    entry = actor.entry(
        CHECK_IN_ANSWERED, now=now, case_id=case.id, object_id=follow_up.id, on_behalf_of=behalf
    )
    audit.record(session, entry)
    return follow_up


def _go_on(
    session: Session,
    actor: Actor,
    case: Case,
    follow_up: FollowUp,
    lineage_id: uuid.UUID,
    result: CheckInResult,
    now: datetime,
) -> None:
    """What an answer sets going under its line and behind it."""
    if result is CheckInResult.NOT_DONE:
        climb(session, case=case, missed=follow_up, now=now)
    if result in _WORKED_OUT:
        descend(session, case=case, lineage_id=lineage_id, now=now)
    if result is CheckInResult.DONE:
        begin_after(session, actor, case=case, lineage_id=lineage_id, now=now)


def handle_gap(
    session: Session, actor: Actor, *, case: Case, follow_up: FollowUp, note: str, now: datetime
) -> FollowUp:
    """The gespreksleider dealt with an answer or a gap: what was done stands in the note. Raises CaseClosedError."""
    require_open(case)
    follow_up.handled_at = now
    follow_up.content = replace(follow_up.content, note=note.strip() or follow_up.content.note)
    if follow_up.kind in _TOLD and follow_up.person_id is not None:
        drop_to_tell(session, person_id=follow_up.person_id, kinds=[MessageKind.CHECK_IN], now=now)
    audit.record(session, actor.entry(GAP_HANDLED, now=now, case_id=case.id, object_id=follow_up.id))
    return follow_up


def finish_call(
    session: Session, actor: Actor, *, case: Case, follow_up: FollowUp, note: str, now: datetime
) -> FollowUp:
    """The call after four weeks or the evaluation was held. Raises NotAnswerableError and CaseClosedError."""
    require_open(case)
    if follow_up.kind not in _DONE_BY_US or follow_up.cancelled_at is not None:
        raise NotAnswerableError
    follow_up.answered_at = follow_up.handled_at = now
    follow_up.recorded_by = actor.staff_id
    follow_up.content = replace(follow_up.content, note=note.strip())
    audit.record(session, actor.entry(FOLLOW_UP_FINISHED, now=now, case_id=case.id, object_id=follow_up.id))
    return follow_up


def follow_ups_of(session: Session, case: Case) -> list[FollowUp]:
    """Everything due in a case, done or not, oldest first; what was taken back is left out."""
    statement = select(FollowUp).where(FollowUp.case_id == case.id, FollowUp.cancelled_at.is_(None))
    return list(session.scalars(statement.order_by(FollowUp.due_at, FollowUp.id)))


def follow_ups_in(session: Session, case_ids: Collection[uuid.UUID], *, now: datetime) -> list[FollowUp]:
    """What has come due in these cases and nobody has dealt with yet, oldest first, with one query."""
    if not case_ids:
        return []
    statement = (
        select(FollowUp)
        .where(FollowUp.case_id.in_(case_ids), FollowUp.cancelled_at.is_(None))
        .where(FollowUp.handled_at.is_(None), FollowUp.due_at <= now)
        .where(FollowUp.kind != FollowUpKind.REMINDER)
    )
    return list(session.scalars(statement.order_by(FollowUp.due_at, FollowUp.id)))


def ours_next(session: Session, case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, FollowUp]:
    """The call or evaluation that comes first in each of these cases and was not held yet, with one query."""
    if not case_ids:
        return {}
    statement = (
        select(FollowUp)
        .where(FollowUp.case_id.in_(case_ids), FollowUp.cancelled_at.is_(None))
        .where(FollowUp.kind.in_(_DONE_BY_US), FollowUp.handled_at.is_(None))
    )
    found = session.scalars(statement.order_by(FollowUp.due_at.desc(), FollowUp.id.desc()))
    return {row.case_id: row for row in found}


def gaps_of(session: Session, case_ids: Collection[uuid.UUID], *, now: datetime) -> list[FollowUp]:
    """Check-ins that are there for three days or more and that nobody answered or dealt with."""
    return [row for row in follow_ups_in(session, case_ids, now=now) if is_gap(row, now=now)]


def is_gap(follow_up: FollowUp, *, now: datetime) -> bool:
    """Whether a question was sent, is there for three days and unanswered. A gap belongs to the plan, not to a person.

    Who cannot be written to was not asked yet: that is a gap from the first moment, until somebody calls. A letter is
    first some days on its way.
    """
    waits = follow_up.kind in _ASKED and follow_up.answered_at is None and follow_up.handled_at is None
    if not waits or follow_up.sent_at is None:
        return False
    posted = follow_up.via is Channel.LETTER
    there = arrives_by_post(follow_up.sent_at) if posted else follow_up.sent_at
    return follow_up.via is Channel.PHONE or there <= now - GAP_AFTER


def mark_asked(follow_up: FollowUp, way: Channel, *, now: datetime) -> None:
    """It goes this way; what does not leave by itself is left to the gespreksleider, who asks by phone."""
    follow_up.sent_at = now
    if follow_up.kind is not FollowUpKind.REMINDER and way not in _BY_ITSELF:
        follow_up.via = Channel.LETTER if way is Channel.LETTER else Channel.PHONE
    if follow_up.kind is FollowUpKind.LOOK_ALONG and follow_up.via is not Channel.PHONE:
        follow_up.handled_at = now


def mark_posted_to(session: Session, *, person_id: uuid.UUID, now: datetime) -> None:
    """The letter that asks how it goes is in the post: from now on it is on its way."""
    statement = _unanswered(select(FollowUp)).where(FollowUp.person_id == person_id)
    statement = statement.where(FollowUp.kind.in_(_ASKED), FollowUp.via == Channel.LETTER)
    for row in session.scalars(statement.where(FollowUp.sent_at.is_not(None))):
        row.sent_at = now


def must_tell(follow_up: FollowUp) -> bool:
    """Whether the gespreksleider tells this step of the ladder by phone, because nothing that is sent reaches them."""
    waits = follow_up.handled_at is None and follow_up.cancelled_at is None
    return waits and follow_up.kind in _TOLD and follow_up.via is Channel.PHONE


def cancel_follow_ups(session: Session, *, case: Case, now: datetime) -> int:
    """Take back everything of a case that was not answered or done. Returns how many."""
    rows = _open_rows(session, case)
    for row in rows:
        row.cancelled_at = now
    return len(rows)


def _open_rows(session: Session, case: Case) -> list[FollowUp]:
    statement = select(FollowUp).where(FollowUp.case_id == case.id, FollowUp.cancelled_at.is_(None))
    return list(session.scalars(statement.where(FollowUp.answered_at.is_(None))))


def evaluations_done(session: Session, case: Case) -> list[FollowUp]:
    """The evaluations that were held, in the order in which they were."""
    held = select(FollowUp).where(FollowUp.case_id == case.id, FollowUp.kind == FollowUpKind.EVALUATION)
    return list(
        session.scalars(
            held.where(FollowUp.handled_at.is_not(None)).order_by(FollowUp.handled_at, FollowUp.id)
        )
    )
