"""The plan: written live, agreed, fixed, and answered by each owner; later versions with what changed."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from functools import partial

from netwerkberaad.cases.sight import SharedPart, share_plan
from netwerkberaad.demo.event import Event
from netwerkberaad.demo.moments import Moment
from netwerkberaad.demo.scenario import Promise, Said, Version
from netwerkberaad.demo.stage import Desk, Door, Stage
from netwerkberaad.flows.accepting import accept_plan, confirm_commitment
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.plans import (
    Commitment,
    CommitmentText,
    PlanView,
    begin_commitment,
    draft_of,
    get_commitment,
    open_draft,
    plan_view,
    record_agreement,
    remove_line,
    save_again,
    save_goal,
    save_line,
    set_evaluation,
    set_reason,
    version_fixed,
)

_END_OF_DAY = time(23, 59)


def events(stage: Stage) -> Iterator[Event]:
    """Every version from the first word to the last confirmation."""
    for version in stage.scenario.versions:
        yield Event(stage.written_at(version), "plan written", partial(_write, stage, version))
        made = stage.at(version.made)
        yield Event(made, "plan agreed", partial(_agree, stage, version), 1)
        yield Event(made, "plan fixed", partial(_fix, stage, version), 2)
        followed = {promise.after for promise in version.written}
        for promise in version.written:
            if promise.id in followed and promise.first is not None:
                yield Event(stage.at(promise.first), "what waited begins", partial(_begin, stage), 3)
        for said in version.said:
            do = partial(_say_by_link if said.via is Channel.LINK else _say_for, stage, said)
            yield Event(stage.at(said.at), f"confirmation {said.content.answer}", do, 3)


def _write(stage: Stage, version: Version) -> None:
    with stage.desk() as desk:
        draft = plan_view(desk.session, open_draft(desk.session, desk.actor, case=desk.case, now=desk.now))
        _write_goals(stage, desk, version)
        goals = {goal.lineage_id: goal.id for goal in draft.goals}
        for position, promise in enumerate(version.written, start=len(draft.lines)):
            _write_line(stage, desk, draft, goals, promise, position)
        _link_lines(stage, desk, version)
        for promise_id in version.ended:
            line_id = _line_in(draft, stage.lines[promise_id])
            remove_line(desk.session, desk.actor, case=desk.case, line_id=line_id, now=desk.now)
        if version.evaluation_at is not None:
            at, how = stage.at(version.evaluation_at), version.evaluation_how
            set_evaluation(desk.session, desk.actor, case=desk.case, at=at, how=how, now=desk.now)
        if version.reason:
            set_reason(desk.session, desk.actor, case=desk.case, reason=version.reason, now=desk.now)


def _write_goals(stage: Stage, desk: Desk, version: Version) -> None:
    for position, aim in enumerate(version.goals):
        goal = save_goal(
            desk.session,
            desk.actor,
            case=desk.case,
            goal_id=new_id(),
            text=aim.text,
            words_of=stage.people.get(aim.words_of),
            position=position,
            revision=0,
            now=desk.now,
        )
        stage.goals[aim.id] = goal.lineage_id


def _write_line(
    stage: Stage,
    desk: Desk,
    draft: PlanView,
    goals: dict[uuid.UUID, uuid.UUID],
    promise: Promise,
    position: int,
) -> None:
    standing = {line.lineage_id: line for line in draft.lines}.get(stage.lines.get(promise.id, new_id()))
    lineage = stage.goals.get(promise.goal)
    line = save_line(
        desk.session,
        desk.actor,
        case=desk.case,
        line_id=standing.id if standing else new_id(),
        goal_id=goals.get(lineage, lineage) if lineage else None,
        owners=[stage.people[owner] for owner in promise.owners],
        words=CommitmentText(
            promise.text, promise.when, promise.if_not, promise.fallback_text, promise.starts
        ),
        first_at=_at(stage, promise.first),
        every=promise.every,
        until_at=_at(stage, promise.until.or_at(_END_OF_DAY) if promise.until else None),
        checker_id=stage.people.get(promise.checker),
        backup_id=stage.people.get(promise.backup),
        fallback_id=stage.people.get(promise.fallback),
        position=standing.position if standing else position,
        revision=standing.revision if standing else 0,
        after_id=standing.after_id if standing else None,
        now=desk.now,
    )
    stage.lines[promise.id] = line.lineage_id


def _link_lines(stage: Stage, desk: Desk, version: Version) -> None:
    """Once all lines are there: which of them waits for which."""
    waiting = {stage.lines[promise.id]: promise for promise in version.written if promise.after}
    for line in plan_view(desk.session, draft_of(desk.session, desk.case)).lines:
        promise = waiting.get(line.lineage_id)
        if promise is None or line.after_id is not None:
            continue
        linked = replace(line, after_id=stage.lines[promise.after])
        save_again(desk.session, desk.actor, case=desk.case, line=linked, now=desk.now)


def _begin(stage: Stage) -> None:
    """On the day of a promise the gespreksleider hears whether it goes ahead; then what waited for it begins."""
    with stage.desk() as desk:
        lines = plan_view(desk.session, version_fixed(desk.session, desk.case)).lines
        going = {line.lineage_id for line in lines if line.first_at and line.first_at <= desk.now}
        for line in lines:
            if line.waits and line.after_id in going:
                begin_commitment(
                    desk.session, desk.actor, case=desk.case, lineage_id=line.lineage_id, now=desk.now
                )


def _at(stage: Stage, moment: Moment | None) -> datetime | None:
    return stage.at(moment) if moment else None


def _line_in(view: PlanView, lineage_id: uuid.UUID) -> uuid.UUID:
    for line in view.lines:
        if line.lineage_id == lineage_id:
            return line.id
    raise NotFoundError


def _agree(stage: Stage, version: Version) -> None:
    with stage.desk() as desk:
        draft = open_draft(desk.session, desk.actor, case=desk.case, now=desk.now)
        for who, content in version.agreements:
            record_agreement(
                desk.session,
                desk.actor,
                case=desk.case,
                version=draft,
                person=stage.person(desk, who),
                content=content,
                now=desk.now,
            )
        for who, part in version.sharing:
            if who not in stage.people:
                stage.not_held["plan.versions.sharing with somebody outside the circle"] += (
                    part is not SharedPart.NOTHING
                )
                continue
            person = stage.person(desk, who)
            share_plan(desk.session, desk.actor, case=desk.case, person=person, part=part, now=desk.now)


def _fix(stage: Stage, version: Version) -> None:
    with stage.desk() as desk:
        accepted = accept_plan(
            desk.session,
            desk.actor,
            case=desk.case,
            base_url=stage.house.settings.base_url,
            now=desk.now,
            approved_by=[stage.people[who] for who in version.approved_by],
        )
        told = {person.id for person in accepted.told.everybody}
    stage.told[version.number] = frozenset(stage.key_of(person_id) for person_id in told)


def _say_by_link(stage: Stage, said: Said) -> None:
    stage.prove(said.by)
    with stage.door(said.by, Permission.CONFIRM_COMMITMENT) as door:
        confirm_commitment(
            door.session,
            door.actor,
            case=door.case,
            commitment=_commitment(stage, door, said),
            person=door.person,
            content=said.content,
            via=Channel.LINK,
            now=door.now,
        )


def _say_for(stage: Stage, said: Said) -> None:
    with stage.desk(said.recorded_by) as desk:
        confirm_commitment(
            desk.session,
            desk.actor,
            case=desk.case,
            commitment=_commitment(stage, desk, said),
            person=stage.person(desk, said.by),
            content=said.content,
            via=said.via,
            now=desk.now,
        )


def _commitment(stage: Stage, place: Desk | Door, said: Said) -> Commitment:
    """The line as it stands in the plan that holds now."""
    view = plan_view(place.session, version_fixed(place.session, place.case))
    line_id = _line_in(view, stage.lines[said.promise])
    return get_commitment(place.session, case=place.case, commitment_id=line_id)
