"""The other screens of the meeting: the wall, the besloten tijd, and the end."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from netwerkberaad import beraden
from netwerkberaad.beraden import Beraad, Part
from netwerkberaad.foundation.access import Permission
from netwerkberaad.plans import EMPTY_PLAN, PlanView, plan_view, version_fixed
from netwerkberaad.web.context import actor, case, db, now, staff
from netwerkberaad.web.desk.meeting import table_words
from netwerkberaad.web.desk.meeting.table import clock_now, table_beraad
from netwerkberaad.web.desk.planning import plan_lines
from netwerkberaad.web.desk.planning.plan_editor import (
    draft_view,
    locked_in_private_time,
    plan_stamp,
    stamp_of,
    unchanged,
)
from netwerkberaad.web.desk.planning.plan_forms import EvaluationForm
from netwerkberaad.web.guard import allow, at_table
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.once import fresh_token
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.plan_words import goals_shown
from netwerkberaad.web.kit.readers import seen_by_the_family
from netwerkberaad.web.sessions import current


class EndForm(BaseForm):
    """Ending a meeting at which no line was written."""


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room = "/casussen/<uuid:case_id>/beraad"
    blueprint.add_url_rule(f"{room}/scherm", "projector", projector)
    blueprint.add_url_rule(f"{room}/besloten", "private_time", private_time)
    blueprint.add_url_rule(f"{room}/klaar", "end_table", end_table, methods=["GET", "POST"])


@at_table
@allow(Permission.CHANGE_CASE)
@seen_by_the_family
def projector(case_id: uuid.UUID) -> Response:
    """One goal at a time on the wall: first names and what they do. In private time only that it is private time."""
    beraad = beraden.current_beraad(db(), case())
    if beraad is None or beraad.opened_at is None:
        return redirect(url_for("desk.beraad", case_id=case_id))
    clock = clock_now(beraad)
    view = EMPTY_PLAN if clock.private else _plan_on_the_wall()
    goals = goals_shown(view)
    number = min(max(request.args.get("doel", 1, int), 1), max(len(goals), 1))
    parts = [(part.id, part.minutes, part.started_at, part.ended_at) for part in clock.parts]
    stamp = stamp_of(plan_stamp(view), parts, number)
    return unchanged(stamp) or page(
        "desk/beraad/projector.html",
        case_id=case_id,
        clock=clock,
        names=table_words.PART_NAMES,
        goal=goals[number - 1] if goals else None,
        number=number,
        total=len(goals),
        agreement="" if clock.private else beraad.agreements.strip().split("\n")[0],
        stamp=stamp,
        now=now(),
    )


@at_table
@allow(Permission.CHANGE_CASE)
@seen_by_the_family
def private_time(case_id: uuid.UUID) -> Response:
    """The clock, who is outside, and two buttons. Nothing to read and nothing to write."""
    beraad = beraden.current_beraad(db(), case())
    running = clock_now(beraad).running if beraad is not None and beraad.opened_at else None
    if beraad is None or running is None or running.part is not Part.PRIVATE_TIME:
        return redirect(url_for("desk.table", case_id=case_id))
    following = table_words.part_after(clock_now(beraad))
    facilitator = staff().profile.first
    stamp = stamp_of(running.id, running.minutes)
    return unchanged(stamp) or page(
        "desk/beraad/private.html",
        case_id=case_id,
        part=running,
        following=following,
        names=table_words.PART_NAMES,
        left=table_words.minutes_of(running.planned_until - now()),
        elapsed=min(table_words.minutes_of(now() - running.planned_from), running.minutes),
        device_given=beraden.device_given(db(), beraad, now=now()),
        outside=table_words.outside_private_time(beraad, case_people(), facilitator),
        facilitator=facilitator,
        once=fresh_token(),
        stamp=stamp,
        now=now(),
    )


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def end_table(case_id: uuid.UUID) -> Response:
    """End the meeting. With a plan on the table it ends only when it is known when people look back."""
    beraad = table_beraad()
    view = draft_view()
    written = any(line.words.text for line in view.lines)
    form = EvaluationForm() if written else EndForm()
    if isinstance(form, EvaluationForm) and not form.is_submitted():
        form.show(view)
    if form.attempt(lambda: _end(beraad, form)) is None:
        return page("desk/beraad/end.html", case_id=case_id, form=form, beraad=beraad, written=written)
    current().close_table()
    flash(gettext("Het beraad is voorbij."), "ok")
    return see(url_for("desk.plan" if written else "desk.beraad", case_id=case_id))


def _end(beraad: Beraad, form: EvaluationForm | EndForm) -> Beraad:
    if isinstance(form, EvaluationForm):
        plan_lines.keep_evaluation(form)
    return beraden.end_beraad(db(), actor(), beraad=beraad, now=now())


def _plan_on_the_wall() -> PlanView:
    view = draft_view()
    if view.lines or view.goals:
        return view
    return plan_view(db(), version_fixed(db(), case()))
