"""The second step of a colleague who lost it: one proposes to take it away, another confirms."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from netwerkberaad.accounts import (
    SecondStepReset,
    drop_reset,
    find_staff,
    get_reset,
    has_second_step,
    may_confirm,
    open_resets,
    propose_reset,
    reset_for,
    staff_named,
)
from netwerkberaad.flows import reset_second_step
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.web.context import actor, base_url, db, now, staff
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.when import day_and_time


class ResetForm(BaseForm):
    """Why it must go."""

    reason = TextAreaField(
        _("Waarom is dit nodig?"), [required(_("Schrijf op waarom dit nodig is.")), at_most(MEDIUM)]
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, both = "/beheer/tweede-stap", ["GET", "POST"]
    blueprint.add_url_rule(
        "/beheer/medewerkers/<uuid:staff_id>/tweede-stap", "reset_propose", propose, methods=both
    )
    blueprint.add_url_rule(path, "resets", resets)
    blueprint.add_url_rule(f"{path}/<uuid:reset_id>", "reset_confirm", confirm, methods=both)
    blueprint.add_url_rule(f"{path}/<uuid:reset_id>/intrekken", "reset_drop", drop, methods=["POST"])


@allow(Permission.MANAGE_STAFF)
def propose(staff_id: uuid.UUID) -> Response:
    """Propose that a colleague gets a new second step."""
    person = find_staff(db(), actor(), staff_id)
    if person.ended_at is not None or person.id == staff().id:
        raise NotFoundError
    form = ResetForm()
    made = form.attempt(
        lambda: propose_reset(db(), actor(), staff=person, reason=form.reason.data or "", now=now())
    )
    if made is None:
        return page(
            "desk/admin/reset_propose.html",
            form=form,
            person=person,
            there=has_second_step(db(), person),
            standing=reset_for(db(), person, now=now()),
        )
    flash(gettext("Voorgesteld. Een andere beheerder of een coördinator bevestigt dit nog."), "ok")
    return see(url_for("desk.resets"))


@allow(Permission.CONFIRM_RESET)
def resets() -> Response:
    """The proposals that wait for a second person."""
    return page("desk/admin/resets.html", rows=reset_rows())


@allow(Permission.CONFIRM_RESET)
def confirm(reset_id: uuid.UUID) -> Response:
    """Take the second step of a colleague away, as the second person."""
    reset, form = get_reset(db(), actor(), reset_id, now=now()), BaseForm()
    person = form.attempt(
        lambda: reset_second_step(db(), actor(), reset=reset, base_url=base_url(), now=now())
    )
    if person is None:
        return page("desk/admin/reset_confirm.html", form=form, row=_row(reset))
    flash(gettext("De tweede stap is weg. %(name)s krijgt een mail.", name=person.profile.full_name), "ok")
    return see(url_for("desk.resets"))


@allow(Permission.CONFIRM_RESET)
def drop(reset_id: uuid.UUID) -> Response:
    """Let a proposal go."""
    reset = get_reset(db(), actor(), reset_id, now=now())
    drop_reset(db(), actor(), reset=reset, now=now())
    flash(gettext("Het voorstel is ingetrokken. De tweede stap blijft."), "ok")
    return see(url_for("desk.resets"))


def reset_rows() -> list[dict[str, object]]:
    """What waits for a second person in this region, oldest first."""
    return [_row(reset) for reset in open_resets(db(), actor(), now=now())]


def _row(reset: SecondStepReset) -> dict[str, object]:
    names = staff_named(db(), [reset.staff_id, reset.proposed_by])
    return {
        "id": reset.id,
        "who": names[reset.staff_id].profile.full_name,
        "by": names[reset.proposed_by].profile.full_name,
        "at": day_and_time(reset.proposed_at),
        "until": day_and_time(reset.ends_at),
        "reason": reset.reason,
        "mine": not may_confirm(actor(), reset),
        "url": url_for("desk.reset_confirm", reset_id=reset.id),
    }
