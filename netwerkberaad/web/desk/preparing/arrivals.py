"""Veiligheid: who arrives earlier or later than the others, or by another door. Only that person is told."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.validators import Optional

from netwerkberaad.cases import Person, get_person, present
from netwerkberaad.cases.safety import ArrivalContent
from netwerkberaad.flows import Announced, give_own_time
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, as_uuid, base_url, case, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import SHORT, at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.safety_words import arrival_lines, later_words

_STEPS = (-60, -45, -30, -20, -15, -10, 0, 10, 15, 20, 30, 45, 60)


class ArrivalForm(OnceForm):
    """One person, how much earlier or later, and how they get in."""

    person = SelectField(_("Wie?"))
    minutes = SelectField(_("Wanneer komt deze persoon?"), default="0")
    way = StringField(_("Door welke deur, en wie wacht daar?"), [Optional(), at_most(SHORT)])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    path = "/casussen/<uuid:case_id>/veiligheid/aankomst"
    blueprint.add_url_rule(path, "arrivals", arrivals, methods=["GET", "POST"])


@allow(Permission.CHANGE_CASE)
def arrivals(case_id: uuid.UUID) -> Response:
    """The times of their own that people have, and a new one."""
    form, here = ArrivalForm(), url_for("desk.arrivals", case_id=case_id)
    people = {str(one.id): one for one in present(case_people()) if not one.nameless}
    form.person.choices = [(key, one.name.full) for key, one in people.items()]
    form.minutes.choices = [(str(minutes), later_words(minutes)) for minutes in _STEPS]
    if sent_before(form.once.data):
        return see(here)
    told = form.attempt(lambda: _give(form))
    if told is None:
        return room_page(
            "desk/safety/arrivals.html", "invites", ahead=False, form=form, lines=arrival_lines()
        )
    flash(_said(told, people[form.person.data]), "ok")
    return see(here)


def _give(form: ArrivalForm) -> Announced:
    return give_own_time(
        db(),
        actor(),
        case=case(),
        person=get_person(db(), case=case(), person_id=as_uuid(form.person.data)),
        content=ArrivalContent(int(form.minutes.data), form.way.data or ""),
        base_url=base_url(),
        now=now(),
    )


def _said(told: Announced, person: Person) -> str:
    if told.mailed:
        return gettext("Vastgelegd. %(name)s krijgt een mail met de eigen tijd.", name=person.name.short)
    if told.texted or told.written:
        return gettext("Vastgelegd. %(name)s krijgt bericht van de eigen tijd.", name=person.name.short)
    if told.to_call:
        return gettext("Vastgelegd. Bel %(name)s over de eigen tijd.", name=person.name.short)
    return gettext("Vastgelegd. Dit staat in de uitnodiging van %(name)s alleen.", name=person.name.short)
