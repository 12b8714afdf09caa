"""Reads of the figures. Only years that are over: a figure that grew by one case would tell of that case."""

import uuid
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.access import Actor, Permission, require
from netwerkberaad.foundation.documents import local
from netwerkberaad.insights.model import ClosedCount
from netwerkberaad.insights.publishing import LEAST, Publication, publish

_AT_ONCE = 1_000
_told: WeakKeyDictionary[Engine | Connection, dict[tuple[uuid.UUID, int, int], Publication]] = (
    WeakKeyDictionary()
)
"""What was published of a region and a year of so many cases, by database: it leads to nobody, and never changes."""


def years_told(session: Session, actor: Actor, *, now: datetime) -> list[int]:
    """The years of the actor's region that are over and have enough cases to tell of, the latest first."""
    require(actor, Permission.SEE_INSIGHTS)
    statement = (
        select(ClosedCount.year)
        .where(ClosedCount.region_id == actor.region_id, ClosedCount.year < local(now).year)
        .group_by(ClosedCount.year)
        .having(func.count() >= LEAST)
        .order_by(ClosedCount.year.desc())
    )
    return list(session.scalars(statement))


def publication_of(session: Session, actor: Actor, *, year: int, now: datetime) -> Publication:
    """What is told of a year of the actor's region; nothing while it runs."""
    require(actor, Permission.SEE_INSIGHTS)
    if year >= local(now).year or actor.region_id is None:
        return publish(())
    mine = ClosedCount.region_id == actor.region_id, ClosedCount.year == year
    size = session.scalar(select(func.count()).select_from(ClosedCount).where(*mine)) or 0
    known = _told.setdefault(session.get_bind(), {})
    key = (actor.region_id, year, size)
    if key not in known:
        rows = session.scalars(select(ClosedCount).where(*mine), execution_options={"yield_per": _AT_ONCE})
        known[key] = publish([row.counts for row in rows])
    return known[key]
