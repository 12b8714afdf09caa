"""Bewaartermijnen of the region, for the beheerder: how many years or weeks each kind of case is kept."""

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from netwerkberaad.foundation.access import Permission
from netwerkberaad.privacy import TERMS, Regime, Term, change_term, terms_of
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.desk.privacy.words import BASIS, length
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.seen import EditForm

_WRONG = _("Vul een heel getal in.")
_UNITS = {Regime.WMO: "years", Regime.JEUGDWET: "years", Regime.WITHDRAWN: "weeks"}


class TermsForm(EditForm):
    """One number for each regime that has a term; its field is called like the regime."""

    wmo = IntegerField(_("Wmo, in jaren"), [Optional(), NumberRange(min=1, message=_WRONG)])
    jeugdwet = IntegerField(_("Jeugdwet, in jaren"), [Optional(), NumberRange(min=1, message=_WRONG)])
    withdrawn = IntegerField(
        _("Aanvraag die niet doorging, in weken"), [Optional(), NumberRange(min=1, message=_WRONG)]
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/beheer/bewaartermijnen", "retention_terms", terms, methods=["GET", "POST"])


@allow(Permission.SET_RETENTION_TERMS)
def terms() -> Response:
    """The terms of the region; another one counts at once, also for what is kept already."""
    known = terms_of(db(), actor().region_id)
    form = TermsForm(data={regime.value: getattr(known[regime], unit) for regime, unit in _UNITS.items()})
    if form.attempt(lambda: _change(form)) is None:
        hints = {
            regime.value: gettext(
                "%(basis)s. Zonder eigen termijn: %(term)s.",
                basis=str(BASIS[regime]),
                term=length(TERMS[regime]),
            )
            for regime in _UNITS
        }
        return page("desk/privacy/terms.html", form=form, hints=hints)
    flash(gettext("Bewaard."), "ok")
    return see(url_for("desk.retention_terms"))


def _change(form: TermsForm) -> int:
    """Set what was filled in; an empty field gives the term of the law back."""
    touched = 0
    for regime, unit in _UNITS.items():
        typed: int | None = form[regime.value].data
        term = TERMS[regime] if typed is None else Term(**{unit: typed})
        touched += change_term(db(), actor(), regime=regime, term=term, now=now())
    return touched
