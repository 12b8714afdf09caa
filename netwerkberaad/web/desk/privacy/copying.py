"""De kopie: what is about others is left out first, then it is put ready; and the letter that goes with it on paper."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from netwerkberaad.accounts import region_of
from netwerkberaad.cases import Case, Person, people_of
from netwerkberaad.flows.own_record import own_record
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import team_name
from netwerkberaad.privacy import (
    Asked,
    DataCopy,
    Decision,
    SubjectRequest,
    copy_of,
    decide,
    get_request,
    look,
    make_copy,
    make_letter,
    running_access,
)
from netwerkberaad.web.context import READING, actor, db, now, staff
from netwerkberaad.web.desk.privacy.words import dated
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.copy_paper import sheet_of
from netwerkberaad.web.kit.copy_words import Passage, copy_text, passages_of
from netwerkberaad.web.kit.fields import ChecksField
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.phones import spoken_phone
from netwerkberaad.web.kit.readers import kept_for, read_by


class CopyForm(BaseForm):
    """What is left out, and the answer."""

    left_out = ChecksField(_("Wat laat u weg?"))
    answer = TextAreaField(
        _("Antwoord aan deze persoon"), [required(_("Schrijf het antwoord op.")), at_most(LONG)]
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room = "/privacy-taken/verzoeken/<uuid:asked_id>"
    blueprint.add_url_rule(f"{room}/kopie", "data_copy", data_copy, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{room}/brief", "copy_letter", copy_letter)


@allow(Permission.HANDLE_REQUESTS)
def data_copy(asked_id: uuid.UUID) -> Response:
    """Read what names others, tick what is left out, and put the copy ready."""
    wanted = get_request(db(), actor(), asked_id)
    back = url_for("desk.subject_request", asked_id=wanted.id)
    if wanted.kind is not Asked.COPY or wanted.decided_at is not None:
        raise NotFoundError
    if running_access(db(), actor(), request=wanted, now=now()) is None:
        return see(url_for("desk.subject_data", asked_id=wanted.id))
    passages, form = _passages(wanted), CopyForm()
    person = db().get_one(Person, wanted.person_id)
    form.left_out.choices = [(one.key, one.sentence.text) for one in passages]
    if request.method in READING:
        look(db(), actor(), request=wanted, now=now())
        form.left_out.data = [one.key for one in passages]
        with kept_for(person):
            form.answer.data = _answer(bool(passages))
    made = form.attempt(lambda: _make(wanted, passages, form))
    if made is None:
        notes = {one.key: one.label for one in passages}
        return page("desk/privacy/copy.html", form=form, notes=notes, passages=passages, back=back)
    flash(gettext("De kopie staat twee weken klaar op de eigen pagina van deze persoon."), "ok")
    return see(back)


@allow(Permission.HANDLE_REQUESTS)
def copy_letter(asked_id: uuid.UUID) -> Response:
    """The answer as a letter to print, with the copy behind it where one was made."""
    wanted = get_request(db(), actor(), asked_id)
    copy = copy_of(db(), request=wanted, now=now())
    if copy is None:
        make_letter(db(), actor(), request=wanted, now=now())
    elif running_access(db(), actor(), request=wanted, now=now()) is None:
        return see(url_for("desk.subject_data", asked_id=wanted.id))
    else:
        look(db(), actor(), request=wanted, now=now())
    person = db().get_one(Person, wanted.person_id)
    back = {
        "label": gettext("Terug naar het verzoek"),
        "url": url_for("desk.subject_request", asked_id=wanted.id),
    }
    with kept_for(person):
        return _letter_to(person, wanted, copy, back)


def _letter_to(
    person: Person, wanted: SubjectRequest, copy: DataCopy | None, back: dict[str, str]
) -> Response:
    region = region_of(db(), wanted.region_id)
    return page(
        "desk/privacy/copy_letter.html",
        back=back,
        team=team_name(region.name),
        address=[person.name.full, *person.contact.address.splitlines()],
        date=dated(now()),
        sender=[
            gettext("Met vriendelijke groet,"),
            staff().profile.full_name,
            gettext("privacy officer"),
            spoken_phone(region.phone) if region.phone else "",
        ],
        name=person.name.short,
        asked=dated(wanted.asked_at),
        answer=wanted.answer,
        copy=sheet_of(copy) if copy else None,
    )


def _passages(wanted: SubjectRequest) -> list[Passage]:
    case, person = db().get_one(Case, wanted.case_id), db().get_one(Person, wanted.person_id)
    facts = own_record(db(), case=case, person=person, now=now())
    return passages_of(facts, person=person, people=people_of(db(), case))


def _make(wanted: SubjectRequest, passages: list[Passage], form: CopyForm) -> DataCopy:
    """What came after the page was opened was not looked at, and is left out too."""
    shown, ticked = set(request.form.getlist("shown")), set(form.left_out.data or ())
    left_out = [one for one in passages if one.key in ticked or one.key not in shown]
    case, person = db().get_one(Case, wanted.case_id), db().get_one(Person, wanted.person_id)
    facts = own_record(db(), case=case, person=person, now=now())
    with read_by(person):
        content = copy_text(facts, person=person, left_out=left_out, now=now())
    answer = form.answer.data or ""
    copy = make_copy(db(), actor(), request=wanted, content=content, answer=answer, now=now())
    db().flush()  # the answer leaves the data open to whoever prints the copy
    decision = Decision.PARTLY if left_out else Decision.DONE
    decide(db(), actor(), request=wanted, decision=decision, answer=answer, now=now())
    return copy


def _answer(partly: bool) -> str:
    ready = gettext("U vroeg een kopie van uw gegevens. Die is klaar.")
    if not partly:
        return ready
    law = gettext(
        "Zinnen over andere mensen hebben wij weggelaten. Dat moet van de wet (AVG, artikel 15 lid 4)."
    )
    return f"{ready} {law}"
