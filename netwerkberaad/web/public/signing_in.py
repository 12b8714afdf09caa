"""Signing in and out of the desk."""

from flask import Blueprint, redirect, request, url_for
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField

from netwerkberaad.accounts import Staff, sign_in
from netwerkberaad.accounts.single_sign_on import running_providers
from netwerkberaad.foundation.access import Permission, Role
from netwerkberaad.web.context import db, now, staff
from netwerkberaad.web.guard import allow, public
from netwerkberaad.web.identity import SignedIn
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import own_path, page, see
from netwerkberaad.web.public.provider_session import way_out_of_provider, ways_through
from netwerkberaad.web.sessions import current


class SignInForm(BaseForm):
    """Mail address and password."""

    mail = StringField(_("Mailadres"), [required(_("Vul uw mailadres in.")), at_most(MEDIUM)])
    password = PasswordField(_("Wachtwoord"), [required(_("Vul uw wachtwoord in.")), at_most(MEDIUM)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/inloggen", "sign_in", sign_in_page, methods=["GET", "POST"])
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
            now=now(),
        )
    )
    if person is None:
        back = own_path(request.args.get("next"))
        ways_in = ways_through(running_providers(db()), back=back)
        return page("public/sign_in.html", form=form, ways_in=ways_in)
    let_in(person)
    return see(own_path(request.args.get("next")) or home_of(person))


def let_in(person: Staff) -> None:
    """Begin the session of somebody who just proved who they are."""
    language = current().get("language")
    current().begin(scope_id=person.region_id, staff_id=person.id)
    if language:
        current()["language"] = language
    login_user(SignedIn(person))


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


def home_of(person: Staff) -> str:
    """The page somebody begins their day with: the first that fits their roles."""
    homes = (
        (Role.FACILITATOR, "desk.today"),
        (Role.COORDINATOR, "desk.today"),
        (Role.REFERRER, "desk.own_requests"),
        (Role.ADMIN, "desk.staff_list"),
        (Role.PRIVACY_OFFICER, "desk.privacy"),
    )
    return next(
        (url_for(page_name) for role, page_name in homes if role in person.roles), url_for("desk.account")
    )
