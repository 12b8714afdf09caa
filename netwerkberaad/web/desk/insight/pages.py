"""Inzicht: the figures of a year, the page to look at them together, their files, and the year for a council."""

import csv
import io

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from netwerkberaad.accounts import organisations_of_region, region_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents.paper import plan_pdf as as_pdf
from netwerkberaad.insights import LEAST, WHOLE, Key, Publication, Split, publication_of, years_told
from netwerkberaad.web.assets import STATIC
from netwerkberaad.web.context import actor, db, now, staff
from netwerkberaad.web.desk.insight.shown import (
    CIRCLE_KEY,
    FUNNEL_KEY,
    TIMES_KEY,
    Shown,
    figure_named,
    figures_shown,
)
from netwerkberaad.web.desk.insight.words import SPLITS
from netwerkberaad.web.desk.team.audit import harmless
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.pages import page, see

_TALK = (FUNNEL_KEY, Key.REACH, TIMES_KEY, Key.COMMITMENTS, Key.CHECK_INS)
_COUNCIL = (FUNNEL_KEY, Key.REACH, TIMES_KEY, Key.ORIGIN, CIRCLE_KEY, Key.CHECK_INS)


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/inzicht", "insight", insight)
    blueprint.add_url_rule("/inzicht/cijfers.csv", "insight_csv", insight_csv)
    blueprint.add_url_rule("/inzicht/samen-kijken", "insight_together", insight_together)
    blueprint.add_url_rule("/inzicht/jaarblad", "insight_year", insight_year)
    blueprint.add_url_rule("/inzicht/jaarblad.pdf", "insight_pdf", insight_pdf)


@allow(Permission.SEE_INSIGHTS)
def insight() -> Response:
    """Every figure of a year, as a whole or in parts."""
    years, year = _years()
    publication = _told(year)
    split = _split(publication)
    return page(
        "desk/insight/figures.html",
        year=year,
        years=[_choice(str(one), one == year, jaar=one, per=split) for one in years],
        splits=[
            _choice(str(SPLITS[one]), one is split, jaar=year, per=one)
            for one in (publication.splits if publication else ())
        ],
        figures=_shown(publication, split),
        split=split,
        least=LEAST,
    )


@allow(Permission.SEE_INSIGHTS)
def insight_csv() -> Response:
    """One figure of a view, or all of them, as a file."""
    _years_there, year = _years()
    publication = _told(year)
    figures = _shown(publication, _split(publication))
    wanted = request.args.get("figuur")
    if wanted is not None:
        figures = [one for one in figures if one.key == wanted]
    if not figures:
        raise NotFoundError
    text = io.StringIO()
    writer = csv.writer(text)
    for figure in figures:
        writer.writerow([harmless(cell) for cell in (_("Jaar"), _("Vraag"), *figure.columns)])
        for row in figure.rows:
            writer.writerow([harmless(cell) for cell in (str(year), figure.title, *row)])
    headers = {"Content-Disposition": "attachment; filename=inzicht.csv"}
    return Response(text.getvalue(), mimetype="text/csv", headers=headers)


@allow(Permission.SEE_INSIGHTS)
def insight_together() -> Response:
    """A few figures with questions, for the team to talk about."""
    _years_there, year = _years()
    shown = _shown(_told(year), Split.WHOLE)
    asked = (
        _("Waar stopt het vaak, en wat vertelden mensen u toen?"),
        _("Welke uitkomst had u niet verwacht?"),
        _("Waar wachten mensen het langst? Wat kunnen wij daaraan doen?"),
        _("Wat zeggen naasten toe dat wij zelf niet kunnen?"),
        _("Wat was er nodig als iets niet lukte?"),
    )
    parts = [
        {"figure": figure, "question": question}
        for key, question in zip(_TALK, asked, strict=True)
        if (figure := figure_named(shown, key)) is not None and figure.bars is not None
    ]
    return page("desk/insight/together.html", year=year, parts=parts)


@allow(Permission.SEE_INSIGHTS)
def insight_year() -> Response:
    """The year of the netwerkberaden, as a sheet for a council."""
    _years_there, year = _years()
    if year is None:
        raise NotFoundError
    return page(
        "desk/insight/year.html",
        back=_back(year),
        pdf_url=url_for("desk.insight_pdf", jaar=year),
        **_sheet(year),
    )


@allow(Permission.SEE_INSIGHTS)
def insight_pdf() -> AnyResponse:
    """The same sheet as a tagged file."""
    _years_there, year = _years()
    if year is None:
        raise NotFoundError
    html = render_template("desk/insight/year.html", **_sheet(year))
    try:
        content = as_pdf(html, STATIC)
    except OSError:  # WeasyPrint cannot find Pango on this machine
        flash(_("Deze computer kan geen pdf maken. Druk de pagina af: dat geeft hetzelfde blad."), "warning")
        return see(url_for("desk.insight", jaar=year))
    response = make_response(content)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f"attachment; filename=netwerkberaden-{year}.pdf"
    return response


def _years() -> tuple[list[int], int | None]:
    """The years there are and the one that is asked for; else the latest, or None before there is any."""
    years = years_told(db(), actor(), now=now())
    wanted = request.args.get("jaar", type=int)
    return years, wanted if wanted in years else next(iter(years), None)


def _split(publication: Publication | None) -> Split:
    """The division that is asked for, where the year is told like that."""
    wanted = request.args.get("per", "")
    return (
        next((one for one in publication.splits if one == wanted), Split.WHOLE)
        if publication
        else Split.WHOLE
    )


def _told(year: int | None) -> Publication | None:
    return publication_of(db(), actor(), year=year, now=now()) if year is not None else None


def _shown(publication: Publication | None, split: Split) -> list[Shown]:
    if publication is None:
        return []
    teams = {str(one.id): one.name for one in organisations_of_region(db(), actor())}
    return figures_shown(publication, split, teams)


def _choice(label: str, current: bool, *, jaar: int | None, per: Split) -> dict[str, object]:
    return {"label": label, "url": url_for("desk.insight", jaar=jaar, per=per), "current": current}


def _back(year: int) -> dict[str, str]:
    return {"label": _("Terug naar Inzicht"), "url": url_for("desk.insight", jaar=year)}


def _sheet(year: int) -> dict[str, object]:
    told = publication_of(db(), actor(), year=year, now=now())
    shown = _shown(told, Split.WHOLE)
    figures = [figure_named(shown, key) for key in _COUNCIL]
    return {
        "site": _("Netwerkberaad %(region)s", region=region_of(db(), staff().region_id).name),
        "year": year,
        "cases": told.tables[Key.CASES, Split.WHOLE].total((WHOLE,)),
        "figures": [one for one in figures if one is not None and one.bars is not None],
        "least": LEAST,
    }
