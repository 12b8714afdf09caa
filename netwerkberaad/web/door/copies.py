"""The copy of one's own data, at the door: ready for two weeks, behind the second proof."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from netwerkberaad.foundation.access import Permission
from netwerkberaad.privacy import copies_for, fetch_copy
from netwerkberaad.web.context import actor, db, guest, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.copy_paper import json_file, pdf_file
from netwerkberaad.web.kit.pages import see


def add_pages(blueprint: Blueprint) -> None:
    """Put these files at their addresses."""
    room = "/p/gegevens/kopie/<uuid:copy_id>"
    blueprint.add_url_rule(f"{room}/kopie.json", "copy_json", copy_json)
    blueprint.add_url_rule(f"{room}/kopie.pdf", "copy_pdf", copy_pdf)


@allow(Permission.READ_OWN_PART)
def copy_json(copy_id: uuid.UUID) -> Response:
    """The copy for a machine."""
    return json_file(fetch_copy(db(), actor(), copy_id=copy_id, now=now()))


@allow(Permission.READ_OWN_PART)
def copy_pdf(copy_id: uuid.UUID) -> Response:
    """The copy for paper."""
    copy = fetch_copy(db(), actor(), copy_id=copy_id, now=now())
    try:
        return pdf_file(copy)
    except OSError:  # WeasyPrint cannot find Pango on this machine
        flash(gettext("Wij kunnen nu geen pdf maken. Bel ons: dan sturen wij de kopie op papier."), "warning")
        return see(url_for("door.my_data"))


def ready_copies() -> list[dict[str, object]]:
    """The copies that wait for this person."""
    return [
        {
            "made": one.made_at,
            "until": one.expires_at,
            "pdf": url_for("door.copy_pdf", copy_id=one.id),
            "json": url_for("door.copy_json", copy_id=one.id),
        }
        for one in copies_for(db(), person_id=guest().person.id, now=now())
    ]
