"""A list read into the sociale kaart: first what it holds, then taken over. Nothing of it is kept in between."""

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response
from wtforms import FileField, HiddenField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import text_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import N_, InvalidError
from netwerkberaad.social_map import COLUMNS, MapEntry, ReadList, add_entry, entries_of, read_entries
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import page, see

MOST_BYTES = 200_000


class TooLargeError(InvalidError):
    """A file larger than is read."""

    message = N_("Dit bestand is te groot. Gebruik hooguit 200 kB.")


class ListForm(OnceForm):
    """A list: pasted, or a file. ``agreed`` is what the preview sends along when it is to be taken over."""

    pasted = TextAreaField(_("Plak een lijst"), [Optional(), at_most(MOST_BYTES)])
    upload = FileField(_("Of kies een bestand"), [Optional()])
    agreed = HiddenField()


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/sociale-kaart/inlezen", "map_import", map_import, methods=["GET", "POST"])


@allow(Permission.KEEP_SOCIAL_MAP)
def map_import() -> Response:
    """Read a list, show what it holds, and take over what is good once that is seen."""
    form = ListForm()
    agreed = bool(form.agreed.data)
    if agreed and sent_before(form.once.data):
        return see(url_for("desk.social_map"))
    read = form.attempt(lambda: _read(form))
    if read is None or not (agreed and read.entries):
        shown = page(
            "desk/social_map/import.html",
            form=form,
            columns=", ".join(COLUMNS),
            read=read,
            lines=[(one.line, one.text, gettext(one.reason)) for one in read.broken] if read else [],
        )
        if read is not None:
            shown.status_code = 200  # nothing was refused: the next page of the same act
        return shown
    taken = _take(read)
    flash(ngettext("%(num)d regel overgenomen.", "%(num)d regels overgenomen.", len(taken)), "ok")
    return see(url_for("desk.social_map"))


def _read(form: ListForm) -> ReadList:
    text = form.pasted.data or ""
    sent = request.files.get("upload")
    if not text and sent is not None:
        data = sent.stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise TooLargeError(field="upload")
        text = text_of(data) if data else ""
    form.pasted.data = text
    return read_entries(text, [entry.facts for entry in entries_of(db(), actor())])


def _take(read: ReadList) -> list[MapEntry]:
    return [add_entry(db(), actor(), new=new, now=now()) for new in read.entries]
