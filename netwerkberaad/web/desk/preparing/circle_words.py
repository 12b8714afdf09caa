"""Kring: what is strong in these people's life, who is missing, and the questions that nobody asked yet."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import Person
from netwerkberaad.cases.model import CircleWords
from netwerkberaad.cases.widening import Question, around_of, questions_to_ask, write_words
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.seen import SeenForm, digest_of

_SHOWN = 6
_QUESTIONS = {
    Question.NIGHT: _("Wie belt u om drie uur ’s nachts?"),
    Question.GRANDPARENTS: _("Zijn er opa’s en oma’s?"),
    Question.SIBLINGS: _("Zijn er broers of zussen, ook halve?"),
    Question.AUNTS: _("Welke oom, tante, neef of nicht hoort u graag?"),
    Question.FRIENDS: _("Met welke vriend of vriendin kunt u lachen?"),
    Question.NEIGHBOURS: _("Welke buur heeft een sleutel, of neemt een pakje aan?"),
    Question.WORK: _("Met wie op het werk kunt u goed praten?"),
    Question.SCHOOL: _("Wie op school kent het kind goed?"),
    Question.CHILDREN: _("Wie ziet de kinderen buiten school?"),
    Question.SPORT: _("Bij welke club of vereniging hoort u, of vroeger?"),
    Question.FAITH: _("Is er een kerk, moskee of andere groep waar u komt?"),
    Question.FORMER: _("Wie hielp er eerder, en is nu uit beeld?"),
    Question.BIRTHDAY: _("Wie komt er op een verjaardag?"),
    Question.CARES_FOR: _("Voor wie zorgt u zelf?"),
}


class WordsForm(SeenForm):
    """Two questions that come before the problem."""

    strengths = TextAreaField(
        _("Wat is sterk in dit gezin, of bij deze persoon?"), [Optional(), at_most(LONG)]
    )
    missing = TextAreaField(_("Wie wordt er gemist in de kring?"), [Optional(), at_most(LONG)])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    path = "/casussen/<uuid:case_id>/kring/sterk"
    blueprint.add_url_rule(path, "circle_words", circle_words, methods=["GET", "POST"])


@allow(Permission.CHANGE_CASE)
def circle_words(case_id: uuid.UUID) -> Response:
    """Write down what is strong, and who is missing."""
    known = case().circle_words
    digest = digest_of(known)
    form = WordsForm(data={"seen": digest, "strengths": known.strengths, "missing": known.missing})

    def act() -> CircleWords:
        form.require_current(digest)
        words = CircleWords(form.strengths.data or "", form.missing.data or "")
        return write_words(db(), actor(), case=case(), words=words, now=now())

    if form.attempt(act) is None:
        return room_page("desk/circle/words.html", "circle", ahead=False, form=form)
    flash(gettext("Bewaard."), "ok")
    return see(url_for("desk.circle", case_id=case_id))


def questions(members: list[Person], *, children: bool) -> list[str]:
    """The first questions to ask, in words."""
    return [str(_QUESTIONS[one]) for one in questions_to_ask(around_of(members), children=children)][:_SHOWN]
