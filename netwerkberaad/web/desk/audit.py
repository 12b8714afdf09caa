"""Logboek: who did or saw what, for the privacy officer. Ids and events, no content; reading it is on record too."""

import csv
import io
import uuid
from datetime import date, time, timedelta
from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, DateField, Form, SelectField
from wtforms.validators import Optional

from netwerkberaad.accounts import staff_named, staff_of_region
from netwerkberaad.foundation.access import ActorKind, Permission
from netwerkberaad.foundation.core.audit import AuditEntry, Outcome
from netwerkberaad.foundation.core.audit_log import LogFilter, read_log
from netwerkberaad.foundation.documents.dates import from_local
from netwerkberaad.web.context import actor, db, now, staff
from netwerkberaad.web.desk.standing import emergencies_to_see
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.event_words import EVENT_WORDS
from netwerkberaad.web.kit.forms import Trimming
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page

SIZE = 50
MOST = 10_000
KINDS = {
    ActorKind.GUEST: _("iemand met een persoonlijke link"),
    ActorKind.VISITOR: _("bezoeker"),
    ActorKind.SYSTEM: _("het programma"),
    ActorKind.STAFF: _("medewerker"),
}


class LogForm(Form):
    """Filters in the query string: staff, days, only what was refused."""

    wie = SelectField(_("Wie"), [Optional()], validate_choice=False)
    van = DateField(_("Vanaf"), [Optional()])
    tot = DateField(_("Tot en met"), [Optional()])
    geweigerd = BooleanField(_("Alleen geweigerd"))

    class Meta(Trimming):
        """Trimmed."""


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/logboek", "audit_log", audit_log)
    blueprint.add_url_rule("/logboek/logboek.csv", "audit_csv", audit_csv)


@allow(Permission.READ_AUDIT)
def audit_log() -> AnyResponse:
    """One page of the log."""
    form, wanted = _filters()
    number = max(1, request.args.get("blad", 1, type=int))
    entries, total = read_log(db(), region_id=staff().region_id, wanted=wanted, page=number, size=SIZE)
    pages = max(1, -(-total // SIZE))
    names = {
        one.id: one.profile.full_name for one in staff_named(db(), {one.actor_id for one in entries}).values()
    }
    return page(
        "desk/audit_log.html",
        form=form,
        one_case=_one_case(wanted),
        rows=[_row(entry, names) for entry in entries],
        total=total,
        number=number,
        pages=pages,
        previous_url=_other(number - 1) if number > 1 else None,
        next_url=_other(number + 1) if number < pages else None,
        emergencies=emergencies_to_see(),
        csv_url=url_for("desk.audit_csv", **_query()),
        now=now(),
    )


@allow(Permission.READ_AUDIT)
def audit_csv() -> AnyResponse:
    """The filtered log as CSV: ids and events, the newest ten thousand."""
    _form, wanted = _filters()
    entries, _total = read_log(db(), region_id=staff().region_id, wanted=wanted, page=1, size=MOST)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["at", "actor_kind", "actor", "role", "action", "outcome", "case", "object_kind", "object"]
    )
    for entry in entries:
        writer.writerow(
            [
                entry.at.isoformat(),
                entry.actor_kind,
                entry.actor_id or "",
                entry.role,
                entry.action,
                entry.outcome.value,
                entry.case_id or "",
                entry.object_kind,
                entry.object_id or "",
            ]
        )
    headers = {"Content-Disposition": "attachment; filename=logboek.csv"}
    return Response(text.getvalue(), mimetype="text/csv", headers=headers)


def _filters() -> tuple[LogForm, LogFilter]:
    form = LogForm(request.args)
    people = staff_of_region(db(), actor())
    form.wie.choices = [
        ("", str(_("Iedereen"))),
        *((str(item.id), item.profile.full_name) for item in people),
    ]
    form.validate()
    wanted = LogFilter(
        case_id=_id(request.args.get("casus")),
        actor_id=_id(form.wie.data),
        since=from_local(form.van.data, time(0)) if isinstance(form.van.data, date) else None,
        until=from_local(form.tot.data + timedelta(days=1), time(0))
        if isinstance(form.tot.data, date)
        else None,
        only_denied=bool(form.geweigerd.data),
    )
    return form, wanted


def _one_case(wanted: LogFilter) -> dict[str, str] | None:
    """The case to which the log is narrowed, and the same choice without it."""
    if wanted.case_id is None:
        return None
    rest = {name: value for name, value in _query().items() if name != "casus"}
    return {
        "id": str(wanted.case_id),
        "short": str(wanted.case_id)[:8],
        "all_url": url_for("desk.audit_log", **rest),
    }


def _id(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _query() -> dict[str, Any]:
    known = ("wie", "van", "tot", "geweigerd", "casus")
    return {name: request.args[name] for name in known if request.args.get(name)}


def _other(number: int) -> str:
    return url_for("desk.audit_log", **_query(), blad=number)


def _row(entry: AuditEntry, names: dict[uuid.UUID, str]) -> dict[str, object]:
    who = names.get(entry.actor_id) if entry.actor_id else None
    return {
        "at": entry.at,
        "who": who or str(KINDS.get(ActorKind(entry.actor_kind), entry.actor_kind)),
        "action": EVENT_WORDS.get(entry.action, entry.action),
        "case": str(entry.case_id)[:8] if entry.case_id else "",
        "case_url": url_for("desk.audit_log", casus=entry.case_id) if entry.case_id else None,
        "denied": entry.outcome is Outcome.DENIED,
        "sealed": entry.digest is not None,
    }
