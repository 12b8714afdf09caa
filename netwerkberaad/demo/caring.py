"""Who stands beside somebody: thought of, asked, agreed, begun, ended."""

from collections.abc import Iterator
from functools import partial

from netwerkberaad.cases.mentors import (
    Condition,
    MentorView,
    StepContent,
    StepKind,
    Support,
    agree_support,
    decide_sight,
    install_mentor,
    mentors_of,
    record_step,
    think_of,
)
from netwerkberaad.demo.care import Beside, BesideStep
from netwerkberaad.demo.event import Event
from netwerkberaad.demo.stage import Desk, Stage
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import local


def events(stage: Stage) -> Iterator[Event]:
    """Everything of it."""
    for beside in stage.scenario.care.beside:
        for step in beside.steps:
            yield Event(stage.at(step.at), f"mentor {step.what}", partial(_take, stage, beside, step))


def _take(stage: Stage, beside: Beside, step: BesideStep) -> None:
    with stage.desk() as desk:
        day = local(desk.now).date()
        said_by = stage.name_of(step.by)
        if step.kind is StepKind.THOUGHT_OF:
            think_of(
                desk.session,
                desk.actor,
                case=desk.case,
                principal=stage.person(desk, beside.principal),
                person=stage.person(desk, beside.person),
                said=StepContent(on=day, said_by=said_by, text=step.text),
                now=desk.now,
            )
            return
        view = _view(stage, desk, beside)
        if step.kind is None:
            _agree(stage, desk, view, step)
            return
        parent = stage.person(desk, step.of) if step.kind.of_parent else None
        said = StepContent(step.kind, day, said_by=said_by, text=step.text)
        record_step(desk.session, desk.actor, view=view, said=said, parent=parent, now=desk.now)


def _agree(stage: Stage, desk: Desk, view: MentorView, step: BesideStep) -> None:
    """What may be seen, or the support; with the support it begins."""
    if step.what == "may_see":
        decide_sight(
            desk.session,
            desk.actor,
            view=view,
            sight=step.sight,
            also=step.also,
            never=step.never,
            now=desk.now,
        )
        return
    worker = stage.scenario.workers[step.by]
    support = Support(agreed=step.text, contact=worker.profile.full_name, phone=worker.profile.phone)
    agree_support(desk.session, desk.actor, view=view, support=support, now=desk.now)
    begun = StepContent(StepKind.INSTALLED)
    install_mentor(desk.session, desk.actor, view=view, met=tuple(Condition), said=begun, now=desk.now)


def _view(stage: Stage, desk: Desk, beside: Beside) -> MentorView:
    person = stage.person(desk, beside.person)
    found = [view for view in mentors_of(desk.session, desk.case) if view.mentor.person_id == person.id]
    if not found:
        raise NotFoundError
    return found[-1]
