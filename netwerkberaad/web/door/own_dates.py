"""What this guest promised, for their own calendar: days and rhythms, and no word of what it is."""

from datetime import datetime

from flask import Blueprint, Response
from flask_babel import gettext as _

from netwerkberaad.flows.day_words import calendar_uid
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.documents.calendar import Recurring, own_entries
from netwerkberaad.plans import Every, LineView, PlanView
from netwerkberaad.web.context import base_url, now
from netwerkberaad.web.door.own import current_plan, own_lines
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.plan_words import NO_TIME

_RHYTHM: dict[Every, dict[str, object]] = {
    Every.DAY: {"freq": "daily"},
    Every.WEEK: {"freq": "weekly"},
    Every.TWO_WEEKS: {"freq": "weekly", "interval": 2},
    Every.MONTH: {"freq": "monthly"},
}
_ALWAYS_THERE = 28
"""The last day of the month that every month has."""


def add_pages(blueprint: Blueprint) -> None:
    """Put this file at its address."""
    blueprint.add_url_rule("/p/plan.ics", "own_dates", own_dates)


@allow(Permission.READ_OWN_PART)
def own_dates() -> Response:
    """The own promises that have a day. The name of the file tells nothing."""
    plan = current_plan()
    if plan is None:
        raise NotFoundError
    entries = [_entry(line, line.first_at, plan) for line in dated_lines(plan) if line.first_at is not None]
    text = own_entries(entries, summary=_("Wat ik heb toegezegd"), now=now())
    headers = {"Content-Disposition": 'attachment; filename="afspraken.ics"'}
    return Response(text, mimetype="text/calendar", headers=headers)


def dated_lines(plan: PlanView) -> list[LineView]:
    """What this guest promised for a day or in a rhythm, and does not wait for something else."""
    return [line for line in own_lines(plan) if line.first_at is not None and not line.waits]


def _entry(line: LineView, first: datetime, plan: PlanView) -> Recurring:
    whole_day = local(first).time() == NO_TIME
    return Recurring(
        uid=calendar_uid(line.lineage_id, base_url()),
        first=first,
        whole_day=whole_day,
        rule=_rule(line, first, line.until_at or plan.evaluation_at, whole_day=whole_day),
    )


def _rule(line: LineView, first: datetime, until: datetime | None, *, whole_day: bool) -> dict[str, object]:
    """The rhythm until its end, or until everybody looks back. A month without such a day takes its last one."""
    if line.every is None:
        return {}
    rule = dict(_RHYTHM[line.every])
    day = local(first).day
    if line.every is Every.MONTH and day > _ALWAYS_THERE:
        rule |= {"bymonthday": list(range(_ALWAYS_THERE, day + 1)), "bysetpos": -1}
    if until is not None:
        rule["until"] = local(until).date() if whole_day else until
    return rule
