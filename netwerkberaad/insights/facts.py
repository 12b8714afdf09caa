"""What a case that ends gives to the figures: numbers and words out of lists, never a text or an id of it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import get_staff, staff_with_role
from netwerkberaad.beraden import Attendance, beraden_of
from netwerkberaad.cases import Case, Outcome, Person, PersonKind, assignments_of, people_of
from netwerkberaad.foundation.access import Role
from netwerkberaad.foundation.documents import local
from netwerkberaad.insights.model import CheckIns, Counts, EndedBy, Heads, Reach
from netwerkberaad.invites import Invitation
from netwerkberaad.plans import CheckInResult, FollowUp, FollowUpKind, confirmations_of, versions_of

LEAST_LEADERS = 3
"""A team of fewer gespreksleiders is not counted apart: its figures would be those of a person."""
_PLACE = re.compile(r"(?:['’]s[- ])?[^\W\d_][^\W\d_ '’()-]*(?:[ '’()-]+[^\W\d_]+\)?){0,3}")
_PLACE_LETTERS = 30


@dataclass(frozen=True, slots=True)
class _Steps:
    """When the case came to each step for the first time."""

    assigned: datetime | None
    invited: datetime | None
    met: datetime | None
    planned: datetime | None


def counts_of(session: Session, case: Case, *, now: datetime) -> Counts:
    """Everything that is counted of a case that ends now."""
    steps, referral = _steps_of(session, case), case.referral
    people = people_of(session, case)
    follow_ups = _follow_ups(session, case)
    return Counts(
        month=local(now).month,
        origin=referral.origin,
        urgent=case.urgent,
        same_day=steps.met is not None and local(steps.met).date() == local(case.asked_at).date(),
        reach=_reach(case, steps, followed=any(one.answered_at for one in follow_ups)),
        ended_by=EndedBy.PRINCIPAL if case.closing.stopped_by else EndedBy.TEAM,
        why_no_beraad=case.closing.why_no_beraad or "",
        matter=case.closing.matter or "",
        municipality=place_name(referral.municipality),
        team=_team_of(session, case),
        days_to_contact=_days(case, case.contacted_at),
        days_to_assignment=_days(case, steps.assigned),
        days_to_invitation=_days(case, steps.invited),
        days_to_beraad=_days(case, steps.met),
        days_to_plan=_days(case, steps.planned),
        days_to_closing=_days(case, now) or 0,
        circle_before=_heads(one.kind for one in people if one.listed_at <= case.asked_at),
        circle_after=_heads(one.kind for one in people if one.left_at is None and not one.nameless),
        there=_there(session, case, people),
        confirmed=_promised(session, case, confirmed=True),
        unconfirmed=_promised(session, case, confirmed=False),
        check_ins=_check_ins(follow_ups),
        evaluations_held=_evaluations(follow_ups, held=True),
        evaluations_not_held=_evaluations(follow_ups, held=False),
        grades=_grades(follow_ups),
    )


def place_name(text: str) -> str:
    """A municipality as it was typed, in one spelling; empty for what could be more than the name of a place."""
    words = " ".join(text.split())
    if len(words) > _PLACE_LETTERS or not _PLACE.fullmatch(words):
        return ""
    return words.title() if words.islower() or words.isupper() else words


def _steps_of(session: Session, case: Case) -> _Steps:
    declared = [one.independent_at for one in assignments_of(session, case) if one.independent_at]
    opened = [one.opened_at for one in beraden_of(session, case) if one.opened_at]
    fixed = [one.fixed_at for one in versions_of(session, case) if one.fixed_at]
    invited = session.scalar(select(func.min(Invitation.invited_at)).where(Invitation.case_id == case.id))
    return _Steps(min(declared, default=None), invited, min(opened, default=None), min(fixed, default=None))


def _reach(case: Case, steps: _Steps, *, followed: bool) -> Reach:
    outcome = case.closing.outcome
    if outcome is Outcome.PLAN_WITH_MEETING:
        return Reach.PLAN_WITH_MEETING_FOLLOWED if followed else Reach.PLAN_WITH_MEETING
    if outcome is Outcome.PLAN_WITHOUT_MEETING:
        return Reach.PLAN_WITHOUT_MEETING_FOLLOWED if followed else Reach.PLAN_WITHOUT_MEETING
    if outcome is Outcome.NOT_SUITABLE:
        return Reach.NOT_SUITABLE
    if steps.met is not None:
        return Reach.NO_PLAN
    if steps.invited is not None:
        return Reach.NOT_HELD
    return Reach.NOT_INVITED if steps.assigned is not None else Reach.NOT_ASSIGNED


def _team_of(session: Session, case: Case) -> str:
    """The organisation of who led the case last, where enough gespreksleiders work."""
    led = assignments_of(session, case)
    leader = get_staff(session, led[-1].facilitator_id) if led else None
    if leader is None:
        return ""
    there = [
        one
        for one in staff_with_role(session, case.region_id, Role.FACILITATOR)
        if one.organisation_id == leader.organisation_id
    ]
    return str(leader.organisation_id) if len(there) >= LEAST_LEADERS else ""


def _days(case: Case, moment: datetime | None) -> int | None:
    """Days on the calendar since the request."""
    return (local(moment).date() - local(case.asked_at).date()).days if moment is not None else None


def _heads(kinds: Iterable[PersonKind]) -> Heads:
    found = Counter(kinds)
    return Heads(
        found[PersonKind.NAASTE] + found[PersonKind.ORGANISATION],
        found[PersonKind.PROFESSIONAL],
    )


def _there(session: Session, case: Case, people: list[Person]) -> Heads:
    """Who was at any beraad; the hoofdpersonen are not counted."""
    statement = select(Attendance.person_id).where(
        Attendance.case_id == case.id, Attendance.arrived_at.is_not(None)
    )
    came = set(session.scalars(statement))
    return _heads(one.kind for one in people if one.id in came)


def _promised(session: Session, case: Case, *, confirmed: bool) -> Heads:
    """Lines of the plan that holds, one for each owner. What a hoofdpersoon promises counts with the naasten."""
    lines = [line for line in confirmations_of(session, case) if line.confirmed is confirmed]
    return _heads(
        PersonKind.NAASTE if line.owner.kind is PersonKind.PRINCIPAL else line.owner.kind for line in lines
    )


def _follow_ups(session: Session, case: Case) -> list[FollowUp]:
    """What was asked or done after the plan, also when the closing took it back unanswered."""
    statement = select(FollowUp).where(FollowUp.case_id == case.id)
    asked = or_(FollowUp.sent_at.is_not(None), FollowUp.answered_at.is_not(None))
    ours = FollowUp.kind == FollowUpKind.EVALUATION
    return list(session.scalars(statement.where(or_(asked, ours))))


def _check_ins(follow_ups: list[FollowUp]) -> CheckIns:
    asked = [one for one in follow_ups if one.kind is FollowUpKind.CHECK_IN]
    results = Counter(one.content.result for one in asked if one.answered_at)
    return CheckIns(
        done=results[CheckInResult.DONE],
        partly=results[CheckInResult.PARTLY],
        not_done=results[CheckInResult.NOT_DONE],
        no_longer_needed=results[CheckInResult.NO_LONGER_NEEDED],
        unanswered=sum(not one.answered_at for one in asked),
    )


def _evaluations(follow_ups: list[FollowUp], *, held: bool) -> int:
    planned = [one for one in follow_ups if one.kind is FollowUpKind.EVALUATION]
    return sum((one.answered_at is not None) is held for one in planned)


def _grades(follow_ups: list[FollowUp]) -> tuple[int, int, int]:
    given = [one.content.grade for one in follow_ups if one.answered_at]
    numbers = [grade for grade in given if grade is not None]
    low, high = sum(one <= 5 for one in numbers), sum(one >= 8 for one in numbers)
    return low, len(numbers) - low - high, high
