"""Veiligheid: what is asked before an invitation goes out, in every case. What was decided is for the desk alone."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.accounts import staff_named
from netwerkberaad.cases.safety import Question, SafetyAnswers, answer_safety, pass_safety, safety_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.safety_words import arrival_lines
from netwerkberaad.web.kit.seen import SeenForm, digest_of
from netwerkberaad.web.kit.when import stamp

YES, NO = "yes", "no"
_WORDS = {
    Question.CONTACT_BAN: (_("Is er een contactverbod of huisverbod?"), _("Tussen wie?")),
    Question.APART: (_("Zijn er mensen die niet samen in één ruimte mogen zijn?"), _("Wie niet samen?")),
    Question.STAGGERED: (_("Moeten mensen na elkaar aankomen?"), _("Wie wanneer, en door welke deur?")),
    Question.TWO_ROOMS: (_("Zijn er twee ruimtes nodig?"), _("Welke, en voor wie?")),
    Question.SITS_IN: (_("Zit er iemand bij voor de veiligheid?"), _("Wie zit erbij?")),
}


class SafetyForm(SeenForm):
    """The five questions, each with its words; the fields are added below."""

    history = True


class PassForm(BaseForm):
    """Going on without the answers."""

    reason = TextAreaField(_("Waarom kan dit niet wachten?"), [required(), at_most(MEDIUM)])


for _question, (_asked, _who) in _WORDS.items():
    _choices = [(YES, _("Ja")), (NO, _("Nee"))]
    setattr(
        SafetyForm,
        _question.value,
        RadioField(_asked, [required(_("Kies ja of nee."))], choices=_choices),
    )
    setattr(SafetyForm, f"{_question.value}_words", StringField(_who, [Optional(), at_most(MEDIUM)]))


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/casussen/<uuid:case_id>/veiligheid"
    blueprint.add_url_rule(path, "safety", safety, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{path}/spoed", "safety_pass", safety_pass, methods=["GET", "POST"])


@allow(Permission.CHANGE_CASE)
def safety(case_id: uuid.UUID) -> Response:
    """The questions, with what was decided before."""
    known = safety_of(db(), case())
    content = known.content if known else None
    digest = digest_of(content)
    form = SafetyForm(data={"seen": digest, **_data(content)})

    def act() -> object:
        form.require_current(digest)
        return answer_safety(db(), actor(), case=case(), answers=_answers(form), now=now())

    if form.attempt(act) is None:
        staff = staff_named(db(), {known.staff_id} if known and known.staff_id else set())
        return room_page(
            "desk/safety/form.html",
            "invites",
            ahead=False,
            form=form,
            pairs=[(form[one.value], form[f"{one.value}_words"]) for one in Question],
            when=stamp(known.at) if known else "",
            who=next((one.profile.full_name for one in staff.values()), ""),
            passed=content.passed if content else "",
            arrivals=arrival_lines(),
            may_pass=case().urgent and known is None,
        )
    flash(gettext("Vastgelegd. U kunt dit later veranderen."), "ok")
    return see(url_for("desk.invites", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def safety_pass(case_id: uuid.UUID) -> Response:
    """With spoed: invite first, answer later."""
    form = PassForm()
    passed = form.attempt(
        lambda: pass_safety(db(), actor(), case=case(), reason=form.reason.data or "", now=now())
    )
    if passed is None:
        return room_page("desk/safety/pass.html", "invites", ahead=False, form=form)
    flash(gettext("U kunt nu uitnodigen. Beantwoord de vragen zodra het kan."), "ok")
    return see(url_for("desk.invites", case_id=case_id))


def _data(content: SafetyAnswers | None) -> dict[str, str]:
    if content is None or content.passed:
        return {}
    data: dict[str, str] = {}
    for question in Question:
        words = content.words(question)
        data[question.value] = NO if words is None else YES
        data[f"{question.value}_words"] = words or ""
    return data


def _answers(form: SafetyForm) -> SafetyAnswers:
    return SafetyAnswers(
        tuple(
            (question, form[f"{question.value}_words"].data or "")
            for question in Question
            if form[question.value].data == YES
        )
    )
