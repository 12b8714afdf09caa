"""Giving a case to a gespreksleider: one that waits, or one whose gespreksleider can no longer lead it."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.accounts import Staff, facilitators, staff_named
from netwerkberaad.cases import (
    Assignment,
    LoadView,
    assign_case,
    current_assignment,
    load_of,
    load_per_facilitator,
    replace_facilitator,
    waiting_case,
)
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import listed
from netwerkberaad.web.context import actor, as_uuid, case, db, now
from netwerkberaad.web.desk.team.waiting_words import facts_shown
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.when import plain_day
from netwerkberaad.web.kit.words import PHASE_NAMES
from netwerkberaad.web.templating import language


class AssignForm(BaseForm):
    """To whom a case is given."""

    facilitator = RadioField(_("Gespreksleider"), [required(_("Kies een gespreksleider."))])
    reason = TextAreaField(_("Waarom leidt iemand anders deze casus?"), [Optional(), at_most(LONG)])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/casussen/<uuid:case_id>/toewijzen", "assign", assign, methods=["GET", "POST"])


@allow(Permission.ASSIGN_CASE)
def assign(case_id: uuid.UUID) -> Response:
    """Give a case to a gespreksleider, or to another one; the list shows how many cases each has."""
    before = current_assignment(db(), case())
    leads = before is not None and before.independent_at is not None
    load = [pair for pair in _running() if before is None or pair[0].id != before.facilitator_id]
    form = AssignForm()
    people = {str(person.id): person for person, _count in load}
    form.facilitator.choices = {key: person.profile.full_name for key, person in people.items()}

    def give() -> Assignment:
        chosen = people.get(str(as_uuid(form.facilitator.data)))
        if chosen is None:
            raise NotFoundError
        if not leads:
            return assign_case(db(), actor(), case=case(), facilitator=chosen, now=now())
        reason = form.reason.data or ""
        return replace_facilitator(db(), actor(), case=case(), facilitator=chosen, reason=reason, now=now())

    if form.attempt(give) is None:
        held_by = staff_named(db(), [before.facilitator_id if before else None])
        return page(
            "desk/waiting/assign.html",
            form=form,
            loads={str(person.id): _cases(count) for person, count in load},
            leads=leads,
            case_id=case_id,
            held_by=next((person.profile.full_name for person in held_by.values()), ""),
            phase=PHASE_NAMES[case().phase],
            **facts_shown(waiting_case(db(), actor(), case=case())),
        )
    name = people[str(form.facilitator.data)].profile.full_name
    flash(gettext("%(name)s krijgt de vraag om onafhankelijkheid te verklaren.", name=name), "ok")
    return see(url_for("desk.waiting"))


def load_lines() -> list[tuple[Staff, int]]:
    """Every gespreksleider with the number of open cases, the fewest first, and who left with cases, open or closed, in their name."""
    counts = load_per_facilitator(db(), actor())
    running = _running(counts)
    left = staff_named(db(), counts.keys() - {person.id for person, _count in running})
    return [*running, *((person, counts[person.id]) for person in left.values())]


def load_shown(facilitator: Staff) -> list[dict[str, object]]:
    """The cases of one gespreksleider as lines, each with the way to give it to another."""
    return [_line(view) for view in load_of(db(), actor(), facilitator=facilitator)]


def _line(view: LoadView) -> dict[str, object]:
    return {
        "names": listed(view.first_names, language()),
        "place": view.municipality,
        "phase": PHASE_NAMES[view.phase],
        "urgent": view.urgent,
        "since": plain_day(view.since),
        "declared": view.declared,
        "url": url_for("desk.assign", case_id=view.id),
        "emergency_url": url_for("desk.ask_emergency", case_id=view.id),
    }


def _running(counts: dict[uuid.UUID, int] | None = None) -> list[tuple[Staff, int]]:
    found = load_per_facilitator(db(), actor()) if counts is None else counts
    pairs = [(person, found.get(person.id, 0)) for person in facilitators(db(), actor())]
    return sorted(pairs, key=lambda pair: pair[1])


def _cases(count: int) -> str:
    return ngettext("%(num)d casus", "%(num)d casussen", count)
