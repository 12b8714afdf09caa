"""The sociale kaart itself: search, write down, change, archive."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from netwerkberaad.foundation.access import Permission, may
from netwerkberaad.social_map import (
    EntryKind,
    MapEntry,
    add_entry,
    archive_entry,
    change_entry,
    entries_of,
    get_entry,
    restore_entry,
    search_entries,
)
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.desk.social_map.entry_form import ENTRY_KIND_NAMES, EntryForm, data_of, seen_of, told
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import BaseForm, words_asked
from netwerkberaad.web.kit.once import sent_before
from netwerkberaad.web.kit.pages import page, see

_ARCHIVE = "archief"


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room, both = "/sociale-kaart", ["GET", "POST"]
    blueprint.add_url_rule(room, "social_map", social_map)
    blueprint.add_url_rule(f"{room}/nieuw", "map_entry_new", entry_new, methods=both)
    blueprint.add_url_rule(f"{room}/<uuid:entry_id>", "map_entry", entry_edit, methods=both)
    blueprint.add_url_rule(f"{room}/<uuid:entry_id>/archief", "map_entry_archive", archive, methods=["POST"])
    blueprint.add_url_rule(f"{room}/<uuid:entry_id>/terug", "map_entry_restore", restore, methods=["POST"])


@allow(Permission.SEE_SOCIAL_MAP)
def social_map() -> Response:
    """Everything on it, or what fits the words."""
    kind = request.args.get("soort", "")
    words = words_asked("zoek")
    archived = kind == _ARCHIVE
    known = {one.value for one in EntryKind}
    found = search_entries(
        entries_of(db(), actor(), archived=archived), words, kind=EntryKind(kind) if kind in known else None
    )
    kinds = [("", _("alles")), *((one.value, str(name)) for one, name in ENTRY_KIND_NAMES.items())]
    return page(
        "desk/social_map/list.html",
        rows=[told(entry) for entry in found],
        words=words,
        kinds=[*kinds, (_ARCHIVE, _("het archief"))],
        chosen=kind,
        archived=archived,
        keeps=may(actor(), Permission.KEEP_SOCIAL_MAP),
    )


@allow(Permission.KEEP_SOCIAL_MAP)
def entry_new() -> Response:
    """Write down a place or a source of help."""
    form = EntryForm(data=data_of(None))
    if sent_before(form.seen.data):
        return see(url_for("desk.social_map"))
    if form.attempt(lambda: add_entry(db(), actor(), new=form.entry(), now=now())) is None:
        return page("desk/social_map/entry.html", form=form, entry=None)
    flash(_("%(name)s staat op de sociale kaart.", name=form.name.data), "ok")
    return see(url_for("desk.social_map"))


@allow(Permission.KEEP_SOCIAL_MAP)
def entry_edit(entry_id: uuid.UUID) -> Response:
    """Change what is known of it."""
    entry = get_entry(db(), actor(), entry_id)
    form = EntryForm(data=data_of(entry))

    def act() -> MapEntry:
        form.require_current(seen_of(entry))
        return change_entry(db(), actor(), entry=entry, new=form.entry(), now=now())

    if form.attempt(act) is None:
        return page("desk/social_map/entry.html", form=form, entry=entry)
    flash(_("Bewaard."), "ok")
    return see(url_for("desk.social_map"))


@allow(Permission.KEEP_SOCIAL_MAP)
def archive(entry_id: uuid.UUID) -> Response:
    """Offer it no more."""
    entry = get_entry(db(), actor(), entry_id)
    if BaseForm().attempt(lambda: archive_entry(db(), actor(), entry=entry, now=now())) is not None:
        flash(_("%(name)s staat in het archief.", name=entry.facts.name), "ok")
    return see(url_for("desk.social_map"))


@allow(Permission.KEEP_SOCIAL_MAP)
def restore(entry_id: uuid.UUID) -> Response:
    """Offer it again."""
    entry = get_entry(db(), actor(), entry_id)
    form = BaseForm()
    if form.attempt(lambda: restore_entry(db(), actor(), entry=entry, now=now())) is None:
        flash(_("Deze staat al op de sociale kaart."), "warning")
    else:
        flash(_("%(name)s staat weer op de sociale kaart.", name=entry.facts.name), "ok")
    return see(url_for("desk.social_map"))
