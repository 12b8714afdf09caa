"""The lock on the screen: after a while without anybody, or at the press of a button. What stood there stays."""

from flask import Blueprint, Response, jsonify, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField

from netwerkberaad.accounts import (
    Staff,
    has_authenticator,
    has_second_step,
    note_lock,
    passkeys_of,
    prove_again,
)
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import db, locked_out, now, staff
from netwerkberaad.web.entering import home_of
from netwerkberaad.web.guard import allow, public
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import own_path, page, see
from netwerkberaad.web.kit.passkeys import PasskeyForm, options_for, owner_of
from netwerkberaad.web.known_browsers import marks
from netwerkberaad.web.sessions import current


class UnlockForm(BaseForm):
    """A code, or the password of somebody without a second step. Shown as dots: others may look on."""

    code = PasswordField(_("Code"), [required(_("Vul dit in.")), at_most(MEDIUM)])

    def for_(self, person: Staff) -> "UnlockForm":
        """Call the field what this member of staff has to type, also where it says what is wrong."""
        if not has_second_step(db(), person):
            self.code.label.text = _("Uw wachtwoord")
        else:
            self.code.label.text = (
                _("Code uit de app") if has_authenticator(db(), person) else _("Herstelcode")
            )
        return self


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    post = ["POST"]
    blueprint.add_url_rule("/vergrendel", "lock", lock, methods=post)
    blueprint.add_url_rule("/nog-hier", "still_here", still_here, methods=post)
    blueprint.add_url_rule("/ontgrendel", "unlock", unlock, methods=["GET", *post])
    blueprint.add_url_rule("/ontgrendel/passkey", "unlock_passkey", unlock_passkey, methods=post)


@allow(Permission.USE_OWN_ACCOUNT)
def lock() -> AnyResponse:
    """Lock the screen now. A page at which nobody is says so: then a table on another tab goes on."""
    note_lock(db(), staff=staff(), locked=True, now=now())
    current().rest() if "leeg" in request.form else current().lock()
    return _nothing() if _wants_little() else see(url_for("public.unlock", next=_target()))


@allow(Permission.USE_OWN_ACCOUNT)
def still_here() -> AnyResponse:
    """Somebody reads or types on a page that asks for nothing: the session lives on."""
    staff()
    return _nothing()


@public
def unlock() -> AnyResponse:
    """Show again who you are. Without a locked screen, on to where one was going."""
    person = locked_out()
    if person is None:
        return redirect(_target() or url_for("desk.home"), code=303)
    form = UnlockForm()
    if form.attempt(lambda: _prove(person, form.code.data or "")) is None:
        return _ask(person, form, form)
    return _open(person)


@public
def unlock_passkey() -> AnyResponse:
    """Open a locked screen with a passkey."""
    person = locked_out()
    if person is None:
        return redirect(_target() or url_for("desk.home"), code=303)
    form = PasskeyForm()
    if form.attempt(lambda: owner_of(form, person)) is None:
        return _ask(person, UnlockForm(), form)
    return _open(person)


def _prove(person: Staff, typed: str) -> bool:
    prove_again(db(), staff=person, typed=typed, marks=marks(), now=now())
    return True


def _ask(person: Staff, form: UnlockForm, shown: BaseForm) -> Response:
    errors = [text for field in shown for text in field.errors] + list(shown.form_errors)
    if errors and _wants_little():
        return make_response(jsonify(text=" ".join(map(str, errors))), 422)
    return page(
        "public/unlock.html",
        form=form.for_(person),
        shown=shown,
        coded=has_second_step(db(), person),
        app=has_authenticator(db(), person),
        passkey=options_for(person) if passkeys_of(db(), person) else "",
        name=person.profile.full_name,
        next=_target(),
    )


def _open(person: Staff) -> AnyResponse:
    note_lock(db(), staff=person, locked=False, now=now())
    current().unlock()
    return _nothing() if _wants_little() else see(_target() or home_of(person))


def _nothing() -> Response:
    return make_response("", 204)


def _wants_little() -> bool:
    """Whether a script asks, which shows the page that stands there already."""
    return request.accept_mimetypes.best == "application/json"


def _target() -> str | None:
    return own_path(request.args.get("next"))
