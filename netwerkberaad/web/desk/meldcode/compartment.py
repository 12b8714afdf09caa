"""Meldcode: opened with a reason, read after a fresh proof, and never inside the frame of the case.

The pages stand apart, so that an aanmelder who opens one sees nothing of the case. The page on which a step is written
shows nothing of earlier ones, and asks no proof: what somebody is typing is never lost to it.
"""

import uuid

from babel.dates import format_date
from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import subject_of
from netwerkberaad.cases.meldcode import (
    Decision,
    Step,
    StepContent,
    open_meldcode,
    own_meldcode,
    record_step,
    steps_of,
)
from netwerkberaad.foundation.access import Permission, may
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.desk.signing.proving import freshly_proven
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, MEDIUM, SHORT, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.when import stamp
from netwerkberaad.web.templating import language

STEP_NAMES = {
    Step.SIGNALS: _("1. Signalen in kaart"),
    Step.CONSULTATION: _("2. Overleg met een collega of Veilig Thuis"),
    Step.CONVERSATION: _("3. Gesprek met de mensen zelf"),
    Step.WEIGHING: _("4. Wegen"),
    Step.DECIDING: _("5. Beslissen"),
}
DECISION_NAMES = {
    Decision.REPORT: _("Melden bij Veilig Thuis"),
    Decision.HELP: _("Hulp bieden of organiseren"),
    Decision.BOTH: _("Melden, en hulp organiseren"),
    Decision.NEITHER: _("Niet melden en geen hulp nodig"),
}


class OpenForm(OnceForm):
    """Why a compartment is opened."""

    reason = TextAreaField(
        _("Waarom opent u de meldcode?"), [required(_("Schrijf op waarom.")), at_most(MEDIUM)]
    )


class StepForm(OnceForm):
    """A step that was taken."""

    step = SelectField(_("Welke stap?"), choices=[(one.value, name) for one, name in STEP_NAMES.items()])
    on = DateField(_("Wanneer was dat?"), [Optional()])
    by = StringField(_("Wie deed dit?"), [Optional(), at_most(SHORT)])
    text = TextAreaField(_("Wat zag, hoorde of woog u?"), [required(), at_most(LONG)])
    decision = RadioField(
        _("Alleen bij stap 5: wat besluit u?"),
        [Optional()],
        choices=[(one.value, name) for one, name in DECISION_NAMES.items()],
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, both = "/casussen/<uuid:case_id>/meldcode", ["GET", "POST"]
    blueprint.add_url_rule(path, "meldcode", meldcode)
    blueprint.add_url_rule(f"{path}/openen", "meldcode_open", meldcode_open, methods=both)
    blueprint.add_url_rule(f"{path}/stap", "meldcode_step", meldcode_step, methods=both)


@allow(Permission.OPEN_MELDCODE)
@freshly_proven
def meldcode(case_id: uuid.UUID) -> Response:
    """One's own compartment: the five steps with what is on record."""
    own = own_meldcode(db(), actor(), case=case())
    if own is None:
        return see(url_for("desk.meldcode_open", case_id=case_id))
    taken = [step.content for step in steps_of(db(), own)]
    return page(
        "desk/meldcode/compartment.html",
        case_id=case_id,
        back=_back(),
        open=case().open,
        opened=stamp(own.opened_at),
        reason=own.reason,
        steps=[
            (name, [_line(content) for content in taken if content.step is step])
            for step, name in STEP_NAMES.items()
        ],
    )


@allow(Permission.OPEN_MELDCODE)
def meldcode_open(case_id: uuid.UUID) -> Response:
    """Open a compartment, with the reason."""
    form, home = OpenForm(), url_for("desk.meldcode", case_id=case_id)
    if own_meldcode(db(), actor(), case=case()) is not None or sent_before(form.once.data):
        return see(home)
    opened = form.attempt(
        lambda: open_meldcode(db(), actor(), case=case(), reason=form.reason.data or "", now=now())
    )
    if opened is None:
        return page("desk/meldcode/open.html", form=form, back=_back(), open=case().open)
    return see(home)


@allow(Permission.OPEN_MELDCODE)
def meldcode_step(case_id: uuid.UUID) -> Response:
    """Put a step on record."""
    form, home = StepForm(), url_for("desk.meldcode", case_id=case_id)
    if own_meldcode(db(), actor(), case=case()) is None or not case().open or sent_before(form.once.data):
        return see(home)
    kept = form.attempt(lambda: record_step(db(), actor(), case=case(), content=_content(form), now=now()))
    if kept is None:
        return page("desk/meldcode/step.html", form=form, home=home)
    flash(gettext("Vastgelegd, alleen voor u."), "ok")
    return see(home)


def _back() -> dict[str, str]:
    """Where this professional came from: the case they lead, or the receipt of their request."""
    if may(actor(), Permission.READ_CASE, subject_of(db(), case())):
        return {"label": gettext("De casus"), "url": url_for("desk.overview", case_id=case().id)}
    return {"label": gettext("Mijn aanmelding"), "url": url_for("desk.own_request", case_id=case().id)}


def _content(form: StepForm) -> StepContent:
    return StepContent(
        step=Step(form.step.data),
        on=form.on.data,
        by=form.by.data or "",
        text=form.text.data or "",
        decision=Decision(form.decision.data or ""),
    )


def _line(content: StepContent) -> dict[str, object]:
    return {
        "when": format_date(content.on, "d MMMM y", locale=language()) if content.on else "",
        "by": content.by,
        "text": content.text,
        "decision": str(DECISION_NAMES.get(content.decision, "")),
    }
