"""One-time links for staff: setting up a new installation, and choosing a password."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, Optional

from netwerkberaad.accounts import (
    Profile,
    StaffLinkPurpose,
    find_staff_link,
    get_staff,
    set_up,
)
from netwerkberaad.accounts.single_sign_on import providers_for
from netwerkberaad.flows import choose_password
from netwerkberaad.web.context import base_url, db, now
from netwerkberaad.web.guard import public
from netwerkberaad.web.kit.fields import MailField, PhoneField
from netwerkberaad.web.kit.forms import MEDIUM, SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.public.provider_session import ways_through


class PasswordForm(BaseForm):
    """A new password, twice."""

    password = PasswordField(_("Wachtwoord"), [required(_("Kies een wachtwoord.")), at_most(MEDIUM)])
    again = PasswordField(
        _("Nog een keer"),
        [
            required(_("Typ het wachtwoord nog een keer.")),
            EqualTo("password", _("Dit is niet hetzelfde wachtwoord.")),
        ],
    )


class SetUpForm(PasswordForm):
    """The first region, organisation and beheerder."""

    region = StringField(_("Naam van de regio"), [required(_("Hoe heet de regio?")), at_most(SHORT)])
    organisation = StringField(
        _("Uw organisatie"), [required(_("Bij welke organisatie werkt u?")), at_most(SHORT)]
    )
    first = StringField(_("Voornaam"), [required(_("Vul uw voornaam in.")), at_most(SHORT)])
    infix = StringField(_("Tussenvoegsel"), [Optional(), at_most(SHORT)])
    last = StringField(_("Achternaam"), [required(_("Vul uw achternaam in.")), at_most(SHORT)])
    mail = MailField(_("Mailadres"), [required(_("Vul uw mailadres in."))])
    phone = PhoneField(_("Telefoonnummer dat mensen kunnen bellen"), [Optional()])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/inrichten/<token>", "set_up", set_up_page, methods=["GET", "POST"])
    blueprint.add_url_rule("/wachtwoord/<token>", "set_password", password_page, methods=["GET", "POST"])


@public
def set_up_page(token: str) -> Response:
    """Make the first region and beheerder."""
    if not _lives(token, StaffLinkPurpose.SETUP):
        return page("public/link_spent.html")
    form = SetUpForm()
    made = form.attempt(
        lambda: set_up(
            db(),
            token=token,
            region_name=form.region.data or "",
            organisation_name=form.organisation.data or "",
            profile=Profile(
                first=form.first.data or "",
                infix=form.infix.data or "",
                last=form.last.data or "",
                mail=form.mail.data or "",
                phone=form.phone.data or "",
            ),
            password=form.password.data or "",
            now=now(),
        )
    )
    if made is None:
        return page("public/set_up.html", form=form)
    return see(url_for("public.sign_in"))


@public
def password_page(token: str) -> Response:
    """Choose a password with a link from the beheerder, or with one that its owner asked for."""
    if not _lives(token, StaffLinkPurpose.SET_PASSWORD):
        return page("public/link_spent.html")
    form = PasswordForm()
    person = form.attempt(
        lambda: choose_password(
            db(), token=token, password=form.password.data or "", base_url=base_url(), now=now()
        )
    )
    if person is None:
        return page("public/set_password.html", form=form, ways_in=_ways_in(token))
    return see(url_for("public.sign_in"))


def _ways_in(token: str) -> list[dict[str, str]]:
    """The providers with which the owner of a link could sign in instead of choosing a password."""
    link = find_staff_link(db(), token, now=now())
    invited = get_staff(db(), link.staff_id) if link and link.staff_id else None
    return ways_through(providers_for(db(), invited), invitation=token) if invited else []


def _lives(token: str, purpose: StaffLinkPurpose) -> bool:
    link = find_staff_link(db(), token, now=now())
    return link is not None and link.purpose is purpose
