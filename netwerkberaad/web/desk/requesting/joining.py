"""Twee aanmeldingen voor dezelfde mensen: the coördinator joins the later one to the first, after seeing what that does."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import RadioField

from netwerkberaad.accounts import staff_named
from netwerkberaad.cases import Case, waiting_case
from netwerkberaad.cases.joining import FirstRequest, first_requests
from netwerkberaad.flows import join_request
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import listed
from netwerkberaad.web.context import READING, actor, as_uuid, base_url, case, db, now
from netwerkberaad.web.desk.team.waiting_words import facts_shown
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import BaseForm, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.when import plain_day
from netwerkberaad.web.kit.words import PHASE_NAMES
from netwerkberaad.web.templating import language


class JoinForm(BaseForm):
    """To which request it is joined."""

    first = RadioField(_("Bij welke aanmelding hoort zij?"), [required(_("Kies een aanmelding."))])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule(
        "/casussen/<uuid:case_id>/samenvoegen", "join_request", join, methods=["GET", "POST"]
    )


@allow(Permission.REDIRECT_REQUEST)
def join(case_id: uuid.UUID) -> Response:
    """Show what running case it may belong to, and join it after a yes."""
    found = first_requests(db(), case())
    names = staff_named(db(), [one.facilitator_id for one in found])
    leads = {one: staff.profile.full_name for one, staff in names.items()}
    form = JoinForm()
    form.first.choices = {str(one.id): listed(one.first_names, language()) for one in found}
    if request.method in READING and found:
        form.first.data = str(found[0].id)

    def act() -> Case:
        first_id = as_uuid(form.first.data)
        return join_request(db(), actor(), case=case(), first_id=first_id, base_url=base_url(), now=now())

    if form.attempt(act) is None:
        return page(
            "desk/waiting/join.html",
            form=form,
            found={str(one.id): _told(one, leads) for one in found},
            case_id=case_id,
            **facts_shown(waiting_case(db(), actor(), case=case())),
        )
    flash(gettext("De aanmeldingen zijn samengevoegd. Elke aanmelder houdt het eigen ontvangstbewijs."), "ok")
    return see(url_for("desk.waiting"))


def _told(one: FirstRequest, leads: dict[uuid.UUID, str]) -> str:
    by = leads.get(one.facilitator_id, "") if one.facilitator_id else ""
    parts = (
        one.municipality,
        gettext("aangemeld op %(day)s", day=plain_day(one.asked_at)),
        str(PHASE_NAMES[one.phase]),
        gettext("gespreksleider %(name)s", name=by) if by else "",
    )
    return " · ".join(part for part in parts if part)
