"""Staggered arrival: a time of one's own, told to that person alone."""

from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.beraden import current_beraad
from netwerkberaad.cases import Case, Person
from netwerkberaad.cases.safety import ArrivalContent, set_arrival
from netwerkberaad.flows.dates import announce_own_time
from netwerkberaad.flows.reaching import Announced
from netwerkberaad.foundation.access import Actor


def give_own_time(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    person: Person,
    content: ArrivalContent,
    base_url: str,
    now: datetime,
) -> Announced:
    """Decide when one person arrives. Once the day was announced they are told; raises what ``set_arrival`` raises."""
    beraad = current_beraad(session, case)
    changed = set_arrival(session, actor, case=case, person=person, content=content, now=now)
    if not changed or beraad is None:
        return Announced()
    return announce_own_time(session, case=case, beraad=beraad, person=person, base_url=base_url, now=now)
