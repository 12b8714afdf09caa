"""The pincode of somebody who shares an address or a phone: set or taken away because that person asked for it."""

import uuid

from flask import Blueprint, flash
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import StringField

from netwerkberaad.cases import get_person
from netwerkberaad.flows.pins import has_pin, remove_pin, set_pin
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.desk.inviting.hand_over import page_of
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page


class PersonPinForm(BaseForm):
    """The digits that somebody chose on the phone."""

    pin = StringField(_("Pincode"), [required(_("Vul de cijfers in.")), at_most(SHORT)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/casussen/<uuid:case_id>/uitnodigen/<uuid:person_id>/pincode"
    blueprint.add_url_rule(path, "person_pin", person_pin, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{path}/weg", "person_pin_gone", person_pin_gone, methods=["POST"])


@allow(Permission.CHANGE_CASE)
def person_pin(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Set a pincode, or another one. It is not shown again."""
    person, form = get_person(db(), case=case(), person_id=person_id), PersonPinForm()
    kept = form.attempt(
        lambda: set_pin(db(), actor(), case=case(), person=person, pin=form.pin.data or "", now=now())
    )
    if kept is None:
        return room_page(
            "desk/invites/pin.html",
            "invites",
            ahead=False,
            form=form,
            name=person.name.short,
            person_id=person.id,
            there=has_pin(db(), person),
        )
    flash(
        gettext("Bewaard. %(name)s typt de pincode voortaan bij elk bericht.", name=person.name.short), "ok"
    )
    return see(page_of(person))


@allow(Permission.CHANGE_CASE)
def person_pin_gone(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Somebody forgot it, or wants none."""
    person = get_person(db(), case=case(), person_id=person_id)
    remove_pin(db(), actor(), case=case(), person=person, now=now())
    flash(gettext("De pincode is weg."), "ok")
    return see(page_of(person))
