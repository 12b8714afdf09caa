"""A waiting list that runs elsewhere, read in: first what it holds and what is wrong, then taken over whole."""

import csv
import io

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases.waiting_import import COLUMNS, EXAMPLE, NEEDED, read_waiting, take_over
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import sent_before
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.reading_lists import ListForm

MOST_BYTES = 500_000


class WaitingListForm(ListForm):
    """A waiting list."""

    most = MOST_BYTES
    pasted = TextAreaField(_("Plak de wachtlijst"), [Optional(), at_most(MOST_BYTES)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/aanvragen-bekijken/wachtlijst"
    blueprint.add_url_rule(path, "waiting_import", waiting_import, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{path}/sjabloon.csv", "waiting_template", waiting_template)


@allow(Permission.TAKE_REQUEST)
def waiting_import() -> AnyResponse:
    """Read a list, show what it holds and what is wrong, and take it over once that is seen and nothing is wrong."""
    form = WaitingListForm()
    agreed = bool(form.agreed.data)
    if agreed and sent_before(form.once.data):
        return see(url_for("desk.waiting"))
    read = form.attempt(lambda: read_waiting(db(), actor(), form.text(), now=now()))
    if read is None or not agreed or read.faults or not read.found:
        shown = page(
            "desk/requests/waiting_import.html",
            form=form,
            columns=", ".join(COLUMNS),
            needed=", ".join(NEEDED),
            read=read,
            found=[
                [one.person.name.full, one.referral.municipality, f"{one.asked_on:%d-%m-%Y}"]
                for one in (read.found if read else [])
            ],
            faults=[[one.line, one.column, gettext(one.reason)] for one in (read.faults if read else [])],
        )
        if read is not None:
            shown.status_code = 200  # nothing was refused: the next page of the same act
        return shown
    taken = take_over(db(), actor(), read, now=now())
    flash(ngettext("%(num)d aanvraag overgenomen.", "%(num)d aanvragen overgenomen.", len(taken)), "ok")
    return see(url_for("desk.waiting"))


@allow(Permission.TAKE_REQUEST)
def waiting_template() -> Response:
    """The columns with one line as an example, as a Dutch spreadsheet opens it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerow(EXAMPLE.split(";"))
    headers = {"Content-Disposition": "attachment; filename=wachtlijst-sjabloon.csv"}
    return Response("\ufeff" + text.getvalue(), mimetype="text/csv", headers=headers)
