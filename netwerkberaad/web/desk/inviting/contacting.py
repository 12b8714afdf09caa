"""Attempts to reach somebody: on record in one tap, taken back in one tap, and a voorgesprek that is agreed."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from netwerkberaad.cases import get_person
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import ContactResult, log_contact, plan_talk, undo_contact
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.desk.inviting.board_rows import shown_by
from netwerkberaad.web.desk.inviting.hand_over import page_of
from netwerkberaad.web.desk.inviting.invite_person import person_page
from netwerkberaad.web.desk.inviting.person_forms import ContactForm, TalkForm
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.moments import moment_of
from netwerkberaad.web.kit.names import RESULT_NAMES
from netwerkberaad.web.kit.once import sent_before
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.when import day_and_time


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, post = "/casussen/<uuid:case_id>/uitnodigen/<uuid:person_id>", ["POST"]
    undone = f"{path}/contact/<uuid:contact_id>/ongedaan"
    blueprint.add_url_rule(f"{path}/contact", "log_contact", log, methods=post)
    blueprint.add_url_rule(undone, "undo_contact", undo, methods=post)
    blueprint.add_url_rule(f"{path}/voorgesprek", "plan_talk", talk, methods=post)


@allow(Permission.CHANGE_CASE)
def log(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Put an attempt on record: one tap on the board, or with a note on the page of the person."""
    person = get_person(db(), case=case(), person_id=person_id)
    form = ContactForm()
    back = _board(case_id, person_id, form.wie.data or "")
    if sent_before(f"{form.once.data}/{person_id}/{form.outcome.data}" if form.once.data else ""):
        return see(back)
    contact = form.attempt(
        lambda: log_contact(
            db(),
            actor(),
            case=case(),
            person=person,
            channel=Channel(form.channel.data),
            result=ContactResult(form.outcome.data),
            note=form.note.data or "",
            now=now(),
        )
    )
    if contact is None:
        return person_page(person, contact_form=form)
    result = str(RESULT_NAMES[ContactResult(contact.result)]).lower()
    flash(gettext("Vastgelegd bij %(name)s: %(result)s.", name=person.name.short, result=result), "ok")
    return see(back)


@allow(Permission.CHANGE_CASE)
def undo(case_id: uuid.UUID, person_id: uuid.UUID, contact_id: uuid.UUID) -> Response:
    """Take back an attempt that was put on record by mistake."""
    person = get_person(db(), case=case(), person_id=person_id)
    undo_contact(db(), actor(), case=case(), person=person, contact_id=contact_id, now=now())
    flash(gettext("Het contact met %(name)s is weer weggehaald.", name=person.name.short), "ok")
    return see(_board(case_id, person_id, request.form.get("wie", "")))


@allow(Permission.CHANGE_CASE)
def talk(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Agree on a moment for a voorgesprek, or let it go."""
    person = get_person(db(), case=case(), person_id=person_id)
    if request.form.get("none") == "1":
        plan_talk(db(), actor(), case=case(), person=person, at=None, now=now())
        flash(gettext("Er staat geen voorgesprek meer."), "ok")
        return see(page_of(person))
    form = TalkForm()
    if form.attempt(lambda: _agree(form, person_id)) is None:
        return person_page(person, talk_form=form)
    return see(page_of(person))


def _agree(form: TalkForm, person_id: uuid.UUID) -> bool:
    person = get_person(db(), case=case(), person_id=person_id)
    at = moment_of(form.day.data, form.time.at)
    plan_talk(db(), actor(), case=case(), person=person, at=at, now=now())
    if at is not None:
        flash(gettext("Voorgesprek op %(moment)s.", moment=day_and_time(at)), "ok")
    return True


def _board(case_id: uuid.UUID, person_id: uuid.UUID, word: str) -> str:
    """The board as it was, at the row of this person."""
    chosen = shown_by(word).key or None
    return url_for("desk.invites", case_id=case_id, wie=chosen, _anchor=f"rij-{person_id}")
