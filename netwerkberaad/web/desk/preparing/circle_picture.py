"""The circle as a picture: on paper, empty for the kitchen table, then and now, and moved by hand."""

import uuid
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField, StringField
from wtforms.validators import AnyOf, NumberRange

from netwerkberaad.beraden import beraden_of
from netwerkberaad.cases import (
    CirclePicture,
    NewPerson,
    Person,
    PersonKind,
    Quadrant,
    change_person,
    circle_at,
    draw_circle,
    get_person,
    principals_of,
    title_of,
)
from netwerkberaad.cases.placing import places_at
from netwerkberaad.cases.sight import without_secrets
from netwerkberaad.cases.ties import CircleTie, all_ties_of, ties_at, ties_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import dated, listed
from netwerkberaad.plans.following import evaluations_done
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_frame, case_people
from netwerkberaad.web.kit.forms import BaseForm, required
from netwerkberaad.web.kit.names import QUADRANT_NAMES, RING_NAMES
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.readers import seen_by_the_family
from netwerkberaad.web.templating import language

_CORNERS = (Quadrant.FAMILY, Quadrant.FRIENDS, Quadrant.PROFESSIONALS, Quadrant.WORK_SCHOOL_CLUBS)
_EMPTY_ROWS = 20


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/casussen/<uuid:case_id>/kring"
    blueprint.add_url_rule(f"{path}/afdrukken", "print_circle", print_circle)
    blueprint.add_url_rule(f"{path}/leeg-blad", "empty_circle", empty_circle)
    blueprint.add_url_rule(f"{path}/toen-en-nu", "circle_then", circle_then)
    blueprint.add_url_rule(f"{path}/plek", "person_place", person_place, methods=["POST"])


@dataclass(frozen=True, slots=True)
class Moment:
    """A day at which the circle is looked at."""

    key: str
    label: str
    at: datetime


class PlaceForm(BaseForm):
    """Where somebody was dragged to."""

    person = StringField(validators=[required()])
    ring = IntegerField(validators=[NumberRange(1, 4)])
    quadrant = StringField(validators=[AnyOf([str(one) for one in Quadrant])])


def picture_data(picture: CirclePicture) -> dict[str, object]:
    """What the template needs to draw a circle."""
    corners = [str(QUADRANT_NAMES[one]) for one in _CORNERS]
    return {"picture": picture, "ring_names": RING_NAMES, "quadrants": corners}


@allow(Permission.READ_CASE)
@seen_by_the_family
def print_circle(case_id: uuid.UUID) -> AnyResponse:
    """Picture and list on one sheet."""
    people = case_people()
    picture = draw_circle(principals_of(people), circle_at(people, now()), ties_of(db(), case()))
    return page(
        "desk/circle/print.html",
        case_id=case_id,
        paper="circle",
        back=_back(case_id),
        title=title_of(people, locale=language()),
        day=dated(now(), language()),
        names=[(dot.person.full, without_secrets(db(), case(), dot.person.relation)) for dot in picture.dots],
        **picture_data(picture),
    )


@allow(Permission.READ_CASE)
@seen_by_the_family
def empty_circle(case_id: uuid.UUID) -> AnyResponse:
    """The same rings and quarters without people, and lines to fill in: for a kitchen table without a screen."""
    people = case_people()
    return page(
        "desk/circle/empty.html",
        case_id=case_id,
        paper="circle",
        back=_back(case_id),
        title=title_of(people, locale=language()),
        rows=range(_EMPTY_ROWS),
        **picture_data(draw_circle(principals_of(people), [])),
    )


@allow(Permission.READ_CASE)
def circle_then(case_id: uuid.UUID) -> Response:
    """Two moments beside each other: who came in, who left, and how much the circle grew."""
    people = case_people()
    moments = _moments()
    first = _chosen(moments, "van", moments[0])
    second = _chosen(moments, "tot", moments[-1])
    ties = all_ties_of(db(), case())
    sides = [(moment, circle_at(people, moment.at)) for moment in (first, second)]
    ids = [{one.id for one in there} for _moment, there in sides]
    return page(
        "desk/circle/then.html",
        case_id=case_id,
        moments=[(one.key, one.label) for one in moments],
        sides=[
            {
                "key": key,
                "chosen": moment.key,
                "label": moment.label,
                "counts": _counts(there),
                **picture_data(_drawn_at(people, there, ties, moment.at)),
            }
            for key, (moment, there) in zip(("van", "tot"), sides, strict=True)
        ],
        came=[one.name.full for one in sides[1][1] if one.id not in ids[0]],
        gone=[one.name.full for one in sides[0][1] if one.id not in ids[1]],
        **case_frame("circle", ahead=False),
    )


@allow(Permission.CHANGE_CASE)
def person_place(case_id: uuid.UUID) -> AnyResponse:
    """Somebody was dragged to another ring or quarter."""
    form = PlaceForm()
    person = form.attempt(lambda: _move(form))
    if person is None:
        flash(_("Dat is geen plek in de kring."), "warning")
    else:
        flash(
            _(
                "%(name)s staat nu bij %(quadrant)s, %(ring)s.",
                name=person.name.short,
                quadrant=QUADRANT_NAMES[person.about.quadrant],
                ring=RING_NAMES[person.about.ring],
            ),
            "ok",
        )
    return see(url_for("desk.circle", case_id=case_id))


def _drawn_at(
    people: list[Person], there: list[Person], ties: list[CircleTie], at: datetime
) -> CirclePicture:
    """The circle as it was: who was there, where they stood and which ties held."""
    places = places_at(db(), case(), there, at)
    return draw_circle(principals_of(people), there, ties_at(ties, at), places)


def _back(case_id: uuid.UUID) -> dict[str, str]:
    return {"label": _("Terug naar de kring"), "url": url_for("desk.circle", case_id=case_id)}


def _move(form: PlaceForm) -> Person:
    try:
        person_id = uuid.UUID(form.person.data or "")
    except ValueError:
        raise NotFoundError from None
    person = get_person(db(), case=case(), person_id=person_id)
    about = replace(person.about, ring=form.ring.data or 0, quadrant=Quadrant(form.quadrant.data or ""))
    new = NewPerson(person.name, person.kind, person.contact, about)
    return change_person(db(), actor(), case=case(), person=person, new=new, now=now())


def _moments() -> list[Moment]:
    """The request, each beraad that was opened, each evaluation that was held, and now."""
    asked = case().asked_at
    found = [Moment("aanmelding", _("bij de aanmelding, %(day)s", day=dated(asked, language())), asked)]
    for one in beraden_of(db(), case()):
        if one.opened_at:
            label = _("bij het beraad, %(day)s", day=dated(one.opened_at, language()))
            found.append(Moment(str(one.id), label, one.opened_at))
    for done in evaluations_done(db(), case()):
        if done.handled_at:
            label = _("bij de evaluatie, %(day)s", day=dated(done.handled_at, language()))
            found.append(Moment(str(done.id), label, done.handled_at))
    found.sort(key=lambda one: one.at)
    return [*found, Moment("nu", _("nu"), now())]


def _chosen(moments: list[Moment], name: str, default: Moment) -> Moment:
    return next((one for one in moments if one.key == request.args.get(name)), default)


def _counts(people: list[Person]) -> str:
    kinds = Counter(one.kind for one in people)
    words = [
        ngettext("%(num)d naaste", "%(num)d naasten", kinds[PersonKind.NAASTE]),
        ngettext("%(num)d professional", "%(num)d professionals", kinds[PersonKind.PROFESSIONAL]),
    ]
    if clubs := kinds[PersonKind.ORGANISATION]:
        words.append(ngettext("%(num)d organisatie of club", "%(num)d organisaties of clubs", clubs))
    return listed(words, language())
