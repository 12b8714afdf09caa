"""Noodtoegang: opening a case that is not one's own, ending it, and looking back at who did."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField, TextAreaField

from netwerkberaad.accounts import Staff, facilitators, get_staff, staff_named
from netwerkberaad.cases import Case, current_assignment, subject_of, titles_of
from netwerkberaad.cases.standing import (
    EmergencyAccess,
    emergencies_between,
    end_emergency,
    find_for_emergency,
    get_emergency,
    notices_of,
    see_emergency,
)
from netwerkberaad.flows import open_emergency
from netwerkberaad.foundation.access import Permission, may
from netwerkberaad.foundation.core.audit_log import reads_between
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import from_local, local, spoken_day, spoken_moment
from netwerkberaad.web.context import actor, as_uuid, base_url, case, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.phones import spoken_phone
from netwerkberaad.web.kit.when import stamp
from netwerkberaad.web.templating import clock, language

WEEK = timedelta(days=7)


class EmergencyForm(BaseForm):
    """Why somebody must look now."""

    reason = TextAreaField(
        _("Waarom moet u deze casus nu zien?"), [required(_("Schrijf op waarom.")), at_most(LONG)]
    )


class FindForm(EmergencyForm):
    """The same for somebody who has no way to the case: whose it is, and whom it is about."""

    facilitator = SelectField(_("Wie leidt de casus?"), [required(_("Kies een gespreksleider."))])
    name = StringField(
        _("Voornaam van iemand om wie het gaat"), [required(_("Vul een voornaam in.")), at_most(SHORT)]
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/noodtoegang", "find_emergency", find, methods=both)
    blueprint.add_url_rule("/noodtoegang/overzicht", "emergencies", week)
    blueprint.add_url_rule("/noodtoegang/<uuid:emergency_id>", "emergency", emergency, methods=both)
    blueprint.add_url_rule("/casussen/<uuid:case_id>/noodtoegang", "ask_emergency", ask, methods=both)


@allow(Permission.FIND_EMERGENCY)
def find() -> Response:
    """Ask by the name of the gespreksleider and of somebody it is about; both must fit."""
    form = FindForm()
    leaders = {str(one.id): one for one in facilitators(db(), actor()) if one.id != actor().id}
    form.facilitator.choices = {
        "": gettext("Kies"),
        **{key: one.profile.full_name for key, one in leaders.items()},
    }

    def act() -> EmergencyAccess:
        chosen = leaders.get(str(as_uuid(form.facilitator.data)))
        if chosen is None:
            raise NotFoundError
        found = find_for_emergency(db(), actor(), facilitator=chosen, name=form.name.data or "", now=now())
        return _open(found, form)

    return _asked(form, act, "desk/emergency/find.html")


@allow(Permission.ASK_EMERGENCY)
def ask(case_id: uuid.UUID) -> Response:
    """Ask for the case in the address, and first see whom to call instead."""
    if case_id in actor().emergencies:
        return see(url_for("desk.overview", case_id=case_id))
    leads = _leader(case())
    form = EmergencyForm()
    return _asked(
        form,
        lambda: _open(case(), form),
        "desk/emergency/ask.html",
        leads=leads.profile.full_name if leads else "",
        phone=spoken_phone(leads.profile.phone) if leads and leads.profile.phone else "",
        dialled=leads.profile.phone if leads else "",
    )


@allow(Permission.SEE_EMERGENCY)
def emergency(emergency_id: uuid.UUID) -> Response:
    """Who opened which case and why. A post puts on record that one looked, or ends it."""
    access, opened = get_emergency(db(), actor(), emergency_id)
    form = BaseForm()
    if form.validate_on_submit():
        return _settle(access)
    people = staff_named(db(), [access.staff_id, access.ended_by])
    notices = notices_of(db(), access)
    told = staff_named(db(), [notice.staff_id for notice in notices])
    return page(
        "desk/emergency/one.html",
        who=people[access.staff_id].profile.full_name,
        own=access.staff_id == actor().staff_id,
        reason=access.reason,
        running=access.until > now(),
        to_see=any(one.staff_id == actor().staff_id and one.seen_at is None for one in notices),
        url=url_for("desk.emergency", emergency_id=emergency_id),
        rows=[
            (gettext("Casus"), _name_of(opened)),
            (gettext("Gespreksleider"), _leader_name(opened)),
            (gettext("Geopend"), spoken_moment(access.started_at, language())),
            (gettext("Voorbij"), _ended(access, people)),
            (gettext("Bekeken bladzijden"), _reads(access)),
        ],
        told=[(told[one.staff_id].profile.full_name, _seen(one.seen_at)) for one in notices],
    )


@allow(Permission.READ_AUDIT)
def week() -> Response:
    """Every emergency access of a week, for the privacy officer."""
    monday = _monday(request.args.get("week", ""))
    since, until = from_local(monday, time(0)), from_local(monday + WEEK, time(0))
    found = emergencies_between(db(), actor(), since=since, until=until)
    names = staff_named(db(), [access.staff_id for access in found])
    this_week = _monday("")
    return page(
        "desk/emergency/week.html",
        period=gettext(
            "%(first)s tot en met %(last)s",
            first=spoken_day(monday, language()),
            last=spoken_day(monday + timedelta(days=6), language()),
        ),
        rows=[_row(access, names) for access in found],
        previous_url=url_for("desk.emergencies", week=(monday - WEEK).isoformat()),
        next_url=url_for("desk.emergencies", week=(monday + WEEK).isoformat())
        if monday < this_week
        else None,
    )


def _asked(
    form: EmergencyForm, act: Callable[[], EmergencyAccess], template: str, **data: object
) -> Response:
    opened = form.attempt(act)
    if opened is None:
        return page(template, form=form, **data)
    flash(gettext("De casus is voor u open tot %(time)s uur.", time=clock(opened.ends_at)), "warning")
    return see(url_for("desk.overview", case_id=opened.case_id))


def _open(wanted: Case, form: EmergencyForm) -> EmergencyAccess:
    return open_emergency(
        db(), actor(), case=wanted, reason=form.reason.data or "", base_url=base_url(), now=now()
    )


def _settle(access: EmergencyAccess) -> Response:
    see_emergency(db(), actor(), access=access, now=now())
    if "einde" not in request.form:
        return see(url_for("desk.home"))
    end_emergency(db(), actor(), access=access, now=now())
    flash(gettext("De noodtoegang is voorbij."), "ok")
    return see(url_for("desk.emergency", emergency_id=access.id))


def _leader(wanted: Case) -> Staff | None:
    assignment = current_assignment(db(), wanted)
    return get_staff(db(), assignment.facilitator_id) if assignment else None


def _leader_name(opened: Case) -> str:
    leads = _leader(opened)
    return leads.profile.full_name if leads else gettext("nog niemand")


def _name_of(opened: Case) -> str:
    """The name of the case for whoever may read it; a number for anybody else."""
    if may(actor(), Permission.READ_CASE, subject_of(db(), opened)):
        return titles_of(db(), [opened.id], locale=language())[opened.id]
    return str(opened.id)[:8]


def _ended(access: EmergencyAccess, people: dict[uuid.UUID, Staff]) -> str:
    if access.until > now():
        return gettext("nog niet, duurt tot %(time)s uur", time=clock(access.ends_at))
    when = spoken_moment(access.until, language())
    by = people.get(access.ended_by) if access.ended_by else None
    return gettext("%(moment)s, door %(name)s", moment=when, name=by.profile.full_name) if by else when


def _seen(seen_at: datetime | None) -> str:
    return gettext("gezien op %(moment)s", moment=stamp(seen_at)) if seen_at else gettext("nog niet gezien")


def _reads(access: EmergencyAccess) -> int:
    return reads_between(
        db(), case_id=access.case_id, actor_id=access.staff_id, since=access.started_at, until=access.until
    )


def _row(access: EmergencyAccess, names: dict[uuid.UUID, Staff]) -> dict[str, object]:
    day = local(access.started_at).date().isoformat()
    return {
        "who": names[access.staff_id].profile.full_name,
        "when": stamp(access.started_at),
        "until": clock(access.until),
        "running": access.until > now(),
        "reason": access.reason,
        "case": str(access.case_id)[:8],
        "reads": _reads(access),
        "url": url_for("desk.emergency", emergency_id=access.id),
        "log_url": url_for("desk.audit_log", casus=access.case_id, nood="y", van=day),
    }


def _monday(text: str) -> date:
    """The Monday of the week of a day in the address; without a day that can be read, of this week."""
    today = local(now()).date()
    try:
        day = min(date.fromisoformat(text), today)
    except ValueError:
        day = today
    return day - timedelta(days=day.weekday()) if day.year > 2000 else today - timedelta(days=today.weekday())
