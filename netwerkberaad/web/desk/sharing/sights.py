"""Wie ziet wat: the table of persons and what they may see, decided by the hoofdpersonen and put on record for them."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectField

from netwerkberaad.cases import HowGiven, Person, deciders, get_person, present
from netwerkberaad.cases.consents import consents_of
from netwerkberaad.cases.sight import Opened, Seeing, decisions_of, open_to, who_sees_what
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import local
from netwerkberaad.web.context import actor, case, db, may_change, now
from netwerkberaad.web.desk.sharing.consent_view import standing_in_the_way
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import HOW_NAMES
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.seen import digest_of
from netwerkberaad.web.kit.sight_forms import PART_NAMES, SightForm, items_asked


class RecordForm(SightForm):
    """The same on behalf of a hoofdpersoon, with how they said it."""

    how = SelectField(
        _("Hoe zei deze persoon het?"),
        [required()],
        choices=[(one.value, HOW_NAMES[one]) for one in HowGiven if one is not HowGiven.LINK],
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/casussen/<uuid:case_id>/gegevens/wie-ziet-wat"
    one = f"{path}/<uuid:person_id>/<uuid:principal_id>"
    blueprint.add_url_rule(path, "sights", sights)
    blueprint.add_url_rule(one, "sight", sight, methods=["GET", "POST"])


@allow(Permission.READ_CASE)
def sights(case_id: uuid.UUID) -> Response:
    """Everybody with what they see now, and whose decision it waits for."""
    seen = who_sees_what(db(), case(), case_people(), now=now())
    asked = deciders(case_people())
    return room_page(
        "desk/sharing/sights.html",
        "data",
        open=may_change(),
        items=list(items_asked(case_people()).values()),
        labels=[{"label": name} for name in items_asked(case_people()).values()],
        rows=[_row(person, seen[person.id], asked) for person in _members()],
    )


@allow(Permission.CHANGE_CASE)
def sight(case_id: uuid.UUID, person_id: uuid.UUID, principal_id: uuid.UUID) -> Response:
    """What one hoofdpersoon said that one person may see."""
    member = get_person(db(), case=case(), person_id=person_id)
    principal = get_person(db(), case=case(), person_id=principal_id)
    if principal not in deciders(case_people()) or member not in _members():
        raise NotFoundError
    before = _decided().get((principal.id, member.id), Opened())
    digest = digest_of(before)
    form = RecordForm(data={"seen": digest})
    form.ask(case_people())
    if not form.is_submitted():
        form.show(before)

    def act() -> object:
        form.require_current(digest)
        return open_to(
            db(),
            actor(),
            case=case(),
            principal=principal,
            member=member,
            opened=form.opened(),
            how=HowGiven(form.how.data),
            now=now(),
        )

    home = url_for("desk.sights", case_id=case_id)
    if form.attempt(act) is None:
        return room_page(
            "desk/sharing/sight.html",
            "data",
            ahead=False,
            form=form,
            member=member.name.short,
            principal=principal.name.short,
            home=home,
        )
    flash(gettext("Dit geldt vanaf nu."), "ok")
    return see(home)


def _members() -> list[Person]:
    return [one for one in present(case_people()) if not one.is_principal and not one.nameless]


def _decided() -> dict[tuple[uuid.UUID, uuid.UUID], Opened]:
    return {(row.principal_id, row.member_id): row.opened for row in decisions_of(db(), case())}


def _row(person: Person, seeing: Seeing, asked: list[Person]) -> dict[str, object]:
    opened = seeing.opened
    decided = _decided()
    waiting = [one.name.short for one in asked if (one.id, person.id) not in decided]
    return {
        "id": person.id,
        "name": person.name.full,
        "relation": person.about.relation,
        "sees": [bool(getattr(opened, item)) for item in items_asked(case_people())],
        "part": str(PART_NAMES[opened.plan]),
        "waiting": waiting if len(waiting) < len(asked) else [],
        "stops": _consents_missing().get(person.id, []),
        "by": [(one.id, one.name.short) for one in asked],
    }


def _consents_missing() -> dict[uuid.UUID, list[str]]:
    """What is asked for somebody and does not stand, with who stands in the way."""
    people = {one.id: one for one in case_people()}
    found: dict[uuid.UUID, list[str]] = {}
    for view in consents_of(db(), case(), on=local(now()).date()):
        why = standing_in_the_way(view, people)
        if why and view.consent.recipient_id is not None:
            found.setdefault(view.consent.recipient_id, []).append(f"{view.consent.content.item} {why}")
    return found
