"""Even stil: for a while nothing is sent by itself to somebody, or to anybody of a case. Why is not kept."""

import uuid
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from netwerkberaad.cases.errors import CaseClosedError, FieldError
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import Base, new_id, reference
from netwerkberaad.foundation.core.errors import N_, NotFoundError
from netwerkberaad.foundation.documents import from_local, local

PAUSE_BEGUN = audit.declare("pause.begun", "case")
PAUSE_ENDED = audit.declare("pause.ended", "case")


class PauseOverError(FieldError):
    """The last day is over already."""

    message = N_("Kies een dag die nog komt.")
    of = "until"


class Pause(Base):
    """Nothing is sent by itself to this person, or to anybody of the case, before ``until_at``; without it, until it is ended."""

    __tablename__ = "pause"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        reference("person.id", ondelete="CASCADE"), index=True
    )
    made_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def last_day(self) -> date | None:
        """The day up to and with which it lasts, if that was said."""
        return local(self.until_at).date() - timedelta(days=1) if self.until_at else None


def begin_pause(
    session: Session, actor: Actor, *, case: Case, person: Person | None, last_day: date | None, now: datetime
) -> Pause:
    """Send nothing by itself to this person, or to anybody of the case, up to and with the last day; it takes the place of the one before.
    Said twice, it stands once.

    Raises PauseOverError, CaseClosedError, and NotFoundError for somebody of another case.
    """
    if not case.open:
        raise CaseClosedError
    if person is not None and person.case_id != case.id:
        raise NotFoundError
    if last_day is not None and last_day < local(now).date():
        raise PauseOverError
    person_id = person.id if person else None
    until = from_local(last_day + timedelta(days=1), time(0)) if last_day else None
    standing = (one for one in pauses_of(session, case, now=now) if one.person_id == person_id)
    if (known := next(standing, None)) is not None and known.until_at == until:
        return known
    before = update(Pause).where(Pause.case_id == case.id, Pause.person_id.is_not_distinct_from(person_id))
    session.execute(before.where(Pause.ended_at.is_(None)).values(ended_at=now))
    pause = Pause(id=new_id(), case_id=case.id, person_id=person_id, made_at=now, until_at=until)
    session.add(pause)
    audit.record(session, actor.entry(PAUSE_BEGUN, now=now, case_id=case.id, object_id=case.id))
    return pause


def end_pause(session: Session, actor: Actor, *, case: Case, pause_id: uuid.UUID, now: datetime) -> None:
    """Messages go again. Said twice, the first moment stays. Raises NotFoundError."""
    pause = session.get(Pause, pause_id)
    if pause is None or pause.case_id != case.id:
        raise NotFoundError
    if pause.ended_at is None:
        pause.ended_at = now
        audit.record(session, actor.entry(PAUSE_ENDED, now=now, case_id=case.id, object_id=case.id))


def pauses_of(session: Session, case: Case, *, now: datetime) -> list[Pause]:
    """Those that stand now, the oldest first."""
    statement = select(Pause).where(Pause.case_id == case.id, *_stands(now))
    return list(session.scalars(statement.order_by(Pause.made_at, Pause.id)))


def rests(
    case_id: InstrumentedAttribute[uuid.UUID],
    person_id: InstrumentedAttribute[uuid.UUID] | InstrumentedAttribute[uuid.UUID | None],
    *,
    now: datetime,
) -> ColumnElement[bool]:
    """Whether nothing may be sent by itself now to the person of a row, for use in a query."""
    whom = or_(Pause.person_id.is_(None), Pause.person_id == person_id)
    return exists().where(Pause.case_id == case_id, whom, *_stands(now)).correlate(case_id.class_)


def _stands(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Pause.ended_at.is_(None), or_(Pause.until_at.is_(None), Pause.until_at > now)
