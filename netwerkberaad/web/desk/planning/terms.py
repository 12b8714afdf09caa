"""What the aanmelder says of the plan, line by line of what they need at least: on their own page, or taken down here."""

import uuid
from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Optional

from netwerkberaad.cases import own_request
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.plans import Term, TermsAsked, answer_terms, current_terms
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.desk.planning.plan_editor import locked_in_private_time
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import CHANNEL_NAMES
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.term_words import NO, YES, term_lines

TAKEN_DOWN = (Channel.PHONE, Channel.IN_PERSON, Channel.MAIL)


class TermsForm(BaseForm):
    """Two fields for each line are added by ``terms_form``."""

    via = SelectField(
        _("Hoe zei de aanmelder het?"), choices=[(one.value, CHANNEL_NAMES[one]) for one in TAKEN_DOWN]
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/casussen/<uuid:case_id>/plan/aanmelder", "terms_for", terms_for, methods=both)
    blueprint.add_url_rule("/aanmeldingen/<uuid:case_id>/plan", "own_terms", own_terms, methods=both)


@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def terms_for(case_id: uuid.UUID) -> Response:
    """Take down what the aanmelder says by phone."""
    asked = _asked()
    form = terms_form(asked)
    if form.attempt(lambda: _keep(form, asked, Channel(form.via.data))) is None:
        return room_page(
            "desk/plan/terms_for.html", "plan", ahead=False, form=form, rows=_rows(form, asked), asked=asked
        )
    flash(gettext("Vastgelegd namens de aanmelder."), "ok")
    return see(url_for("desk.plan", case_id=case_id))


@allow(Permission.ANSWER_TERMS)
def own_terms(case_id: uuid.UUID) -> Response:
    """The aanmelder answers, without reading the plan: that is of the people themselves."""
    asked = _asked()
    form = terms_form(asked, by_link=True)
    if form.attempt(lambda: _keep(form, asked, Channel.LINK)) is None:
        view = own_request(db(), actor(), case=case())
        return page(
            "desk/requests/terms.html", form=form, rows=_rows(form, asked), view=view, asked=asked, now=now()
        )
    flash(gettext("Dank u wel. De familie ziet uw antwoord."), "ok")
    return see(url_for("desk.own_request", case_id=case_id))


def terms_form(asked: TermsAsked, *, by_link: bool = False) -> TermsForm:
    """A form with, for each line, yes or no and why."""
    fields: dict[str, Any] = {}
    data: dict[str, str] = {}
    for place, term in enumerate(asked.content.terms):
        fields[f"met-{place}"] = RadioField(
            gettext("Doet het plan dit? %(text)s", text=term.text),
            [Optional()],
            choices=[(YES, gettext("Ja")), (NO, gettext("Nee"))],
        )
        fields[f"words-{place}"] = StringField(
            gettext("Wilt u er iets bij zeggen? %(text)s", text=term.text), [Optional(), at_most(MEDIUM)]
        )
        data[f"met-{place}"] = "" if term.met is None else YES if term.met else NO
        data[f"words-{place}"] = term.words
    if by_link:
        fields["via"] = None
    made: TermsForm = type("TermsOfCase", (TermsForm,), fields)(data=data)
    return made


def _rows(form: TermsForm, asked: TermsAsked) -> list[dict[str, object]]:
    return [
        {**line, "field": form[f"met-{place}"], "words_field": form[f"words-{place}"]}
        for place, line in enumerate(term_lines(asked, now()))
    ]


def _keep(form: TermsForm, asked: TermsAsked, via: Channel) -> TermsAsked:
    said: dict[str, bool | None] = {YES: True, NO: False}
    answers = [
        Term(term.text, said.get(form[f"met-{place}"].data or ""), form[f"words-{place}"].data or "")
        for place, term in enumerate(asked.content.terms)
    ]
    return answer_terms(db(), actor(), case=case(), answers=answers, via=via, now=now())


def _asked() -> TermsAsked:
    asked = current_terms(db(), case())
    if asked is None:
        raise NotFoundError
    return asked
