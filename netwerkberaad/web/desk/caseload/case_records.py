"""Geschiedenis and gegevens of a case: what happened in it, and what is kept of whom."""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from netwerkberaad.accounts import staff_named
from netwerkberaad.beraden import beraden_of
from netwerkberaad.cases import (
    AssignedHow,
    Assignment,
    Person,
    approvals_of,
    assignments_of,
    erase_contact,
    get_person,
    transitions_of,
)
from netwerkberaad.cases.joined import joined_to
from netwerkberaad.flows.ways_in import end_ways_in
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import listed, spoken_moment
from netwerkberaad.foundation.links import Device, LinkPurpose, PersonalLink, devices_in, links_in
from netwerkberaad.invites import BoardRow, board_of
from netwerkberaad.plans import versions_of
from netwerkberaad.privacy import SOMEBODY, retention_of
from netwerkberaad.web.context import actor, case, db, may_change, now
from netwerkberaad.web.desk.privacy.words import dated, reference
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_frame, case_people
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.names import CHANNEL_NAMES, HOW_NAMES, KIND_NAMES, REPLY_NAMES, RESULT_NAMES
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.when import plain_day, stamp
from netwerkberaad.web.kit.words import PHASE_NAMES
from netwerkberaad.web.templating import language


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: when, in one sentence, by whom of the staff, and what was said with it.

    ``names`` fills ``%(names)s`` in the sentence; the same sentence about several people at one moment becomes one.
    """

    at: datetime
    text: str
    staff_id: uuid.UUID | None = None
    note: str = ""
    names: tuple[str, ...] = ()


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    case_path = "/casussen/<uuid:case_id>"
    blueprint.add_url_rule(f"{case_path}/geschiedenis", "history", history)
    blueprint.add_url_rule(f"{case_path}/gegevens", "data", data)
    blueprint.add_url_rule(
        f"{case_path}/gegevens/<uuid:person_id>/wissen", "erase_contact", erase, methods=["GET", "POST"]
    )
    blueprint.add_url_rule(
        f"{case_path}/gegevens/<uuid:person_id>/toegang-weg", "end_access", end_access, methods=["POST"]
    )


@allow(Permission.READ_CASE)
def history(case_id: uuid.UUID) -> Response:
    """Everything that happened in the case, newest first."""
    board = board_of(db(), case())
    events = _merged([*_way(), *_people(), *_approvals(), *_inviting(board.rows), *_meetings(), *_plans()])
    names = staff_named(db(), {event.staff_id for event in events})
    entries = [
        {
            "when": stamp(event.at),
            "text": event.text % {"names": listed(event.names, language())} if event.names else event.text,
            "note": event.note,
            "who": names[event.staff_id].profile.full_name if event.staff_id in names else "",
        }
        for event in events
    ]
    return page("desk/cases/history.html", entries=entries, case_id=case_id, **case_frame("history"))


@allow(Permission.READ_CASE)
def data(case_id: uuid.UUID) -> Response:
    """Who is in the case, what is kept of them, and which ways in they have."""
    links: dict[uuid.UUID, list[PersonalLink]] = {}
    for link in links_in(db(), case_id=case_id, now=now()):
        links.setdefault(link.person_id, []).append(link)
    devices = Counter(device.person_id for device in _devices(case_id))
    people = [_kept(person, links.get(person.id, []), devices[person.id]) for person in case_people()]
    retention = retention_of(db(), case_id)
    return page(
        "desk/cases/data.html",
        people=people,
        open=may_change(),
        reference=reference(case_id),
        kept_until=dated(retention.due_at) if retention else "",
        case_id=case_id,
        **case_frame("data"),
    )


@allow(Permission.CHANGE_CASE)
def erase(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Ask once, and erase the ways to reach somebody, as they asked."""
    person = get_person(db(), case=case(), person_id=person_id)
    form = BaseForm()
    if form.attempt(lambda: erase_contact(db(), actor(), person=person, now=now())) is None:
        return page(
            "desk/cases/erase.html",
            form=form,
            name=person.name.short,
            case_id=case_id,
            **case_frame("data", ahead=False),
        )
    flash(_("De contactgegevens van %(name)s zijn gewist.", name=person.name.short), "ok")
    return see(url_for("desk.data", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def end_access(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """End links and devices of somebody, as when a phone is lost."""
    person = get_person(db(), case=case(), person_id=person_id)
    end_ways_in(db(), actor(), case=case(), person=person, now=now())
    flash(_("Alle links van %(name)s werken niet meer.", name=person.name.short), "ok")
    return see(url_for("desk.data", case_id=case_id))


def _merged(events: list[Event]) -> list[Event]:
    """Newest first, with one line for what happened to several people at one moment."""
    told: dict[tuple[datetime, str, uuid.UUID | None, str], Event] = {}
    for event in events:
        key = (event.at, event.text, event.staff_id, event.note)
        before = told.get(key)
        told[key] = replace(event, names=(*before.names, *event.names)) if before else event
    return sorted(told.values(), key=lambda event: event.at)[::-1]


def _devices(case_id: uuid.UUID) -> list[Device]:
    return devices_in(db(), case_id=case_id, now=now())


def _way() -> Iterator[Event]:
    for step in transitions_of(db(), case()):
        text = _("De casus kwam bij: %(phase)s.", phase=PHASE_NAMES[step.phase])
        yield Event(step.at, text, step.staff_id, step.reason)
    assignments = assignments_of(db(), case())
    leads = staff_named(db(), {assignment.facilitator_id for assignment in assignments})
    for assignment in assignments:
        yield from _assigned(assignment, leads[assignment.facilitator_id].profile.full_name)
    for later in joined_to(db(), case()):
        text = _("Een latere aanmelding hoort nu bij deze casus.")
        yield Event(later.joined_at or now(), text)
    if case().contacted_at:
        yield Event(case().contacted_at or now(), _("De aanmelder is gebeld, zoals beloofd."))


def _assigned(assignment: Assignment, name: str) -> Iterator[Event]:
    if assignment.how is AssignedHow.ASSIGNED:
        text = _("%(name)s kreeg de casus.", name=name)
        yield Event(assignment.started_at, text, assignment.by_staff_id)
    if assignment.independent_at:
        text = _("%(name)s nam de casus en verklaarde onafhankelijk te zijn.", name=name)
        yield Event(assignment.independent_at, text, note=assignment.words)
    if assignment.ended_at:
        text = _("%(name)s leidt de casus niet meer.", name=name)
        yield Event(assignment.ended_at, text, note=assignment.reason)


def _people() -> Iterator[Event]:
    for person in case_people():
        names = (person.name.short,)
        if person.listed_at > case().asked_at:
            yield Event(person.listed_at, _("In de kring gekomen: %(names)s."), names=names)
        if person.left_at:
            yield Event(person.left_at, _("Uit de kring gegaan: %(names)s."), names=names)
        if person.contact_erased_at:
            text = _("Contactgegevens gewist: %(names)s.")
            yield Event(person.contact_erased_at, text, names=names)


def _approvals() -> Iterator[Event]:
    """What hoofdpersonen said of the list. Their own words stay on the list itself."""
    names = {person.id: person.name.short for person in case_people()}
    for approval in approvals_of(db(), case()):
        who = names[approval.principal_id]
        if approval.verdict.invite:
            text = _("%(who)s vindt het goed om te vragen:", who=who)
        else:
            text = _("%(who)s wil niet dat wij vragen:", who=who)
        yield Event(
            approval.at,
            f"{text} %(names)s.",
            approval.recorded_by,
            note=str(HOW_NAMES[approval.how]),
            names=(names[approval.member_id],),
        )


def _inviting(rows: tuple[BoardRow, ...]) -> Iterator[Event]:
    for row in rows:
        names = (row.name.short,)
        for contact in row.contacts:
            text = f"{RESULT_NAMES[contact.result]}, {CHANNEL_NAMES[contact.channel]}: %(names)s."
            yield Event(contact.at, text, contact.staff_id, contact.note, names)
        if row.invited_at:
            way = f" {CHANNEL_NAMES[row.channel]}" if row.channel else ""
            yield Event(row.invited_at, f"{_('Uitgenodigd')}{way}: %(names)s.", names=names)
        if row.answer:
            reply = REPLY_NAMES[row.answer.content.reply]
            text = _("Antwoord ‘%(reply)s’ van %(names)s.", reply=reply, names="%(names)s")
            yield Event(row.answer.at, text, row.answer.recorded_by, names=names)


def _meetings() -> Iterator[Event]:
    for beraad in beraden_of(db(), case()):
        when = spoken_moment(beraad.starts_at, language())
        yield Event(beraad.made_at, _("Een beraad is gepland op %(moment)s.", moment=when))
        for at, text in (
            (beraad.announced_at, _("De dag van het beraad is verteld.")),
            (beraad.opened_at, _("Het beraad begon.")),
            (beraad.ended_at, _("Het beraad is afgelopen.")),
            (beraad.cancelled_at, _("Het beraad van %(moment)s gaat niet door.", moment=when)),
        ):
            if at:
                yield Event(at, text)


def _plans() -> Iterator[Event]:
    for version in versions_of(db(), case()):
        if version.fixed_at:
            text = _("Versie %(number)d van het plan is vastgesteld.", number=version.number)
            yield Event(version.fixed_at, text, note=version.reason)


def _kept(person: Person, links: list[PersonalLink], devices: int) -> dict[str, object]:
    contact = person.contact
    known = (
        (contact.mail, _("mail")),
        (contact.phone, _("mobiel")),
        (contact.landline, _("vaste lijn")),
        (contact.address, _("adres")),
        (contact.remark, _("opmerking")),
    )
    if person.contact_erased_at:
        told = _("gewist op %(day)s", day=plain_day(person.contact_erased_at))
    else:
        told = ", ".join(word for value, word in known if value) or _("niets")
    return {
        "id": person.id,
        "name": person.name.full,
        "kind": KIND_NAMES[person.kind],
        "left": bool(person.left_at),
        "contact": told,
        "erasable": any(value for value, _word in known),
        "nameless": person.name.called == SOMEBODY,
        "links": [_link_words(link) for link in links],
        "devices": ngettext("%(num)d toestel", "%(num)d toestellen", devices) if devices else "",
    }


def _link_words(link: PersonalLink) -> str:
    purposes = {
        LinkPurpose.INVITATION: _("uitnodiging"),
        LinkPurpose.DATE_POLL: _("datumprikker"),
        LinkPurpose.PLAN: _("plan"),
        LinkPurpose.CHECK_IN: _("check-in"),
        LinkPurpose.MENTOR: _("JIM of vertrouwenspersoon"),
        LinkPurpose.CONSENT: _("toestemming"),
        LinkPurpose.DAY: _("dag en plek"),
    }
    until = plain_day(link.expires_at)
    if link.opened_at:
        return _("%(purpose)s tot %(day)s, geopend", purpose=purposes[link.purpose], day=until)
    return _("%(purpose)s tot %(day)s", purpose=purposes[link.purpose], day=until)
