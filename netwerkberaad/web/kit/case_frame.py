"""The frame of a case: its name, the line of its way, the one next step and its rooms. Every room shows the same."""

from flask import g, url_for
from flask_babel import gettext as _

from netwerkberaad.accounts import Staff, get_staff
from netwerkberaad.beraden import Beraad, current_beraad
from netwerkberaad.cases import (
    Case,
    Person,
    Phase,
    StepState,
    WayStep,
    current_assignment,
    people_of,
    title_of,
    way_of,
)
from netwerkberaad.foundation.core.audit import Basis
from netwerkberaad.web.context import actor, case, db, staff
from netwerkberaad.web.kit.next_step import next_step
from netwerkberaad.web.kit.when import plain_day, short_day, spoken_soon
from netwerkberaad.web.kit.words import PHASE_NAMES
from netwerkberaad.web.templating import language

Frame = dict[str, object]

_ENDPOINTS = {
    "overview": "desk.overview",
    "circle": "desk.circle",
    "invites": "desk.invites",
    "beraad": "desk.beraad",
    "plan": "desk.plan",
    "follow_up": "desk.follow_up",
    "data": "desk.data",
    "history": "desk.history",
}
"""The rooms in the order of their tabs, with the page each begins at."""


def case_frame(room: str, *, ahead: bool = True) -> Frame:
    """What ``layouts/case.html`` needs, for the case in the address. ``room`` is a key of the rooms: 'circle', 'plan' …

    ``ahead`` shows the next step; leave it off where a form has the one solid button. The same number of queries for every case: people, steps, and what the next step depends on in this phase.
    """
    here = case()
    people = case_people()
    names = _room_names()
    beraad = current_beraad(db(), here)
    return {
        "case_name": title_of(people, locale=language()) or _("Casus zonder naam"),
        "room_name": names[room],
        "case_crumbs": _crumbs(here),
        "case_aside": _leader(here),
        "case_way": [_stop(step, beraad) for step in way_of(db(), here)],
        "case_next": next_step(here, people, beraad)
        if ahead and actor().basis is not Basis.EMERGENCY
        else None,
        "case_rooms": [
            {"label": names[key], "url": url_for(endpoint, case_id=here.id), "current": key == room}
            for key, endpoint in _ENDPOINTS.items()
        ],
    }


def case_people() -> list[Person]:
    """Everybody who is or was in the case in the address; read once for each request."""
    if "case_people" not in g:
        g.case_people = people_of(db(), case())
    found: list[Person] = g.case_people
    return found


def _leader(here: Case) -> str:
    leads: Staff | None = staff()
    if actor().basis is not Basis.TASK:
        assignment = current_assignment(db(), here)
        leads = get_staff(db(), assignment.facilitator_id) if assignment else None
    return _("Gespreksleider %(name)s", name=leads.profile.full_name) if leads else ""


def _room_names() -> dict[str, str]:
    return {
        "overview": _("Overzicht"),
        "circle": _("Kring"),
        "invites": _("Uitnodigen"),
        "beraad": _("Beraad"),
        "plan": _("Plan"),
        "follow_up": _("Opvolging"),
        "data": _("Gegevens"),
        "history": _("Geschiedenis"),
    }


def _crumbs(here: Case) -> list[dict[str, str]]:
    referral = here.referral
    crumbs = [{"label": _("Casussen"), "url": url_for("desk.cases")}]
    if referral.municipality:
        crumbs.append({"label": referral.municipality})
    by = ", ".join(part for part in (referral.referrer_name, referral.referrer_organisation) if part)
    if by:
        crumbs.append({"label": _("aangemeld door %(name)s", name=by)})
    return crumbs


def _stop(step: WayStep, beraad: Beraad | None) -> tuple[str, str, str]:
    """One stop of the line; a beraad that is planned already shows its day."""
    name, when = str(PHASE_NAMES[step.phase]), ""
    if step.state is StepState.NOW and step.since:
        when = _("nu, sinds %(day)s", day=plain_day(step.since))
    elif step.state is StepState.DONE and step.since:
        when = short_day(step.since)
    elif step.phase is Phase.BERAAD and beraad is not None:
        when = spoken_soon(beraad.starts_at)
    return name, step.state, when
