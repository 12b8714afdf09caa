"""The plan on paper: the whole on A4, one person's part for the fridge on A5, and the same as a file."""

import uuid
from datetime import datetime

from babel.dates import format_date
from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from netwerkberaad.accounts import region_of
from netwerkberaad.beraden import beraden_of
from netwerkberaad.cases import Person, get_person, title_of
from netwerkberaad.cases.sight import Seeing, SharedPart, seeing_of, seen_by_anybody
from netwerkberaad.flows.voice import named_to
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import dated, left_to_right, listed, local, spoken_date, spoken_time
from netwerkberaad.foundation.documents.paper import plan_pdf as as_pdf
from netwerkberaad.foundation.documents.qr import qr_of
from netwerkberaad.plans import (
    LineView,
    PlanVersion,
    PlanView,
    agreements_of,
    plan_view,
    shared_view,
    version_fixed,
)
from netwerkberaad.web.assets import STATIC
from netwerkberaad.web.context import case, db, now, staff
from netwerkberaad.web.desk.planning.plan_editor import locked_in_private_time
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.phones import spoken_phone
from netwerkberaad.web.kit.plan_words import EVALUATION_NAMES, NO_TIME, goals_shown, spoken_when
from netwerkberaad.web.kit.readers import read_by
from netwerkberaad.web.language import direction
from netwerkberaad.web.templating import language


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room = "/casussen/<uuid:case_id>/plan"
    blueprint.add_url_rule(f"{room}/afdrukken", "print_plan", print_plan)
    blueprint.add_url_rule(f"{room}/plan.pdf", "plan_pdf", plan_pdf)
    blueprint.add_url_rule(f"{room}/deel/<uuid:person_id>", "own_card", own_card)


@allow(Permission.READ_CASE)
@locked_in_private_time
def print_plan(case_id: uuid.UUID) -> Response:
    """The plan that holds, as a sheet; ``?voor=`` names whose copy it is, ``?groot=1`` asks for large letters."""
    reader, large = _reader(), _large()
    other = url_for(
        "desk.print_plan", case_id=case_id, voor=request.args.get("voor"), groot="0" if large else "1"
    )
    back = {**_back(), "other": other, "other_label": _("Gewone letters") if large else _("Grote letters")}
    with read_by(reader):
        return page("desk/plan/print.html", back=back, large=large, **_sheet(reader))


@allow(Permission.READ_CASE)
@locked_in_private_time
def plan_pdf(case_id: uuid.UUID) -> AnyResponse:
    """The same sheet as a tagged file. Where this machine lacks what that needs, printing the page works as well."""
    reader = _reader()
    with read_by(reader):
        html = render_template("desk/plan/print.html", large=_large(), **_sheet(reader))
    try:
        content = as_pdf(html, STATIC)
    except OSError:  # WeasyPrint cannot find Pango on this machine
        flash(_("Deze computer kan geen pdf maken. Druk de pagina af: dat geeft hetzelfde blad."), "warning")
        return see(url_for("desk.plan", case_id=case_id))
    response = make_response(content)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = "attachment; filename=plan.pdf"  # says nothing of whose it is
    return response


@allow(Permission.READ_CASE)
@locked_in_private_time
def own_card(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """What one person promised, one card for each line. It names no case, and its QR code only dials: visitors read
    the fridge too.
    """
    person, back = get_person(db(), case=case(), person_id=person_id), _back()
    with read_by(person):
        return _cards_of(person, back)


def _cards_of(person: Person, back: dict[str, str]) -> Response:
    _version, view = _plan()
    seen = shared_view(view, seeing_of(db(), case(), person, now=now()), person.id)
    lines = [line for line in seen.lines if person.id in line.owner_ids]
    cards = [_card(line) for line in lines]
    name, phone = staff().profile.first, _our_phone()
    return page(
        "desk/plan/card.html",
        back=back,
        name=person.name.short,
        cards=cards,
        change=_(
            "Ik bel %(name)s, %(phone)s, of richt mijn telefoon op het blokje.",
            name=name,
            phone=_dialled(phone),
        ),
        squares=qr_of(f"tel:{phone}") if phone else None,
        qr_label=_("QR-code om %(name)s te bellen", name=name),
        paper="a5",
    )


def _back() -> dict[str, str]:
    """The bar above the sheet on the screen, in the language of who prints it."""
    return {
        "label": _("Terug naar het plan"),
        "url": url_for("desk.plan", case_id=case().id),
        "print": _("Druk af"),
        "lang": language(),
        "dir": direction(language()),
    }


def _plan() -> tuple[PlanVersion, PlanView]:
    version = version_fixed(db(), case())
    if version is None:
        raise NotFoundError
    return version, plan_view(db(), version)


def _reader() -> Person | None:
    """Whose copy it is; nobody for the copy that anybody may read."""
    return next((one for one in case_people() if str(one.id) == request.args.get("voor")), None)


def _large() -> bool:
    """Whether it is in large letters: as asked for, else as whose copy it is reads."""
    reader, asked = _reader(), request.args.get("groot")
    return asked == "1" or (asked is None and reader is not None and reader.contact.large_print)


def _sheet(reader: Person | None) -> dict[str, object]:
    version, view = _plan()
    people = case_people()
    seeing = seeing_of(db(), case(), reader, now=now()) if reader else seen_by_anybody(db(), case())
    agreeing = {row.person_id for row in agreements_of(db(), version) if row.content.agrees}
    # Who was at the table is not for somebody who gets no more than their own part.
    whole = seeing.opened.plan is SharedPart.WHOLE
    yes = [person.name.short for person in people if whole and person.id in agreeing]
    ends = [(_("Wij kijken samen terug"), _look_back(view)), (_("Gaat het anders dan gedacht?"), _bends())]
    if yes:
        ends.append((_("Wie zei ja tegen dit plan"), listed(yes, language())))
    return {
        "site": _("Netwerkberaad %(region)s", region=region_of(db(), case().region_id).name),
        "heading": _("Het plan van %(names)s", names=_names(reader, people)),
        "made": _made(view, seeing),
        "number": view.number,
        "goals": goals_shown(shared_view(view, seeing, reader.id if reader else None)),
        "ends": ends,
        "copy_for": _copy_for(reader, people) if reader else None,
    }


def _names(reader: Person | None, people: list[Person]) -> str:
    return (
        listed(named_to(db(), case(), reader, people), language())
        if reader
        else title_of(people, locale=language())
    )


def _made(view: PlanView, seeing: Seeing) -> str:
    if view.fixed_at is None:
        raise NotFoundError
    held = [one for one in beraden_of(db(), case()) if one.opened_at and one.opened_at <= view.fixed_at]
    day = f"{spoken_date(view.fixed_at, language())} {local(view.fixed_at).year}"
    place = held[-1].place.name if view.number == 1 and held else ""
    place = seeing.venue(place)[0]
    if place:
        return _("Gemaakt op %(day)s, samen, bij %(place)s.", day=day, place=place)
    return _("Vastgesteld op %(day)s.", day=day)


def _look_back(view: PlanView) -> str:
    if view.evaluation_at is None or view.evaluation_how is None:
        return ""
    return f"{_day_and_time(view.evaluation_at)}, {EVALUATION_NAMES[view.evaluation_how]}"


def _day_and_time(moment: datetime) -> str:
    weekday = format_date(local(moment).date(), "EEEE", locale=language())
    day = f"{weekday} {dated(moment, language())}"
    if local(moment).time() == NO_TIME:
        return day
    return _("%(day)s om %(time)s", day=day, time=spoken_time(moment, language()))


def _bends() -> str:
    profile = staff().profile
    phone = _dialled(_our_phone())
    return _("Bel %(name)s, %(phone)s. Het plan mag buigen.", name=profile.full_name, phone=phone)


def _dialled(number: str) -> str:
    spoken = spoken_phone(number)
    return left_to_right(spoken) if direction(language()) == "rtl" else spoken


def _our_phone() -> str:
    return staff().profile.phone or region_of(db(), case().region_id).phone


def _copy_for(person: Person, people: list[Person]) -> str:
    owners = _names(person, people)
    return _(
        "Dit exemplaar is voor %(name)s. Geef het niet door zonder %(owners)s te vragen.",
        name=person.name.full,
        owners=owners,
    )


def _card(line: LineView) -> dict[str, str]:
    when = spoken_when(line)
    if line.words.if_not:
        if_not = line.words.if_not
    elif line.checker is not None:
        if_not = _("Dan laat ik het %(name)s weten. Die kijkt mee.", name=line.checker.name)
    else:
        if_not = _("Dan bel ik even. Het plan mag buigen.")
    return {"when": when[:1].upper() + when[1:], "text": line.words.text, "if_not": if_not}
