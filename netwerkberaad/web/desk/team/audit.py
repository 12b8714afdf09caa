"""Logboek: who did or saw what, for the privacy officer. Ids and events, no content; reading it is on record too."""

import csv
import io
import re
import uuid
from datetime import date, time, timedelta
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, DateField, Form, SelectField, StringField
from wtforms.validators import Optional

from netwerkberaad.accounts import Staff, staff_ever, staff_named
from netwerkberaad.foundation.access import ActorKind, Permission, Role
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.audit import AuditEntry, Outcome
from netwerkberaad.foundation.core.audit_log import LogFilter, read_log, who_looked
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import listed
from netwerkberaad.foundation.documents.dates import from_local
from netwerkberaad.web.context import actor, db, now, staff
from netwerkberaad.web.desk.team.staff import ROLE_NAMES
from netwerkberaad.web.desk.team.standing import emergencies_to_see
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.event_words import EVENT_WORDS
from netwerkberaad.web.kit.forms import Trimming, at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page

AUDIT_EXPORTED = audit.declare("audit.exported", "region")
COLUMNS = (
    "at",
    "actor_kind",
    "actor",
    "role",
    "action",
    "outcome",
    "basis",
    "case",
    "object_kind",
    "object",
    "on_behalf_of",
)
GROUNDS: dict[str, str] = {
    audit.Basis.COVER: _("waarneming"),
    audit.Basis.EMERGENCY: _("noodtoegang"),
    audit.Basis.REQUEST: _("verzoek van de persoon zelf"),
}
"""Why somebody was there, where it was not simply their task."""
ROLE_WORDS = frozenset(role.value for role in Role)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LEAST = 8
SIZE = 50
MOST = 10_000
KINDS = {
    ActorKind.GUEST: _("iemand met een persoonlijke link"),
    ActorKind.VISITOR: _("bezoeker"),
    ActorKind.SYSTEM: _("het programma"),
    ActorKind.STAFF: _("medewerker"),
}


class LogForm(Form):
    """Filters in the query string: who, which event, which case, days, only what was refused or an emergency."""

    wie = SelectField(_("Wie"), [Optional()], validate_choice=False)
    van = DateField(_("Vanaf"), [Optional()])
    tot = DateField(_("Tot en met"), [Optional()])
    geweigerd = BooleanField(_("Alleen geweigerd"))
    wat = SelectField(_("Wat"), [Optional()], validate_choice=False)
    nood = BooleanField(_("Alleen noodtoegang"))
    nummer = StringField(_("Nummer van de casus"), [Optional(), at_most(36)])

    class Meta(Trimming):
        """Trimmed."""


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/logboek", "audit_log", audit_log)
    blueprint.add_url_rule("/logboek/logboek.csv", "audit_csv", audit_csv)
    blueprint.add_url_rule("/logboek/casus/<uuid:subject_id>", "who_looked_in", who_looked_in)


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
    writer.writerow(COLUMNS)
    for entry in entries:
        cells = (
            entry.at.isoformat(),
            entry.actor_kind,
            entry.actor_id,
            entry.role,
            entry.action,
            entry.outcome,
            entry.basis,
            entry.case_id,
            entry.object_kind,
            entry.object_id,
            entry.on_behalf_of,
        )
        writer.writerow(["" if cell is None else harmless(str(cell)) for cell in cells])
    audit.record(db(), actor().entry(AUDIT_EXPORTED, now=now(), object_id=staff().region_id))
    headers = {"Content-Disposition": "attachment; filename=logboek.csv"}
    return Response(text.getvalue(), mimetype="text/csv", headers=headers)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


@allow(Permission.READ_AUDIT)
def who_looked_in(subject_id: uuid.UUID) -> AnyResponse:
    """Everybody who came in one case, also after it was destroyed: for an inspection request or a complaint."""
    found = who_looked(db(), region_id=staff().region_id, case_id=subject_id)
    if not found:
        raise NotFoundError
    people = staff_named(db(), [one.actor_id for one in found])
    return page(
        "desk/audit_case.html",
        short=str(subject_id)[:8],
        log_url=url_for("desk.audit_log", casus=subject_id),
        rows=[
            {
                "who": people[one.actor_id].profile.full_name
                if one.actor_id in people
                else str(KINDS.get(ActorKind(one.actor_kind), one.actor_kind)),
                "roles": listed(
                    [str(ROLE_NAMES[Role(word)]) for word in one.role.split() if word in ROLE_WORDS]
                ),
                "ground": GROUNDS.get(one.basis, ""),
                "emergency": one.basis is audit.Basis.EMERGENCY,
                "denied": one.outcome is Outcome.DENIED,
                "times": one.times,
                "first": one.first_at,
                "last": one.last_at,
            }
            for one in found
        ],
    )


def _filters() -> tuple[LogForm, LogFilter]:
    form = LogForm(request.args)
    form.wie.choices = [
        ("", str(_("Iedereen"))),
        *((str(one.id), _named(one)) for one in staff_ever(db(), actor())),
    ]
    words = sorted((str(words), name) for name, words in EVENT_WORDS.items())
    form.wat.choices = [("", str(_("Alles"))), *((name, text) for text, name in words)]
    form.validate()
    wanted = LogFilter(
        case_id=_id(request.args.get("casus")),
        actor_id=_id(form.wie.data),
        since=from_local(form.van.data, time(0)) if isinstance(form.van.data, date) else None,
        until=from_local(form.tot.data + timedelta(days=1), time(0))
        if isinstance(form.tot.data, date)
        else None,
        only_denied=bool(form.geweigerd.data),
        case_begins=_beginning(form.nummer.data or ""),
        action=form.wat.data or "",
        only_emergency=bool(form.nood.data),
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
        "looked_url": url_for("desk.who_looked_in", subject_id=wanted.case_id),
    }


def _named(person: Staff) -> str:
    name = person.profile.full_name
    return gettext("%(name)s (werkt hier niet meer)", name=name) if person.ended_at else name


def _beginning(text: str) -> str:
    """The number of a case as people write it, as its id begins: at least eight signs, or it fits nothing."""
    digits = re.sub(r"[^0-9a-f]", "", text.lower())
    if not text:
        return ""
    groups = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32])
    return "-".join(part for part in groups if part) if len(digits) >= _LEAST else "-"


def _id(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _query() -> dict[str, Any]:
    known = ("wie", "wat", "van", "tot", "geweigerd", "nood", "nummer", "casus")
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
        "emergency": entry.emergency,
        "ground": GROUNDS.get(entry.basis, ""),
        "sealed": entry.digest is not None,
    }
