"""Samen besluiten: the proposals that the actor may decide on, ticked and destroyed with one decision."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response
from wtforms.validators import DataRequired

from netwerkberaad.flows.destroying_together import Together, destroy_together
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import listed
from netwerkberaad.privacy import may_decide, people_per_case, proposals
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.desk.privacy.words import REGIME_NAMES, WHY_NAMES, dated, reference
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.fields import ChecksField
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.templating import language

_AT_ONCE = 20
"""Each destruction goes through every table; more would make somebody wait."""


class TogetherForm(BaseForm):
    """Which of them go."""

    cases = ChecksField(_("Welke casussen mogen weg?"), [DataRequired(_("Kies minstens één casus."))])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    room = "/privacy-taken/voorstellen"
    blueprint.add_url_rule(room, "destruction_together", together, methods=["GET", "POST"])


@allow(Permission.APPROVE_DESTRUCTION)
def together() -> Response:
    """Read what is proposed, tick what may go, and destroy it at once. Nothing is ticked beforehand."""
    open_to_me = [
        (kept, proposal)
        for kept, proposal in proposals(db(), actor())
        if kept.held_at is None and may_decide(db(), actor(), retention=kept, proposal=proposal)
    ]
    shown, form = open_to_me[:_AT_ONCE], TogetherForm()
    people = people_per_case(db(), [kept.case_id for kept, _proposal in shown])
    form.cases.choices = [
        (
            str(kept.case_id),
            gettext(
                "Casus %(reference)s, %(regime)s, afgesloten op %(day)s",
                reference=reference(kept.case_id),
                regime=REGIME_NAMES[kept.regime],
                day=dated(kept.starts_at),
            ),
        )
        for kept, _proposal in shown
    ]
    done = form.attempt(
        lambda: destroy_together(db(), actor(), case_ids=map(uuid.UUID, form.cases.data or ()), now=now())
    )
    if done is None:
        notes = {
            str(kept.case_id): f"{WHY_NAMES[proposal.why]}, "
            + ngettext("%(num)d mens", "%(num)d mensen", people.get(kept.case_id, 0))
            for kept, proposal in shown
        }
        more = len(open_to_me) - len(shown)
        return page("desk/privacy/together.html", form=form, notes=notes, more=more)
    _tell(done)
    return see(url_for("desk.destructions"))


def _tell(done: Together) -> None:
    gone = ngettext("%(num)d casus is vernietigd.", "%(num)d casussen zijn vernietigd.", len(done.gone))
    flash(gone, "ok")
    if done.stay:
        names = listed([reference(case_id) for case_id in done.stay], language())
        flash(gettext("Niet vernietigd, kijk eerst wat er is: %(names)s.", names=names), "warning")
