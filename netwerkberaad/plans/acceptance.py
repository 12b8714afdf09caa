"""Agreement with the plan, and fixing a version."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.conditions import conditions_of
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.reading import read_once
from netwerkberaad.invites import lock_case
from netwerkberaad.plans.content import LineView, views_of
from netwerkberaad.plans.errors import (
    CheckerMissingError,
    ConditionUnjudgedError,
    ConditionUnmetError,
    EmptyPlanError,
    EvaluationMissingError,
    EvaluationPastError,
    OwnerMissingError,
    ReasonMissingError,
    WordsMissingError,
)
from netwerkberaad.plans.model import (
    Agreement,
    AgreementContent,
    Commitment,
    PlanVersion,
)
from netwerkberaad.plans.records import (
    hold_draft,
    require_people,
    require_writable,
    spoken_for,
)
from netwerkberaad.plans.waiting import release_waiting

AGREEMENT_RECORDED = audit.declare("plan.agreement_recorded", "person")
PLAN_FIXED = audit.declare("plan.fixed", "plan_version")


def record_agreement(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    version: PlanVersion,
    person: Person,
    content: AgreementContent,
    now: datetime,
) -> Agreement:
    """Put on record whether somebody agrees with a version; disagreement may stand, and may change later.

    Raises CaseClosedError, beraden.PrivateTimeError, and NotFoundError for somebody outside the case.
    """
    require_writable(session, case)
    require_people(session, case, [person.id])
    agreement = session.scalar(
        select(Agreement).where(Agreement.version_id == version.id, Agreement.person_id == person.id)
    )
    if agreement is None:
        agreement = Agreement(id=new_id(), case_id=case.id, version_id=version.id, person_id=person.id)
        session.add(agreement)
    agreement.at = now
    agreement.recorded_by = actor.staff_id
    agreement.content = content
    audit.record(
        session,
        actor.entry(
            AGREEMENT_RECORDED,
            now=now,
            case_id=case.id,
            object_id=person.id,
            on_behalf_of=spoken_for(actor, person.id),
        ),
    )
    return agreement


def agreements_of(session: Session, version: PlanVersion) -> list[Agreement]:
    """What everybody said of a version, in the order in which they said it."""
    statement = select(Agreement).where(Agreement.version_id == version.id)
    statement = statement.order_by(Agreement.at, Agreement.id)
    return list(read_once(session, ("agreements", version.id), lambda: session.scalars(statement).all()))


def fix_version(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    version: PlanVersion,
    checkers_known_missing: bool = False,
    now: datetime,
) -> PlanVersion:
    """Fix the draft: from now on it is the plan. Lines without words and owner disappear.

    Raises EvaluationMissingError and EvaluationPastError(field="evaluation_date"), EmptyPlanError, WordsMissingError,
    OwnerMissingError and, asked once, CheckerMissingError (each with ``lines``), ReasonMissingError(field="reason")
    after the first version, ConditionUnjudgedError and ConditionUnmetError, PlanFixedError, CaseClosedError and
    beraden.PrivateTimeError.
    """
    require_writable(session, case)
    lock_case(session, case)
    version = hold_draft(session, case=case, version_id=version.id, alone=True)
    if version.evaluation_at is None:
        raise EvaluationMissingError(field="evaluation_date")
    if version.evaluation_at <= now:
        raise EvaluationPastError(field="evaluation_date")
    if version.number > 1 and not version.reason:
        raise ReasonMissingError(field="reason")
    lines = views_of(session, [version])[version.id].lines
    _require_whole(lines, checkers_known_missing=checkers_known_missing)
    _require_conditions(session, case)
    for line in lines:
        if not line.words.text.strip():
            empty = session.get_one(Commitment, line.id)
            session.delete(empty)
            release_waiting(session, empty)
    version.fixed_at = now
    audit.record(session, actor.entry(PLAN_FIXED, now=now, case_id=case.id, object_id=version.id))
    return version


def _require_conditions(session: Session, case: Case) -> None:
    conditions = conditions_of(session, case)
    unjudged = [one for one in conditions if one.judged_at is None]
    if unjudged:
        raise ConditionUnjudgedError(field=f"met-{unjudged[0].id}")
    unmet = [one for one in conditions if not one.verdict.met]
    if unmet:
        raise ConditionUnmetError(field=f"met-{unmet[0].id}")


def _require_whole(lines: tuple[LineView, ...], *, checkers_known_missing: bool) -> None:
    written = [line for line in lines if line.words.text.strip()]
    wordless = [line for line in lines if line not in written and line.owners]
    if wordless:
        raise WordsMissingError(lines=_ids(wordless))
    if not written:
        raise EmptyPlanError
    ownerless = [line for line in written if not line.owners]
    if ownerless:
        raise OwnerMissingError(lines=_ids(ownerless))
    unchecked = [line for line in written if line.checker is None]
    if unchecked and not checkers_known_missing:
        raise CheckerMissingError(lines=_ids(unchecked))


def _ids(lines: list[LineView]) -> tuple[uuid.UUID, ...]:
    return tuple(line.id for line in lines)
