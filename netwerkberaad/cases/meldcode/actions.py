"""Opening a compartment, and putting a step of the meldcode on record."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases.errors import CaseClosedError, ReasonMissingError
from netwerkberaad.cases.meldcode.errors import DecisionMissingError, NothingNotedError
from netwerkberaad.cases.meldcode.model import Decision, Meldcode, MeldcodeStep, Step, StepContent
from netwerkberaad.cases.meldcode.queries import own_meldcode
from netwerkberaad.cases.mentors.errors import DayToComeError
from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.audit import Basis
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.vault import ScopeKind, keys_of

MELDCODE_OPENED = audit.declare("meldcode.opened", "meldcode")
STEP_RECORDED = audit.declare("meldcode.step_recorded", "meldcode")


def open_meldcode(session: Session, actor: Actor, *, case: Case, reason: str, now: datetime) -> Meldcode:
    """Make a compartment for this professional alone, with its own key; opened before, it stays as it was.

    Raises ReasonMissingError, CaseClosedError, and NotFoundError for anybody but staff at their own task.
    """
    if actor.staff_id is None or actor.basis is not Basis.TASK:
        raise NotFoundError
    known = own_meldcode(session, actor, case=case)
    if known is not None:
        return known
    if not case.open:
        raise CaseClosedError
    if not reason.strip():
        raise ReasonMissingError
    meldcode = Meldcode(id=new_id(), case_id=case.id, staff_id=actor.staff_id, opened_at=now)
    keys_of(session).make_scope(meldcode.id, ScopeKind.MELDCODE, inside=case.id, now=now)
    meldcode.reason = reason.strip()
    session.add(meldcode)
    audit.record(session, actor.entry(MELDCODE_OPENED, now=now, case_id=case.id, object_id=meldcode.id))
    return meldcode


def record_step(
    session: Session, actor: Actor, *, case: Case, content: StepContent, now: datetime
) -> MeldcodeStep:
    """Put a step on record in one's own compartment; nothing in it is ever changed afterwards.

    Raises NothingNotedError, DecisionMissingError, DayToComeError, CaseClosedError, and NotFoundError without a
    compartment of one's own.
    """
    meldcode = own_meldcode(session, actor, case=case)
    if meldcode is None:
        raise NotFoundError
    if not case.open:
        raise CaseClosedError
    content = replace(content, by=content.by.strip(), text=content.text.strip())
    today = local(now).date()
    if not content.text:
        raise NothingNotedError
    if content.on is not None and content.on > today:
        raise DayToComeError
    if content.step is Step.DECIDING and content.decision is Decision.NONE:
        raise DecisionMissingError
    if content.step is not Step.DECIDING:
        content = replace(content, decision=Decision.NONE)
    step = MeldcodeStep(
        id=new_id(),
        case_id=case.id,
        meldcode_id=meldcode.id,
        at=now,
        content=replace(content, on=content.on or today),
    )
    session.add(step)
    audit.record(session, actor.entry(STEP_RECORDED, now=now, case_id=case.id, object_id=meldcode.id))
    return step
