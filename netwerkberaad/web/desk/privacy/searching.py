"""Iemand zoeken in de regio, for a request by mail, phone or paper; and writing that request down."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import HowGiven
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import local
from netwerkberaad.privacy import (
    Asked,
    Found,
    Searched,
    enter_request,
    extend_request,
    get_request,
    person_to_enter,
    search_on,
    search_region,
)
from netwerkberaad.web.context import READING, actor, db, now
from netwerkberaad.web.desk.privacy.words import ASKED_NAMES, dated, reference
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.fields import MailField, PhoneField
from netwerkberaad.web.kit.forms import LONG, MEDIUM, SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.moments import DayField
from netwerkberaad.web.kit.names import HOW_NAMES, KIND_NAMES
from netwerkberaad.web.kit.pages import page, see

_WHY = _("Schrijf in één zin op waarom.")
_MOST = 2_000
_HOW = (HowGiven.LETTER, HowGiven.PAPER, HowGiven.PHONE, HowGiven.IN_PERSON)


class SearchForm(BaseForm):
    """Whom, and why."""

    name = StringField(_("Naam"), [Optional(), at_most(SHORT)])
    mail = MailField(_("Mailadres"), [Optional()])
    phone = PhoneField(_("Telefoon"), [Optional()])
    reason = StringField(_("Waarom zoekt u?"), [required(_WHY), at_most(MEDIUM)])


class EnterForm(BaseForm):
    """What came in, how and when."""

    kind = RadioField(
        _("Wat vraagt deze persoon?"),
        [required(_("Kies wat er gevraagd is."))],
        choices=[(kind.value, name) for kind, name in ASKED_NAMES.items()],
    )
    how = SelectField(_("Hoe kwam het binnen?"), choices=[(how.value, HOW_NAMES[how]) for how in _HOW])
    received = DayField(_("Ontvangen op"), [required(_("Kies een dag."))])
    words = TextAreaField(_("De vraag, in eigen woorden"), [Optional(), at_most(LONG)])


class ExtendForm(BaseForm):
    """Why it takes longer."""

    reason = TextAreaField(_("Waarom duurt het langer?"), [required(_WHY), at_most(MEDIUM)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    both = ["GET", "POST"]
    room = "/privacy-taken/verzoeken"
    blueprint.add_url_rule("/privacy-taken/zoeken", "search_region", search, methods=both)
    blueprint.add_url_rule("/privacy-taken/zoeken/verder", "search_on", go_on, methods=["POST"])
    blueprint.add_url_rule(f"{room}/nieuw/<uuid:subject_id>", "enter_request", enter, methods=both)
    blueprint.add_url_rule(f"{room}/<uuid:asked_id>/verlengen", "extend_request", extend, methods=both)


@allow(Permission.HANDLE_REQUESTS)
def search() -> Response:
    """Ask whom and why; answer in which cases they are, by reference and part."""
    form = SearchForm()
    found = form.attempt(
        lambda: search_region(
            db(),
            actor(),
            mail=form.mail.data or "",
            phone=form.phone.data or "",
            name=form.name.data or "",
            reason=form.reason.data or "",
            now=now(),
        )
    )
    return _page(form, found)


@allow(Permission.HANDLE_REQUESTS)
def go_on() -> Response:
    """The next people of a search. What was found so far comes along; where each of them is, is asked again."""
    sent = request.form
    try:
        found = search_on(
            db(),
            actor(),
            search_id=uuid.UUID(sent.get("search", "")),
            name=sent.get("name", "")[:SHORT],
            before=[uuid.UUID(one) for one in sent.getlist("found")[:_MOST]],
            after=uuid.UUID(sent.get("after", "")),
            seen=max(0, sent.get("seen", 0, type=int)),
            now=now(),
        )
    except ValueError:
        raise NotFoundError from None
    return _page(SearchForm(), found)


@allow(Permission.HANDLE_REQUESTS)
def enter(subject_id: uuid.UUID) -> Response:
    """Write down a request that came otherwise than at the door."""
    person = person_to_enter(db(), actor(), subject_id)
    form = EnterForm()
    if request.method in READING:
        form.received.data = local(now()).date()
    entered = form.attempt(
        lambda: enter_request(
            db(),
            actor(),
            person=person,
            kind=Asked(form.kind.data),
            how=HowGiven(form.how.data),
            received=form.received.data or local(now()).date(),
            words=form.words.data or "",
            now=now(),
        )
    )
    if entered is None:
        return page("desk/privacy/enter.html", form=form, reference=reference(person.case_id))
    flash(gettext("Opgeschreven. Het antwoord moet er zijn vóór %(day)s.", day=dated(entered.due_at)), "ok")
    return see(url_for("desk.subject_request", asked_id=entered.id))


@allow(Permission.HANDLE_REQUESTS)
def extend(asked_id: uuid.UUID) -> Response:
    """Take two months more, with a reason that the person reads."""
    wanted = get_request(db(), actor(), asked_id)
    back = url_for("desk.subject_request", asked_id=wanted.id)
    form = ExtendForm()
    extended = form.attempt(
        lambda: extend_request(db(), actor(), request=wanted, reason=form.reason.data or "", now=now())
    )
    if extended is None:
        return page("desk/privacy/extend.html", form=form, back=back, kind=ASKED_NAMES[wanted.kind])
    flash(gettext("Verlengd. Het antwoord moet er zijn vóór %(day)s.", day=dated(extended.due_at)), "ok")
    return see(back)


def _page(form: SearchForm, found: Searched | None) -> Response:
    rows = None if found is None else [_row(one) for one in found.found]
    response = page("desk/privacy/search.html", form=form, rows=rows, search=found)
    if found is not None:
        response.status_code = 200  # that somebody searched is kept
    return response


def _row(one: Found) -> dict[str, str]:
    return {
        "reference": reference(one.case_id),
        "part": str(KIND_NAMES[one.kind]),
        "state": gettext("loopt") if one.open else gettext("afgesloten"),
        "url": url_for("desk.enter_request", subject_id=one.person_id),
    }
