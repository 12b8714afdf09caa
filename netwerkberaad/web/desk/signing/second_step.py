"""The second step at signing in: get one, change it, and the recovery codes on paper."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField

from netwerkberaad.accounts import (
    add_authenticator,
    fit_secret,
    has_authenticator,
    has_second_step,
    make_recovery_codes,
    must_have_second_step,
    note_signed_in,
    passkeys_of,
    recovery_codes_left,
    remove_authenticator,
    secret_address,
)
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents.qr import qr_of
from netwerkberaad.foundation.links import SessionStage
from netwerkberaad.web.context import actor, base_url, db, now, staff
from netwerkberaad.web.desk.signing.proving import freshly_proven, typed_before
from netwerkberaad.web.entering import home_of
from netwerkberaad.web.guard import allow, while_enrolling
from netwerkberaad.web.kit.forms import SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.passkeys import passkeys_work
from netwerkberaad.web.known_browsers import know_browser
from netwerkberaad.web.sessions import current


class AuthenticatorForm(BaseForm):
    """The secret that the app took over, and its code of now. Nothing is kept before the code is right."""

    secret = HiddenField(validators=[at_most(SHORT)])
    code = StringField(_("Code uit de app"), [required(_("Typ de zes cijfers uit de app.")), at_most(SHORT)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, post = "/account/tweede-stap", ["POST"]
    blueprint.add_url_rule(path, "second_step", second_step)
    blueprint.add_url_rule(f"{path}/app", "authenticator", authenticator, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{path}/app/weg", "authenticator_off", authenticator_off, methods=post)
    blueprint.add_url_rule(f"{path}/herstelcodes", "recovery_codes", recovery_codes, methods=post)


@while_enrolling
@allow(Permission.USE_OWN_ACCOUNT)
def second_step() -> Response:
    """What I sign in with besides my password."""
    return page(
        "desk/account/second_step.html",
        app=has_authenticator(db(), staff()),
        passkeys=passkeys_of(db(), staff()),
        passkeys_work=passkeys_work(),
        codes=recovery_codes_left(db(), staff()),
        obligatory=must_have_second_step(db(), staff()),
        enrolling=_enrolling(),
    )


@while_enrolling
@allow(Permission.USE_OWN_ACCOUNT)
@freshly_proven
def authenticator() -> Response:
    """Take the secret over into an app and show that it worked."""
    form = AuthenticatorForm(data=typed_before())
    first = not has_second_step(db(), staff())

    def add() -> bool:
        add_authenticator(
            db(),
            actor(),
            staff=staff(),
            secret=form.secret.data or "",
            code="".join((form.code.data or "").split()),
            now=now(),
        )
        return True

    if form.attempt(add) is None:
        form.secret.data = fit_secret(form.secret.data)
        address = secret_address(form.secret.data, mail=staff().profile.mail, issuer=_issuer())
        return page(
            "desk/account/authenticator.html",
            form=form,
            squares=qr_of(address),
            secret=_grouped(form.secret.data),
        )
    if first:
        return after_first_step()
    flash(gettext("Uw app geeft vanaf nu de code."), "ok")
    return see(url_for("desk.second_step"))


@allow(Permission.USE_OWN_ACCOUNT)
@freshly_proven
def authenticator_off() -> Response:
    """Use the app no more."""
    form = BaseForm()

    def remove() -> bool:
        remove_authenticator(db(), actor(), staff=staff(), now=now())
        return True

    if form.attempt(remove) is None:
        flash(" ".join(form.form_errors), "error")
        return see(url_for("desk.second_step"))
    flash(gettext("De app geeft geen code meer voor dit account."), "ok")
    return see(url_for("desk.second_step"))


@allow(Permission.USE_OWN_ACCOUNT)
@freshly_proven
def recovery_codes() -> Response:
    """Ten new recovery codes; the earlier ones stop working."""
    if not has_second_step(db(), staff()):
        return redirect(url_for("desk.second_step"), code=303)
    return _show_codes(make_recovery_codes(db(), actor(), staff=staff(), now=now()))


def after_first_step() -> Response:
    """Somebody has a second step now: whoever had to get one is in, and everybody gets codes on paper."""
    return _show_codes(make_recovery_codes(db(), actor(), staff=staff(), now=now()))


def _show_codes(codes: list[str]) -> Response:
    done, enrolling = url_for("desk.second_step"), _enrolling()
    if enrolling:
        current().renew(SessionStage.OPEN)
        note_signed_in(db(), staff=staff(), now=now())
        done = home_of(staff())
    # The answer to a post that went well: going elsewhere first would need the codes kept somewhere.
    response = page(
        "desk/account/recovery_codes.html", codes=[_grouped(code, 5) for code in codes], done=done
    )
    response.status_code = 200
    if enrolling:
        know_browser(response, staff())
    return response


def _enrolling() -> bool:
    return current().stage is SessionStage.ENROLMENT


def _issuer() -> str:
    """What the app calls us: the host says which installation it is."""
    return f"Netwerkberaad {urlsplit(base_url()).hostname}"


def _grouped(text: str, length: int = 4) -> str:
    return " ".join(text[start : start + length] for start in range(0, len(text), length))
