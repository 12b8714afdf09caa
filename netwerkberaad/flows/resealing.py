"""Sealing a case anew: new keys for it and everybody in it, on record."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases import Case
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.links import drop_proofs
from netwerkberaad.foundation.vault import MissingKeyError, ScopeKey, resealing

CASE_RESEALED = audit.declare("case.resealed", "case")


def reseal_case(session: Session, case_id: uuid.UUID, *, now: datetime) -> resealing.Resealed:
    """Give a case whose key may be known new keys, in one unit of work. Clear the traces of the old ones afterwards.

    A code that somebody was just sent hung on their key: they ask for another. Raises what ``resealing.reseal`` raises.
    """
    case = session.get(Case, case_id)
    if case is None:
        raise MissingKeyError(f"there is no case {case_id}")
    region_id = case.region_id
    people = session.scalars(select(ScopeKey.id).where(ScopeKey.parent_id == case_id)).all()
    drop_proofs(session, people)
    done = resealing.reseal(session, case_id, now=now)
    entry = system_actor(region_id).entry(CASE_RESEALED, now=now, case_id=case_id, object_id=case_id)
    audit.record(session, entry)
    return done
