"""Even stil: for whom nothing is sent by itself for a while, and until when."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.validators import Optional

from netwerkberaad.cases import get_person, present
from netwerkberaad.cases.pauses import Pause, begin_pause, end_pause, pauses_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import spoken_day
from netwerkberaad.web.context import actor, as_uuid, case, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.moments import DayField
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.templating import language


class PauseForm(BaseForm):
    """For whom, and until when."""

    whom = SelectField(_("Voor wie?"))
    until = DayField(_("Tot en met"), [Optional()])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    place = "/casussen/<uuid:case_id>/opvolging/stil"
    blueprint.add_url_rule(place, "pause", pause, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{place}/<uuid:pause_id>/einde", "end_pause", end, methods=["POST"])


@allow(Permission.CHANGE_CASE)
def pause(case_id: uuid.UUID) -> Response:
    """Begin one."""
    form = PauseForm()
    people = [(str(one.id), one.name.full) for one in present(case_people()) if not one.nameless]
    form.whom.choices = [("", gettext("Iedereen in deze casus")), *people]
    if form.attempt(lambda: _begin(form)) is None:
        return room_page("desk/follow_up/pause.html", "follow_up", ahead=False, form=form)
    flash(gettext("Er gaat nu even niets vanzelf uit."), "ok")
    return see(url_for("desk.follow_up", case_id=case_id))


def _begin(form: PauseForm) -> Pause:
    chosen = form.whom.data
    person = get_person(db(), case=case(), person_id=as_uuid(chosen)) if chosen else None
    return begin_pause(db(), actor(), case=case(), person=person, last_day=form.until.data, now=now())


@allow(Permission.CHANGE_CASE)
def end(case_id: uuid.UUID, pause_id: uuid.UUID) -> Response:
    """Messages go again."""
    end_pause(db(), actor(), case=case(), pause_id=pause_id, now=now())
    flash(gettext("Berichten gaan weer vanzelf."), "ok")
    return see(url_for("desk.follow_up", case_id=case_id))


def pauses_shown() -> list[dict[str, object]]:
    """The pauses that stand: for whom, until when, and how to end each."""
    names = {one.id: one.name.short for one in case_people()}
    return [
        {
            "whom": names.get(one.person_id, "") if one.person_id else gettext("Iedereen"),
            "until": gettext("tot en met %(day)s", day=spoken_day(one.last_day, language()))
            if one.last_day
            else "",
            "url": url_for("desk.end_pause", case_id=one.case_id, pause_id=one.id),
        }
        for one in pauses_of(db(), case(), now=now())
    ]
