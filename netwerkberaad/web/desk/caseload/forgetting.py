"""Iemand wissen: everything of one person out of a case, when they ask for it."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from netwerkberaad.cases import get_person
from netwerkberaad.flows import erase_person
from netwerkberaad.foundation.access import Permission
from netwerkberaad.privacy import SOMEBODY
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_frame
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.pages import page, see


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule(
        "/casussen/<uuid:case_id>/gegevens/<uuid:person_id>/vergeten",
        "erase_person",
        forget,
        methods=["GET", "POST"],
    )


@allow(Permission.CHANGE_CASE)
def forget(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Ask once, and erase everything of this person."""
    person = get_person(db(), case=case(), person_id=person_id)
    name = person.name.short
    form = BaseForm()
    erased = form.attempt(lambda: erase_person(db(), actor(), case=case(), person=person, now=now()))
    if erased is None:
        return page(
            "desk/cases/forget.html",
            form=form,
            name=name,
            other=SOMEBODY,
            case_id=case_id,
            **case_frame("data", ahead=False),
        )
    text = gettext("Deze persoon is gewist.")
    if erased.left_open:
        text += " " + ngettext(
            "%(num)d toezegging heeft nu niemand. Bespreek wie die overneemt.",
            "%(num)d toezeggingen hebben nu niemand. Bespreek wie die overneemt.",
            len(erased.left_open),
        )
    flash(text, "ok")
    return see(url_for("desk.data", case_id=case_id))
