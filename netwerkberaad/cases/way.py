"""The way of a case: dated steps forward, and back with a reason."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.errors import (
    CaseClosedError,
    IndependenceMissingError,
    ReasonMissingError,
    WayNotOpenError,
)
from netwerkberaad.cases.joined import joined_to
from netwerkberaad.cases.model import Case, Closing, Phase, Transition
from netwerkberaad.cases.promises import drop_promises
from netwerkberaad.cases.queries import current_assignment
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.reading import read_once

CASE_MOVED = audit.declare("case.moved", "case")
CASE_CLOSED = audit.declare("case.closed", "case")
CASE_REOPENED = audit.declare("case.reopened", "case")
PHASES = tuple(Phase)
_BEFORE_TAKEN = frozenset({Phase.REFERRAL, Phase.ASSIGNMENT})


class StepState(StrEnum):
    """Where a phase lies, seen from where the case is now."""

    DONE = "done"
    SKIPPED = "skipped"
    NOW = "now"
    TODO = "todo"


@dataclass(frozen=True, slots=True)
class WayStep:
    """One phase of the way. ``since`` and ``until`` date the last time the case was in it, if ever."""

    phase: Phase
    state: StepState
    since: datetime | None = None
    until: datetime | None = None


def move_to(
    session: Session, actor: Actor, *, case: Case, phase: Phase, now: datetime, reason: str = ""
) -> Transition | None:
    """Take a dated step on the way; None when the case is in that phase already.

    Raises ReasonMissingError for a step back without a reason, IndependenceMissingError when no gespreksleider has
    declared independence yet, CaseClosedError, and WayNotOpenError for closing, which has a flow of its own.
    """
    if phase is case.phase:
        return None
    if not case.open:
        raise CaseClosedError
    if phase is Phase.CLOSED:
        raise WayNotOpenError
    if goes_back(case.phase, phase) and not reason.strip():
        raise ReasonMissingError
    if phase not in _BEFORE_TAKEN:
        assignment = current_assignment(session, case)
        if assignment is None or assignment.independent_at is None:
            raise IndependenceMissingError
    audit.record(session, actor.entry(CASE_MOVED, now=now, case_id=case.id, object_id=case.id))
    return enter_phase(session, actor, case=case, phase=phase, now=now, reason=reason)


def enter_phase(
    session: Session, actor: Actor, *, case: Case, phase: Phase, now: datetime, reason: str = ""
) -> Transition:
    """Date the step without asking whether it may be taken; for actions that asked already."""
    step = Transition(
        id=new_id(), case_id=case.id, phase=phase, at=now, staff_id=actor.staff_id, reason=reason.strip()
    )
    session.add(step)
    case.phase = phase
    return step


def end_way(
    session: Session, actor: Actor, *, case: Case, closing: Closing, now: datetime, reason: str = ""
) -> Transition:
    """Close the case with its outcome. What must be cancelled or told with it is the flow's. Raises CaseClosedError."""
    if not case.open:
        raise CaseClosedError
    case.closing = closing
    case.closed_at = now
    drop_promises(session, case, now=now)
    for request in joined_to(session, case):
        request.closing = Closing(
            outcome=closing.outcome, text=closing.text if closing.instead else "", instead=closing.instead
        )
        request.closed_at = now
        drop_promises(session, request, now=now)
        enter_phase(session, actor, case=request, phase=Phase.CLOSED, now=now)
    audit.record(session, actor.entry(CASE_CLOSED, now=now, case_id=case.id, object_id=case.id))
    return enter_phase(session, actor, case=case, phase=Phase.CLOSED, now=now, reason=reason)


def resume_way(session: Session, actor: Actor, *, case: Case, reason: str, now: datetime) -> Transition:
    """Open a closed case again in the phase it was in before. Raises ReasonMissingError or WayNotOpenError."""
    if case.open:
        raise WayNotOpenError
    if not reason.strip():
        raise ReasonMissingError
    for request in joined_to(session, case):
        request.closed_at = None
        enter_phase(session, actor, case=request, phase=Phase.PREPARATION, now=now)
    before = [step.phase for step in transitions_of(session, case) if step.phase is not Phase.CLOSED]
    case.closed_at = None
    audit.record(session, actor.entry(CASE_REOPENED, now=now, case_id=case.id, object_id=case.id))
    return enter_phase(
        session, actor, case=case, phase=before[-1] if before else Phase.ASSIGNMENT, now=now, reason=reason
    )


def goes_back(here: Phase, there: Phase) -> bool:
    """Whether a step from here to there goes back on the way."""
    return PHASES.index(there) < PHASES.index(here)


def transitions_of(session: Session, case: Case) -> list[Transition]:
    """Every step the case took, oldest first; steps of one moment in the order of the way."""
    statement = select(Transition).where(Transition.case_id == case.id)
    steps = read_once(session, ("transitions", case.id), lambda: session.scalars(statement).all())
    return sorted(steps, key=lambda step: (step.at, PHASES.index(step.phase)))


def way_of(session: Session, case: Case) -> list[WayStep]:
    """The eight phases as done, passed by, now or still to do, for the line at the top of a case."""
    steps = transitions_of(session, case)
    since = {step.phase: step.at for step in steps}
    until = {step.phase: after.at for step, after in pairwise(steps)}
    here = PHASES.index(case.phase)
    way: list[WayStep] = []
    for place, phase in enumerate(PHASES):
        if place < here:
            state = StepState.DONE if phase in since else StepState.SKIPPED
            way.append(WayStep(phase, state, since.get(phase), until.get(phase)))
        elif place == here:
            way.append(WayStep(phase, StepState.NOW, since.get(phase)))
        else:
            way.append(WayStep(phase, StepState.TODO))
    return way
