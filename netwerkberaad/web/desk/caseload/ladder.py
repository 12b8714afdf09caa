"""The ladder under a promise at the desk: what plan B's person said, whether the family agrees, and stopping it."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.plans import (
    answer_for_family,
    answer_step_in,
    get_follow_up,
    stop_ladder,
)
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.desk.caseload.follow_up_told import ON_BEHALF, Teller, numbers_for
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import CHANNEL_NAMES
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page

YES, NO = "ja", "nee"


class StepInForm(BaseForm):
    """Whether plan B's person takes it over, as they told."""

    answer = RadioField(
        _("Kan het worden overgenomen?"),
        [required(_("Kies wat u hoorde."))],
        choices=[(YES, _("Ja, neemt het over")), (NO, _("Nee, dat lukt niet"))],
    )
    note = TextAreaField(_("Wat spreekt u af?"), [Optional(), at_most(LONG)])
    via = SelectField(_("Hoe hoorde u het?"), choices=[(one.value, CHANNEL_NAMES[one]) for one in ON_BEHALF])


class FamilyForm(BaseForm):
    """Whether the professional may hear that it does not work out."""

    answer = RadioField(
        _("Wat zegt de familie?"),
        [required(_("Kies wat u hoorde."))],
        choices=[(YES, _("Ja, laat het weten")), (NO, _("Nee, niet doen"))],
    )
    note = TextAreaField(_("Wat spreekt u af?"), [Optional(), at_most(LONG)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    row, both = "/casussen/<uuid:case_id>/opvolging/<uuid:follow_up_id>", ["GET", "POST"]
    blueprint.add_url_rule(f"{row}/overnemen", "step_in_for", step_in_for, methods=both)
    blueprint.add_url_rule(f"{row}/familie", "family_asked", family_asked, methods=both)
    blueprint.add_url_rule(f"{row}/terug", "stop_ladder", stop, methods=["POST"])


@allow(Permission.CHANGE_CASE)
def step_in_for(case_id: uuid.UUID, follow_up_id: uuid.UUID) -> Response:
    """Put on record whether plan B's person takes it over."""
    row = get_follow_up(db(), case=case(), follow_up_id=follow_up_id)
    form = StepInForm()
    done = form.attempt(
        lambda: answer_step_in(
            db(),
            actor(),
            case=case(),
            follow_up=row,
            yes=form.answer.data == YES,
            note=form.note.data or "",
            via=Channel(form.via.data),
            now=now(),
        )
    )
    told = Teller().told(row)
    if done is None:
        return room_page(
            "desk/follow_up/step_in.html",
            "follow_up",
            ahead=False,
            form=form,
            item=told,
            numbers=numbers_for(row),
        )
    flash(gettext("Vastgelegd namens %(name)s.", name=told["name"]), "ok")
    return see(url_for("desk.follow_up", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def family_asked(case_id: uuid.UUID, follow_up_id: uuid.UUID) -> Response:
    """The family was asked: with their yes the professional hears of it."""
    row = get_follow_up(db(), case=case(), follow_up_id=follow_up_id)
    form = FamilyForm()
    done = form.attempt(
        lambda: answer_for_family(
            db(),
            actor(),
            case=case(),
            follow_up=row,
            agrees=form.answer.data == YES,
            note=form.note.data or "",
            now=now(),
        )
    )
    if done is None:
        return room_page(
            "desk/follow_up/family.html",
            "follow_up",
            ahead=False,
            form=form,
            item=Teller().told(row),
            numbers=numbers_for(row),
        )
    flash(gettext("Vastgelegd."), "ok")
    return see(url_for("desk.follow_up", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def stop(case_id: uuid.UUID, follow_up_id: uuid.UUID) -> Response:
    """Another way was found: the next steps need not be taken."""
    row = get_follow_up(db(), case=case(), follow_up_id=follow_up_id)
    stop_ladder(db(), actor(), case=case(), follow_up=row, now=now())
    flash(gettext("De volgende stappen zijn teruggenomen."), "ok")
    return see(url_for("desk.follow_up", case_id=case_id))
