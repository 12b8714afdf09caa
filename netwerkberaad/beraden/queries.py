"""Reads of meetings."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Exists, exists, select
from sqlalchemy.orm import Session

from netwerkberaad.beraden.errors import PrivateTimeError
from netwerkberaad.beraden.model import AgendaPart, Attendance, Beraad, Part
from netwerkberaad.cases import Case
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.core.reading import read_once


def get_beraad(session: Session, *, case: Case, beraad_id: uuid.UUID) -> Beraad:
    """A meeting of this case. Raises NotFoundError for any other."""
    beraad = session.get(Beraad, beraad_id)
    if beraad is None or beraad.case_id != case.id:
        raise NotFoundError
    return beraad


def beraden_of(session: Session, case: Case) -> list[Beraad]:
    """Every meeting of the case, cancelled ones too, in order of time."""
    statement = select(Beraad).where(Beraad.case_id == case.id).order_by(Beraad.starts_at, Beraad.made_at)
    return list(read_once(session, ("beraden", case.id), lambda: session.scalars(statement).all()))


def current_beraad(session: Session, case: Case) -> Beraad | None:
    """The meeting ahead or on now; None when there is none or all have ended or were cancelled."""
    ahead = [one for one in beraden_of(session, case) if one.ended_at is None and one.cancelled_at is None]
    return next(iter(ahead), None)


def latest_beraad(session: Session, case: Case) -> Beraad | None:
    """The meeting ahead or on now, else the last one that was held; None before any."""
    held = [beraad for beraad in beraden_of(session, case) if beraad.cancelled_at is None]
    ahead = [beraad for beraad in held if beraad.ended_at is None]
    return next(iter(ahead), held[-1] if held else None)


def current_beraden(session: Session, case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Beraad]:
    """The meeting ahead or on now of each of these cases that has one, with one query."""
    if not case_ids:
        return {}
    statement = select(Beraad).where(
        Beraad.case_id.in_(case_ids), Beraad.ended_at.is_(None), Beraad.cancelled_at.is_(None)
    )
    found = session.scalars(statement.order_by(Beraad.starts_at.desc(), Beraad.made_at.desc()))
    return {beraad.case_id: beraad for beraad in found}


def beraden_between(
    session: Session, case_ids: Collection[uuid.UUID], *, since: datetime, until: datetime
) -> list[Beraad]:
    """The meetings of these cases that begin in this span and were not cancelled, in order of time."""
    if not case_ids:
        return []
    statement = select(Beraad).where(
        Beraad.case_id.in_(case_ids),
        Beraad.starts_at >= since,
        Beraad.starts_at < until,
        Beraad.cancelled_at.is_(None),
    )
    return list(session.scalars(statement.order_by(Beraad.starts_at, Beraad.id)))


def agenda_of(session: Session, beraad: Beraad) -> list[AgendaPart]:
    """The parts of the meeting in order."""
    statement = select(AgendaPart).where(AgendaPart.beraad_id == beraad.id)
    return list(session.scalars(statement.order_by(AgendaPart.position)))


def attendance_of(session: Session, beraad: Beraad) -> list[Attendance]:
    """Who is or was at the table, in the order they came; who was only expected comes last."""
    statement = select(Attendance).where(Attendance.beraad_id == beraad.id)
    return list(
        session.scalars(
            statement.order_by(Attendance.arrived_at.is_(None), Attendance.arrived_at, Attendance.id)
        )
    )


def private_now(session: Session, beraad: Beraad) -> bool:
    """Whether private time runs in this meeting."""
    return bool(session.scalar(select(_private_time(AgendaPart.beraad_id == beraad.id))))


def refuse_in_private_time(session: Session, *, case_id: uuid.UUID) -> None:
    """For every action that writes something of the meeting down. Raises PrivateTimeError while private time runs."""
    if session.scalar(select(_private_time(AgendaPart.case_id == case_id))):
        raise PrivateTimeError


def _private_time(of: ColumnElement[bool]) -> Exists:
    return exists().where(
        of,
        AgendaPart.part == Part.PRIVATE_TIME,
        AgendaPart.started_at.is_not(None),
        AgendaPart.ended_at.is_(None),
    )
