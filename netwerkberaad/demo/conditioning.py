"""Bodemeisen, gezag, what was offered by law, and the meldcode of the gespreksleider."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from netwerkberaad.cases.conditions import (
    ConditionContent,
    CustodyContent,
    OfferContent,
    Verified,
    conditions_of,
    judge_condition,
    record_custody,
    record_offer,
    set_condition,
)
from netwerkberaad.cases.meldcode import (
    Decision,
    Step,
    StepContent,
    open_meldcode,
    own_meldcode,
    record_step,
)
from netwerkberaad.cases.safety import ArrivalContent, SafetyAnswers, answer_safety, set_arrival
from netwerkberaad.demo.care import Floor, Gezag, Offered, Signal
from netwerkberaad.demo.event import Event
from netwerkberaad.demo.stage import Stage
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import local

_FIRST = 9


def events(stage: Stage) -> Iterator[Event]:
    """All of it; gezag is asked as soon as somebody leads the case."""
    care = stage.scenario.care
    begun = stage.at(stage.scenario.assigned[0].independent_at) + timedelta(minutes=2)
    for gezag in care.gezag:
        yield Event(begun, "gezag", partial(_hold, stage, gezag))
    for offered in care.offered:
        yield Event(max(stage.at(offered.at), begun), "offer", partial(_offer, stage, offered))
    first = min((stage.at(asked.sent_at) for asked in stage.scenario.asked if asked.sent_at), default=None)
    asked_at = stage.at(care.safety.at) if care.safety.at else first
    if asked_at is not None:
        yield Event(asked_at, "safety check", partial(_ask_safety, stage), -_FIRST)
    for number, signal in enumerate(care.signals):
        at = max(stage.at(signal.at), begun)
        yield Event(at, "meldcode", partial(_note, stage, signal), number)
    for floor in care.floors:
        yield Event(stage.at(floor.shared), "condition", partial(_set, stage, floor))
        if floor.judged is not None:
            yield Event(stage.at(floor.judged), "condition met", partial(_judge, stage, floor), -1)


def _hold(stage: Stage, gezag: Gezag) -> None:
    outside = {barred.id: barred.entries[0].name for barred in stage.scenario.barred}
    with stage.desk() as desk:
        for key in gezag.holders:
            inside = key in stage.people
            record_custody(
                desk.session,
                desk.actor,
                case=desk.case,
                child=stage.person(desk, gezag.over),
                holder=stage.person(desk, key) if inside else None,
                content=CustodyContent(
                    holder="" if inside else outside.get(key, ""),
                    text=gezag.basis,
                    verified=Verified.SAID,
                    on=local(desk.now).date(),
                ),
                now=desk.now,
            )


def _offer(stage: Stage, offered: Offered) -> None:
    with stage.desk() as desk:
        for offer in offered.offers:
            record_offer(
                desk.session,
                desk.actor,
                case=desk.case,
                person=stage.person(desk, offered.person),
                content=OfferContent(offer, local(desk.now).date(), offered.answer, offered.text),
                now=desk.now,
            )


def _ask_safety(stage: Stage) -> None:
    """The gespreksleider asks what is needed to sit together safely, before the first invitation."""
    with stage.desk() as desk:
        answers = SafetyAnswers(stage.scenario.care.safety.yes)
        answer_safety(desk.session, desk.actor, case=desk.case, answers=answers, now=desk.now)
        for apart in stage.scenario.care.safety.arrivals:
            set_arrival(
                desk.session,
                desk.actor,
                case=desk.case,
                person=stage.person(desk, apart.person),
                content=ArrivalContent(apart.minutes, apart.way),
                now=desk.now,
            )


def _note(stage: Stage, signal: Signal) -> None:
    """The gespreksleider writes down what others told, in a compartment of their own."""
    with stage.desk(permission=Permission.OPEN_MELDCODE) as desk:
        if own_meldcode(desk.session, desk.actor, case=desk.case) is None:
            reason = stage.scenario.request.referral.safety or signal.text
            open_meldcode(desk.session, desk.actor, case=desk.case, reason=reason, now=desk.now)
            desk.session.flush()  # it must be found by the next query
        last = signal.step is Step.DECIDING
        content = StepContent(
            step=signal.step,
            on=local(stage.at(signal.at)).date(),
            by=stage.name_of(signal.by),
            text=signal.text,
            decision=Decision.BOTH if last else Decision.NONE,
        )
        record_step(desk.session, desk.actor, case=desk.case, content=content, now=desk.now)


def _set(stage: Stage, floor: Floor) -> None:
    member = stage.scenario.members[floor.by]
    by = f"{member.name.full}, {member.about.relation}"
    with stage.desk() as desk:
        content = ConditionContent(floor.text, by, local(desk.now).date())
        set_condition(desk.session, desk.actor, case=desk.case, content=content, now=desk.now)


def _judge(stage: Stage, floor: Floor) -> None:
    with stage.desk() as desk:
        for condition in conditions_of(desk.session, desk.case):
            if condition.content.text == floor.text:
                judge_condition(
                    desk.session,
                    desk.actor,
                    condition=condition,
                    met=floor.met,
                    reason=floor.reason,
                    now=desk.now,
                )
