"""Waarneming: naming the colleague who covers one's cases, and beginning in a case that one covers."""

import uuid
from datetime import date, timedelta

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, SelectField, TextAreaField

from netwerkberaad.accounts import Staff, facilitators, staff_named
from netwerkberaad.cases import IndependenceMissingError, LoadView, waiting_case
from netwerkberaad.cases.standing import (
    Cover,
    arrange_cover,
    case_to_cover,
    covered_cases,
    covers_of,
    declare_cover,
    end_cover,
)
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import listed, spoken_date
from netwerkberaad.web.context import actor, as_uuid, db, now
from netwerkberaad.web.desk.team.waiting_words import facts_shown
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.when import how_long_ago
from netwerkberaad.web.kit.words import PHASE_NAMES
from netwerkberaad.web.templating import language

Line = dict[str, object]


class CoverForm(BaseForm):
    """Who covers, and when."""

    cover = SelectField(_("Wie neemt voor u waar?"), [required(_("Kies een collega."))])
    first = DateField(_("Eerste dag"), [required(_("Kies een dag."))])
    last = DateField(_("Laatste dag"), [required(_("Kies een dag."))])


class CoverDeclareForm(BaseForm):
    """The declaration of independence for one case that one covers."""

    independent = BooleanField(_("Ik help niemand in deze casus en ik ken niemand van hen"))
    words = TextAreaField(
        _("Hoe weet u dat u onafhankelijk bent?"),
        [required(_("Schrijf in één zin hoe u dat weet.")), at_most(LONG)],
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/waarneming", "covers", covers, methods=both)
    blueprint.add_url_rule("/waarneming/<uuid:cover_id>/einde", "end_cover", end, methods=["POST"])
    blueprint.add_url_rule("/casussen/<uuid:request_id>/waarnemen", "declare_cover", declare, methods=both)


@allow(Permission.ARRANGE_COVER)
def covers() -> Response:
    """Who covers for me and for whom I cover; and naming somebody."""
    form = CoverForm()
    colleagues = {str(one.id): one for one in facilitators(db(), actor()) if one.id != actor().id}
    form.cover.choices = {
        "": gettext("Kies"),
        **{key: one.profile.full_name for key, one in colleagues.items()},
    }

    def arrange() -> Cover:
        chosen = colleagues.get(str(as_uuid(form.cover.data)))
        if chosen is None:
            raise NotFoundError
        first, last = form.first.data or date.min, form.last.data or date.min
        return arrange_cover(db(), actor(), cover=chosen, first=first, last=last, now=now())

    made = form.attempt(arrange)
    if made is None:
        found = covers_of(db(), actor(), now=now())
        names = staff_named(db(), [one for cover in found for one in (cover.absent_id, cover.cover_id)])
        return page(
            "desk/cover/covers.html",
            form=form,
            mine=[_line(cover, names[cover.cover_id]) for cover in found if cover.absent_id == actor().id],
            others=[_line(cover, names[cover.absent_id]) for cover in found if cover.cover_id == actor().id],
            cases=[_case_line(cover, view, names) for cover, view in covered_cases(db(), actor(), now=now())],
        )
    name = colleagues[str(made.cover_id)].profile.full_name
    flash(gettext("%(name)s neemt in deze dagen voor u waar.", name=name), "ok")
    return see(url_for("desk.covers"))


@allow(Permission.ARRANGE_COVER)
def end(cover_id: uuid.UUID) -> Response:
    """End a cover before its last day."""
    end_cover(db(), actor(), cover_id=cover_id, now=now())
    flash(gettext("De waarneming is beëindigd."), "ok")
    return see(url_for("desk.covers"))


@allow(Permission.ARRANGE_COVER)
def declare(request_id: uuid.UUID) -> Response:
    """Declare independence for one case that one covers; only then does it open."""
    wanted, cover = case_to_cover(db(), actor(), request_id, now=now())
    opens = url_for("desk.overview", case_id=wanted.id)
    if wanted.id in actor().covers:
        return see(opens)
    form = CoverDeclareForm()

    def act() -> object:
        if not form.independent.data:
            raise IndependenceMissingError
        return declare_cover(db(), actor(), case=wanted, cover=cover, words=form.words.data or "", now=now())

    if form.attempt(act) is None:
        absent = staff_named(db(), [cover.absent_id])[cover.absent_id]
        return page(
            "desk/cover/declare.html",
            form=form,
            absent=absent.profile.full_name,
            until=_last_day(cover),
            **facts_shown(waiting_case(db(), actor(), case=wanted)),
        )
    flash(gettext("U neemt deze casus waar."), "ok")
    return see(opens)


def _line(cover: Cover, other: Staff) -> Line:
    return {
        "name": other.profile.full_name,
        "period": gettext(
            "%(first)s tot en met %(last)s",
            first=spoken_date(cover.since, language()),
            last=_last_day(cover),
        ),
        "running": cover.since <= now(),
        "end_url": url_for("desk.end_cover", cover_id=cover.id),
    }


def _case_line(cover: Cover, view: LoadView, names: dict[uuid.UUID, Staff]) -> Line:
    url = url_for("desk.overview", case_id=view.id)
    act = {"label": gettext("Open"), "url": url, "note": listed(view.first_names, language())}
    if not view.declared:
        act |= {
            "label": gettext("Verklaar en open"),
            "url": url_for("desk.declare_cover", request_id=view.id),
        }
    return {
        "names": listed(view.first_names, language()),
        "place": view.municipality,
        "when": how_long_ago(view.since, now()),
        "phase": PHASE_NAMES[view.phase],
        "urgent": view.urgent,
        "of": names[cover.absent_id].profile.full_name,
        "act": act,
    }


def _last_day(cover: Cover) -> str:
    return spoken_date(cover.until - timedelta(hours=12), language())
