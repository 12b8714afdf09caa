"""Working notes: for who writes them alone."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from netwerkberaad.cases.notes import drop_note, own_notes, write_note
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.when import day_and_time


class NoteForm(OnceForm):
    """A note."""

    text = TextAreaField(_("Nieuwe notitie"), [required(_("Schrijf eerst iets op.")), at_most(LONG)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/casussen/<uuid:case_id>/notities"
    blueprint.add_url_rule(path, "notes", notes, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{path}/<uuid:note_id>/weg", "note_drop", note_drop, methods=["POST"])


@allow(Permission.CHANGE_CASE)
def notes(case_id: uuid.UUID) -> Response:
    """One's own notes, and a new one."""
    form, home = NoteForm(), url_for("desk.notes", case_id=case_id)
    if sent_before(form.once.data):
        return see(home)
    made = form.attempt(lambda: write_note(db(), actor(), case=case(), text=form.text.data or "", now=now()))
    if made is None:
        written = [
            {"id": note.id, "when": day_and_time(note.made_at), "text": note.text}
            for note in own_notes(db(), actor(), case=case())
        ]
        return room_page("desk/cases/notes.html", "overview", ahead=False, form=form, notes=written)
    flash(gettext("Bewaard, alleen voor u."), "ok")
    return see(home)


@allow(Permission.CHANGE_CASE)
def note_drop(case_id: uuid.UUID, note_id: uuid.UUID) -> Response:
    """Destroy one note."""
    drop_note(db(), actor(), case=case(), note_id=note_id, now=now())
    flash(gettext("De notitie is vernietigd."), "ok")
    return see(url_for("desk.notes", case_id=case_id))
