"""Kring: organisations and clubs out of the sociale kaart, put into the circle with whom to speak there."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from netwerkberaad.cases import (
    About,
    ContactData,
    NewPerson,
    Person,
    PersonKind,
    PersonName,
    Quadrant,
    add_person,
    present,
)
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.social_map import EntryContact, MapEntry, entries_of, get_entry, search_entries
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.desk.preparing.contact_person import bring_contact_person
from netwerkberaad.web.desk.social_map.entry_form import told
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import SHORT, BaseForm, words_asked
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page

_RING = 3


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/casussen/<uuid:case_id>/kring/sociale-kaart"
    blueprint.add_url_rule(path, "circle_sources", circle_sources)
    blueprint.add_url_rule(f"{path}/<uuid:entry_id>", "circle_source", take_source, methods=["POST"])


@allow(Permission.CHANGE_CASE)
def circle_sources(case_id: uuid.UUID) -> Response:
    """The sociale kaart, with what stands in the circle already."""
    words = words_asked("zoek")
    there = _names()
    rows = [
        {**told(entry), "there": entry.facts.name.casefold() in there}
        for entry in search_entries(entries_of(db(), actor()), words)
    ]
    return room_page("desk/circle/sources.html", "circle", ahead=False, rows=rows, words=words)


@allow(Permission.CHANGE_CASE)
def take_source(case_id: uuid.UUID, entry_id: uuid.UUID) -> Response:
    """Put one in the circle, once."""
    entry = get_entry(db(), actor(), entry_id)
    if entry.archived_at is not None:
        raise NotFoundError
    name = entry.facts.name
    if name.casefold() in _names():
        flash(_("%(name)s staat al in de kring.", name=name), "info")
        return see(url_for("desk.circle", case_id=case_id))
    person = BaseForm().attempt(lambda: _take(entry))
    if person is None:
        raise NotFoundError
    flash(_("%(name)s staat in de kring.", name=name), "ok")
    return see(url_for("desk.circle", case_id=case_id))


def _take(entry: MapEntry) -> Person:
    organisation = add_person(db(), actor(), case=case(), new=_as_member(entry), now=now())
    contact = entry.contact
    if contact.name:
        ways = ContactData(mail=contact.mail, phone=contact.phone)
        bring_contact_person(organisation, name=contact.name, contact=ways)
    return organisation


def _names() -> set[str]:
    return {person.name.full.casefold() for person in _there()}


def _there() -> list[Person]:
    return [person for person in present(case_people()) if person.kind is PersonKind.ORGANISATION]


def _as_member(entry: MapEntry) -> NewPerson:
    """The organisation as it stands in the circle; whom we speak with there stands beside it."""
    facts, own = entry.facts, entry.contact
    contact = EntryContact() if own.name else own
    return NewPerson(
        PersonName(last=facts.name),
        PersonKind.ORGANISATION,
        ContactData(
            mail=contact.mail or facts.mail, phone=contact.phone or facts.phone, address=facts.address
        ),
        About(relation=facts.about[:SHORT], ring=_RING, quadrant=Quadrant.WORK_SCHOOL_CLUBS),
    )
