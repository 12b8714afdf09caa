"""The minimum terms of the aanmelder, answered line by line once a plan is made. No answer is seen by the family too.

Who asked for the beraad may say what a plan must hold at least. The plan stands without their yes: only a bodemeis can refuse it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.errors import ReasonMissingError
from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages.model import Channel
from netwerkberaad.invites import require_open
from netwerkberaad.plans.model import PlanVersion
from netwerkberaad.plans.terms_model import Term, TermsAsked, TermsContent

TERMS_ASKED = audit.declare("terms.asked", "plan_version")
TERMS_ANSWERED = audit.declare("terms.answered", "plan_version")

ANSWER_WITHIN = timedelta(days=7)
"""How long the aanmelder has; a week lies well before the first check-ins."""


def terms_in(text: str) -> tuple[str, ...]:
    """The terms of a request: one on each line, without bullets."""
    return tuple(line for raw in text.splitlines() if (line := raw.strip(" \t-–•*")))


def ask_terms(session: Session, actor: Actor, *, case: Case, version: PlanVersion, now: datetime) -> None:
    """Put the terms to the aanmelder for a version that was just fixed; what was answered of an equal line stays answered."""
    wanted = terms_in(case.referral.minimum)
    if not wanted:
        return
    before = current_terms(session, case)
    known = {term.text: term for term in before.content.terms} if before else {}
    asked = TermsAsked(
        id=new_id(), case_id=case.id, version_id=version.id, asked_at=now, due_at=now + ANSWER_WITHIN
    )
    asked.content = TermsContent(tuple(known.get(text, Term(text)) for text in wanted))
    if before is not None and all(term.met is not None for term in asked.content.terms):
        asked.answered_at, asked.via, asked.recorded_by = before.answered_at, before.via, before.recorded_by
    session.add(asked)
    audit.record(session, actor.entry(TERMS_ASKED, now=now, case_id=case.id, object_id=version.id))


def current_terms(session: Session, case: Case) -> TermsAsked | None:
    """The terms as put for the latest fixed version that had any; None when there are none."""
    statement = (
        select(TermsAsked)
        .join(PlanVersion, PlanVersion.id == TermsAsked.version_id)
        .where(TermsAsked.case_id == case.id)
        .order_by(PlanVersion.number.desc())
        .limit(1)
    )
    return session.scalar(statement)


def answer_terms(
    session: Session, actor: Actor, *, case: Case, answers: Sequence[Term], via: Channel, now: datetime
) -> TermsAsked:
    """Take what the aanmelder says of each line, by themselves or taken down; it may change later.

    Raises NotFoundError when nothing is asked or the lines are others, ReasonMissingError(field="words-<n>") for a no
    without words, and CaseClosedError.
    """
    require_open(case)
    asked = current_terms(session, case)
    if asked is None or [one.text for one in answers] != [one.text for one in asked.content.terms]:
        raise NotFoundError
    for place, term in enumerate(answers):
        if term.met is False and not term.words.strip():
            raise ReasonMissingError(field=f"words-{place}")
    asked.content = TermsContent(tuple(Term(one.text, one.met, one.words.strip()) for one in answers))
    asked.answered_at = now if all(one.met is not None for one in answers) else None
    asked.via = via
    asked.recorded_by = None if via is Channel.LINK else actor.staff_id
    audit.record(session, actor.entry(TERMS_ANSWERED, now=now, case_id=case.id, object_id=asked.version_id))
    return asked


def silent(asked: TermsAsked, *, now: datetime) -> bool:
    """Whether the aanmelder let the days go by without an answer."""
    return asked.answered_at is None and asked.due_at <= now
