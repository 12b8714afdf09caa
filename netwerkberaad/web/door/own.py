"""What belongs to the guest who asks: open check-ins, own part of the plan, in words for the page."""

from dataclasses import replace
from datetime import timedelta

from flask import g
from flask_babel import gettext

from netwerkberaad.beraden import Appointment, Place, appointment_of, current_beraad
from netwerkberaad.cases import Person, principals_of
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
from netwerkberaad.web.door.frame import circle, helper
from netwerkberaad.web.kit.lazy import lazy_gettext

NEWS_FOR = timedelta(days=28)
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


def open_steps() -> list[FollowUp]:
    """What this guest is asked to take over and waits for an answer, oldest first."""
    return [row for row in _climbed(FollowUpKind.STEP_IN) if row.answered_at is None]


def step_news() -> list[FollowUp]:
    """What this guest was told of the plan in the last weeks: something does not work out."""
    told = _climbed(FollowUpKind.LOOK_ALONG, FollowUpKind.STAND_BY)
    return [row for row in told if row.sent_at is not None and row.sent_at > now() - NEWS_FOR]


def _climbed(*kinds: FollowUpKind) -> list[FollowUp]:
    rows = follow_ups_of(db(), guest().case)
    mine = [row for row in rows if row.kind in kinds and row.person_id == guest().person.id]
    return [row for row in mine if row.sent_at is not None]


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


def principals_told() -> list[Person]:
    """The hoofdpersonen who want to be named to this guest."""
    return [one for one in principals_of(circle()) if one.id not in my_sight().unnamed]


def is_apart() -> bool:
    """Whether there is no meeting, so that everybody says on their own what they can do."""
    return guest().case.without_meeting and current_beraad(db(), guest().case) is None


def my_beraad() -> Appointment | None:
    """When this guest is expected at the beraad ahead."""
    beraad = current_beraad(db(), guest().case)
    return appointment_of(db(), guest().case, beraad, guest().person) if beraad else None


def my_place() -> Place:
    """Where the beraad ahead is and how this guest gets in, as far as they may know; else from whom they hear it."""
    beraad, own = current_beraad(db(), guest().case), my_beraad()
    if beraad is None or own is None:
        return Place()
    place, sight = beraad.place, my_sight()
    if sight.venue(place.name, place.address) != (place.name, place.address):
        return Place(gettext("Dat hoort u van %(name)s.", name=helper().name or gettext("de gespreksleider")))
    way = "\n".join(part for part in (own.way, place.directions) if part)
    return replace(place, why="", join="", directions=sight.clean(way))


def own_lines(plan: PlanView) -> list[LineView]:
    """What this guest promised, in the order of the plan."""
    return [line for line in plan.lines if guest().person.id in line.owner_ids]
