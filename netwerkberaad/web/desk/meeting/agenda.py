"""The parts of one meeting: how long each lasts, and which are left out; and the three questions of a bewoner-MDO."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import IntegerField, TextAreaField
from wtforms.validators import NumberRange, Optional

from netwerkberaad import beraden
from netwerkberaad.beraden import Beraad, BeraadKind, Part, ThreeQuestions
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.desk.meeting.place_form import KIND_NAMES
from netwerkberaad.web.desk.meeting.table_words import PART_NAMES
from netwerkberaad.web.desk.planning.plan_editor import locked_in_private_time
from netwerkberaad.web.guard import allow, at_table
from netwerkberaad.web.kit.forms import LONG, at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.seen import EditForm


class AgendaForm(EditForm):
    """A field for each part is added by ``agenda_form``."""


class ThreeForm(EditForm):
    """What the person says who leads a bewoner-MDO."""

    wants = TextAreaField(_("Ik wil"), [at_most(LONG)])
    can = TextAreaField(_("Ik kan"), [at_most(LONG)])
    needs = TextAreaField(_("Ik heb nodig"), [at_most(LONG)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room, both = "/casussen/<uuid:case_id>/beraad", ["GET", "POST"]
    blueprint.add_url_rule(f"{room}/onderdelen", "agenda", agenda, methods=both)
    blueprint.add_url_rule(f"{room}/drie-vragen", "three_questions", three_questions, methods=both)


@allow(Permission.CHANGE_CASE)
def agenda(case_id: uuid.UUID) -> Response:
    """How long each part lasts; a part without minutes is left out."""
    beraad = beraden.current_beraad(db(), case())
    if beraad is None or beraad.opened_at is not None:
        return redirect(url_for("desk.beraad", case_id=case_id))
    form = agenda_form(beraad)
    if form.attempt(lambda: _keep(form, beraad)) is None:
        return room_page(
            "desk/beraad/agenda.html",
            "beraad",
            ahead=False,
            form=form,
            fields=[form[part.value] for part in beraden.parts_of(beraad.kind)],
            kind=KIND_NAMES[beraad.kind],
        )
    flash(
        gettext("De onderdelen zijn bewaard. Het duurt nu %(minutes)s minuten.", minutes=beraad.minutes), "ok"
    )
    return see(url_for("desk.beraad", case_id=case_id))


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def three_questions(case_id: uuid.UUID) -> Response:
    """Write down what the person wants, can and needs."""
    beraad = beraden.current_beraad(db(), case())
    if beraad is None or beraad.kind is not BeraadKind.RESIDENT_MDO:
        return redirect(url_for("desk.beraad", case_id=case_id))
    form = ThreeForm(data=_three(beraad))
    if form.attempt(lambda: _keep_three(form, beraad)) is None:
        return room_page("desk/beraad/three.html", "beraad", ahead=False, form=form)
    flash(gettext("Bewaard."), "ok")
    return see(url_for("desk.table" if beraad.opened_at else "desk.beraad", case_id=case_id))


def agenda_form(beraad: Beraad) -> AgendaForm:
    """A form with the minutes of each part of this meeting."""
    return parts_form(beraad.kind, {part.part: part.minutes for part in beraden.agenda_of(db(), beraad)})


def parts_form(kind: BeraadKind, known: Mapping[Part, int]) -> AgendaForm:
    """A form with the minutes of each part that this kind of meeting can have."""
    parts = beraden.parts_of(kind)
    fields: dict[str, Any] = {
        part.value: IntegerField(
            PART_NAMES[part], [Optional(), NumberRange(0, 480, gettext("Kies 0 tot 480 minuten."))]
        )
        for part in parts
    }
    made: AgendaForm = type("AgendaOfKind", (AgendaForm,), fields)(
        data={part.value: known.get(part, 0) for part in parts}
    )
    return made


def lengths_in(form: AgendaForm, kind: BeraadKind) -> dict[Part, int]:
    """The minutes of each part as they were filled in."""
    return {part: form[part.value].data or 0 for part in beraden.parts_of(kind)}


def _keep(form: AgendaForm, beraad: Beraad) -> Beraad:
    lengths = lengths_in(form, beraad.kind)
    return beraden.set_agenda(db(), actor(), beraad=beraad, lengths=lengths, now=now())


def _keep_three(form: ThreeForm, beraad: Beraad) -> Beraad:
    three = ThreeQuestions(form.wants.data or "", form.can.data or "", form.needs.data or "")
    return beraden.set_three_questions(db(), actor(), beraad=beraad, three=three, now=now())


def _three(beraad: Beraad) -> dict[str, str]:
    return {"wants": beraad.three.wants, "can": beraad.three.can, "needs": beraad.three.needs}
