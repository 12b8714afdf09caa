"""Signing in and out of the desk."""

from flask import Blueprint, redirect, request, url_for
from flask_login import logout_user
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField

from netwerkberaad.accounts import sign_in
from netwerkberaad.accounts.single_sign_on import running_providers
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import db, now, staff
from netwerkberaad.web.entering import enter_completely, enter_with_password
from netwerkberaad.web.guard import allow, public, while_enrolling
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import own_path, page
from netwerkberaad.web.kit.passkeys import PasskeyForm, options_for, owner_of
from netwerkberaad.web.known_browsers import marks
from netwerkberaad.web.public.provider_session import way_out_of_provider, ways_through
from netwerkberaad.web.sessions import current


class SignInForm(BaseForm):
    """Mail address and password."""

    mail = StringField(_("Mailadres"), [required(_("Vul uw mailadres in.")), at_most(MEDIUM)])
    password = PasswordField(_("Wachtwoord"), [required(_("Vul uw wachtwoord in.")), at_most(MEDIUM)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/inloggen", "sign_in", sign_in_page, methods=["GET", "POST"])
    blueprint.add_url_rule("/inloggen/passkey", "sign_in_passkey", sign_in_passkey, methods=["POST"])
    blueprint.add_url_rule("/uitloggen", "sign_out", sign_out, methods=["POST"])


@public
def sign_in_page() -> Response:
    """Sign in; a failure says the same for a known and an unknown address."""
    form = SignInForm()
    person = form.attempt(
        lambda: sign_in(
            db(),
            mail=form.mail.data or "",
            password=form.password.data or "",
            address=request.remote_addr or "",
            marks=marks(),
            now=now(),
        )
    )
    if person is None:
        return _ask(form)
    return enter_with_password(person, _target())


@public
def sign_in_passkey() -> Response:
    """A passkey instead of a password: it asks for a finger, face or PIN itself, so that it is two steps in one."""
    form = PasskeyForm()
    owner = form.attempt(lambda: owner_of(form))
    return enter_completely(owner, _target()) if owner is not None else _ask(SignInForm(), form)


@while_enrolling
@allow(Permission.USE_OWN_ACCOUNT)
def sign_out() -> Response:
    """End this session; who came in through a provider is shown how to end the one there too."""
    staff()
    further = way_out_of_provider()
    logout_user()
    current().end()
    if further is not None:
        return further
    return redirect(url_for("public.sign_in"), code=303)


def _ask(form: SignInForm, refused: PasskeyForm | None = None) -> Response:
    return page(
        "public/sign_in.html",
        form=form,
        shown=refused or form,
        passkey=options_for(),
        ways_in=ways_through(running_providers(db()), back=_target()),
        next=_target(),
    )


def _target() -> str | None:
    return own_path(request.args.get("next"))
