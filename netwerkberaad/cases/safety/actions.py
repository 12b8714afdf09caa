"""Answering the safety check, and passing it with spoed."""

from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases.errors import CaseClosedError, NotUrgentError, ReasonMissingError
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.safety.errors import SafetyWordsMissingError
from netwerkberaad.cases.safety.model import SafetyAnswers, SafetyCheck
from netwerkberaad.cases.safety.queries import safety_of
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.audit import AuditEvent
from netwerkberaad.foundation.core.database import new_id

SAFETY_ANSWERED = audit.declare("safety.answered", "case")
SAFETY_PASSED = audit.declare("safety.passed", "case")


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


def _keep(
    session: Session, actor: Actor, event: AuditEvent, *, case: Case, content: SafetyAnswers, now: datetime
) -> SafetyCheck:
    if not case.open:
        raise CaseClosedError
    check = SafetyCheck(id=new_id(), case_id=case.id, at=now, staff_id=actor.staff_id, content=content)
    session.add(check)
    audit.record(session, actor.entry(event, now=now, case_id=case.id, object_id=case.id))
    return check
