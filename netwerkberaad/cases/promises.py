"""What was promised: who makes contact with whom, before when. A promise stays open until it is kept or made anew.

The case itself shows its next open promise, so that lists can sort by it; only this module writes it there.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from netwerkberaad.cases.errors import CaseClosedError, FieldError, ReasonMissingError
from netwerkberaad.cases.joined import joined_to
from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import Base, new_id, reference, word
from netwerkberaad.foundation.core.errors import N_, NotFoundError
from netwerkberaad.foundation.vault import sealed_column, sealed_record

PROMISE_MADE = audit.declare("promise.made", "promise")
PROMISE_KEPT = audit.declare("promise.kept", "promise")
PROMISE_MOVED = audit.declare("promise.moved", "promise")
REFERRER_CONTACTED = audit.declare("case.referrer_contacted", "case")
REMIND_BEFORE = timedelta(hours=3)


class MomentPastError(FieldError):
    """Nothing can be promised before a moment that is over."""

    message = N_("Dit moment is al voorbij. Kies een later moment.")
    of = "day"


class PromiseKind(StrEnum):
    """With whom contact was promised: the aanmelder, or the people themselves, for whom nobody was named yet."""

    REFERRER = "referrer"
    TALK = "talk"


class PromiseEnd(StrEnum):
    """How a promise ended: contact was made, another moment was promised, or the case ended first."""

    SPOKEN = "spoken"
    MOVED = "moved"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Promised:
    """Whom to reach and how. ``reason`` says why this promise came in the place of an earlier one."""

    who: str = ""
    phone: str = ""
    mail: str = ""
    reason: str = ""


class ContactPromise(Base):
    """One promise. Without ``staff_id`` it is the team's: every coördinator keeps it until a gespreksleider comes."""

    __tablename__ = "contact_promise"
    __table_args__ = (Index("ix_contact_promise_ended_at_remind_at", "ended_at", "remind_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PromiseKind] = mapped_column(word(PromiseKind))
    staff_id: Mapped[uuid.UUID | None] = mapped_column(reference("staff.id"), index=True)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    remind_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_how: Mapped[PromiseEnd | None] = mapped_column(word(PromiseEnd))
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(Promised, "content_sealed", scope="case_id", default=Promised())


def promise_contact(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    kind: PromiseKind,
    content: Promised,
    staff_id: uuid.UUID | None,
    due_at: datetime,
    now: datetime,
) -> ContactPromise:
    """Promise contact before a moment. Raises MomentPastError or CaseClosedError."""
    if not case.open:
        raise CaseClosedError
    if due_at <= now:
        raise MomentPastError
    promise = ContactPromise(
        id=new_id(),
        case_id=case.id,
        kind=kind,
        staff_id=staff_id,
        made_at=now,
        due_at=due_at,
        remind_at=max(due_at - REMIND_BEFORE, now + (due_at - now) / 2),
    )
    promise.content = content
    session.add(promise)
    audit.record(session, actor.entry(PROMISE_MADE, now=now, case_id=case.id, object_id=promise.id))
    _show_next(session, case)
    return promise


def keep_promise(
    session: Session, actor: Actor, *, case: Case, promise: ContactPromise, now: datetime
) -> ContactPromise:
    """Contact was made. A second tap changes nothing."""
    if promise.ended_at is None:
        _end(promise, PromiseEnd.SPOKEN, now)
        audit.record(session, actor.entry(PROMISE_KEPT, now=now, case_id=case.id, object_id=promise.id))
        if promise.kind is PromiseKind.REFERRER:
            _date_contact(session, actor, case=case, now=now)
        _show_next(session, case)
    return promise


def move_promise(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    promise: ContactPromise,
    due_at: datetime,
    reason: str,
    now: datetime,
) -> ContactPromise:
    """Promise it anew, for another moment and with a reason.

    Raises ReasonMissingError(field="reason"), MomentPastError, CaseClosedError, or NotFoundError when it ended already.
    """
    if promise.ended_at is not None:
        raise NotFoundError
    if not reason.strip():
        raise ReasonMissingError(field="reason")
    content = replace(promise.content, reason=reason.strip())
    kind, staff_id = promise.kind, promise.staff_id
    again = promise_contact(
        session, actor, case=case, kind=kind, content=content, staff_id=staff_id, due_at=due_at, now=now
    )
    _end(promise, PromiseEnd.MOVED, now)
    audit.record(session, actor.entry(PROMISE_MOVED, now=now, case_id=case.id, object_id=promise.id))
    _show_next(session, case)
    return again


def mark_contacted(session: Session, actor: Actor, *, case: Case, now: datetime) -> Case:
    """Date the contact with the aanmelder, and end every open promise of it. The first date counts."""
    for promise in open_promises(session, [case.id]):
        if promise.kind is PromiseKind.REFERRER:
            keep_promise(session, actor, case=case, promise=promise, now=now)
    _date_contact(session, actor, case=case, now=now)
    return case


def hand_promises(session: Session, case: Case, *, staff_id: uuid.UUID | None) -> None:
    """Who leads the case from now on keeps what was promised in it, and to whoever asked for it later."""
    requests = [case, *joined_to(session, case)]
    session.execute(
        update(ContactPromise)
        .where(
            ContactPromise.case_id.in_([one.id for one in requests]),
            ContactPromise.ended_at.is_(None),
        )
        .values(staff_id=staff_id)
    )
    for one in requests:
        one.next_contact_staff_id = staff_id


def drop_promises(session: Session, case: Case, *, now: datetime) -> None:
    """The case ends: what was promised in it is not reminded of any more."""
    for promise in open_promises(session, [case.id]):
        _end(promise, PromiseEnd.DROPPED, now)
    case.next_contact_at = None


def open_promises(session: Session, case_ids: Collection[uuid.UUID]) -> list[ContactPromise]:
    """Every promise that still stands in these cases, the first one due first."""
    statement = select(ContactPromise).where(
        ContactPromise.case_id.in_(case_ids), ContactPromise.ended_at.is_(None)
    )
    return list(session.scalars(statement.order_by(ContactPromise.due_at, ContactPromise.id)))


def promises_of(session: Session, case: Case) -> list[ContactPromise]:
    """Every promise that was made in the case, the first one made first."""
    statement = select(ContactPromise).where(ContactPromise.case_id == case.id)
    return list(session.scalars(statement.order_by(ContactPromise.made_at, ContactPromise.id)))


def get_promise(session: Session, *, case: Case, promise_id: uuid.UUID) -> ContactPromise:
    """A promise of this case. Raises NotFoundError."""
    promise = session.get(ContactPromise, promise_id)
    if promise is None or promise.case_id != case.id:
        raise NotFoundError
    return promise


def promises_around(
    session: Session, case_ids: Collection[uuid.UUID]
) -> list[tuple[ContactPromise, uuid.UUID]]:
    """Every promise that stands in these cases or in a request joined to one, each with its case; the first one due first."""
    home = func.coalesce(Case.joined_id, Case.id)
    statement = (
        select(ContactPromise, home)
        .join(Case, Case.id == ContactPromise.case_id)
        .where(or_(Case.id.in_(case_ids), Case.joined_id.in_(case_ids)), ContactPromise.ended_at.is_(None))
        .order_by(ContactPromise.due_at, ContactPromise.id)
    )
    return [(promise, home_id) for promise, home_id in session.execute(statement)]


def promises_to_keep(
    session: Session, actor: Actor, *, due_before: datetime, but: Collection[uuid.UUID]
) -> Sequence[ContactPromise]:
    """For a coördinator: what they promised themselves, and what the team promised before this moment; not in the cases
    ``but``, nor in a request joined to one.
    """
    own = ContactPromise.staff_id == actor.staff_id
    of_the_team = ContactPromise.staff_id.is_(None) & (ContactPromise.due_at < due_before)
    statement = (
        select(ContactPromise)
        .join(Case, Case.id == ContactPromise.case_id)
        .where(Case.region_id == actor.region_id, ContactPromise.ended_at.is_(None), own | of_the_team)
        .where(func.coalesce(Case.joined_id, Case.id).not_in(but))
        .order_by(ContactPromise.due_at, ContactPromise.id)
    )
    return session.scalars(statement).all()


def promises_to_remind(session: Session, *, now: datetime) -> list[uuid.UUID]:
    """Ids of the promises of which whoever made them is to be reminded now."""
    statement = select(ContactPromise.id).where(
        ContactPromise.ended_at.is_(None),
        ContactPromise.reminded_at.is_(None),
        ContactPromise.remind_at <= now,
    )
    return list(session.scalars(statement.order_by(ContactPromise.remind_at, ContactPromise.id)))


def take_reminder(session: Session, *, promise_id: uuid.UUID, now: datetime) -> ContactPromise | None:
    """Claim the one reminder of a promise; None when it was sent, or the promise ended, a moment earlier."""
    statement = select(ContactPromise).where(ContactPromise.id == promise_id).with_for_update()
    promise = session.scalars(statement).one_or_none()
    if promise is None or promise.reminded_at is not None or promise.ended_at is not None:
        return None
    promise.reminded_at = now
    return promise


def _end(promise: ContactPromise, how: PromiseEnd, now: datetime) -> None:
    promise.ended_at = now
    promise.ended_how = how


def _date_contact(session: Session, actor: Actor, *, case: Case, now: datetime) -> None:
    if case.contacted_at is None:
        case.contacted_at = now
        audit.record(session, actor.entry(REFERRER_CONTACTED, now=now, case_id=case.id, object_id=case.id))


def _show_next(session: Session, case: Case) -> None:
    standing = open_promises(session, [case.id])
    case.next_contact_at = standing[0].due_at if standing else None
    if standing:
        case.next_contact_staff_id = standing[0].staff_id
