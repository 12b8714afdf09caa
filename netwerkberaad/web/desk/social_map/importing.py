"""A list read into the sociale kaart: first what it holds, then taken over. Nothing of it is kept in between."""

from flask import Blueprint, flash, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Optional

from netwerkberaad.foundation.access import Permission
from netwerkberaad.social_map import COLUMNS, MapEntry, ReadList, add_entry, entries_of, read_entries
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import sent_before
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.reading_lists import ListForm

MOST_BYTES = 200_000


class MapForm(ListForm):
    """A list for the sociale kaart."""

    most = MOST_BYTES
    pasted = TextAreaField(_("Plak een lijst"), [Optional(), at_most(MOST_BYTES)])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/sociale-kaart/inlezen", "map_import", map_import, methods=["GET", "POST"])


@allow(Permission.KEEP_SOCIAL_MAP)
def map_import() -> Response:
    """Read a list, show what it holds, and take over what is good once that is seen."""
    form = MapForm()
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


def _read(form: MapForm) -> ReadList:
    return read_entries(form.text(), [entry.facts for entry in entries_of(db(), actor())])


def _take(read: ReadList) -> list[MapEntry]:
    return [add_entry(db(), actor(), new=new, now=now()) for new in read.entries]
