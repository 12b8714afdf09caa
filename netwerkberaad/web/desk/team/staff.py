"""Medewerkers: for the beheerder, who sees accounts and nothing of any case."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.validators import Optional

from netwerkberaad.accounts import (
    Organisation,
    Profile,
    Staff,
    StaffLinkPurpose,
    add_staff,
    change_staff,
    end_staff,
    get_staff,
    has_second_step,
    make_staff_link,
    organisations_of_region,
    region_of,
    staff_of_region,
)
from netwerkberaad.foundation.access import Permission, Role
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.web.context import actor, base_url, db, now, staff
from netwerkberaad.web.desk.requesting.request_forms import LANGUAGES
from netwerkberaad.web.desk.signing.resets import reset_rows
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.fields import ChecksField, MailField, PhoneField
from netwerkberaad.web.kit.forms import SHORT, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.seen import EditForm

ROLE_NAMES = {
    Role.REFERRER: _("Sociaal werker (meldt aan)"),
    Role.FACILITATOR: _("Gespreksleider"),
    Role.COORDINATOR: _("Coördinator"),
    Role.ADMIN: _("Beheerder"),
    Role.PRIVACY_OFFICER: _("Privacy officer"),
    Role.ANALYST: _("Beleidsmedewerker"),
}


class StaffForm(EditForm):
    """One member of staff."""

    first = StringField(_("Voornaam"), [required(_("Vul een voornaam in.")), at_most(SHORT)])
    infix = StringField(_("Tussenvoegsel"), [Optional(), at_most(SHORT)])
    last = StringField(_("Achternaam"), [required(_("Vul een achternaam in.")), at_most(SHORT)])
    mail = MailField(_("Mailadres"), [required(_("Vul een mailadres in."))])
    phone = PhoneField(_("Telefoon"), [Optional()])
    languages = ChecksField(_("Spreekt"), [Optional()])
    organisation = SelectField(_("Organisatie"), [required(_("Kies een organisatie."))])
    roles = ChecksField(_("Rollen"), [required(_("Kies minstens één rol."))])

    def offer(self, organisations: list[Organisation]) -> "StaffForm":
        """Set the choices."""
        self.organisation.choices = [(str(item.id), item.name) for item in organisations]
        self.languages.choices = list(LANGUAGES)
        self.roles.choices = [(role.value, name) for role, name in ROLE_NAMES.items()]
        return self

    def profile(self, before: Profile | None = None) -> Profile:
        """What was typed, as a profile."""
        return Profile(
            first=self.first.data or "",
            infix=self.infix.data or "",
            last=self.last.data or "",
            mail=self.mail.data or "",
            phone=self.phone.data or "",
            languages=tuple(self.languages.data or ("nl",)),
            gender=before.gender if before else "",
        )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/beheer/medewerkers", "staff_list", staff_list)
    blueprint.add_url_rule("/beheer/medewerkers/nieuw", "staff_new", staff_new, methods=["GET", "POST"])
    blueprint.add_url_rule(
        "/beheer/medewerkers/<uuid:staff_id>", "staff_edit", staff_edit, methods=["GET", "POST"]
    )
    blueprint.add_url_rule(
        "/beheer/medewerkers/<uuid:staff_id>/link", "staff_link", staff_link, methods=["POST"]
    )
    blueprint.add_url_rule(
        "/beheer/medewerkers/<uuid:staff_id>/einde", "staff_end", staff_end, methods=["POST"]
    )


@allow(Permission.MANAGE_STAFF)
def staff_list() -> Response:
    """Everybody with an account in this region."""
    people = staff_of_region(db(), actor())
    names = {item.id: item.name for item in organisations_of_region(db(), actor())}
    rows = [(person, names.get(person.organisation_id, ""), _role_names(person)) for person in people]
    return page("desk/admin/staff_list.html", rows=rows, resets=reset_rows())


@allow(Permission.MANAGE_STAFF)
def staff_new() -> Response:
    """Add a member of staff and show the link for their password, once."""
    offered = organisations_of_region(db(), actor())
    form = StaffForm().offer(offered)

    def add() -> Staff:
        return add_staff(
            db(),
            actor(),
            region=region_of(db(), staff().region_id),
            organisation=_chosen(offered, form.organisation.data),
            profile=form.profile(),
            roles=[Role(name) for name in form.roles.data or []],
            now=now(),
        )

    person = form.attempt(add)
    if person is None:
        return page("desk/admin/staff_form.html", form=form, person=None)
    return _show_link(person)


@allow(Permission.MANAGE_STAFF)
def staff_edit(staff_id: uuid.UUID) -> Response:
    """Change name, organisation or roles."""
    person = _own_staff(staff_id)
    offered = organisations_of_region(db(), actor())
    form = StaffForm(data=_as_data(person)).offer(offered)

    def change() -> Staff:
        return change_staff(
            db(),
            actor(),
            staff=person,
            profile=form.profile(person.profile),
            roles=[Role(name) for name in form.roles.data or []],
            organisation=_chosen(offered, form.organisation.data),
            now=now(),
        )

    if form.attempt(change) is None:
        resettable = person.id != staff().id and has_second_step(db(), person)
        return page("desk/admin/staff_form.html", form=form, person=person, resettable=resettable)
    flash(gettext("Bewaard."), "ok")
    return see(url_for("desk.staff_list"))


@allow(Permission.MANAGE_STAFF)
def staff_link(staff_id: uuid.UUID) -> Response:
    """Make a new link to choose a password; earlier ones stop working."""
    return _show_link(_own_staff(staff_id))


@allow(Permission.MANAGE_STAFF)
def staff_end(staff_id: uuid.UUID) -> Response:
    """End an account: signing in stops at once."""
    end_staff(db(), actor(), staff=_own_staff(staff_id), now=now())
    flash(gettext("Dit account is beëindigd."), "ok")
    return see(url_for("desk.staff_list"))


def _show_link(person: Staff) -> Response:
    token = make_staff_link(db(), actor(), staff=person, purpose=StaffLinkPurpose.SET_PASSWORD, now=now())
    response = page("desk/admin/staff_link.html", person=person, url=f"{base_url()}/wachtwoord/{token}")
    response.status_code = 200
    return response


def _own_staff(staff_id: uuid.UUID) -> Staff:
    person = get_staff(db(), staff_id)
    if person is None or person.region_id != staff().region_id:
        raise NotFoundError
    return person


def _chosen(offered: list[Organisation], value: str | None) -> Organisation:
    for item in offered:
        if str(item.id) == value:
            return item
    raise NotFoundError


def _role_names(person: Staff) -> list[str]:
    return [str(ROLE_NAMES[role]) for role in ROLE_NAMES if role in person.roles]


def _as_data(person: Staff) -> dict[str, object]:
    profile = person.profile
    return {
        "first": profile.first,
        "infix": profile.infix,
        "last": profile.last,
        "mail": profile.mail,
        "phone": profile.phone,
        "languages": list(profile.languages),
        "organisation": str(person.organisation_id),
        "roles": [role.value for role in person.roles],
    }
