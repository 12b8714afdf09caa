"""What belongs to the guest who asks: open check-ins, own part of the plan, in words for the page."""

from flask import g
from flask_babel import gettext

from netwerkberaad.beraden import Beraad, Place
from netwerkberaad.cases.sight import Seeing, seeing_of
from netwerkberaad.plans import (
    ConfirmationAnswer,
    FollowUp,
    FollowUpKind,
    LineView,
    PlanView,
    follow_ups_of,
    plan_view,
    shared_view,
    version_fixed,
)
from netwerkberaad.web.context import db, guest, now
from netwerkberaad.web.door.frame import helper
from netwerkberaad.web.kit.lazy import lazy_gettext

SAID = {
    ConfirmationAnswer.CONFIRM: lazy_gettext("U hebt dit bevestigd"),
    ConfirmationAnswer.COUNTER: lazy_gettext("U stelde iets anders voor"),
    ConfirmationAnswer.HAND_BACK: lazy_gettext("U hebt dit teruggegeven"),
}


def open_check_ins() -> list[FollowUp]:
    """The check-ins of this guest that were sent and wait for an answer, oldest first."""
    waiting = [
        row
        for row in follow_ups_of(db(), guest().case)
        if row.kind is FollowUpKind.CHECK_IN and row.person_id == guest().person.id
        if row.sent_at is not None and row.answered_at is None and row.cancelled_at is None
    ]
    return sorted(waiting, key=lambda row: row.due_at)


def current_plan() -> PlanView | None:
    """As much as this guest may read of the plan that holds now."""
    version = version_fixed(db(), guest().case)
    return shared_view(plan_view(db(), version), my_sight(), guest().person.id) if version else None


def my_sight() -> Seeing:
    """What this guest may see; asked once for each page."""
    if "sight" not in g:
        g.sight = seeing_of(db(), guest().case, guest().person, now=now())
    found: Seeing = g.sight
    return found


def my_place(beraad: Beraad | None) -> Place:
    """Where the beraad is, as far as this guest may know; else from whom they hear it."""
    if beraad is None:
        return Place()
    name, address = my_sight().venue(beraad.place.name, beraad.place.address)
    if (name, address) != (beraad.place.name, beraad.place.address):
        return Place(gettext("Dat hoort u van %(name)s.", name=helper().name or gettext("de gespreksleider")))
    return Place(name, address)


def own_lines(plan: PlanView) -> list[LineView]:
    """What this guest promised, in the order of the plan."""
    return [line for line in plan.lines if guest().person.id in line.owner_ids]
