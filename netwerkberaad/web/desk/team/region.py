"""The region and its organisations, for the beheerder: names, and the phone number that stands in every message."""

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField
from wtforms.validators import Optional

from netwerkberaad.accounts import add_organisation, change_region, organisations_of_region, region_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, db, now, staff
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.fields import PhoneField
from netwerkberaad.web.kit.forms import SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.seen import EditForm


class OrganisationForm(BaseForm):
    """A new organisation."""

    name = StringField(_("Naam"), [required(_("Hoe heet de organisatie?")), at_most(SHORT)])


class RegionForm(EditForm):
    """The region itself."""

    region = StringField(_("Naam van de regio"), [required(_("Hoe heet de regio?")), at_most(SHORT)])
    phone = PhoneField(_("Telefoonnummer dat mensen kunnen bellen"), [Optional()])
    second_step = BooleanField(_("Iedereen logt in met een tweede stap"))


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/beheer/organisaties", "organisations", organisations, methods=["GET", "POST"])


@allow(Permission.MANAGE_ORGANISATIONS)
def organisations() -> Response:
    """The organisations of the region and a new one; the region's own name and number."""
    region = region_of(db(), staff().region_id)
    adding = "region" not in request.form
    form = OrganisationForm(formdata=request.form if adding else None)
    own = RegionForm(
        formdata=None if adding else request.form,
        region=region.name,
        phone=region.phone,
        second_step=region.second_step,
    )
    done: object
    if adding:
        done = form.attempt(
            lambda: add_organisation(db(), actor(), region=region, name=form.name.data or "", now=now())
        )
    else:
        done = own.attempt(
            lambda: change_region(
                db(),
                actor(),
                region=region,
                name=own.region.data or "",
                phone=own.phone.data or "",
                second_step=own.second_step.data,
                now=now(),
            )
        )
    if done is None:
        items = organisations_of_region(db(), actor())
        return page(
            "desk/admin/organisations.html", form=form, own=own, shown=form if adding else own, items=items
        )
    flash(gettext("Bewaard."), "ok")
    return see(url_for("desk.organisations"))
