"""Geheime adressen: where somebody stays, and who may know."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.validators import Optional

from netwerkberaad.cases import get_person, present
from netwerkberaad.cases.sight import SecretAddress, hide_address, may_know, secret_addresses_of, show_address
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import listed
from netwerkberaad.web.context import actor, as_uuid, case, db, may_change, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.fields import ChecksField
from netwerkberaad.web.kit.forms import MEDIUM, SHORT, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.when import plain_day
from netwerkberaad.web.templating import language


class SecretForm(OnceForm):
    """An address that few may know."""

    person = SelectField(_("Van wie is het adres?"))
    address = StringField(_("Welk adres blijft geheim?"), [required(), at_most(SHORT)])
    knows = ChecksField(_("Wie mag het weten?"))
    reason = StringField(_("Waarom?"), [Optional(), at_most(MEDIUM)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/casussen/<uuid:case_id>/gegevens/geheim-adres"
    blueprint.add_url_rule(path, "secrets", secrets, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{path}/<uuid:secret_id>/weg", "secret_shown", secret_shown, methods=["POST"])


@allow(Permission.CHANGE_CASE)
def secrets(case_id: uuid.UUID) -> Response:
    """The secret addresses of the case and a new one."""
    form = SecretForm()
    names = [(str(one.id), one.name.full) for one in present(case_people()) if not one.nameless]
    form.person.choices = form.knows.choices = names
    home = url_for("desk.secrets", case_id=case_id)
    if sent_before(form.once.data):
        return see(home)
    if form.attempt(lambda: _hide(form)) is None:
        items = [_line(row) for row in secret_addresses_of(db(), case())]
        return room_page(
            "desk/sharing/secrets.html", "data", ahead=False, form=form, items=items, open=may_change()
        )
    flash(gettext("Dit adres gaat vanaf nu nergens meer heen."), "ok")
    return see(home)


@allow(Permission.CHANGE_CASE)
def secret_shown(case_id: uuid.UUID, secret_id: uuid.UUID) -> Response:
    """The address is secret no longer."""
    row = next((one for one in secret_addresses_of(db(), case()) if one.id == secret_id), None)
    if row is None:
        raise NotFoundError
    show_address(db(), actor(), case=case(), row=row, now=now())
    flash(gettext("Dit adres is niet meer geheim."), "ok")
    return see(url_for("desk.secrets", case_id=case_id))


def _hide(form: SecretForm) -> SecretAddress:
    return hide_address(
        db(),
        actor(),
        case=case(),
        person=get_person(db(), case=case(), person_id=as_uuid(form.person.data)),
        address=form.address.data or "",
        may_know=[get_person(db(), case=case(), person_id=as_uuid(one)) for one in form.knows.data or ()],
        reason=form.reason.data or "",
        now=now(),
    )


def _line(row: SecretAddress) -> dict[str, object]:
    people = present(case_people())
    owner = next((one.name.short for one in people if one.id == row.person_id), "")
    knowing = [one.name.short for one in people if may_know(row, one)]
    return {
        "id": row.id,
        "address": row.content.address,
        "owner": owner,
        "knowing": listed(knowing, language()),
        "reason": row.content.reason,
        "since": plain_day(row.made_at),
    }
