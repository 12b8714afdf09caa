"""Saving the plan while it is written: a line or goal at a time, by a form or by the page itself while somebody types.

Both ways come in at the same address with the same fields. An id that the page made and a revision see to it that
sending the same twice is one saving, and that nobody's words are overwritten unseen.
"""

import uuid
from collections.abc import Callable
from datetime import time

from flask import Blueprint, Response, flash, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import N_, DomainError, InvalidError, NotFoundError, StaleError
from netwerkberaad.plans import (
    Commitment,
    EvaluationHow,
    Every,
    Goal,
    draft_of,
    remove_goal,
    remove_line,
    set_evaluation,
)
from netwerkberaad.plans import save_goal as keep_goal
from netwerkberaad.plans import save_line as keep_line
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.desk.planning import plan_pages
from netwerkberaad.web.desk.planning.plan_carried import carry_over
from netwerkberaad.web.desk.planning.plan_editor import Failed, draft_view, locked_in_private_time
from netwerkberaad.web.desk.planning.plan_forms import (
    Choices,
    EvaluationForm,
    GoalForm,
    LineForm,
    optional_id,
    whole,
)
from netwerkberaad.web.desk.planning.plan_offers import line_hint, offers_for, speaker_of, take
from netwerkberaad.web.desk.planning.plan_order import place_goal, place_line
from netwerkberaad.web.guard import allow, at_table
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.moments import moment_of
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.templating import clock

EVENING = 19
"""Hour at which people look back together when nobody said a time."""


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room, post = "/casussen/<uuid:case_id>/plan", ["POST"]
    blueprint.add_url_rule(f"{room}/regel/<uuid:line_id>", "save_line", save_line, methods=post)
    blueprint.add_url_rule(f"{room}/regel/<uuid:line_id>/weg", "remove_line", drop_line, methods=post)
    blueprint.add_url_rule(f"{room}/doel/<uuid:goal_id>", "save_goal", save_goal, methods=post)
    blueprint.add_url_rule(f"{room}/doel/<uuid:goal_id>/weg", "remove_goal", drop_goal, methods=post)
    blueprint.add_url_rule(f"{room}/terugkijken", "set_evaluation", evaluation, methods=post)
    blueprint.add_url_rule(f"{room}/nieuwe-versie", "open_draft", new_version, methods=post)


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def save_line(case_id: uuid.UUID, line_id: uuid.UUID) -> AnyResponse:
    """Save one line."""
    view = draft_view()
    choices = Choices.of(case_people(), view)
    known = next((line for line in view.lines if line.id == line_id), None)
    form = LineForm(formdata=_sent()).offer(choices.of_line(known) if known else choices)
    if form.goal.data and form.goal.data not in dict(choices.goals):
        form.goal.data = ""  # the goal was taken away meanwhile; what was typed is kept without it
    if form.after.data and form.after.data not in dict(choices.lines):
        form.after.data = ""
    speaker = speaker_of(view, line_id, form)
    taken = _take(form, speaker)
    return _save(
        line_id,
        form,
        lambda: place_line(_keep_line(line_id, form), form.place.data),
        lambda: _offered(form, speaker, taken),
    )


def _take(form: LineForm, speaker: uuid.UUID | None) -> dict[str, str]:
    """Fill in the proposal that was chosen; nothing when it is not there any more, as after another word was typed."""
    if not form.take.data:
        return {}
    offers = offers_for(form, speaker)
    number = whole(form.take.data)
    return take(form, offers[number].proposal) if number < len(offers) else {}


def _offered(form: LineForm, speaker: uuid.UUID | None, taken: dict[str, str]) -> dict[str, object]:
    """What the page shows below a line that was saved."""
    return {
        "values": taken,
        "hint": line_hint(form),
        "offers": [offer.label for offer in offers_for(form, speaker)],
    }


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def save_goal(case_id: uuid.UUID, goal_id: uuid.UUID) -> AnyResponse:
    """Save one goal."""
    form = GoalForm(formdata=_sent()).offer(Choices.of(case_people(), draft_view()))
    return _save(goal_id, form, lambda: place_goal(_keep_goal(goal_id, form), form.place.data))


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def drop_line(case_id: uuid.UUID, line_id: uuid.UUID) -> AnyResponse:
    """Take a line out of the draft."""
    return _drop(lambda: remove_line(db(), actor(), case=case(), line_id=line_id, now=now()))


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def drop_goal(case_id: uuid.UUID, goal_id: uuid.UUID) -> AnyResponse:
    """Take a goal out of the draft; its lines stay."""
    return _drop(lambda: remove_goal(db(), actor(), case=case(), goal_id=goal_id, now=now()))


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def evaluation(case_id: uuid.UUID) -> AnyResponse:
    """When everybody looks at the plan again."""
    form = EvaluationForm()
    if form.attempt(lambda: keep_evaluation(form)) is None:
        return plan_pages.writing_page(form.back.data, evaluation=form)
    return see(plan_pages.address_of(form.back.data))


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def new_version(case_id: uuid.UUID) -> AnyResponse:
    """Begin a version: a copy of the plan that holds now, to be changed."""
    if draft_of(db(), case()) is None:
        carry_over()
    return see(plan_pages.address_of(request.form.get("back")))


def keep_evaluation(form: EvaluationForm) -> object:
    """Put the date in the draft; without a time it is in the evening."""
    at = form.evaluation_time.at
    moment = moment_of(form.evaluation_date.data, at or time(EVENING))
    if moment is None:
        raise NotFoundError
    how = EvaluationHow(form.evaluation_how.data)
    return set_evaluation(db(), actor(), case=case(), at=moment, how=how, now=now())


def _save(
    identity: uuid.UUID,
    form: LineForm | GoalForm,
    keep: Callable[[], Commitment | Goal],
    more: Callable[[], dict[str, object]] = dict,
) -> AnyResponse:
    try:
        kept = form.attempt(lambda: _fresh(keep))
    except _Conflict as conflict:
        return _conflict(form, conflict.error)
    if request.is_json:
        return _told(form, kept, more)
    if kept is None:
        return plan_pages.writing_page(form.back.data, failed=Failed(identity, form))
    goal_id = kept.goal_id if isinstance(kept, Commitment) else kept.id
    return see(plan_pages.address_of(form.back.data, goal_id=goal_id))


class _Conflict(Exception):
    """Somebody else saved other words meanwhile: not for beside a field, but for a choice between two texts."""

    def __init__(self, error: StaleError) -> None:
        super().__init__()
        self.error = error


def _fresh(keep: Callable[[], Commitment | Goal]) -> Commitment | Goal:
    try:
        return keep()
    except StaleError as error:
        raise _Conflict(error) from error


class NothingWrittenError(InvalidError):
    """A new line needs somebody or something."""

    message = N_("Schrijf op wat iemand gaat doen.")


def _keep_line(line_id: uuid.UUID, form: LineForm) -> Commitment:
    if form.empty and not whole(form.revision.data):
        raise NothingWrittenError(field="text")
    return keep_line(
        db(),
        actor(),
        case=case(),
        line_id=line_id,
        goal_id=optional_id(form.goal.data),
        owners=form.owners,
        words=form.words,
        first_at=form.first_moment,
        every=Every(form.every.data) if form.every.data else None,
        until_at=form.last_moment,
        checker_id=optional_id(form.checker.data),
        backup_id=optional_id(form.backup.data),
        fallback_id=optional_id(form.fallback.data),
        position=whole(form.position.data),
        revision=whole(form.revision.data),
        after_id=optional_id(form.after.data),
        now=now(),
    )


def _keep_goal(goal_id: uuid.UUID, form: GoalForm) -> Goal:
    return keep_goal(
        db(),
        actor(),
        case=case(),
        goal_id=goal_id,
        text=form.text.data or "",
        words_of=optional_id(form.words_of.data),
        position=whole(form.position.data),
        revision=whole(form.revision.data),
        now=now(),
    )


def _drop(act: Callable[[], None]) -> AnyResponse:
    try:
        act()
    except NotFoundError:
        pass  # already gone: pressing twice is the same as pressing once
    except DomainError as error:
        flash(_(error.message), "error")
    return see(plan_pages.address_of(request.form.get("back")))


def _sent() -> MultiDict[str, str]:
    """The values of a form, or of a page that saves by itself: text and lists of text, nothing else."""
    if not request.is_json:
        return MultiDict(request.form.items(multi=True))
    values = request.get_json(silent=True)
    if not isinstance(values, dict):
        raise BadRequest
    sent: MultiDict[str, str] = MultiDict()
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, str):
                raise BadRequest
            sent.add(name, one)
    return sent


def _told(
    form: LineForm | GoalForm, kept: Commitment | Goal | None, more: Callable[[], dict[str, object]]
) -> Response:
    """What the page hears back. ``saved`` is sent after the transaction: the edge commits before this answer leaves."""
    if kept is not None:
        return jsonify(state="saved", revision=kept.revision, at=clock(now()), **more())
    errors = [str(text) for field in form for text in field.errors] + list(form.form_errors)
    return make_response(jsonify(state="refused", text=" ".join(errors)), 422)


def _conflict(form: LineForm | GoalForm, error: StaleError) -> Response:
    mine, theirs = str(error.data["mine"]), str(error.data["theirs"])
    revision = error.data["revision"]
    if request.is_json:
        return make_response(jsonify(state="conflict", mine=mine, theirs=theirs, revision=revision), 409)
    values = [(name, value) for name, value in request.form.items(multi=True) if name not in _OWN]
    return make_response(
        render_template(
            "desk/plan/conflict.html",
            mine=mine,
            theirs=theirs,
            values=values,
            revision=revision,
            action=request.path,
            back=plan_pages.address_of(form.back.data),
        ),
        409,
    )


_OWN = frozenset({"csrf_token", "revision"})
