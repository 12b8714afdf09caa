"""'Wachtwoord vergeten': the same answer for everybody; the link comes by mail."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from netwerkberaad.accounts import ask_new_password
from netwerkberaad.web.context import db, now
from netwerkberaad.web.guard import public
from netwerkberaad.web.kit.fields import MailField
from netwerkberaad.web.kit.forms import BaseForm, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see


class ForgottenForm(BaseForm):
    """The mail address that one signs in with."""

    mail = MailField(_("Mailadres"), [required(_("Vul uw mailadres in."))])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/wachtwoord-vergeten"
    blueprint.add_url_rule(path, "forgot_password", forgot_password, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{path}/onderweg", "password_asked", password_asked)


@public
def forgot_password() -> Response:
    """Ask for a link to choose a new password."""
    form = ForgottenForm()
    if form.attempt(lambda: _ask(form.mail.data or "")) is None:
        return page("public/forgot_password.html", form=form)
    return see(url_for("public.password_asked"))


@public
def password_asked() -> Response:
    """What happens now, known or not."""
    return page("public/password_asked.html")


def _ask(mail: str) -> bool:
    ask_new_password(db(), mail=mail, address=request.remote_addr or "", now=now())
    return True
