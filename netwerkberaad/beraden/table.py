"""The table: parts with a clock, who is there, agreements; and private time, in which nobody writes anything."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.beraden.device import end_devices
from netwerkberaad.beraden.errors import (
    BadExtensionError,
    BeraadOverError,
    LeftBeforeArrivedError,
    TableClosedError,
)
from netwerkberaad.beraden.model import (
    AgendaPart,
    Attendance,
    Beraad,
    Part,
    Presence,
    PresenceNote,
    ThreeQuestions,
)
from netwerkberaad.beraden.queries import agenda_of, refuse_in_private_time
from netwerkberaad.cases import Case, Person, Phase, goes_back, move_to
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError

TABLE_OPENED = audit.declare("beraad.opened", "beraad")
PART_STARTED = audit.declare("beraad.part_started", "agenda_part")
PART_ENDED = audit.declare("beraad.part_ended", "agenda_part")
PART_EXTENDED = audit.declare("beraad.part_extended", "agenda_part")
AGREEMENTS_SET = audit.declare("beraad.agreements_set", "beraad")
THREE_SET = audit.declare("beraad.three_questions_set", "beraad")
ATTENDANCE_SET = audit.declare("beraad.attendance_set", "person")
BERAAD_ENDED = audit.declare("beraad.ended", "beraad")
_MOST_EXTRA = 60


@dataclass(frozen=True, slots=True)
class PartView:
    """One part on the clock: planned from and until, as far as known now, and when it really began and ended."""

    id: uuid.UUID
    part: Part
    minutes: int
    planned_from: datetime
    planned_until: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def running(self) -> bool:
        """Whether this part is on now."""
        return self.started_at is not None and self.ended_at is None


@dataclass(frozen=True, slots=True)
class TableClock:
    """The agenda with real times, the part that is on, and the whole minutes it has left (negative when over time)."""

    parts: tuple[PartView, ...]
    running: PartView | None
    minutes_left: int | None
    private: bool


def open_table(session: Session, actor: Actor, *, case: Case, beraad: Beraad, now: datetime) -> Beraad:
    """Begin the meeting at the table; the case comes to the phase of the beraad. Opening it again changes nothing.

    Raises BeraadOverError, or what ``move_to`` raises.
    """
    if beraad.case_id != case.id:
        raise NotFoundError
    _check_not_over(beraad)
    if beraad.opened_at is None:
        beraad.opened_at = now
        audit.record(session, actor.entry(TABLE_OPENED, now=now, case_id=case.id, object_id=beraad.id))
        if not goes_back(case.phase, Phase.BERAAD):
            move_to(session, actor, case=case, phase=Phase.BERAAD, now=now)
    return beraad


def start_part(
    session: Session, actor: Actor, *, beraad: Beraad, part_id: uuid.UUID, now: datetime
) -> AgendaPart:
    """Begin a part and end the one before; a part that ended goes on. Raises TableClosedError or BeraadOverError."""
    _check_open(beraad)
    part = _part(session, beraad, part_id)
    if part.started_at is not None and part.ended_at is None:
        return part
    _end_running(session, actor, beraad=beraad, now=now)
    part.started_at = part.started_at or now
    part.ended_at = None
    audit.record(session, actor.entry(PART_STARTED, now=now, case_id=beraad.case_id, object_id=part.id))
    return part


def end_part(
    session: Session, actor: Actor, *, beraad: Beraad, part_id: uuid.UUID, now: datetime
) -> AgendaPart:
    """End a part that is on. Raises TableClosedError or BeraadOverError."""
    _check_open(beraad)
    part = _part(session, beraad, part_id)
    if part.started_at is not None and part.ended_at is None:
        _end(session, actor, part=part, now=now)
    return part


def extend_part(
    session: Session, actor: Actor, *, beraad: Beraad, part_id: uuid.UUID, minutes: int, now: datetime
) -> AgendaPart:
    """Give a part more minutes, 1 to 60 at once; also in private time, as the clock alone goes on then.

    Raises BadExtensionError or BeraadOverError.
    """
    _check_not_over(beraad)
    if not 1 <= minutes <= _MOST_EXTRA:
        raise BadExtensionError
    part = _part(session, beraad, part_id)
    part.minutes += minutes
    audit.record(session, actor.entry(PART_EXTENDED, now=now, case_id=beraad.case_id, object_id=part.id))
    return part


def set_agreements(session: Session, actor: Actor, *, beraad: Beraad, text: str, now: datetime) -> Beraad:
    """Write down what people agree on about how they sit together. Raises PrivateTimeError or BeraadOverError."""
    if beraad.cancelled_at is not None:
        raise BeraadOverError
    refuse_in_private_time(session, case_id=beraad.case_id)
    if beraad.agreements != text.strip():
        beraad.agreements = text.strip()
        audit.record(
            session, actor.entry(AGREEMENTS_SET, now=now, case_id=beraad.case_id, object_id=beraad.id)
        )
    return beraad


def set_three_questions(
    session: Session, actor: Actor, *, beraad: Beraad, three: ThreeQuestions, now: datetime
) -> Beraad:
    """Write down what the person who leads a bewoner-MDO wants, can and needs. Raises PrivateTimeError or BeraadOverError."""
    if beraad.cancelled_at is not None:
        raise BeraadOverError
    refuse_in_private_time(session, case_id=beraad.case_id)
    three = ThreeQuestions(three.wants.strip(), three.can.strip(), three.needs.strip())
    if beraad.three != three:
        beraad.three = three
        entry = actor.entry(THREE_SET, now=now, case_id=beraad.case_id, object_id=beraad.id)
        audit.record(session, entry)
    return beraad


def set_attendance(
    session: Session,
    actor: Actor,
    *,
    beraad: Beraad,
    person: Person,
    how: Presence,
    arrived_at: datetime | None,
    left_at: datetime | None,
    now: datetime,
) -> Attendance:
    """Put down how somebody is there, from when until when; what was put down before is replaced.

    Raises PrivateTimeError, LeftBeforeArrivedError, BeraadOverError, or NotFoundError for somebody of another case.
    """
    if person.case_id != beraad.case_id:
        raise NotFoundError
    if beraad.cancelled_at is not None:
        raise BeraadOverError
    refuse_in_private_time(session, case_id=beraad.case_id)
    if arrived_at is not None and left_at is not None and left_at < arrived_at:
        raise LeftBeforeArrivedError
    there = select(Attendance).where(Attendance.beraad_id == beraad.id, Attendance.person_id == person.id)
    attendance = session.scalars(there).one_or_none()
    if attendance is None:
        attendance = Attendance(id=new_id(), case_id=beraad.case_id, beraad_id=beraad.id, person_id=person.id)
        session.add(attendance)
    attendance.arrived_at = arrived_at
    attendance.left_at = left_at
    attendance.note = PresenceNote(how=how)
    audit.record(session, actor.entry(ATTENDANCE_SET, now=now, case_id=beraad.case_id, object_id=person.id))
    return attendance


def end_beraad(session: Session, actor: Actor, *, beraad: Beraad, now: datetime) -> Beraad:
    """End the meeting and whatever part is still on. Raises TableClosedError or BeraadOverError."""
    _check_open(beraad)
    _end_running(session, actor, beraad=beraad, now=now)
    beraad.ended_at = now
    audit.record(session, actor.entry(BERAAD_ENDED, now=now, case_id=beraad.case_id, object_id=beraad.id))
    return beraad


def clock_of(beraad: Beraad, agenda: Sequence[AgendaPart], *, now: datetime) -> TableClock:
    """The agenda as the clock shows it: a part that began late moves all that follow."""
    parts: list[PartView] = []
    begins = beraad.starts_at
    for part in agenda:
        begins = part.started_at or begins
        until = part.ended_at or begins + timedelta(minutes=part.minutes)
        parts.append(
            PartView(part.id, part.part, part.minutes, begins, until, part.started_at, part.ended_at)
        )
        begins = until
    running = next((part for part in parts if part.running), None)
    left = (running.planned_until - now) // timedelta(minutes=1) if running else None
    private = running is not None and running.part is Part.PRIVATE_TIME
    return TableClock(tuple(parts), running, left, private)


def _part(session: Session, beraad: Beraad, part_id: uuid.UUID) -> AgendaPart:
    part = session.get(AgendaPart, part_id)
    if part is None or part.beraad_id != beraad.id:
        raise NotFoundError
    return part


def _end_running(session: Session, actor: Actor, *, beraad: Beraad, now: datetime) -> None:
    for part in agenda_of(session, beraad):
        if part.started_at is not None and part.ended_at is None:
            _end(session, actor, part=part, now=now)


def _end(session: Session, actor: Actor, *, part: AgendaPart, now: datetime) -> None:
    part.ended_at = now
    if part.part is Part.PRIVATE_TIME:
        end_devices(session, part.beraad_id, now=now)
    audit.record(session, actor.entry(PART_ENDED, now=now, case_id=part.case_id, object_id=part.id))


def _check_not_over(beraad: Beraad) -> None:
    if beraad.ended_at is not None or beraad.cancelled_at is not None:
        raise BeraadOverError


def _check_open(beraad: Beraad) -> None:
    _check_not_over(beraad)
    if beraad.opened_at is None:
        raise TableClosedError
