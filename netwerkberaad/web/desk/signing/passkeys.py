"""One's own passkeys: make one, name it, take it away."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import StringField

from netwerkberaad.accounts import add_passkey, has_second_step, registration_options, remove_passkey
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.web.context import actor, db, now, staff
from netwerkberaad.web.desk.signing.proving import freshly_proven, typed_before
from netwerkberaad.web.desk.signing.second_step import after_first_step
from netwerkberaad.web.guard import allow, while_enrolling
from netwerkberaad.web.kit.forms import SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.passkeys import PasskeyForm, passkeys_work, site


class NewPasskeyForm(PasskeyForm):
    """A passkey that the browser just made, and what its owner calls it."""

    name = StringField(
        _("Waar staat deze passkey?"), [required(_("Geef de passkey een naam.")), at_most(SHORT)]
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/account/tweede-stap/passkeys"
    blueprint.add_url_rule(f"{path}/nieuw", "passkey_new", passkey_new, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{path}/<uuid:passkey_id>/weg", "passkey_off", passkey_off, methods=["POST"])


@while_enrolling
@allow(Permission.USE_OWN_ACCOUNT)
@freshly_proven
def passkey_new() -> Response:
    """Make a passkey on this device, a telephone or a security key."""
    if not passkeys_work():
        raise NotFoundError
    form = NewPasskeyForm(data=typed_before())
    first = not has_second_step(db(), staff())
    made = form.attempt(
        lambda: add_passkey(
            db(),
            actor(),
            staff=staff(),
            site=site(),
            credential=form.credential.data or "",
            name=form.name.data or "",
            now=now(),
        )
    )
    if made is None:
        options = registration_options(db(), staff=staff(), site=site(), now=now())
        return page("desk/account/passkey.html", form=form, options=options)
    return after_first_step() if first else _back(gettext("U kunt nu ook met deze passkey inloggen."))


@allow(Permission.USE_OWN_ACCOUNT)
@freshly_proven
def passkey_off(passkey_id: uuid.UUID) -> Response:
    """Let a passkey sign in no more."""
    form = BaseForm()

    def remove() -> bool:
        remove_passkey(db(), actor(), staff=staff(), passkey_id=passkey_id, now=now())
        return True

    if form.attempt(remove) is None:
        return _back(" ".join(form.form_errors), "error")
    return _back(gettext("Deze passkey werkt niet meer voor dit account."))


def _back(text: str, kind: str = "ok") -> Response:
    flash(text, kind)
    return see(url_for("desk.second_step"))
