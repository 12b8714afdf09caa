"""Answering the safety check, passing it with spoed, and deciding when somebody arrives."""

from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases.errors import CaseClosedError, NotUrgentError, ReasonMissingError
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.cases.safety.errors import ArrivalTooFarError, SafetyWordsMissingError
from netwerkberaad.cases.safety.model import Arrival, ArrivalContent, SafetyAnswers, SafetyCheck
from netwerkberaad.cases.safety.queries import Staggered, arrivals_of, safety_of
from netwerkberaad.foundation import messages
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.audit import AuditEvent
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError

SAFETY_ANSWERED = audit.declare("safety.answered", "case")
SAFETY_PASSED = audit.declare("safety.passed", "case")
ARRIVAL_SET = audit.declare("safety.arrival_set", "person")
MOST_MINUTES = 120
"""How much earlier or later than the others somebody can arrive."""


def answer_safety(
    session: Session, actor: Actor, *, case: Case, answers: SafetyAnswers, now: datetime
) -> SafetyCheck:
    """Put the answers on record; later ones take their place, and earlier ones stay.

    Raises SafetyWordsMissingError, ``field`` naming the question, and CaseClosedError.
    """
    yes = tuple((question, words.strip()) for question, words in answers.yes)
    for question, words in yes:
        if not words:
            raise SafetyWordsMissingError(field=f"{question.value}_words")
    return _keep(session, actor, SAFETY_ANSWERED, case=case, content=SafetyAnswers(yes), now=now)


def pass_safety(session: Session, actor: Actor, *, case: Case, reason: str, now: datetime) -> SafetyCheck:
    """With spoed, go on without the answers. They can still be given. Answers that are there stay.

    Raises NotUrgentError, ReasonMissingError and CaseClosedError.
    """
    if not case.urgent:
        raise NotUrgentError
    if not reason.strip():
        raise ReasonMissingError
    known = safety_of(session, case)
    if known is not None:
        return known
    return _keep(
        session, actor, SAFETY_PASSED, case=case, content=SafetyAnswers(passed=reason.strip()), now=now
    )


def set_arrival(
    session: Session, actor: Actor, *, case: Case, person: Person, content: ArrivalContent, now: datetime
) -> bool:
    """Put on record when one person arrives; whether it is different from before.

    Raises CaseClosedError, NotFoundError for somebody of another case, and ArrivalTooFarError.
    """
    if not case.open:
        raise CaseClosedError
    if person.case_id != case.id:
        raise NotFoundError
    if abs(content.minutes) > MOST_MINUTES:
        raise ArrivalTooFarError
    content = ArrivalContent(content.minutes, content.way.strip())
    known = arrivals_of(session, case)
    if content == known.get(person.id, Staggered()).content:
        return False
    row = Arrival(
        id=new_id(), case_id=case.id, person_id=person.id, at=now, staff_id=actor.staff_id, content=content
    )
    session.add(row)
    audit.record(session, actor.entry(ARRIVAL_SET, now=now, case_id=case.id, object_id=person.id))
    messages.outdate_waiting(session, case_id=case.id, person_id=person.id, now=now)
    return True


def _keep(
    session: Session, actor: Actor, event: AuditEvent, *, case: Case, content: SafetyAnswers, now: datetime
) -> SafetyCheck:
    if not case.open:
        raise CaseClosedError
    check = SafetyCheck(id=new_id(), case_id=case.id, at=now, staff_id=actor.staff_id, content=content)
    session.add(check)
    audit.record(session, actor.entry(event, now=now, case_id=case.id, object_id=case.id))
    return check
