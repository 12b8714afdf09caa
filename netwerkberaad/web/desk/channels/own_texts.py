"""Eigen teksten, for the beheerder: what an organisation says of itself, per language, and how that looks among the rest."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, g, url_for
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField
from wtforms.validators import Optional

from netwerkberaad.accounts import find_organisation, organisations_of_region, region_of
from netwerkberaad.accounts.own_texts import (
    Spot,
    own_languages,
    own_texts_at,
    set_own_texts,
    variables_of,
)
from netwerkberaad.flows.own_words import (
    Specimen,
    specimen_door,
    specimen_letter,
    specimen_mail,
    specimen_sms,
)
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import mail_style, shown_with, sms_parts
from netwerkberaad.web.context import actor, base_url, db, now, staff
from netwerkberaad.web.door.frame import team_of
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import BaseForm, at_most
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.seen import EditForm
from netwerkberaad.web.language import direction, languages, own_name

NAMES = {
    Spot.MAIL: _("In de mail"),
    Spot.SMS: _("In de sms"),
    Spot.LETTER: _("In de brief"),
    Spot.DOOR: _("Op de eerste pagina"),
}
_MOST = {Spot.MAIL: 600, Spot.SMS: 100, Spot.LETTER: 400, Spot.DOOR: 400}
_MEANING = {
    "organisatie": _("hoe de organisatie heet"),
    "telefoon": _("het nummer om te bellen"),
    "gespreksleider": _("hoe de gespreksleider heet"),
}


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    place, both = "/beheer/eigen-teksten", ["GET", "POST"]
    spot = f"{place}/<any(mail,sms,letter,door):spot>"
    own = f"{spot}/<uuid:organisation_id>"
    add = blueprint.add_url_rule
    add(place, "own_texts", listed)
    add(f"{place}/mail.css", "mail_style", style)
    add(spot, "own_text", edit, methods=both)
    add(own, "own_text", edit, methods=both)
    seen = f"{place}/voorbeeld/<any(mail,letter,door):spot>/<language>"
    add(seen, "own_text_shown", shown)
    add(f"{seen}/<uuid:organisation_id>", "own_text_shown", shown)


@allow(Permission.MANAGE_ORGANISATIONS)
def listed() -> Response:
    """For whom there are texts, where and in which languages."""
    there = own_languages(db(), region_id=staff().region_id)
    who: list[tuple[uuid.UUID | None, str]] = [(None, gettext("Iedereen in de regio"))]
    who += [(one.id, one.name) for one in organisations_of_region(db(), actor())]
    rows = [
        (
            name,
            [
                (
                    NAMES[spot],
                    there.get((organisation_id, spot), []),
                    _place("own_text", spot, organisation_id),
                )
                for spot in Spot
            ],
        )
        for organisation_id, name in who
    ]
    return page("desk/channels/own_texts.html", rows=rows, spots=list(NAMES.values()))


@allow(Permission.MANAGE_ORGANISATIONS)
def edit(spot: str, organisation_id: uuid.UUID | None = None) -> AnyResponse:
    """The texts for one spot, a field for each language; below it how each looks."""
    where, who = Spot(spot), _whose(organisation_id)
    there = own_texts_at(db(), region_id=staff().region_id, organisation_id=organisation_id, spot=where)
    form = _form(where, there)
    kept = form.attempt(
        lambda: _keep(where, organisation_id, {code: form[code].data or "" for code in languages()})
    )
    if kept is None:
        return page(
            "desk/channels/own_text.html",
            form=form,
            who=who,
            where=NAMES[where],
            languages=[(code, direction(code)) for code in languages()],
            variables=[(f"{{{name}}}", _MEANING[name]) for name in variables_of(where)],
            previews=_previews(where, organisation_id),
            sms=_texts(organisation_id) if where is Spot.SMS else [],
        )
    flash(gettext("Bewaard. Kijk hieronder hoe het eruitziet."), "ok")
    return see(_place("own_text", where, organisation_id))


@allow(Permission.MANAGE_ORGANISATIONS)
def shown(spot: str, language: str, organisation_id: uuid.UUID | None = None) -> AnyResponse:
    """The real thing, with names that are nobody's."""
    if language not in languages():
        raise NotFoundError
    _whose(organisation_id)
    specimen, where = _specimen(organisation_id, language), Spot(spot)
    show: dict[Spot, Callable[[], AnyResponse]] = {
        Spot.MAIL: lambda: Response(
            shown_with(specimen_mail(db(), specimen).html, url_for("desk.mail_style")), mimetype="text/html"
        ),
        Spot.LETTER: lambda: _pdf(specimen_letter(db(), specimen, now=now())),
        Spot.DOOR: lambda: _door(specimen),
    }
    return show[where]()


@allow(Permission.MANAGE_ORGANISATIONS)
def style() -> Response:
    """The style of our mails, for the example of one."""
    return Response(mail_style(), mimetype="text/css")


def trial_letter_at(organisation_id: uuid.UUID | None) -> str:
    """Where the letter in Dutch is, as a PDF."""
    return _place("own_text_shown", Spot.LETTER, organisation_id, language="nl")


def _form(spot: Spot, there: dict[str, str]) -> BaseForm:
    class OwnTextForm(EditForm):
        """A field for each language."""

    for code in languages():
        setattr(OwnTextForm, code, TextAreaField(own_name(code), [Optional(), at_most(_MOST[spot])]))
    return OwnTextForm(data={code: there.get(code, "") for code in languages()})


def _keep(spot: Spot, organisation_id: uuid.UUID | None, texts: dict[str, str]) -> bool:
    region_id = staff().region_id
    set_own_texts(
        db(),
        actor(),
        region_id=region_id,
        organisation_id=organisation_id,
        spot=spot,
        texts=texts,
        now=now(),
    )
    return True


def _whose(organisation_id: uuid.UUID | None) -> str:
    if organisation_id is None:
        return gettext("Iedereen in de regio")
    return find_organisation(db(), actor(), organisation_id).name


def _place(endpoint: str, spot: Spot, organisation_id: uuid.UUID | None, **more: Any) -> str:
    whose: dict[str, Any] = {} if organisation_id is None else {"organisation_id": organisation_id}
    return url_for(f"desk.{endpoint}", spot=spot.value, **whose, **more)


def _previews(spot: Spot, organisation_id: uuid.UUID | None) -> list[tuple[str, str]]:
    if spot is Spot.SMS:
        return []
    return [
        (own_name(code), _place("own_text_shown", spot, organisation_id, language=code))
        for code in languages()
    ]


def _texts(organisation_id: uuid.UUID | None) -> list[tuple[str, str, str, int]]:
    """Language, direction, the whole text message, and how many it takes."""
    texts = [(code, specimen_sms(db(), _specimen(organisation_id, code))) for code in languages()]
    return [(code, direction(code), text, sms_parts(text)) for code, text in texts]


def _specimen(organisation_id: uuid.UUID | None, language: str) -> Specimen:
    return Specimen(staff().region_id, organisation_id, staff().profile.full_name, language, base_url())


def _pdf(content: bytes) -> Response:
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="proefbrief.pdf"'
    return response


def _door(specimen: Specimen) -> Response:
    g.viewing_as = {
        "text": gettext("Een voorbeeld. Knoppen en links werken hier niet."),
        "back": _place("own_text", Spot.DOOR, specimen.organisation_id),
        "label": gettext("Terug"),
    }
    own, team = specimen_door(db(), specimen), team_of(region_of(db(), specimen.region_id))
    with force_locale(specimen.language):
        return page("door/landing.html", team=team, own=own)
