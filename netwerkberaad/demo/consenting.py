"""Consents, who was not asked because of danger, and secret addresses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from netwerkberaad.cases.conditions import custody_of, record_custody
from netwerkberaad.cases.consents import (
    ConsentContent,
    ConsentView,
    WordContent,
    ask_consent,
    consents_of,
    record_word,
)
from netwerkberaad.cases.sight import hide_address
from netwerkberaad.demo.care import Asking, Hidden, Spoken, Unasked
from netwerkberaad.demo.event import Event
from netwerkberaad.demo.stage import Desk, Stage
from netwerkberaad.foundation.documents import local

_THEN = timedelta(minutes=1)


def events(stage: Stage) -> Iterator[Event]:
    """What is asked stands before the first word; an address is secret as soon as all who may know it are in the circle."""
    care = stage.scenario.care
    begun = stage.at(stage.scenario.assigned[0].independent_at) + timedelta(minutes=3)
    for asking in care.asking:
        first = min(stage.at(spoken.at) for spoken in asking.spoken)
        yield Event(first, "consent asked", partial(_ask, stage, asking))
        for unasked in asking.unasked:
            yield Event(first, "not asked", partial(_pass_over, stage, asking, unasked), 1)
        for spoken in asking.spoken:
            yield Event(stage.at(spoken.at), "consent", partial(_say, stage, asking, spoken), 2)
    for hidden in care.hidden:
        known = [
            stage.scenario.members[who].since for who in hidden.may_know if who in stage.scenario.members
        ]
        last = max([begun, *(stage.at(since) + _THEN for since in known if since is not None)])
        yield Event(last, "secret address", partial(_hide, stage, hidden))


def _ask(stage: Stage, asking: Asking) -> None:
    inside = asking.recipient in stage.people
    with stage.desk() as desk:
        ask_consent(
            desk.session,
            desk.actor,
            case=desk.case,
            subject=stage.person(desk, asking.subject),
            recipient=stage.person(desk, asking.recipient) if inside else None,
            content=ConsentContent(
                asking.item,
                "" if inside else stage.name_of(asking.recipient),
                asking.plan and inside,
                asking.text,
            ),
            now=desk.now,
        )


def _pass_over(stage: Stage, asking: Asking, unasked: Unasked) -> None:
    """Who set the bodemeisen weighed the danger too."""
    by = next((floor.by for floor in stage.scenario.care.floors), stage.leader)
    names = {barred.id: barred.entries[0].name for barred in stage.scenario.barred}
    with stage.desk() as desk:
        child = stage.person(desk, asking.subject)
        for row in custody_of(desk.session, desk.case):
            if row.child_id == child.id and row.content.holder == names.get(unasked.by):
                content = replace(
                    row.content,
                    not_asked=True,
                    not_asked_by=stage.name_of(by),
                    not_asked_reason=unasked.text,
                    on=local(desk.now).date(),
                )
                record_custody(
                    desk.session,
                    desk.actor,
                    case=desk.case,
                    child=child,
                    holder=None,
                    content=content,
                    now=desk.now,
                )


def _say(stage: Stage, asking: Asking, spoken: Spoken) -> None:
    with stage.desk() as desk:
        content = WordContent(spoken.said, spoken.how, local(desk.now).date(), text=spoken.text)
        record_word(
            desk.session,
            desk.actor,
            view=_view(stage, desk, asking),
            by=stage.person(desk, spoken.by),
            content=content,
            now=desk.now,
        )


def _view(stage: Stage, desk: Desk, asking: Asking) -> ConsentView:
    subject = stage.people[asking.subject]
    views = consents_of(desk.session, desk.case, on=local(desk.now).date())
    return next(
        view
        for view in views
        if (view.consent.subject_id, view.consent.content.item) == (subject, asking.item)
    )


def _hide(stage: Stage, hidden: Hidden) -> None:
    with stage.desk() as desk:
        hide_address(
            desk.session,
            desk.actor,
            case=desk.case,
            person=stage.person(desk, hidden.of),
            address=hidden.address,
            may_know=[stage.person(desk, who) for who in hidden.may_know if who in stage.people],
            reason=hidden.reason,
            now=desk.now,
        )
