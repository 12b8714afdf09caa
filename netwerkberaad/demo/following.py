"""After the plan: check-ins answered, calls made, evaluations held, and the closing."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from netwerkberaad.cases import deciders, people_of
from netwerkberaad.demo.event import Event
from netwerkberaad.demo.inviting import next_morning
from netwerkberaad.demo.scenario import Followed
from netwerkberaad.demo.stage import Desk, Door, Stage
from netwerkberaad.flows import close_case
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import ContactResult, log_contact
from netwerkberaad.plans import (
    CheckInResult,
    FollowUp,
    FollowUpKind,
    answer_check_in,
    finish_call,
    follow_ups_of,
    handle_gap,
)

_READ = frozenset({CheckInResult.DONE, CheckInResult.NO_LONGER_NEEDED})
_AFTER = 4


def events(stage: Stage) -> Iterator[Event]:
    """Everything after the plan, and the end."""
    for followed in stage.scenario.followed:
        at = stage.at(followed.at)
        if followed.what == "check_in" and followed.content.result is not None:
            yield Event(at, "check-in", partial(_check_in, stage, followed), _AFTER)
            if followed.by_link and followed.content.result in _READ:
                yield Event(next_morning(at), "reading a check-in", partial(_read, stage, followed))
        elif followed.what == "reminder":
            yield Event(at, "reminder", partial(_reminded, stage, followed))
        elif followed.what == "call":
            yield Event(at, "call", partial(_call, stage, followed), _AFTER)
        elif followed.what == "evaluation":
            yield Event(at, "evaluation", partial(_evaluate, stage, followed), _AFTER)
        elif followed.what not in {"check_in", "event", "obstacle"}:
            stage.not_held[f"follow_up.{followed.what}"] += 1
    yield Event(stage.at(stage.scenario.closed_at), "closing", partial(_close, stage), _AFTER)


def _check_in(stage: Stage, followed: Followed) -> None:
    if followed.by_link:
        with stage.door(followed.of, Permission.ANSWER_CHECK_IN) as door:
            _answer(stage, door, followed, Channel.LINK)
        return
    with stage.desk() as desk:
        _answer(stage, desk, followed, followed.via)


def _answer(stage: Stage, place: Desk | Door, followed: Followed, via: Channel) -> None:
    asked = [
        row for row in _rows(stage, place, followed) if row.due_at <= place.now and row.answered_at is None
    ]
    if not asked:
        stage.not_held["follow_up.check_in before the program asks"] += 1
        return
    answer_check_in(
        place.session,
        place.actor,
        case=place.case,
        follow_up=asked[-1],
        content=followed.content,
        via=via,
        now=place.now,
    )


def _read(stage: Stage, followed: Followed) -> None:
    """The gespreksleider has seen that it went well."""
    if stage.closed:
        return
    with stage.desk() as desk:
        for row in _rows(stage, desk, followed):
            if row.answered_at is not None and row.handled_at is None:
                handle_gap(desk.session, desk.actor, case=desk.case, follow_up=row, note="", now=desk.now)


def _reminded(stage: Stage, followed: Followed) -> None:
    """A reminder goes out by itself, a day ahead; one that somebody gave aloud has no place."""
    with stage.desk() as desk:
        due = _rows(stage, desk, followed, FollowUpKind.REMINDER)
    if not due or followed.by:
        stage.not_held["follow_up.reminder by somebody"] += 1


def _call(stage: Stage, followed: Followed) -> None:
    """A call is a conversation on record; it closes what was open with this person, and the call that was due."""
    note = followed.content.note
    with stage.desk(followed.by) as desk:
        log_contact(
            desk.session,
            desk.actor,
            case=desk.case,
            person=stage.person(desk, followed.of),
            channel=followed.via,
            result=ContactResult.TALKED,
            note=note,
            now=desk.now,
        )
        rows = [row for row in follow_ups_of(desk.session, desk.case) if row.due_at <= desk.now]
        _close_open(stage, desk, followed, rows)
        calls = [row for row in rows if row.kind is FollowUpKind.CALL and row.handled_at is None]
        for row in calls[:1]:
            finish_call(desk.session, desk.actor, case=desk.case, follow_up=row, note=note, now=desk.now)


def _close_open(stage: Stage, desk: Desk, followed: Followed, rows: list[FollowUp]) -> None:
    for row in rows:
        of_them = row.person_id == stage.people[followed.of] and row.kind is FollowUpKind.CHECK_IN
        if not of_them or row.handled_at is not None:
            continue
        if row.answered_at is None and followed.content.result is not None:
            answer_check_in(
                desk.session,
                desk.actor,
                case=desk.case,
                follow_up=row,
                content=followed.content,
                via=followed.via,
                now=desk.now,
            )
        elif row.answered_at is not None:
            handle_gap(desk.session, desk.actor, case=desk.case, follow_up=row, note="", now=desk.now)


def _evaluate(stage: Stage, followed: Followed) -> None:
    with stage.desk(followed.by) as desk:
        due = [
            row
            for row in follow_ups_of(desk.session, desk.case)
            if row.kind is FollowUpKind.EVALUATION and row.answered_at is None and row.due_at <= desk.now
        ]
        for row in due:
            finish_call(
                desk.session,
                desk.actor,
                case=desk.case,
                follow_up=row,
                note=followed.content.note,
                now=desk.now,
            )
    if not due:
        stage.not_held["follow_up.evaluation that the plan does not ask"] += 1


def _close(stage: Stage) -> None:
    """Feedback goes to the aanmelder as far as every hoofdpersoon who is asked agreed to it."""
    scenario = stage.scenario
    agreed = tuple(str(stage.people[who]) for who in scenario.feedback_agreed_by)
    closing = replace(scenario.closing, feedback_agreed_by=agreed)
    with stage.desk() as desk:
        asked = {
            str(person.id) for person in deciders(people_of(desk.session, desk.case), on=desk.now.date())
        }
        if asked - set(agreed) and closing.feedback:
            stage.not_held["closing.feedback_to_referrer not agreed by all"] += 1
            closing = replace(closing, feedback="", feedback_agreed_by=())
        close_case(
            desk.session,
            desk.actor,
            case=desk.case,
            closing=closing,
            base_url=stage.house.settings.base_url,
            now=desk.now,
        )
    stage.closed = True


def _rows(
    stage: Stage, place: Desk | Door, followed: Followed, kind: FollowUpKind = FollowUpKind.CHECK_IN
) -> list[FollowUp]:
    """What the program asks of this person about this commitment, oldest first."""
    lineage, person = stage.lines.get(followed.promise), stage.people.get(followed.of)
    return [
        row
        for row in follow_ups_of(place.session, place.case)
        if row.kind is kind and row.lineage_id == lineage and row.person_id == person
    ]
