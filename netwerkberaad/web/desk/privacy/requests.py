"""Verzoeken: what people ask about their own data, and the answer within a month."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField

from netwerkberaad.accounts import staff_named
from netwerkberaad.cases import Person
from netwerkberaad.foundation.access import Permission
from netwerkberaad.privacy import (
    Asked,
    Decision,
    LawNeededError,
    SubjectRequest,
    copy_of,
    decide,
    get_request,
)
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.desk.privacy.words import ASKED_NAMES, dated, name_of
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import HOW_NAMES
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.readers import kept_for

DECISIONS = {
    Decision.DONE: _("Gedaan zoals gevraagd"),
    Decision.PARTLY: _("Voor een deel gedaan"),
    Decision.REFUSED: _("Niet gedaan"),
}


LAWS = {
    "wmo": _("Wmo: het dossier moet vijftien jaar blijven"),
    "jeugdwet": _("Jeugdwet: het dossier moet twintig jaar blijven"),
    "others": _("AVG: het raakt de rechten van een ander"),
    "claim": _("AVG: nodig voor een klacht of een rechtszaak"),
    "none": _("Geen wet: de reden staat in het antwoord"),
}
_SENTENCES = {
    "wmo": _("Wij moeten dit vijftien jaar bewaren. Dat staat in de Wmo 2015, artikel 5.3.4."),
    "jeugdwet": _("Wij moeten dit twintig jaar bewaren. Dat staat in de Jeugdwet, artikel 7.3.8."),
    "others": _("Dit raakt de rechten van iemand anders. Daarom mag het niet (AVG, artikel 15 lid 4)."),
    "claim": _("Dit is nodig voor een klacht of een rechtszaak (AVG, artikel 17 lid 3 onder e)."),
}
"""What the person reads below the answer where a law withholds something."""


class DecisionForm(BaseForm):
    """The answer to a request."""

    decision = SelectField(
        _("Wat is er besloten?"), [required()], choices=[(one.value, name) for one, name in DECISIONS.items()]
    )
    law = SelectField(
        _("Houdt een wet iets tegen?"), choices=[("", _("Nee, alles is gedaan")), *LAWS.items()]
    )
    answer = TextAreaField(
        _("Antwoord aan deze persoon"),
        [
            required(_("Schrijf het antwoord op. Wijst u iets af, noem dan de wet en de reden.")),
            at_most(LONG),
        ],
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule(
        "/privacy-taken/verzoeken/<uuid:asked_id>", "subject_request", answer, methods=["GET", "POST"]
    )


@allow(Permission.HANDLE_REQUESTS)
def answer(asked_id: uuid.UUID) -> Response:
    """One request: who, what, since when; and the decision on it."""
    wanted = get_request(db(), actor(), asked_id)
    form = DecisionForm()
    done = form.attempt(
        lambda: decide(
            db(),
            actor(),
            request=wanted,
            decision=Decision(form.decision.data),
            answer=_answer(wanted, form),
            now=now(),
        )
    )
    if done is None:
        return page(
            "desk/privacy/request.html",
            form=form,
            decided=wanted.decided_at is not None,
            kind=ASKED_NAMES[wanted.kind],
            words=wanted.words,
            answer=wanted.answer,
            inspect_url=url_for("desk.subject_data", asked_id=wanted.id),
            extend_url=""
            if wanted.extended_at or wanted.due_at <= now()
            else url_for("desk.extend_request", asked_id=wanted.id),
            **_copy_urls(wanted),
            facts=_facts(wanted),
        )
    flash(gettext("Het antwoord staat klaar op de eigen pagina van deze persoon."), "ok")
    return see(url_for("desk.privacy"))


def _answer(wanted: SubjectRequest, form: DecisionForm) -> str:
    """The answer in its own words, and below it the law that withholds something, in the language of who asked."""
    if form.decision.data != Decision.DONE and not form.law.data:
        raise LawNeededError(field="law")
    said = (form.answer.data or "").strip()
    if form.law.data not in _SENTENCES:
        return said
    with kept_for(db().get_one(Person, wanted.person_id)):
        return f"{said}\n\n{_SENTENCES[form.law.data]}"


def _copy_urls(wanted: SubjectRequest) -> dict[str, object]:
    waits = wanted.kind is Asked.COPY and wanted.decided_at is None
    made = copy_of(db(), request=wanted, now=now()) is not None
    return {
        "copy_url": url_for("desk.data_copy", asked_id=wanted.id) if waits else "",
        "letter_url": url_for("desk.copy_letter", asked_id=wanted.id) if wanted.decided_at else "",
        "copied": made,
    }


def _facts(wanted: SubjectRequest) -> list[tuple[str, str]]:
    person = db().get_one(Person, wanted.person_id)
    rows = [
        (gettext("Wie"), person.name.full),
        (gettext("Gevraagd op"), dated(wanted.asked_at)),
        (gettext("Gevraagd"), str(HOW_NAMES[wanted.how])),
        (gettext("Antwoord vóór"), dated(wanted.due_at)),
    ]
    if wanted.extended_at is not None:
        rows.append((gettext("Verlengd op"), f"{dated(wanted.extended_at)}: {wanted.extension}"))
    if wanted.decided_at is not None and wanted.decision is not None:
        names = staff_named(db(), {wanted.decided_by})
        rows += [
            (gettext("Beantwoord op"), dated(wanted.decided_at)),
            (gettext("Door"), name_of(wanted.decided_by, names)),
            (gettext("Besluit"), str(DECISIONS[wanted.decision])),
        ]
    return rows
