"""A case that came from another region: whoever led it there does so no more, and it waits for somebody here."""

from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases.circle import people_of
from netwerkberaad.cases.known import recognise
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.promises import hand_promises
from netwerkberaad.cases.queries import current_assignment


def settle_arrived(session: Session, case: Case, *, now: datetime) -> None:
    """Let it stand on the waiting list while it runs, and let its people be recognised in this region."""
    assignment = current_assignment(session, case)
    if assignment is not None:
        assignment.ended_at = now
    case.next_contact_staff_id = None
    hand_promises(session, case, staff_id=None)
    for person in people_of(session, case):
        recognise(session, region_id=case.region_id, person=person)
