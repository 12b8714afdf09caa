"""Joining two requests about the same people: the second aanmelder hears what anybody hears whose request was taken up."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, current_assignment, joining
from netwerkberaad.flows.promising import tell_of_case
from netwerkberaad.foundation.access import Actor


def join_request(
    session: Session, actor: Actor, *, case: Case, first_id: uuid.UUID, base_url: str, now: datetime
) -> Case:
    """Join a waiting request to the first one. Raises what ``cases.joining.join_request`` raises."""
    first = joining.join_request(session, actor, case=case, first_id=first_id, now=now)
    leads = current_assignment(session, first)
    if leads is not None and leads.independent_at is not None:
        tell_of_case(session, case=case, base_url=base_url, now=now)
    return first
