"""Netwerkplan: a plan without a meeting, to which everybody says apart what they can do."""

from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases.errors import CaseClosedError
from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit

GATHERING_CHOSEN = audit.declare("case.gathering_chosen", "case")


def choose_gathering(session: Session, actor: Actor, *, case: Case, meeting: bool, now: datetime) -> Case:
    """Whether people sit down together. What is sent from now on says so. Raises CaseClosedError."""
    if not case.open:
        raise CaseClosedError
    if case.without_meeting is meeting:
        case.without_meeting = not meeting
        audit.record(session, actor.entry(GATHERING_CHOSEN, now=now, case_id=case.id, object_id=case.id))
    return case
