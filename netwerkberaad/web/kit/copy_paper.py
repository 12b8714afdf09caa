"""A copy as a file: JSON for a machine, PDF for paper."""

import json
from datetime import date

from babel.dates import format_date
from flask import Response, make_response, render_template
from flask_babel import force_locale

from netwerkberaad.foundation.documents.paper import plan_pdf
from netwerkberaad.privacy import DataCopy
from netwerkberaad.web.assets import STATIC
from netwerkberaad.web.language import direction
from netwerkberaad.web.templating import language


def sheet_of(copy: DataCopy) -> dict[str, object]:
    """What the sheets with a copy show."""
    content = json.loads(copy.content)
    for part in content["parts"]:
        for fact in part["facts"]:
            fact["since"] = _day(fact["since"]) if fact["since"] else ""
    return {**content, "made": _day(content["made"]), "direction": direction(content["language"])}


def json_file(copy: DataCopy) -> Response:
    """The copy for a machine. Its name says nothing of whose it is."""
    return _file(copy.content.encode(), "application/json", "kopie.json")


def pdf_file(copy: DataCopy) -> Response:
    """The copy for paper. Raises OSError where this machine cannot make one."""
    with force_locale(json.loads(copy.content)["language"]):
        html = render_template("door/copy_sheet.html", copy=sheet_of(copy))
    return _file(plan_pdf(html, STATIC), "application/pdf", "kopie.pdf")


def _file(content: bytes, kind: str, name: str) -> Response:
    response = make_response(content)
    response.mimetype = kind
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _day(text: str) -> str:
    return format_date(date.fromisoformat(text), "d MMMM y", locale=language())
