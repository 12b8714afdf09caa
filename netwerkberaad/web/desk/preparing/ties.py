"""Kring: what binds people to each other, beside what binds them to the hoofdpersonen."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from netwerkberaad.cases import Person, get_person, people_of
from netwerkberaad.cases.circle import relatives_of
from netwerkberaad.cases.ties import CircleTie, TieKind, change_tie, draw_tie, end_tie, get_tie, ties_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.web.context import actor, as_uuid, case, db, may_change, now
from netwerkberaad.web.desk.preparing.tie_form import TieEditForm, TieForm, data_of, tie_line
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.fields import one_of
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.once import sent_before
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.seen import digest_of


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, both = "/casussen/<uuid:case_id>/kring/banden", ["GET", "POST"]
    blueprint.add_url_rule(path, "ties", ties)
    blueprint.add_url_rule(f"{path}/nieuw", "tie_new", tie_new, methods=both)
    blueprint.add_url_rule(f"{path}/<uuid:tie_id>", "tie_edit", tie_edit, methods=both)
    blueprint.add_url_rule(f"{path}/<uuid:tie_id>/weg", "tie_end", tie_end, methods=["POST"])


@allow(Permission.READ_CASE)
def ties(case_id: uuid.UUID) -> Response:
    """Every tie between two people, in words."""
    people = _by_id()
    lines = [
        {
            "id": row.id,
            "text": tie_line(row, people),
            "remark": row.tie.text,
        }
        for row in ties_of(db(), case())
        if row.between <= people.keys()
    ]
    return room_page("desk/circle/ties.html", "circle", open=may_change(), lines=lines)


@allow(Permission.CHANGE_CASE)
def tie_new(case_id: uuid.UUID) -> Response:
    """Write down what binds two people."""
    form = TieForm(data={"kind": request.args.get("soort", TieKind.KNOWS.value)})
    people = list(_by_id().values())
    form.one.choices = form.other.choices = one_of((str(one.id), one.name.full) for one in people)

    def act() -> CircleTie:
        one, other = (
            get_person(db(), case=case(), person_id=as_uuid(field.data)) for field in (form.one, form.other)
        )
        return draw_tie(db(), actor(), case=case(), one=one, other=other, tie=form.tie(), now=now())

    if sent_before(form.once.data):
        return see(url_for("desk.ties", case_id=case_id))
    if form.attempt(act) is None:
        return room_page("desk/circle/tie_new.html", "circle", ahead=False, form=form, few=len(people) < 2)
    flash(_("De band staat erbij."), "ok")
    return see(url_for("desk.ties", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def tie_edit(case_id: uuid.UUID, tie_id: uuid.UUID) -> Response:
    """Change a tie; what it was stays in pictures of before."""
    row = get_tie(db(), case=case(), tie_id=tie_id)
    digest = digest_of(row.tie)
    form = TieEditForm(data={"seen": digest, **data_of(row.tie)})

    def act() -> CircleTie:
        form.require_current(digest)
        return change_tie(db(), actor(), case=case(), row=row, tie=form.tie(), now=now())

    if form.attempt(act) is None:
        line = tie_line(row, {one.id: one for one in people_of(db(), case())})
        return room_page(
            "desk/circle/tie_edit.html", "circle", ahead=False, form=form, line=line, tie_id=tie_id
        )
    flash(_("Bewaard."), "ok")
    return see(url_for("desk.ties", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def tie_end(case_id: uuid.UUID, tie_id: uuid.UUID) -> Response:
    """The tie is no more."""
    row = get_tie(db(), case=case(), tie_id=tie_id)
    form = BaseForm()
    if form.attempt(lambda: end_tie(db(), actor(), row=row, now=now())) is not None:
        flash(_("De band is weg."), "ok")
    return see(url_for("desk.ties", case_id=case_id))


def _by_id() -> dict[uuid.UUID, Person]:
    """Everybody who can have a tie: who is in the case, and who died."""
    return {one.id: one for one in relatives_of(case_people())}
