"""Bekijk als …: the pages, mail and calendar entry of one person as they get them, by the very code that makes them."""

import uuid
from collections.abc import Callable, Mapping

from flask import Blueprint, Response, g, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from netwerkberaad.beraden import current_beraad
from netwerkberaad.cases import Person, get_person
from netwerkberaad.flows.previewing import next_message, note_look, was_invited
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.links import LinkPurpose, PersonalLink
from netwerkberaad.plans import version_fixed
from netwerkberaad.web.context import Guest, actor, base_url, case, db, now
from netwerkberaad.web.door.plan import own_plan
from netwerkberaad.web.door.welcome import beraad_file, beraad_page, welcome
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.lazy import lazy_gettext
from netwerkberaad.web.kit.readers import read_by
from netwerkberaad.web.kit.rooms import room_page

PAGES: Mapping[str, Callable[[], AnyResponse]] = {
    "begin": welcome,
    "beraad": beraad_page,
    "plan": own_plan,
    "afspraak": beraad_file,
}
NAMES = {
    "begin": lazy_gettext("Begin"),
    "beraad": lazy_gettext("Wanneer en waar"),
    "plan": lazy_gettext("Het plan"),
    "afspraak": lazy_gettext("De afspraak als agendabestand"),
}
_TOLD = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "ORGANIZER")


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/casussen/<uuid:case_id>/gegevens/bekijk-als/<uuid:person_id>"
    blueprint.add_url_rule(path, "view_as", view_as)
    blueprint.add_url_rule(f"{path}/<any(begin,beraad,plan,afspraak):which>", "view_page_as", view_page_as)


@allow(Permission.CHANGE_CASE)
def view_as(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """The next mail and the calendar entry of somebody, and the ways to their pages and paper."""
    person = _somebody(person_id)
    calendar = _calendar(person)
    message = next_message(db(), case=case(), person=person, base_url=base_url(), now=now())
    return room_page(
        "desk/sharing/view_as.html",
        "data",
        ahead=False,
        person_id=person.id,
        name=person.name.short,
        subject=message.subject,
        over=not calendar and was_invited(db(), person),
        mail=message.text.splitlines(),
        calendar=calendar,
        pages=[(which, name) for which, name in NAMES.items() if calendar or which != "afspraak"],
        planned=version_fixed(db(), case()) is not None,
        reachable=bool(person.contact.mail),
    )


@allow(Permission.CHANGE_CASE)
def view_page_as(case_id: uuid.UUID, person_id: uuid.UUID, which: str) -> AnyResponse:
    """One page of the door as this person sees it on a device that proved who is there."""
    person = _somebody(person_id)
    g.viewing_as = {
        "text": _("U kijkt als %(name)s. Knoppen en links werken hier niet.", name=person.name.short),
        "back": url_for("desk.view_as", case_id=case_id, person_id=person_id),
    }
    return _through_their_eyes(person, PAGES[which])


def _calendar(person: Person) -> list[str]:
    """The lines of the entry that say something to people, without the rules of summer time."""
    if current_beraad(db(), case()) is None:
        return []
    lines = _through_their_eyes(person, beraad_file).get_data(as_text=True).splitlines()
    entry = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
    return [line for line in entry if line.startswith(_TOLD)]


def _through_their_eyes(person: Person, view: Callable[[], AnyResponse]) -> AnyResponse:
    link = PersonalLink(case_id=person.case_id, person_id=person.id, purpose=LinkPurpose.INVITATION)
    g.guest = Guest(person, case(), link, proven=True)
    try:
        with read_by(person):
            return view()
    finally:
        g.pop("guest")


def _somebody(person_id: uuid.UUID) -> Person:
    """Somebody who is in the case and has a name. Raises NotFoundError."""
    person = get_person(db(), case=case(), person_id=person_id)
    if person.left_at is not None or person.nameless:
        raise NotFoundError
    note_look(db(), actor(), case=case(), person=person, now=now())
    return person
