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
from netwerkberaad.demo.stage import Desk, Door, Stage
from netwerkberaad.flows import ask_about_mentor
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import local


def events(stage: Stage) -> Iterator[Event]:
    """Everything of it."""
    for beside in stage.scenario.care.beside:
        for step in beside.steps:
            do = partial(_answer if step.by_link else _take, stage, beside, step)
            yield Event(stage.at(step.at), f"mentor {step.what}", do)
            if beside.gets_link(step):
                yield Event(stage.at(step.at), "link for a mentor", partial(_give_link, stage, beside), 1)


def _give_link(stage: Stage, beside: Beside) -> None:
    """The gespreksleider makes a link, which the hoofdpersoon takes along."""
    with stage.desk() as desk:
        asked = ask_about_mentor(
            desk.session,
            desk.actor,
            case=desk.case,
            view=_view(stage, desk, beside),
            who=stage.person(desk, beside.person),
            hand_over=True,
            text="",
            base_url=stage.house.settings.base_url,
            now=desk.now,
        )
    stage.house.post.keep(stage.people[beside.person], asked.url)


def _answer(stage: Stage, beside: Beside, step: BesideStep) -> None:
    """Who is asked answers by that link."""
    if step.kind is None:
        raise NotFoundError
    with stage.door(beside.person, Permission.ANSWER_AS_MENTOR) as door:
        view = _view(stage, door, beside)
        said = StepContent(step.kind, text=step.text)
        record_step(door.session, door.actor, view=view, said=said, now=door.now)


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


def _view(stage: Stage, where: Desk | Door, beside: Beside) -> MentorView:
    views = mentors_of(where.session, where.case)
    found = [view for view in views if view.mentor.person_id == stage.people[beside.person]]
    if not found:
        raise NotFoundError
    return found[-1]
