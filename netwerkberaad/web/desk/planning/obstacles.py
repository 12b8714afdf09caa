"""What stands in the way: each obstacle with who takes it away within six weeks."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField

from netwerkberaad.flows.accepting import name_obstacle
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import listed
from netwerkberaad.plans import Obstacle, obstacles_of, remove_obstacle
from netwerkberaad.web.context import actor, as_uuid, base_url, case, db, may_change, now
from netwerkberaad.web.desk.planning.plan_editor import locked_in_private_time
from netwerkberaad.web.guard import allow, at_table
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.templating import language


class ObstacleForm(OnceForm):
    """What is in the way, and who takes it away."""

    text = StringField(_("Wat zit er in de weg?"), [at_most(MEDIUM)])
    owner = SelectField(_("Wie haalt het weg?"))
    second = SelectField(_("Samen met wie?"))


class RemovedForm(BaseForm):
    """How it went away."""

    how = StringField(_("Hoe?"), [at_most(MEDIUM)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room = "/casussen/<uuid:case_id>/plan/hobbels"
    blueprint.add_url_rule(room, "obstacles", obstacles, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{room}/<uuid:obstacle_id>", "obstacle_removed", removed, methods=["POST"])


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def obstacles(case_id: uuid.UUID) -> Response:
    """The list, and room for one more."""
    form = ObstacleForm()
    there = [person for person in case_people() if person.left_at is None and not person.nameless]
    names = [(str(person.id), person.name.short) for person in there]
    form.owner.choices = [("", gettext("Kies iemand")), *names]
    form.second.choices = [("", gettext("Alleen")), *names]
    if sent_before(form.once.data):
        return see(url_for("desk.obstacles", case_id=case_id))
    if form.attempt(lambda: _keep(form)) is None:
        return room_page("desk/plan/obstacles.html", "plan", ahead=False, form=form, lines=lines_shown())
    return see(url_for("desk.obstacles", case_id=case_id))


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def removed(case_id: uuid.UUID, obstacle_id: uuid.UUID) -> Response:
    """It is out of the way."""
    how = (request.form.get("how") or "")[:MEDIUM]
    remove_obstacle(db(), actor(), case=case(), obstacle_id=obstacle_id, how=how, now=now())
    flash(gettext("Uit de weg."), "ok")
    return see(url_for("desk.obstacles", case_id=case_id))


def lines_shown() -> list[dict[str, object]]:
    """Every obstacle in words: whose it is, before when, or since when it is gone."""
    names = {person.id: person.name.short for person in case_people()}
    return [_line(one, names) for one in obstacles_of(db(), case())]


def _line(one: Obstacle, names: dict[uuid.UUID, str]) -> dict[str, object]:
    return {
        "id": one.id,
        "text": one.content.text,
        "how": one.content.how,
        "needs": one.content.needs,
        "who": listed([names[owner] for owner in one.owner_ids if owner in names], language()),
        "owners": max(1, len(one.owner_ids)),
        "due_at": one.due_at,
        "removed_at": one.removed_at,
        "late": one.removed_at is None and one.due_at <= now(),
        "open": may_change(),
    }


def _keep(form: ObstacleForm) -> Obstacle:
    owners = [as_uuid(one) for one in (form.owner.data, form.second.data) if one]
    return name_obstacle(
        db(),
        actor(),
        case=case(),
        text=form.text.data or "",
        owners=owners,
        base_url=base_url(),
        now=now(),
    )
