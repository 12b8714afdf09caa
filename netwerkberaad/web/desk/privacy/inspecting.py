"""Inzage: what one request is about, open to the privacy officer for some hours; every look is on record."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import IntegerField
from wtforms.validators import NumberRange

from netwerkberaad.cases import Case, Person
from netwerkberaad.flows.own_record import own_record
from netwerkberaad.foundation.access import Permission
from netwerkberaad.privacy import (
    HOURS,
    Asked,
    SubjectRequest,
    begin_access,
    end_access,
    get_request,
    look,
    needs_access,
    running_access,
)
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.desk.privacy.words import ASKED_NAMES, dated
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import BaseForm, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.record_words import LABELS, grouped, spoken
from netwerkberaad.web.kit.when import day_and_time

_HOURS = _("Kies een aantal uren tussen 1 en 72.")


class AccessForm(BaseForm):
    """For how many hours."""

    hours = IntegerField(
        _("Hoeveel uur hebt u nodig?"),
        [required(_HOURS), NumberRange(min=1, max=72, message=_HOURS)],
        default=HOURS,
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room = "/privacy-taken/verzoeken/<uuid:asked_id>/inzage"
    blueprint.add_url_rule(room, "subject_data", subject_data, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{room}/klaar", "end_subject_data", end_subject_data, methods=["POST"])


@allow(Permission.HANDLE_REQUESTS)
def subject_data(asked_id: uuid.UUID) -> Response:
    """Ask for access first; while it lasts, everything kept about who asked, and nothing of others."""
    wanted = get_request(db(), actor(), asked_id)
    form = AccessForm()
    access = running_access(db(), actor(), request=wanted, now=now())
    if access is None:
        begun = form.attempt(
            lambda: begin_access(db(), actor(), request=wanted, hours=form.hours.data or 0, now=now())
        )
        if begun is None:
            return page("desk/privacy/inspect_ask.html", form=form, **_frame(wanted))
        flash(gettext("De gegevens zijn voor u open tot %(when)s.", when=day_and_time(begun.ends_at)), "ok")
        return see(url_for("desk.subject_data", asked_id=wanted.id))
    look(db(), actor(), request=wanted, now=now())
    return page(
        "desk/privacy/inspect.html",
        until=day_and_time(access.ends_at),
        parts=kept_parts(wanted),
        end_url=url_for("desk.end_subject_data", asked_id=wanted.id),
        **_frame(wanted),
    )


@allow(Permission.HANDLE_REQUESTS)
def end_subject_data(asked_id: uuid.UUID) -> Response:
    """Close what was open, before its time."""
    wanted = get_request(db(), actor(), asked_id)
    if end_access(db(), actor(), request=wanted, now=now()):
        flash(gettext("De gegevens zijn weer dicht."), "ok")
    return see(url_for("desk.subject_request", asked_id=wanted.id))


def kept_parts(wanted: SubjectRequest) -> list[dict[str, object]]:
    """What is kept about who asked, by kind, in words."""
    case, person = db().get_one(Case, wanted.case_id), db().get_one(Person, wanted.person_id)
    facts = own_record(db(), case=case, person=person, now=now())
    return [
        {
            "title": title,
            "why": why,
            "rows": [
                (str(LABELS[fact.place]), spoken(fact.place, fact.value), dated(fact.at)) for fact in found
            ],
        }
        for title, why, found in grouped(facts)
    ]


def _frame(wanted: SubjectRequest) -> dict[str, object]:
    return {
        "kind": ASKED_NAMES[wanted.kind],
        "back": url_for("desk.subject_request", asked_id=wanted.id),
        "decided": not needs_access(db(), request=wanted, now=now()),
        "copy_url": _copy_url(wanted),
    }


def _copy_url(wanted: SubjectRequest) -> str:
    """Where the copy is put ready, or printed once it is."""
    if wanted.kind is not Asked.COPY:
        return ""
    return url_for("desk.data_copy" if wanted.decided_at is None else "desk.copy_letter", asked_id=wanted.id)
