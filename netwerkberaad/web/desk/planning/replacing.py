"""What was handed back is offered to somebody else: who stands behind it is asked first."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectField

from netwerkberaad.cases import get_person
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.plans import (
    ConfirmationAnswer,
    ConfirmationLine,
    confirmations_of,
    get_confirmation,
    mark_handled,
    offer_to,
)
from netwerkberaad.web.context import actor, as_uuid, case, db, now
from netwerkberaad.web.desk.planning.plan_editor import locked_in_private_time
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import BaseForm, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.phones import numbers_of
from netwerkberaad.web.kit.plan_words import shown
from netwerkberaad.web.kit.rooms import room_page


class ReplaceForm(BaseForm):
    """Who said that they take it over."""

    takes = SelectField(_("Wie neemt het over?"), [required(_("Kies iemand."))])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    room = "/casussen/<uuid:case_id>/plan/vervangen/<uuid:confirmation_id>"
    blueprint.add_url_rule(room, "replace", replace, methods=["GET", "POST"])


@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def replace(case_id: uuid.UUID, confirmation_id: uuid.UUID) -> Response:
    """Whom to ask, first who stands behind it; then the line is offered to them in a new version."""
    line = next(
        (
            one
            for one in confirmations_of(db(), case())
            if one.said is not None and one.said.id == confirmation_id
        ),
        None,
    )
    if line is None or line.answer is not ConfirmationAnswer.HAND_BACK:
        raise NotFoundError
    form = ReplaceForm()
    first = line.line.backup
    there = [one for one in case_people() if one.left_at is None and not one.nameless]
    form.takes.choices = [
        ("", gettext("Kies iemand")),
        *((str(one.id), one.name.short) for one in there if one.id not in line.line.owner_ids),
    ]
    if not form.is_submitted() and first is not None:
        form.takes.data = str(first.id)
    if form.attempt(lambda: _offer(form, line, confirmation_id)) is None:
        return room_page(
            "desk/plan/replace.html",
            "plan",
            ahead=False,
            form=form,
            line=shown(line.line),
            name=line.owner.name,
            first=first.name if first else "",
            numbers=numbers_of([first.id]) if first else [],
        )
    flash(gettext("Het staat in een nieuwe versie. Stel die vast, dan vragen wij om een bevestiging."), "ok")
    return see(url_for("desk.write_plan", case_id=case_id))


def _offer(form: ReplaceForm, line: ConfirmationLine, confirmation_id: uuid.UUID) -> object:
    takes = get_person(db(), case=case(), person_id=as_uuid(form.takes.data))
    confirmation = get_confirmation(db(), case=case(), confirmation_id=confirmation_id)
    mark_handled(db(), actor(), case=case(), confirmation=confirmation, now=now())
    return offer_to(
        db(),
        actor(),
        case=case(),
        lineage_id=line.line.lineage_id,
        leaves=line.owner.id,
        takes=takes.id,
        now=now(),
    )
