"""The device of the family in its besloten tijd: one thing can be done with it, writing proposals for the plan.

The page shows nothing of the case, also not what was written before; opening its address changes nothing.
"""

import uuid

from flask import Blueprint, make_response, render_template
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, TextAreaField

from netwerkberaad import beraden
from netwerkberaad.beraden import FamilyDevice, FamilyProposal, ProposalKind
from netwerkberaad.web.context import as_uuid, db, now
from netwerkberaad.web.door.frame import team
from netwerkberaad.web.guard import public
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page


class ProposalForm(BaseForm):
    """One proposal. ``mark`` is made by the page: sent twice, it is kept once."""

    mark = HiddenField(default=lambda: str(uuid.uuid4()))
    kind = RadioField(
        _("Wat is het?"),
        [required(_("Kies wat het best past."))],
        choices=[
            (ProposalKind.GOAL.value, _("Iets dat we willen bereiken")),
            (ProposalKind.PROMISE.value, _("Iets dat iemand gaat doen")),
        ],
    )
    text = TextAreaField(_("In uw eigen woorden"), [required(_("Schrijf eerst iets op.")), at_most(LONG)])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/schrijf/<token>", "family_device", family_device, methods=["GET", "POST"])


@public
def family_device(token: str) -> Response:
    """Write one proposal. An unknown link and one that is over look the same."""
    device = beraden.device_of(db(), token, now=now())
    if device is None:
        return make_response(render_template("door/no_session.html", dead=True, team=team()), 404)
    is_on = beraden.takes_proposals(db(), device)
    form = ProposalForm()
    kept = form.attempt(lambda: _keep(form, device)) if is_on else None
    if kept is not None:
        form = ProposalForm(formdata=None)
    response = page("public/family.html", form=form, is_on=is_on, kept=kept is not None)
    if kept is not None:
        response.status_code = 200
    return response


def _keep(form: ProposalForm, device: FamilyDevice) -> FamilyProposal:
    return beraden.propose(
        db(),
        device,
        proposal_id=as_uuid(form.mark.data),
        kind=ProposalKind(form.kind.data),
        text=form.text.data or "",
    )
