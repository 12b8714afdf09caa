"""Afsluiten, stoppen, heropenen: how a case ends, at whose wish, and how it begins again."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import Closing, HowGiven, Outcome, deciders, get_person, principals_of
from netwerkberaad.cases.endings import Matter, WhyNoBeraad
from netwerkberaad.flows import Ended, close_case, reopen_case, stop_case
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import local
from netwerkberaad.insights import saved_in
from netwerkberaad.plans import version_fixed
from netwerkberaad.web.context import actor, base_url, case, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.fields import ChecksField
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import HOW_NAMES, MATTER_NAMES, NO_BERAAD_NAMES
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.told_words import named

OUTCOME_NAMES = {
    Outcome.PLAN_WITH_MEETING: _("Plan na een beraad"),
    Outcome.PLAN_WITHOUT_MEETING: _("Plan zonder bijeenkomst"),
    Outcome.STOPPED_IN_PREPARATION: _("Gestopt in de voorbereiding"),
    Outcome.NOT_SUITABLE: _("Niet passend, en wat er in plaats daarvan komt"),
    Outcome.NO_JOINT_PLAN: _("Geen gezamenlijk plan"),
}
_NO_CHOICE = ("", _("Kies, als u wilt"))
_MATTER = SelectField(
    _("Waar ging het vooral over?"),
    choices=[_NO_CHOICE, *((one.value, name) for one, name in MATTER_NAMES.items())],
)
_WHY = SelectField(
    _("Was er geen beraad? Waarom niet?"),
    choices=[_NO_CHOICE, *((one.value, name) for one, name in NO_BERAAD_NAMES.items())],
)
_HOW = (HowGiven.PHONE, HowGiven.IN_PERSON, HowGiven.PAPER, HowGiven.LETTER)


class CloseForm(BaseForm):
    """How it ended."""

    outcome = SelectField(
        _("Hoe is het geëindigd?"), choices=[(one.value, name) for one, name in OUTCOME_NAMES.items()]
    )
    matter = _MATTER
    why_no_beraad = _WHY
    text = TextAreaField(_("Wat zeggen de mensen er zelf van?"), [Optional(), at_most(LONG)])
    reflection = TextAreaField(_("Wat leert u hiervan?"), [Optional(), at_most(LONG)])
    handed_over = BooleanField(_("Iedereen heeft het plan en de kaartjes in handen"))
    feedback = TextAreaField(_("Terugkoppeling aan de aanmelder"), [Optional(), at_most(LONG)])
    feedback_agreed_by = ChecksField(_("Wie vindt deze terugkoppeling goed?"))


class StopForm(BaseForm):
    """Stopping, at whose wish and how it was said."""

    by = SelectField(_("Wie wil stoppen?"))
    how = SelectField(_("Hoe zei deze persoon het?"), choices=[(how.value, HOW_NAMES[how]) for how in _HOW])
    words = TextAreaField(_("Wat werd er gezegd?"), [Optional(), at_most(LONG)])
    matter = _MATTER
    why_no_beraad = _WHY


class ReopenForm(BaseForm):
    """Beginning again."""

    reason = TextAreaField(
        _("Waarom heropent u deze casus?"), [required(_("Schrijf op waarom.")), at_most(LONG)]
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, both = "/casussen/<uuid:case_id>", ["GET", "POST"]
    blueprint.add_url_rule(f"{path}/afsluiten", "close", close, methods=both)
    blueprint.add_url_rule(f"{path}/stoppen", "stop", stop, methods=both)
    blueprint.add_url_rule(f"{path}/heropenen", "reopen", reopen, methods=both)


@allow(Permission.CHANGE_CASE)
def close(case_id: uuid.UUID) -> Response:
    """Close with an outcome, a reflection, and the feedback the hoofdpersonen agreed to."""
    form = CloseForm()
    asked = deciders(case_people(), on=local(now()).date())
    form.feedback_agreed_by.choices = [(str(person.id), person.name.short) for person in asked]
    if not form.is_submitted():
        planned = version_fixed(db(), case()) is not None
        form.outcome.data = (Outcome.PLAN_WITH_MEETING if planned else Outcome.NO_JOINT_PLAN).value
    ended = form.attempt(lambda: _close(form))
    if ended is None:
        referral = case().referral
        return room_page(
            "desk/follow_up/close.html",
            "follow_up",
            ahead=False,
            form=form,
            referrer=referral.referrer_name,
            asked=asked,
            saved=saved_in(db(), case()),
            planned=version_fixed(db(), case()) is not None,
        )
    flash(gettext("De casus is afgesloten.") + _told(ended), "ok")
    return see(url_for("desk.overview", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def stop(case_id: uuid.UUID) -> Response:
    """Stop the whole, at the wish of a hoofdpersoon or for another reason that is written down."""
    form = StopForm()
    principals = principals_of(case_people())
    form.by.choices = [
        *((str(person.id), person.name.short) for person in principals),
        ("", gettext("Wij stoppen, met een reden")),
    ]
    ended = form.attempt(lambda: _stop(form))
    if ended is None:
        return room_page("desk/follow_up/stop.html", "follow_up", ahead=False, form=form)
    flash(gettext("Het beraad is gestopt. Er gaat niets meer uit.") + _told(ended), "ok")
    return see(url_for("desk.overview", case_id=case_id))


@allow(Permission.REOPEN_CASE)
def reopen(case_id: uuid.UUID) -> Response:
    """Take a closed case up again where it was."""
    form = ReopenForm()
    if case().open:
        return see(url_for("desk.overview", case_id=case_id))
    done = form.attempt(
        lambda: reopen_case(db(), actor(), case=case(), reason=form.reason.data or "", now=now())
    )
    if done is None:
        return room_page(
            "desk/follow_up/reopen.html",
            "follow_up",
            ahead=False,
            form=form,
            outcome=OUTCOME_NAMES[case().closing.outcome],
        )
    flash(gettext("De casus loopt weer. Wat eerder is geannuleerd, blijft geannuleerd."), "ok")
    return see(url_for("desk.overview", case_id=case_id))


def _close(form: CloseForm) -> Ended:
    closing = Closing(
        outcome=Outcome(form.outcome.data),
        matter=_matter(form),
        why_no_beraad=_why(form),
        text=form.text.data or "",
        reflection=form.reflection.data or "",
        handed_over=bool(form.handed_over.data),
        feedback=form.feedback.data or "",
        feedback_agreed_by=tuple(form.feedback_agreed_by.data or ()),
    )
    return close_case(db(), actor(), case=case(), closing=closing, base_url=base_url(), now=now())


def _stop(form: StopForm) -> Ended:
    by = get_person(db(), case=case(), person_id=uuid.UUID(form.by.data)) if form.by.data else None
    return stop_case(
        db(),
        actor(),
        case=case(),
        by=by,
        words=form.words.data or "",
        how=HowGiven(form.how.data),
        base_url=base_url(),
        now=now(),
        matter=_matter(form),
        why_no_beraad=_why(form),
    )


def _matter(form: CloseForm | StopForm) -> Matter | None:
    return Matter(form.matter.data) if form.matter.data else None


def _why(form: CloseForm | StopForm) -> WhyNoBeraad | None:
    return WhyNoBeraad(form.why_no_beraad.data) if form.why_no_beraad.data else None


def _told(ended: Ended) -> str:
    if not ended.told.to_call:
        return ""
    names = named(ended.told.to_call)
    return " " + gettext("Zeg het beraad zelf af bij %(names)s.", names=names)
