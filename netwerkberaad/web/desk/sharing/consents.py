"""Toestemming: what may be done or told, for whom, and who said yes or no to it."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from netwerkberaad.cases import HowGiven, get_person, present, principals_of
from netwerkberaad.cases.consents import (
    ConsentContent,
    ConsentView,
    ConsentWord,
    Said,
    WordContent,
    ask_consent,
    consents_of,
    get_consent,
    record_word,
)
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import local
from netwerkberaad.web.context import actor, as_uuid, case, db, may_change, now
from netwerkberaad.web.desk.sharing.consent_forms import ConsentForm, WordForm
from netwerkberaad.web.desk.sharing.consent_view import consent_card, recipient_name, speaker_name
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.fields import one_of
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, both = "/casussen/<uuid:case_id>/gegevens/toestemming", ["GET", "POST"]
    blueprint.add_url_rule(path, "consents", consents)
    blueprint.add_url_rule(f"{path}/nieuw", "consent_new", consent_new, methods=both)
    blueprint.add_url_rule(f"{path}/<uuid:consent_id>", "consent_word", consent_word, methods=both)


@allow(Permission.READ_CASE)
def consents(case_id: uuid.UUID) -> Response:
    """Everything that was asked, with who stands in the way."""
    people = {person.id: person for person in case_people()}
    today = local(now()).date()
    return room_page(
        "desk/sharing/consents.html",
        "data",
        open=may_change(),
        cards=[consent_card(view, people, today=today) for view in consents_of(db(), case(), on=today)],
    )


@allow(Permission.CHANGE_CASE)
def consent_new(case_id: uuid.UUID) -> Response:
    """Write down what is asked."""
    form = ConsentForm()
    form.subject.choices = [(str(one.id), one.name.full) for one in principals_of(case_people())]
    form.recipient.choices = one_of((str(one.id), one.name.full) for one in present(case_people()))
    note = _("Eén ding, voor één persoon. Nee zeggen mag altijd en verandert verder niets.")
    return _form_page(form, lambda: _ask(form), _("Waarvoor vraagt u toestemming?"), note)


@allow(Permission.CHANGE_CASE)
def consent_word(case_id: uuid.UUID, consent_id: uuid.UUID) -> Response:
    """What somebody who decides said."""
    view = get_consent(db(), case=case(), consent_id=consent_id, on=local(now()).date())
    people = {person.id: person for person in case_people()}
    form = WordForm()
    form.by.choices = [(str(key), speaker_name(key, people)) for key in view.deciders()]
    note = _("%(item)s Voor %(recipient)s.", item=_sentence(view), recipient=recipient_name(view, people))
    return _form_page(form, lambda: _say(form, view), _("Wie zei wat?"), note)


def _ask(form: ConsentForm) -> object:
    recipient = None
    if form.recipient.data:
        recipient = get_person(db(), case=case(), person_id=as_uuid(form.recipient.data))
    content = ConsentContent(
        form.item.data or "", form.other.data or "", bool(form.plan.data), form.text.data or ""
    )
    subject = get_person(db(), case=case(), person_id=as_uuid(form.subject.data))
    return ask_consent(
        db(), actor(), case=case(), subject=subject, recipient=recipient, content=content, now=now()
    )


def _say(form: WordForm, view: ConsentView) -> ConsentWord:
    key = next(key for key in view.deciders() if str(key) == form.by.data)
    by = None if isinstance(key, str) else get_person(db(), case=case(), person_id=key)
    content = WordContent(
        said=Said(form.said.data),
        how=HowGiven(form.how.data),
        on=form.on.data,
        by=key if isinstance(key, str) else "",
        text=form.text.data or "",
    )
    return record_word(db(), actor(), view=view, by=by, content=content, now=now())


def _sentence(view: ConsentView) -> str:
    item = view.consent.content.item
    return item if item.endswith((".", "?")) else f"{item}."


def _form_page(form: OnceForm, act: Callable[[], object], title: str, note: str) -> Response:
    """Show a form, or act and go back to the list."""
    home = url_for("desk.consents", case_id=case().id)
    if sent_before(form.once.data):
        return see(home)
    if form.attempt(act) is None:
        return room_page(
            "desk/conditions/form.html", "data", ahead=False, form=form, title=title, note=note, home=home
        )
    flash(_("Vastgelegd."), "ok")
    return see(home)
