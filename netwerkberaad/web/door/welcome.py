"""The first page after coming in: what is open for this person, and why we have their data."""

from flask import Blueprint, Response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from netwerkberaad.beraden import Beraad, current_beraad
from netwerkberaad.flows.day_words import calendar_file
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.invites import current_answer, current_poll
from netwerkberaad.plans import version_fixed
from netwerkberaad.web.context import base_url, db, guest, now
from netwerkberaad.web.door.beside.ways import beside_things
from netwerkberaad.web.door.consents import open_question, own_consents
from netwerkberaad.web.door.date_poll import days_to_choose
from netwerkberaad.web.door.frame import Link, ends, first_names, guest_page, own_words
from netwerkberaad.web.door.others import about_others
from netwerkberaad.web.door.own import (
    is_apart,
    my_beraad,
    my_place,
    my_sight,
    open_check_ins,
    open_steps,
    step_news,
)
from netwerkberaad.web.door.pin import pin_things
from netwerkberaad.web.guard import allow


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/begin", "begin", begin)
    blueprint.add_url_rule("/p/welkom", "welcome", welcome)
    blueprint.add_url_rule("/p/waarom", "why", why)
    blueprint.add_url_rule("/p/beraad", "beraad", beraad_page)
    blueprint.add_url_rule("/p/beraad/op-afstand", "join", join)
    blueprint.add_url_rule("/p/beraad.ics", "beraad_file", beraad_file)


@allow(Permission.ASK_PROOF)
def begin() -> AnyResponse:
    """On to the one thing the message was about, when there is one; else to the page with everything."""
    case, person, link = guest().case, guest().person, guest().link
    if not case.open:
        return redirect(url_for("door.welcome"))
    asked = link.purpose is LinkPurpose.INVITATION and not person.is_principal
    if asked and current_answer(db(), case=case, person=person) is None:
        return redirect(url_for("door.answer", step=1))
    if link.purpose is LinkPurpose.DATE_POLL and current_poll(db(), case) is not None:
        return redirect(url_for("door.date_poll"))
    if link.purpose is LinkPurpose.DAY and _beraad() is not None:
        return redirect(url_for("door.beraad"))
    if link.purpose is LinkPurpose.CHECK_IN:
        waiting = _asked()
        if len(waiting) == 1:
            return redirect(str(waiting[0]["url"]))
    if link.purpose is LinkPurpose.MENTOR and (beside := beside_things()):
        return redirect(str(beside[0]["url"]))
    if link.purpose is LinkPurpose.CONSENT and own_consents():
        asked_for = open_question()
        if asked_for is None:
            return redirect(url_for("door.consents"))
        return redirect(url_for("door.consent", consent_id=asked_for.consent.id))
    if link.purpose is LinkPurpose.PLAN and version_fixed(db(), case) is not None:
        return redirect(url_for("door.own_plan"))
    return redirect(url_for("door.welcome"))


@allow(Permission.ASK_PROOF)
def welcome() -> Response:
    """What this person can do here. Shows no content: only that there is something."""
    if not guest().case.open:
        return guest_page("door/ended.html", door_ways_out=[], may_answer=guest().case.stopped)
    return guest_page("door/welcome.html", first_names=first_names(), things=_things(), own=own_words())


def _things() -> list[Link]:
    case, person = guest().case, guest().person
    things = _asked()
    things += beside_things()
    if own_consents():
        things.append({"label": _("Uw toestemming"), "url": url_for("door.consents"), "icon": "check"})
    planned, ahead = version_fixed(db(), case) is not None, _beraad() is not None
    if planned:
        things.append(
            {"label": _("Het plan en wat u doet"), "url": url_for("door.own_plan"), "icon": "handshake"}
        )
    if person.is_principal:
        things.append({"label": _("Wie vragen we?"), "url": url_for("door.invite_list"), "icon": "users"})
        things.append({"label": _("Wie ziet wat?"), "url": url_for("door.sights"), "icon": "lock"})
    answer = current_answer(db(), case=case, person=person)
    answered = answer is not None
    if days_to_choose(answer.content.reply if answer else None):
        things.append({"label": _("Kies uw dagen"), "url": url_for("door.date_poll"), "icon": "calendar"})
    # Once the plan is made and no meeting is ahead, there is nothing to come to.
    only_asked = guest().link.purpose in {LinkPurpose.MENTOR, LinkPurpose.CONSENT} and not person.is_principal
    if answered or ahead or not (planned or only_asked):
        label = _("Verander uw antwoord") if answered else _to_answer()
        things.append({"label": label, "url": url_for("door.answer", step=1), "icon": "pencil"})
    return things + (_of_the_day() if ahead else []) + pin_things() + _always(person.is_principal)


def _asked() -> list[Link]:
    """What the messages about the plan ask, and what they tell."""
    waiting = open_check_ins()
    asked: list[Link] = []
    for number, check_in in enumerate(waiting, start=1):
        what = _("Vertel hoe het ging")
        if len(waiting) > 1:
            what = _("Vertel hoe het ging, %(number)s van %(total)s", number=number, total=len(waiting))
        url = url_for("door.check_in", follow_up_id=check_in.id)
        asked.append({"label": what, "url": url, "icon": "message-square"})
    for row in open_steps():
        url = url_for("door.step_in", follow_up_id=row.id)
        asked.append({"label": _("Kunt u iets overnemen?"), "url": url, "icon": "handshake"})
    for row in step_news():
        url = url_for("door.step_news", follow_up_id=row.id)
        asked.append({"label": _("Een bericht over het plan"), "url": url, "icon": "message-square"})
    return asked


def _of_the_day() -> list[Link]:
    """What belongs to the beraad ahead."""
    brings = _("Een boodschap voor het beraad")
    return [
        {"label": _("Wanneer en waar"), "url": url_for("door.beraad"), "icon": "calendar"},
        {"label": brings, "url": url_for("door.bring"), "icon": "message-square"},
    ]


def _always(principal: bool) -> list[Link]:
    """What is there whatever is asked: one's own data, and the way out."""
    data: Link = {"label": _("Mijn gegevens"), "url": url_for("door.my_data"), "icon": "user"}
    if principal:
        return [
            data,
            {"label": _("Stoppen met het netwerkberaad"), "url": url_for("door.stop"), "icon": "hand"},
        ]
    return [data, {"label": _("Geen berichten meer"), "url": url_for("door.no_messages"), "icon": "bell"}]


@allow(Permission.ASK_PROOF)
def why() -> Response:
    """Why we have somebody's data and what they can do about it."""
    return guest_page("door/why.html", first_names=first_names(), principal=guest().person.is_principal)


@allow(Permission.ANSWER_INVITATION)
def beraad_page() -> Response:
    """When and where; as the message said too."""
    beraad = _beraad()
    return guest_page(
        "door/beraad.html",
        first_names=first_names(),
        beraad=my_beraad(),
        place=my_place(),
        ends=ends,
        from_afar=beraad is not None and bool(beraad.place.join),
        **about_others(),
    )


@allow(Permission.READ_OWN_PART)
def join() -> Response:
    """How to join by phone or video: only on a device that proved who is there."""
    beraad = _beraad()
    if beraad is None or not beraad.place.join:
        raise NotFoundError
    return guest_page("door/join.html", beraad=my_beraad(), join=my_sight().clean(beraad.place.join))


@allow(Permission.ANSWER_INVITATION)
def beraad_file() -> Response:
    """The beraad for one's own calendar. The name of the file tells nothing."""
    found = _beraad()
    if found is None:
        raise NotFoundError
    case, person = guest().case, guest().person
    text = calendar_file(db(), case=case, person=person, beraad=found, base_url=base_url(), now=now())
    return Response(
        text,
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="afspraak.ics"'},
    )


def _beraad() -> Beraad | None:
    return current_beraad(db(), guest().case)


def _to_answer() -> str:
    return _("Laat weten of u iets wilt doen") if is_apart() else _("Laat weten of u kunt komen")
