"""The request, who leads the case, the promised contact, and the steps on the way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from netwerkberaad import accounts
from netwerkberaad.cases import (
    HowGiven,
    NewPerson,
    Phase,
    Referral,
    assign_case,
    claim_case,
    declare_independence,
    goes_back,
    mark_contacted,
    move_to,
    people_of,
    replace_facilitator,
)
from netwerkberaad.cases.gathering import choose_gathering
from netwerkberaad.demo.event import Event
from netwerkberaad.demo.people import new_person
from netwerkberaad.demo.scenario import Assigned, Step
from netwerkberaad.demo.stage import Stage
from netwerkberaad.flows import reopen_case, request_beraad, stop_case
from netwerkberaad.foundation.access import Permission, Role, visitor
from netwerkberaad.plans import version_fixed

_STEPS = {
    "voorbereiding": Phase.PREPARATION,
    "uitnodigen": Phase.INVITING,
    "beraad": Phase.BERAAD,
    "opvolgen": Phase.FOLLOW_UP,
}
_TAKEN_BY_OTHERS = frozenset({"aanmelding", "verdeling", "voorbereiding", "plan", "afgesloten"})
"""Steps that follow from something else in the scenario: the request, the assignment, fixing the plan, closing."""
_LAST = 9
_THEN = timedelta(minutes=1)


def events(stage: Stage) -> Iterator[Event]:
    """From the request to the last step on the way."""
    request = stage.scenario.request
    yield Event(stage.at(request.at), "request", partial(_ask, stage))
    for position, assigned in enumerate(stage.scenario.assigned):
        yield from _assigning(stage, assigned, first=position == 0)
    if request.apart:
        begun = stage.at(stage.scenario.assigned[0].independent_at) + _THEN
        yield Event(begun, "without a meeting", partial(_gather_apart, stage))
    yield Event(stage.at(request.contact_at), "contact", partial(_contact, stage), _LAST)
    stopped = False
    for step in stage.scenario.way:
        if step.phase == "gestopt":
            yield Event(stage.at(step.at), "stop", partial(_stop, stage, step))
        elif step.phase == "voorbereiding" and stopped:
            yield Event(stage.at(step.at), "reopen", partial(_reopen, stage, step))
            yield Event(stage.at(step.at) + _THEN, step.phase, partial(_move, stage, step))
        elif step.phase in _STEPS and step.phase not in _TAKEN_BY_OTHERS:
            yield Event(stage.at(step.at), step.phase, partial(_move, stage, step), _order(step))
        elif step.phase not in _TAKEN_BY_OTHERS:
            stage.not_held[f"way.phase {step.phase}"] += 1
        stopped = stopped or step.phase == "gestopt"


def _order(step: Step) -> int:
    return _LAST if step.phase == "opvolgen" else -_LAST


def _ask(stage: Stage) -> None:
    scenario, request = stage.scenario, stage.scenario.request
    principals = [new_person(stage, member) for member in scenario.principals]
    listed = [member for member in scenario.circle if member.id in request.invitees]
    invitees: list[NewPerson] = [new_person(stage, member) for member in listed]
    with stage.house.store.writing() as session:
        actor = visitor() if request.public else stage.staff_actor(session, request.by)
        case = request_beraad(
            session,
            actor,
            region_id=stage.house.region_id,
            referral=_signed(stage) if request.public else request.referral,
            principals=principals,
            invitees=invitees,
            urgent=request.urgent,
            base_url=stage.house.settings.base_url,
            now=stage.now,
        )
        stage.case_id = case.id
        people = people_of(session, case)
    keys = [member.id for member in (*scenario.principals, *listed)]
    stage.people.update(zip(keys, (person.id for person in people), strict=True))


def _signed(stage: Stage) -> Referral:
    """From outside one writes down one's own name and how to be reached."""
    request = stage.scenario.request
    worker = stage.scenario.workers.get(request.by)
    if worker is not None:
        return replace(
            request.referral,
            referrer_name=worker.profile.full_name,
            referrer_organisation=worker.organisation,
            referrer_mail=worker.profile.mail,
            referrer_phone=worker.profile.phone,
        )
    member = stage.scenario.members[request.by]
    return replace(
        request.referral,
        referrer_name=member.name.full,
        referrer_mail=member.contact.mail,
        referrer_phone=member.contact.phone,
    )


def _assigning(stage: Stage, assigned: Assigned, *, first: bool) -> Iterator[Event]:
    at = stage.at(assigned.at)
    if assigned.claimed:
        yield Event(at, "claim", partial(_claim, stage, assigned))
        return
    yield Event(at, "assign", partial(_assign if first else _replace, stage, assigned))
    yield Event(stage.at(assigned.independent_at), "independence", partial(_declare, stage, assigned), 1)


def _claim(stage: Stage, assigned: Assigned) -> None:
    with stage.desk(assigned.facilitator, Permission.CLAIM_CASE) as desk:
        claim_case(
            desk.session, desk.actor, case=desk.case, words=assigned.words, independent=True, now=desk.now
        )
    stage.leader = assigned.facilitator


def _assign(stage: Stage, assigned: Assigned) -> None:
    with stage.desk(assigned.by, Permission.ASSIGN_CASE) as desk:
        facilitator = accounts.find_staff(desk.session, desk.actor, stage.house.staff[assigned.facilitator])
        assign_case(desk.session, desk.actor, case=desk.case, facilitator=facilitator, now=desk.now)


def _replace(stage: Stage, assigned: Assigned) -> None:
    before = [one for one in stage.scenario.assigned if stage.at(one.at) < stage.at(assigned.at)]
    with stage.desk(assigned.by, Permission.ASSIGN_CASE) as desk:
        facilitator = accounts.find_staff(desk.session, desk.actor, stage.house.staff[assigned.facilitator])
        replace_facilitator(
            desk.session,
            desk.actor,
            case=desk.case,
            facilitator=facilitator,
            reason=before[-1].reason,
            now=desk.now,
        )


def _declare(stage: Stage, assigned: Assigned) -> None:
    with stage.desk(assigned.facilitator, Permission.CLAIM_CASE) as desk:
        declare_independence(desk.session, desk.actor, case=desk.case, words=assigned.words, now=desk.now)
    stage.leader = assigned.facilitator


def _contact(stage: Stage) -> None:
    """The promise is kept: who was to make contact with the aanmelder does so in time."""
    by = stage.scenario.request.contact_by
    coordinates = stage.scenario.workers[by].role is Role.COORDINATOR
    permission = Permission.ASSIGN_CASE if coordinates else Permission.CHANGE_CASE
    with stage.desk(by, permission) as desk:
        mark_contacted(desk.session, desk.actor, case=desk.case, now=desk.now)


def _gather_apart(stage: Stage) -> None:
    with stage.desk() as desk:
        choose_gathering(desk.session, desk.actor, case=desk.case, meeting=False, now=desk.now)


def _move(stage: Stage, step: Step) -> None:
    phase = _STEPS[step.phase]
    with stage.desk() as desk:
        unplanned = phase is Phase.FOLLOW_UP and version_fixed(desk.session, desk.case) is None
        if unplanned or (goes_back(desk.case.phase, phase) and not step.reason):
            stage.not_held[f"way.{step.phase} from {desk.case.phase}"] += 1
            return
        move_to(desk.session, desk.actor, case=desk.case, phase=phase, now=desk.now, reason=step.reason)


def _stop(stage: Stage, step: Step) -> None:
    with stage.desk() as desk:
        stop_case(
            desk.session,
            desk.actor,
            case=desk.case,
            by=None,
            words=step.reason,
            how=HowGiven.IN_PERSON,
            base_url=stage.house.settings.base_url,
            now=desk.now,
        )
    stage.closed = True


def _reopen(stage: Stage, step: Step) -> None:
    with stage.desk(permission=Permission.REOPEN_CASE) as desk:
        reopen_case(desk.session, desk.actor, case=desk.case, reason=step.reason, now=desk.now)
    stage.closed = False
