"""A request that comes to no beraad: the aanmelder takes it back, or the coördinator says what happens instead."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from netwerkberaad.cases import own_request, waiting_case
from netwerkberaad.flows import redirect_request, withdraw_request
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, base_url, case, db, now
from netwerkberaad.web.desk.team.waiting_words import facts_shown
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see


class WithdrawForm(BaseForm):
    """Why it is taken back."""

    reason = TextAreaField(
        _("Waarom trekt u de aanmelding in?"), [required(_("Schrijf in één zin op waarom.")), at_most(LONG)]
    )


class RedirectForm(BaseForm):
    """Why a beraad does not fit, and what happens instead. The aanmelder reads both."""

    reason = TextAreaField(
        _("Waarom past een netwerkberaad nu niet?"), [required(_("Schrijf op waarom.")), at_most(LONG)]
    )
    instead = TextAreaField(
        _("Wat gebeurt er in plaats daarvan? Wie doet het, en wanneer?"),
        [required(_("Schrijf op wat er wel gebeurt.")), at_most(LONG)],
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    both = ["GET", "POST"]
    blueprint.add_url_rule(
        "/aanmeldingen/<uuid:case_id>/intrekken", "withdraw_request", withdraw, methods=both
    )
    blueprint.add_url_rule(
        "/casussen/<uuid:case_id>/niet-passend", "redirect_request", redirect, methods=both
    )


@allow(Permission.WITHDRAW_REQUEST)
def withdraw(case_id: uuid.UUID) -> Response:
    """Take one's own request back, with the reason."""
    form = WithdrawForm()
    done = form.attempt(
        lambda: withdraw_request(db(), actor(), case=case(), reason=form.reason.data or "", now=now())
    )
    if done is None:
        view = own_request(db(), actor(), case=case())
        return page("desk/requests/withdraw.html", form=form, view=view)
    flash(gettext("De aanmelding is ingetrokken. Na zes weken wissen wij haar."), "ok")
    return see(url_for("desk.own_request", case_id=case_id))


@allow(Permission.REDIRECT_REQUEST)
def redirect(case_id: uuid.UUID) -> Response:
    """Say that a beraad does not fit, and what happens instead."""
    form = RedirectForm()
    done = form.attempt(
        lambda: redirect_request(
            db(),
            actor(),
            case=case(),
            reason=form.reason.data or "",
            instead=form.instead.data or "",
            base_url=base_url(),
            now=now(),
        )
    )
    if done is None:
        shown = facts_shown(waiting_case(db(), actor(), case=case()))
        return page("desk/waiting/redirect.html", form=form, **shown)
    flash(gettext("De aanmelder hoort dat er een antwoord is."), "ok")
    return see(url_for("desk.waiting"))
