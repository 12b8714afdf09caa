"""Consent at the door: what somebody is asked, their yes or no, and taking a yes back. It holds at once."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import HowGiven
from netwerkberaad.cases.consents import ConsentView, Said, WordContent, asked_consents, record_word
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import local
from netwerkberaad.web.context import actor, db, guest, now
from netwerkberaad.web.door.frame import circle, guest_page
from netwerkberaad.web.door.own import my_sight
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see

SAID = {
    Said.YES: _("U zei ja"),
    Said.NO: _("U zei nee"),
    Said.WITHDRAWN: _("U trok uw ja in"),
}
ANSWERS = ((Said.YES.value, _("Ja, dat mag")), (Said.NO.value, _("Nee, dat mag niet")))


class ConsentForm(BaseForm):
    """Yes or no. A no after a yes takes it back."""

    answer = RadioField(_("Wat zegt u?"), [required(_("Kies ja of nee."))], choices=ANSWERS)
    text = TextAreaField(_("Wilt u er iets bij zeggen?"), [Optional(), at_most(MEDIUM)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/toestemming", "consents", consents)
    blueprint.add_url_rule("/p/toestemming/<uuid:consent_id>", "consent", consent, methods=["GET", "POST"])


@allow(Permission.GIVE_CONSENT)
def consents() -> AnyResponse:
    """Everything this guest decides, with what they said of it. What others said is not shown."""
    return guest_page("door/consents.html", cards=[_card(view) for view in own_consents()])


@allow(Permission.GIVE_CONSENT)
def consent(consent_id: uuid.UUID) -> AnyResponse:
    """One question. It may be answered again at any time."""
    view = next((one for one in own_consents() if one.consent.id == consent_id), None)
    if view is None:
        raise NotFoundError
    form, before = ConsentForm(), view.answer_of(guest().person.id)
    if not form.is_submitted() and before is not None:
        form.answer.data = Said.YES.value if before.content.said is Said.YES else Said.NO.value
        form.text.data = before.content.text
    if form.attempt(lambda: _say(view, form)) is None:
        return guest_page("door/consent.html", form=form, card=_card(view))
    flash(gettext("Dit geldt vanaf nu."), "ok")
    return see(url_for("door.consents"))


def own_consents() -> list[ConsentView]:
    """The consents that this guest decides today, alone or with others."""
    return asked_consents(db(), case=guest().case, person=guest().person, on=local(now()).date())


def open_question() -> ConsentView | None:
    """The one that was not answered yet; None when there are none or several."""
    waiting = [view for view in own_consents() if view.answer_of(guest().person.id) is None]
    return waiting[0] if len(waiting) == 1 else None


def _card(view: ConsentView) -> dict[str, object]:
    names = {person.id: person.name for person in circle()}
    consent, before = view.consent, view.answer_of(guest().person.id)
    known = names.get(consent.recipient_id) if consent.recipient_id else None
    own = consent.subject_id == guest().person.id
    return {
        "id": consent.id,
        "item": my_sight().clean(consent.content.item),
        "about": "" if own else names[consent.subject_id].short,
        "recipient": known.full if known else my_sight().clean(consent.content.recipient),
        "said": str(SAID[before.content.said]) if before else "",
        "given": before is not None and before.content.said is Said.YES,
    }


def _say(view: ConsentView, form: ConsentForm) -> bool:
    """Put it on record; the same answer in the same words adds nothing."""
    before = view.answer_of(guest().person.id)
    said, text = Said(form.answer.data), (form.text.data or "").strip()
    if before is not None and (said is Said.YES, text) == (
        before.content.said is Said.YES,
        before.content.text,
    ):
        return True
    if said is Said.NO and before is not None and before.content.said is Said.YES:
        said = Said.WITHDRAWN
    content = WordContent(said, HowGiven.LINK, text=text)
    record_word(db(), actor(), view=view, by=guest().person, content=content, now=now())
    return True
