"""How a region divides the time of each kind of beraad; every new beraad begins with it, and can still be changed."""

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from netwerkberaad.beraden import BeraadKind, parts_of, set_template, shares_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.web.context import actor, db, now, staff
from netwerkberaad.web.desk.meeting.agenda import AgendaForm, lengths_in, parts_form
from netwerkberaad.web.desk.meeting.place_form import KIND_NAMES
from netwerkberaad.web.desk.meeting.table_words import PART_NAMES
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.pages import page, see


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/beheer/agenda", "agenda_templates", agendas)
    blueprint.add_url_rule(
        "/beheer/agenda/<kind>", "agenda_template", agenda_of_kind, methods=["GET", "POST"]
    )


@allow(Permission.MANAGE_ORGANISATIONS)
def agendas() -> Response:
    """Each kind with its parts."""
    return page("desk/admin/agendas.html", kinds=[_shown(kind) for kind in BeraadKind])


@allow(Permission.MANAGE_ORGANISATIONS)
def agenda_of_kind(kind: str) -> Response:
    """Change how long the parts of one kind last."""
    wanted = next((one for one in BeraadKind if one.value == kind), None)
    if wanted is None:
        raise NotFoundError
    form = parts_form(wanted, shares_of(db(), staff().region_id, wanted))
    if form.attempt(lambda: _keep(form, wanted)) is None:
        fields = [form[part.value] for part in parts_of(wanted)]
        return page("desk/admin/agenda.html", form=form, fields=fields, kind=KIND_NAMES[wanted])
    flash(gettext("Bewaard. Een nieuw beraad begint hiermee."), "ok")
    return see(url_for("desk.agenda_templates"))


def _keep(form: AgendaForm, kind: BeraadKind) -> bool:
    set_template(db(), actor(), kind=kind, lengths=lengths_in(form, kind), now=now())
    return True


def _shown(kind: BeraadKind) -> dict[str, object]:
    shares = shares_of(db(), staff().region_id, kind)
    return {
        "name": KIND_NAMES[kind],
        "minutes": sum(shares.values()),
        "parts": [(PART_NAMES[part], minutes) for part, minutes in shares.items()],
        "url": url_for("desk.agenda_template", kind=kind.value),
    }
