"""Kring: people out of a pasted list or a file, chosen before they are written down."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from netwerkberaad.cases import (
    NewPerson,
    Person,
    add_person,
    change_person,
    present,
)
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.desk.requesting.contacts_form import (
    ChoosingForm,
    ContactsForm,
    choosing,
    contacts_sent,
    taken,
)
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.barred import warn_of_barred
from netwerkberaad.web.kit.case_frame import case_frame, case_people
from netwerkberaad.web.kit.once import sent_before
from netwerkberaad.web.kit.pages import page, see


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/casussen/<uuid:case_id>/kring/lijst"
    blueprint.add_url_rule(path, "circle_contacts", circle_contacts, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{path}/overnemen", "take_contacts", take_contacts, methods=["POST"])


@allow(Permission.CHANGE_CASE)
def circle_contacts(case_id: uuid.UUID) -> Response:
    """Read a list, and show who stands in it."""
    form = ContactsForm()
    contacts = form.attempt(lambda: contacts_sent(form.pasted.data))
    if contacts is None:
        return page(
            "desk/circle/list_form.html", form=form, case_id=case_id, **case_frame("circle", ahead=False)
        )
    shown = _choose_page(case_id, choosing(contacts, {key: _known(one) for key, one in _there().items()}))
    shown.status_code = 200  # nothing was refused: the next page of the same act
    return shown


@allow(Permission.CHANGE_CASE)
def take_contacts(case_id: uuid.UUID) -> Response:
    """Put who was chosen in the circle; who was there already knows more afterwards."""
    form = ChoosingForm()
    circle = url_for("desk.circle", case_id=case_id)
    if sent_before(form.once.data):
        return see(circle)
    people = form.attempt(lambda: _take_over(form))
    if people is None:
        return _choose_page(case_id, form)
    number = len(people)
    flash(ngettext("%(num)d persoon overgenomen.", "%(num)d mensen overgenomen.", number), "ok")
    warn_of_barred(people)
    return see(circle)


def _take_over(form: ChoosingForm) -> list[Person]:
    there = _there()
    result = taken(form, {key: _known(one) for key, one in there.items()})
    changed = [
        change_person(db(), actor(), case=case(), person=there[key], new=new, now=now())
        for key, new in result.changed.items()
    ]
    return changed + [add_person(db(), actor(), case=case(), new=new, now=now()) for new in result.fresh]


def _there() -> dict[str, Person]:
    return {str(person.id): person for person in present(case_people())}


def _known(person: Person) -> NewPerson:
    return NewPerson(person.name, person.kind, person.contact, person.about)


def _choose_page(case_id: uuid.UUID, form: ChoosingForm) -> Response:
    return page(
        "desk/circle/contacts.html",
        form=form,
        action=url_for("desk.take_contacts", case_id=case_id),
        back=url_for("desk.circle_contacts", case_id=case_id),
        **case_frame("circle", ahead=False),
    )
