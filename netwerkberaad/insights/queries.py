"""Reads of the figures. Only years that are over: a figure that grew by one case would tell of that case."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.access import Actor, Permission, require
from netwerkberaad.foundation.documents import local
from netwerkberaad.insights.model import ClosedCount
from netwerkberaad.insights.publishing import LEAST, Publication, publish


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
    if year >= local(now).year:
        return publish(())
    statement = select(ClosedCount).where(ClosedCount.region_id == actor.region_id, ClosedCount.year == year)
    return publish([row.counts for row in session.scalars(statement)])
