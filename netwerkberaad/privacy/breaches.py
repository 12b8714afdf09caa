"""The register of data breaches (Avg art. 33 and 34): what happened, the clock of 72 hours, who was told, or why not."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.foundation.access import Actor, Permission, require
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.privacy.errors import BadMomentError, HappenedMissingError
from netwerkberaad.privacy.model import Breach, BreachWords

WITHIN = timedelta(hours=72)
"""From noticing a breach until it is reported to the Autoriteit Persoonsgegevens (Avg art. 33(1))."""
ENTERED = audit.declare("breach.entered", "breach")
CHANGED = audit.declare("breach.changed", "breach")


def write_breach(
    session: Session,
    actor: Actor,
    *,
    breach: Breach | None,
    words: BreachWords,
    noticed_at: datetime,
    reported_at: datetime | None,
    told_at: datetime | None,
    now: datetime,
) -> Breach:
    """Write a breach down, or what became of one. Raises HappenedMissingError, or BadMomentError for a moment to come."""
    require(actor, Permission.HANDLE_BREACHES)
    if actor.region_id is None:
        raise NotFoundError
    if not words.happened.strip():
        raise HappenedMissingError(field="happened")
    moments = {"noticed_day": noticed_at, "reported_day": reported_at, "told_day": told_at}
    for field, moment in moments.items():
        if moment is not None and moment > now:
            raise BadMomentError(field=field)
    event = CHANGED
    if breach is None:
        breach, event = Breach(id=new_id(), region_id=actor.region_id, entered_at=now), ENTERED
        breach.entered_by = actor.staff_id
        session.add(breach)
    breach.noticed_at, breach.reported_at, breach.told_at = noticed_at, reported_at, told_at
    breach.words = words
    audit.record(session, actor.entry(event, now=now, object_id=breach.id))
    return breach


def get_breach(session: Session, actor: Actor, breach_id: uuid.UUID) -> Breach:
    """A breach in the actor's region. Raises NotFoundError."""
    require(actor, Permission.HANDLE_BREACHES)
    found = session.get(Breach, breach_id)
    if found is None or found.region_id != actor.region_id:
        raise NotFoundError
    return found


def breaches(session: Session, actor: Actor) -> list[Breach]:
    """Every breach of the actor's region, the last noticed on top."""
    require(actor, Permission.HANDLE_BREACHES)
    own = select(Breach).where(Breach.region_id == actor.region_id)
    return list(session.scalars(own.order_by(Breach.noticed_at.desc(), Breach.id)))


def is_settled(breach: Breach) -> bool:
    """Whether it is reported, or on record why not."""
    return breach.reported_at is not None or bool(breach.words.not_reported)
