"""Putting on record: bodemeisen and whether they are met, minimum terms, what was offered by law, who has gezag."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases.conditions.errors import (
    ConditionMissingError,
    HolderMissingError,
    NoNameBehindItError,
)
from netwerkberaad.cases.conditions.model import (
    ConditionContent,
    ConditionVerdict,
    Custody,
    CustodyContent,
    LegalOffer,
    OfferContent,
    SafetyCondition,
)
from netwerkberaad.cases.errors import ReasonMissingError
from netwerkberaad.cases.mentors.errors import DayToComeError
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import local

CONDITION_SET = audit.declare("condition.set", "condition")
CONDITION_JUDGED = audit.declare("condition.judged", "condition")
MINIMUM_SET = audit.declare("case.minimum_set", "case")
OFFER_RECORDED = audit.declare("offer.recorded", "offer")
CUSTODY_RECORDED = audit.declare("custody.recorded", "custody")


def set_condition(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    content: ConditionContent,
    now: datetime,
    condition: SafetyCondition | None = None,
) -> SafetyCondition:
    """Put a bodemeis on record, or say it otherwise: then it must be judged anew.

    Raises ConditionMissingError, NoNameBehindItError(field="by") or DayToComeError(field="shared_on").
    """
    content = replace(content, text=content.text.strip(), by=content.by.strip())
    if not content.text:
        raise ConditionMissingError
    if not content.by:
        raise NoNameBehindItError
    _check_past(content.shared_on, now, field="shared_on")
    if condition is None:
        condition = SafetyCondition(id=new_id(), case_id=case.id, made_at=now, content=content)
        session.add(condition)
    elif condition.content.text != content.text:
        condition.judged_at = None
    condition.content = content
    audit.record(session, actor.entry(CONDITION_SET, now=now, case_id=case.id, object_id=condition.id))
    return condition


def judge_condition(
    session: Session, actor: Actor, *, condition: SafetyCondition, met: bool, reason: str, now: datetime
) -> None:
    """Whether the plan meets it. A no must say why. Raises ReasonMissingError."""
    if not met and not reason.strip():
        raise ReasonMissingError
    condition.judged_at = now
    condition.verdict = ConditionVerdict(met, reason.strip())
    audit.record(
        session,
        actor.entry(CONDITION_JUDGED, now=now, case_id=condition.case_id, object_id=condition.id),
    )


def set_minimum(session: Session, actor: Actor, *, case: Case, text: str, now: datetime) -> None:
    """What the aanmelder says must be there at least, in plain words; empty takes it away."""
    case.referral = replace(case.referral, minimum=text.strip())
    audit.record(session, actor.entry(MINIMUM_SET, now=now, case_id=case.id, object_id=case.id))


def record_offer(
    session: Session, actor: Actor, *, case: Case, person: Person, content: OfferContent, now: datetime
) -> LegalOffer:
    """What was offered by law. Raises DayToComeError, or NotFoundError for somebody of another case."""
    if person.case_id != case.id:
        raise NotFoundError
    _check_past(content.on, now)
    content = replace(content, on=content.on or local(now).date(), text=content.text.strip())
    offer = LegalOffer(
        id=new_id(), case_id=case.id, person_id=person.id, at=now, staff_id=actor.staff_id, content=content
    )
    session.add(offer)
    audit.record(session, actor.entry(OFFER_RECORDED, now=now, case_id=case.id, object_id=offer.id))
    return offer


def record_custody(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    child: Person,
    holder: Person | None,
    content: CustodyContent,
    now: datetime,
) -> Custody:
    """Who has gezag over somebody. 'Niet gevraagd: gevaar' is the decision of a named professional, with a reason.

    Raises HolderMissingError, NoNameBehindItError(field="not_asked_by"), ReasonMissingError(field="not_asked_reason"),
    DayToComeError, or NotFoundError for somebody of another case.
    """
    if child.case_id != case.id or (holder is not None and holder.case_id != case.id):
        raise NotFoundError
    if (holder is None and not content.holder.strip()) or holder is child:
        raise HolderMissingError
    if content.not_asked and not content.not_asked_by.strip():
        raise NoNameBehindItError(field="not_asked_by")
    if content.not_asked and not content.not_asked_reason.strip():
        raise ReasonMissingError(field="not_asked_reason")
    _check_past(content.on, now)
    custody = Custody(
        id=new_id(),
        case_id=case.id,
        child_id=child.id,
        holder_id=holder.id if holder is not None else None,
        at=now,
        staff_id=actor.staff_id,
        content=replace(content, holder="" if holder is not None else content.holder.strip()),
    )
    session.add(custody)
    audit.record(session, actor.entry(CUSTODY_RECORDED, now=now, case_id=case.id, object_id=custody.id))
    return custody


def _check_past(day: date | None, now: datetime, *, field: str = "on") -> None:
    if day is not None and day > local(now).date():
        raise DayToComeError(field=field)
