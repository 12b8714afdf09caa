"""One's own pincode: chosen, changed and taken away by whoever proved who they are."""

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField

from netwerkberaad.flows.pins import has_pin, remove_pin, set_pin, shares_a_way
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, db, guest, now
from netwerkberaad.web.door.frame import Link, circle, guest_page
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see


class PinForm(BaseForm):
    """The digits."""

    pin = PasswordField(_("Uw pincode"), [required(_("Typ uw pincode.")), at_most(SHORT)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/pincode", "own_pin", own_pin, methods=["GET", "POST"])
    blueprint.add_url_rule("/p/pincode/weg", "drop_pin", drop_pin, methods=["POST"])


@allow(Permission.READ_OWN_PART)
def own_pin() -> AnyResponse:
    """Choose a pincode, or another one."""
    form, case, person = PinForm(), guest().case, guest().person
    kept = form.attempt(
        lambda: set_pin(db(), actor(), case=case, person=person, pin=form.pin.data or "", now=now())
    )
    if kept is None:
        return guest_page("door/own_pin.html", form=form, there=has_pin(db(), person))
    flash(gettext("Uw pincode is bewaard. Wij vragen hem elke keer dat u een bericht opent."), "ok")
    return see(url_for("door.welcome"))


@allow(Permission.READ_OWN_PART)
def drop_pin() -> AnyResponse:
    """Have none any more."""
    remove_pin(db(), actor(), case=guest().case, person=guest().person, now=now())
    flash(gettext("Uw pincode is weg."), "ok")
    return see(url_for("door.welcome"))


def pin_things() -> list[Link]:
    """The way to it, for who shares an address or a phone, and for who has one."""
    if not (shares_a_way(guest().person, circle()) or has_pin(db(), guest().person)):
        return []
    return [{"label": gettext("Een eigen pincode"), "url": url_for("door.own_pin"), "icon": "key"}]
