"""The second step at signing in, after the password."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from netwerkberaad.accounts import Staff, has_authenticator, passkeys_of, take_second_step
from netwerkberaad.web.context import db, halfway, now
from netwerkberaad.web.entering import enter_completely
from netwerkberaad.web.guard import public
from netwerkberaad.web.kit.forms import SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import own_path, page
from netwerkberaad.web.kit.passkeys import PasskeyForm, options_for, owner_of
from netwerkberaad.web.known_browsers import marks


class CodeForm(BaseForm):
    """A code of the app, or one from paper."""

    code = StringField(_("Code"), [required(_("Typ de code.")), at_most(SHORT)])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/inloggen/code", "second_step", second_step, methods=["GET", "POST"])
    blueprint.add_url_rule(
        "/inloggen/code/passkey", "second_step_passkey", second_step_passkey, methods=["POST"]
    )


@public
def second_step() -> Response:
    """Type the code of the app or a recovery code. Without a right password before, back to the start."""
    person = halfway()
    if person is None:
        return redirect(url_for("public.sign_in"), code=303)
    form = CodeForm()
    if form.attempt(lambda: _take(person, form.code.data or "")) is None:
        return _ask(person, form)
    return enter_completely(person, _target())


@public
def second_step_passkey() -> Response:
    """A passkey instead of a code."""
    person = halfway()
    if person is None:
        return redirect(url_for("public.sign_in"), code=303)
    form = PasskeyForm()
    owner = form.attempt(lambda: owner_of(form, person))
    return enter_completely(owner, _target()) if owner is not None else _ask(person, CodeForm(), form)


def _ask(person: Staff, form: CodeForm, refused: BaseForm | None = None) -> Response:
    return page(
        "public/second_step.html",
        form=form,
        shown=refused or form,
        app=has_authenticator(db(), person),
        passkey=options_for(person) if passkeys_of(db(), person) else "",
        next=_target(),
    )


def _target() -> str | None:
    return own_path(request.args.get("next"))


def _take(person: Staff, code: str) -> bool:
    take_second_step(db(), staff=person, code=code, marks=marks(), now=now())
    return True
