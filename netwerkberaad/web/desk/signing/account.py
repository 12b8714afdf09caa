"""Mijn account: own password, language, and where one is signed in."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import PasswordField, SelectField
from wtforms.validators import EqualTo

from netwerkberaad.accounts import Staff, choose_desk_language, sign_out_elsewhere
from netwerkberaad.flows import change_own_password
from netwerkberaad.foundation.access import Permission, Role
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.links import end_session, is_locked, sessions_of
from netwerkberaad.web.context import actor, base_url, db, now, staff
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.devices import device_of
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.phones import spoken_phone
from netwerkberaad.web.known_browsers import marks
from netwerkberaad.web.language import chosen_language, offered, own_name
from netwerkberaad.web.sessions import current


class OwnPasswordForm(BaseForm):
    """The old password and a new one, twice."""

    old = PasswordField(
        _("Uw wachtwoord van nu"), [required(_("Vul uw wachtwoord van nu in.")), at_most(MEDIUM)]
    )
    password = PasswordField(
        _("Nieuw wachtwoord"), [required(_("Kies een nieuw wachtwoord.")), at_most(MEDIUM)]
    )
    again = PasswordField(
        _("Nog een keer"),
        [
            required(_("Typ het nieuwe wachtwoord nog een keer.")),
            EqualTo("password", _("Dit is niet hetzelfde.")),
        ],
    )


class LanguageForm(BaseForm):
    """The language of the desk."""

    language = SelectField(_("Taal"))


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/account", "account", account)
    blueprint.add_url_rule("/account/wachtwoord", "own_password", own_password, methods=["GET", "POST"])
    blueprint.add_url_rule("/account/taal", "own_language", own_language, methods=["POST"])
    blueprint.add_url_rule("/account/sessies", "end_other_sessions", end_other_sessions, methods=["POST"])
    blueprint.add_url_rule(
        "/account/sessies/<uuid:session_id>", "end_own_session", end_own_session, methods=["POST"]
    )


@allow(Permission.USE_OWN_ACCOUNT)
def account() -> Response:
    """Who I am here and where I am signed in."""
    sessions = sessions_of(db(), staff_id=staff().id, now=now())
    return page(
        "desk/account/account.html",
        person=staff(),
        phone=spoken_phone(staff().profile.phone) if staff().profile.phone else "",
        sessions=[(row, device_of(row), is_locked(row, now())) for row in sessions],
        this=current().row,
        form=_language_form(),
        leads=actor().has(Role.FACILITATOR),
        now=now(),
    )


@allow(Permission.USE_OWN_ACCOUNT)
def own_password() -> Response:
    """Change one's own password; every other session ends."""
    form = OwnPasswordForm()
    this = current().row

    def change() -> Staff:
        return change_own_password(
            db(),
            actor(),
            staff=staff(),
            old=form.old.data or "",
            new=form.password.data or "",
            this_session=this.id if this else None,
            marks=marks(),
            base_url=base_url(),
            now=now(),
        )

    if form.attempt(change) is None:
        return page("desk/account/own_password.html", form=form)
    flash(gettext("Uw nieuwe wachtwoord geldt vanaf nu. Op andere apparaten bent u uitgelogd."), "ok")
    return see(url_for("desk.account"))


@allow(Permission.USE_OWN_ACCOUNT)
def own_language() -> Response:
    """Choose the language in which the desk speaks to me."""
    form = _language_form()
    if form.validate_on_submit():
        choose_desk_language(db(), actor(), staff=staff(), language=form.language.data, now=now())
        current()["language"] = form.language.data
    return see(url_for("desk.account"))


@allow(Permission.USE_OWN_ACCOUNT)
def end_own_session(session_id: uuid.UUID) -> Response:
    """Sign out somewhere else."""
    for other in sessions_of(db(), staff_id=staff().id, now=now()):
        if other.id == session_id:
            end_session(db(), other)
            flash(gettext("Daar bent u nu uitgelogd."), "ok")
            return see(url_for("desk.account"))
    raise NotFoundError


@allow(Permission.USE_OWN_ACCOUNT)
def end_other_sessions() -> Response:
    """Sign out everywhere else."""
    this = current().row
    sign_out_elsewhere(db(), actor(), staff=staff(), this_session=this.id if this else None, now=now())
    flash(gettext("Op andere apparaten bent u nu uitgelogd."), "ok")
    return see(url_for("desk.account"))


def _language_form() -> LanguageForm:
    form = LanguageForm(language=chosen_language())
    form.language.choices = [(code, own_name(code)) for code in offered()]
    return form
