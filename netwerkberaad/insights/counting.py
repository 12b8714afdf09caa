"""Counting a case when it ends, once; and taking it out again while its year still runs."""

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.documents import local
from netwerkberaad.insights.facts import counts_of
from netwerkberaad.insights.model import ClosedCount, Counts


def count_case(session: Session, *, case: Case, now: datetime) -> None:
    """Count a case that ended now. The tie between the two lies sealed in the case and goes with its key.

    A case that was counted in a year that is over stays counted there, and is not counted again: figures that were
    shown never change.
    """
    if case.closing.counted_as:
        return
    row = add_count(
        session, region_id=case.region_id, year=local(now).year, counts=counts_of(session, case, now=now)
    )
    case.closing = replace(case.closing, counted_as=str(row.id))


def take_back(session: Session, *, case: Case, now: datetime) -> None:
    """A case that is opened again in the year it was counted in is counted when it ends for good."""
    known = case.closing.counted_as
    row = session.get(ClosedCount, uuid.UUID(known)) if known else None
    if row is None or row.year != local(now).year:
        return
    session.delete(row)
    case.closing = replace(case.closing, counted_as="")


def add_count(session: Session, *, region_id: uuid.UUID, year: int, counts: Counts) -> ClosedCount:
    """One more closed case in the figures of a region."""
    row = ClosedCount(id=new_id(), region_id=region_id, year=year)
    row.counts = counts
    session.add(row)
    return row
