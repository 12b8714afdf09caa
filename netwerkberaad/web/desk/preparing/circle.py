"""Kring: the people around the hoofdpersonen, by kind of life and closeness; adding, changing and taking out."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from netwerkberaad.cases import (
    Exclusion,
    Person,
    PersonKind,
    Quadrant,
    TieStrength,
    add_person,
    approvals_of,
    approved,
    change_person,
    circle_counts,
    circle_of,
    draw_circle,
    exclusions_of,
    get_person,
    matches,
    principals_of,
    remove_person,
    resembles,
)
from netwerkberaad.cases.contact_person import asked_of, humans_in
from netwerkberaad.cases.ties import ties_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import local
from netwerkberaad.web.context import actor, case, db, may_change, now
from netwerkberaad.web.desk.preparing.circle_picture import picture_data
from netwerkberaad.web.desk.preparing.circle_words import questions
from netwerkberaad.web.desk.preparing.contact_person import keep_contact_person
from netwerkberaad.web.desk.preparing.person_form import PersonForm, data_of, new_data, seen_of
from netwerkberaad.web.desk.preparing.tie_form import tie_lines
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.barred import warn_of_barred
from netwerkberaad.web.kit.case_frame import case_frame, case_people
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.names import FLOW_NAMES, QUADRANT_NAMES, RING_NAMES, STRENGTH_NAMES
from netwerkberaad.web.kit.once import sent_before
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.when import plain_day

Line = dict[str, object]
_GROWN_UP = 18


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    both, path = ["GET", "POST"], "/casussen/<uuid:case_id>/kring"
    blueprint.add_url_rule(path, "circle", circle)
    blueprint.add_url_rule(f"{path}/nieuw", "person_new", person_new, methods=both)
    blueprint.add_url_rule(f"{path}/<uuid:person_id>", "person_edit", person_edit, methods=both)
    blueprint.add_url_rule(f"{path}/<uuid:person_id>/weg", "person_remove", person_remove, methods=both)


@allow(Permission.READ_CASE)
def circle(case_id: uuid.UUID) -> Response:
    """Everybody in the circle, how it grew, and whom nobody asked yet."""
    people = case_people()
    members = circle_of(people)
    exclusions = exclusions_of(db(), case())
    ties = ties_of(db(), case())
    states = approved(people, approvals_of(db(), case()))
    return page(
        "desk/circle/list.html",
        case_id=case_id,
        open=may_change(),
        total=len(members),
        groups=_groups(members, exclusions),
        words=case().circle_words,
        asks=[
            {
                "text": text,
                "action": {"label": _("Vul een naam in"), "url": url_for("desk.person_new", case_id=case_id)}
                if may_change()
                else None,
            }
            for text in questions(members, children=_has_children(principals_of(people)))
        ],
        principals=[_line(person, []) for person in principals_of(people)],
        counts=circle_counts(people, case=case(), at=now()),
        then=_("op %(day)s", day=plain_day(case().asked_at)),
        today=_("nu"),
        left=[person.name.full for person in people if person.left_at and not person.about.deceased],
        waiting=[person.name.short for person in asked_of(people) if states[person.id].missing],
        refused=[person.name.short for person in members if states[person.id].refused_by],
        excluded=len(exclusions),
        ties=tie_lines(ties, people),
        **picture_data(draw_circle(principals_of(people), members, ties)),
        **case_frame("circle"),
    )


@allow(Permission.CHANGE_CASE)
def person_new(case_id: uuid.UUID) -> Response:
    """Put somebody in the circle."""
    form = PersonForm(data=new_data())
    if sent_before(form.seen.data):
        return see(url_for("desk.circle", case_id=case_id))
    form.offer_contacts(humans_in(case_people()))

    def add() -> Person:
        added = add_person(db(), actor(), case=case(), new=form.person(), now=now())
        return keep_contact_person(form, added)

    person = form.attempt(add)
    if person is None:
        return page(
            "desk/circle/person.html",
            form=form,
            person=None,
            case_id=case_id,
            **case_frame("circle", ahead=False),
        )
    flash(_("%(name)s staat in de kring.", name=person.name.short), "ok")
    warn_of_barred([person])
    return see(url_for("desk.circle", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def person_edit(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Change what is known of somebody; who loaded the form before a colleague saved sees what is there now."""
    person = get_person(db(), case=case(), person_id=person_id)
    form = PersonForm(data=data_of(person))
    form.offer_contacts([one for one in humans_in(case_people()) if one.id != person.id])

    def change() -> Person:
        form.require_current(seen_of(person))
        change_person(db(), actor(), case=case(), person=person, new=form.person(), now=now())
        return keep_contact_person(form, person)

    if form.attempt(change) is None:
        return page(
            "desk/circle/person.html",
            form=form,
            person=person,
            case_id=case_id,
            **case_frame("circle", ahead=False),
        )
    flash(_("Bewaard."), "ok")
    if not person.is_principal:
        warn_of_barred([person])
    return see(url_for("desk.circle", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def person_remove(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Ask once, and take somebody out."""
    person = get_person(db(), case=case(), person_id=person_id)
    name = person.name.short
    form = BaseForm()
    gone = form.attempt(lambda: remove_person(db(), actor(), case=case(), person=person, now=now()))
    if gone is None:
        return page(
            "desk/circle/remove.html",
            form=form,
            name=name,
            case_id=case_id,
            **case_frame("circle", ahead=False),
        )
    flash(
        _("%(name)s is verwijderd.", name=name)
        if gone
        else _("%(name)s is uit de kring. Wat al was vastgelegd, blijft staan.", name=name),
        "ok",
    )
    return see(url_for("desk.circle", case_id=case_id))


def _has_children(principals: list[Person]) -> bool:
    """Whether a question about children fits: a family, or somebody who is known to be young."""
    year = local(now()).year
    ages = [year - one.about.born.year if one.about.born else None for one in principals]
    if any(age is not None and age <= _GROWN_UP for age in ages):
        return True
    return len(ages) > 1 and None in ages


def _groups(members: list[Person], exclusions: list[Exclusion]) -> list[tuple[str, list[Line]]]:
    grouped: dict[Quadrant, list[Person]] = {quadrant: [] for quadrant in Quadrant}
    for person in members:
        grouped[person.about.quadrant].append(person)
    for people in grouped.values():
        people.sort(key=lambda one: (one.about.ring, one.name.short.casefold()))
    return [
        (str(QUADRANT_NAMES[quadrant]), [_line(person, exclusions) for person in people])
        for quadrant, people in grouped.items()
        if people
    ]


def _line(person: Person, exclusions: list[Exclusion]) -> Line:
    about = person.about
    broken = about.strength is TieStrength.BROKEN
    barred = not person.is_principal and matches(exclusions, person) is not None
    alike = not (person.is_principal or barred) and resembles(exclusions, person) is not None
    tie = [str(RING_NAMES[about.ring]), str(STRENGTH_NAMES[about.strength])]
    if not broken:
        tie.append(str(FLOW_NAMES[about.flow]))
    if person.kind is PersonKind.ORGANISATION:
        contact = person.contact_person
        tie.append(_("via %(name)s", name=contact.name.full) if contact else _("nog geen contactpersoon"))
    note = "" if person.kind is PersonKind.PRINCIPAL else ", ".join(tie)
    return {
        "name": person.name.full,
        "relation": about.relation,
        "note": _("niet uitnodigen") if barred else _("lijkt op ‘niet uitnodigen’") if alike else note,
        "attention": broken or barred or alike,
        "url": url_for("desk.person_edit", case_id=person.case_id, person_id=person.id)
        if may_change()
        else None,
    }
