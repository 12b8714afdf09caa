"""Ending a case: stopped by a hoofdpersoon or the desk, closed with an outcome, or opened again."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad import insights, invites, plans, privacy
from netwerkberaad.beraden import beraden_of, cancel_beraad, current_beraad, end_beraad
from netwerkberaad.cases import (
    PHASES,
    Case,
    CaseClosedError,
    Closing,
    FeedbackNotAgreedError,
    HowGiven,
    NoPlanError,
    NotPrincipalError,
    Outcome,
    Person,
    Phase,
    ReasonMissingError,
    deciders,
    end_way,
    people_of,
    resume_way,
)
from netwerkberaad.cases.endings import Matter, WhyNoBeraad
from netwerkberaad.cases.notes import destroy_notes
from netwerkberaad.flows.dates import tell_stopped
from netwerkberaad.flows.reaching import Announced
from netwerkberaad.flows.telling import tell_referrer
from netwerkberaad.flows.voice import message_key
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.links import revoke_links
from netwerkberaad.foundation.messages import cancel_waiting

CASE_STOPPED = audit.declare("case.stopped", "case")
FEEDBACK_GIVEN = audit.declare("case.feedback_given", "case")
_WITH_PLAN = frozenset({Outcome.PLAN_WITH_MEETING, Outcome.PLAN_WITHOUT_MEETING})
_NOBODY = Announced()


@dataclass(frozen=True, slots=True)
class Ended:
    """A case that ended, and how those who expected a beraad are told."""

    case: Case
    told: Announced


def stop_case(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    by: Person | None,
    words: str,
    how: HowGiven,
    base_url: str,
    now: datetime,
    matter: Matter | None = None,
    why_no_beraad: WhyNoBeraad | None = None,
) -> Ended:
    """Stop the whole at any step. Nothing that was still to be sent leaves, and what was still to come is cancelled.

    ``by`` is the hoofdpersoon who stops it, through their link or by what they told the gespreksleider; they owe no
    reason. Without ``by`` it is the desk that stops, and says why. Personal links keep working until their term ends.
    Raises NotPrincipalError, ReasonMissingError(field="words") or CaseClosedError.
    """
    invites.lock_case(session, case)  # nobody puts a message in the outbox while it is emptied
    if not case.open:
        raise CaseClosedError
    if by is not None and (by.case_id != case.id or not by.is_principal):
        raise NotPrincipalError
    if by is None and not words.strip():
        raise ReasonMissingError(field="words")
    closing = Closing(
        outcome=_outcome_of_stop(session, case),
        matter=matter,
        why_no_beraad=why_no_beraad,
        text=words.strip(),
        stopped_by=str(by.id) if by else "",
        stopped_how=how,
    )
    spoken_for = by.id if by is not None and actor.staff_id is not None else None
    audit.record(
        session,
        actor.entry(CASE_STOPPED, now=now, case_id=case.id, object_id=case.id, on_behalf_of=spoken_for),
    )
    told = _wind_down(session, actor, case=case, by=by, base_url=base_url, now=now)
    _end(session, actor, case=case, closing=closing, now=now)
    privacy.begin_retention(session, case=case, now=now)
    return Ended(case, told)


def close_case(
    session: Session, actor: Actor, *, case: Case, closing: Closing, base_url: str, now: datetime
) -> Ended:
    """Close with an outcome. Personal links end; the aanmelder gets the feedback that every hoofdpersoon agreed to.

    Raises FeedbackNotAgreedError, NoPlanError or CaseClosedError.
    """
    invites.lock_case(session, case)
    if not case.open:
        raise CaseClosedError
    if closing.outcome in _WITH_PLAN and plans.version_fixed(session, case) is None:
        raise NoPlanError
    gives_feedback = bool(closing.feedback.strip())
    if gives_feedback:
        _check_agreed(session, case, closing, now=now)
    told = _wind_down(session, actor, case=case, by=None, base_url=base_url, now=now)
    revoke_links(session, case_id=case.id, now=now)
    closing = replace(closing, feedback_at=now if gives_feedback else None)
    _end(session, actor, case=case, closing=closing, now=now)
    privacy.begin_retention(session, case=case, now=now)
    if gives_feedback:
        _send_feedback(session, actor, case=case, base_url=base_url, now=now)
    return Ended(case, told)


def reopen_case(session: Session, actor: Actor, *, case: Case, reason: str, now: datetime) -> Case:
    """Take a closed case up again where it was. Raises what ``resume_way`` raises.

    The clock of its term stops. Messages and meetings that were cancelled stay so; a plan that holds is followed again from now on.
    """
    resume_way(session, actor, case=case, reason=reason, now=now)
    insights.take_back(session, case=case, now=now)
    privacy.end_retention(session, case=case)
    version = plans.version_fixed(session, case)
    if version is not None:
        plans.schedule_follow_ups(session, actor, case=case, version=version, now=now)
    return case


def _end(session: Session, actor: Actor, *, case: Case, closing: Closing, now: datetime) -> None:
    """Close the case and count it; one that was counted in an earlier year keeps its place there."""
    closing = replace(closing, counted_as=case.closing.counted_as)
    end_way(session, actor, case=case, closing=closing, now=now)
    insights.count_case(session, case=case, now=now)


def _wind_down(
    session: Session, actor: Actor, *, case: Case, by: Person | None, base_url: str, now: datetime
) -> Announced:
    cancel_waiting(session, case_id=case.id, now=now)
    plans.cancel_follow_ups(session, case=case, now=now)
    destroy_notes(session, actor, case=case, now=now)
    beraad = current_beraad(session, case)
    if beraad is None:
        return _NOBODY
    if beraad.opened_at is not None:
        end_beraad(session, actor, beraad=beraad, now=now)
        return _NOBODY
    cancel_beraad(session, actor, beraad=beraad, now=now)
    if beraad.starts_at <= now:
        return _NOBODY
    # Whoever still expects the beraad would otherwise stand at a closed door.
    return tell_stopped(session, case=case, beraad=beraad, by=by, base_url=base_url, now=now)


def _outcome_of_stop(session: Session, case: Case) -> Outcome:
    if plans.version_fixed(session, case) is not None:
        met = any(beraad.opened_at is not None for beraad in beraden_of(session, case))
        return Outcome.PLAN_WITH_MEETING if met else Outcome.PLAN_WITHOUT_MEETING
    prepared_only = PHASES.index(case.phase) < PHASES.index(Phase.BERAAD)
    return Outcome.STOPPED_IN_PREPARATION if prepared_only else Outcome.NO_JOINT_PLAN


def _check_agreed(session: Session, case: Case, closing: Closing, *, now: datetime) -> None:
    asked = {str(person.id) for person in deciders(people_of(session, case), on=now.date())}
    if asked - set(closing.feedback_agreed_by):
        raise FeedbackNotAgreedError


def _send_feedback(session: Session, actor: Actor, *, case: Case, base_url: str, now: datetime) -> None:
    """The mail tells only that there is feedback; it is read after signing in, or asked for by phone."""
    audit.record(session, actor.entry(FEEDBACK_GIVEN, now=now, case_id=case.id, object_id=case.id))
    tell_referrer(
        session,
        case=case,
        what=lambda to: facts.Feedback(
            region=to.region, phone=to.phone, to=to.name, asked_at=case.asked_at, url=to.url
        ),
        key=message_key("feedback", case.id, int(now.timestamp())),
        base_url=base_url,
        now=now,
    )
