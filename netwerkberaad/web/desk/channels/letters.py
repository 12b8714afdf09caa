"""Brieven: everything that has to be printed today as one PDF, and that it was posted or came back."""

import uuid

from flask import Blueprint, flash, make_response, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from netwerkberaad.cases import get_person
from netwerkberaad.flows.letters import letter_came_back, post_letters, print_letters, waiting_letters
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, as_uuid, case, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.pages import page, see


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, post = "/casussen/<uuid:case_id>/uitnodigen/<uuid:person_id>", ["POST"]
    blueprint.add_url_rule("/brieven", "letters", letters)
    blueprint.add_url_rule("/brieven/brieven.pdf", "letters_pdf", letters_pdf)
    blueprint.add_url_rule("/brieven/gepost", "letters_posted", letters_posted, methods=post)
    blueprint.add_url_rule(f"{path}/brief-terug", "letter_back", letter_back, methods=post)


@allow(Permission.LIST_CASES)
def letters() -> Response:
    """The letters that wait."""
    return page("desk/channels/letters.html", lines=waiting_letters(db(), actor()))


@allow(Permission.LIST_CASES)
def letters_pdf() -> Response:
    """The letters as one PDF. Its name tells nothing."""
    response = make_response(print_letters(db(), actor(), now=now()))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = "attachment; filename=brieven.pdf"
    return response


@allow(Permission.LIST_CASES)
def letters_posted() -> Response:
    """Those that stood on the page are in the post now."""
    ids = {as_uuid(word) for word in request.form.get("letters", "").split()}
    count = post_letters(db(), actor(), ids=ids, now=now())
    said = ngettext("%(num)s brief is gepost.", "%(num)s brieven zijn gepost.", count)
    flash(said, "ok")
    return see(url_for("desk.letters"))


@allow(Permission.CHANGE_CASE)
def letter_back(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """The letter to this person came back."""
    person = get_person(db(), case=case(), person_id=person_id)
    if letter_came_back(db(), actor(), case=case(), person=person, now=now()):
        flash(gettext("Vastgelegd. Op Vandaag staat dat u %(name)s belt.", name=person.name.short), "ok")
    else:
        flash(gettext("Er is nog geen brief gepost."), "info")
    return see(url_for("desk.invite", case_id=case_id, person_id=person_id))
