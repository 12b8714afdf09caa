"""Codes that leave on paper or by voice: shown once, never in an address, and gone when the page is."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from netwerkberaad.beraden import appointment_of, current_beraad
from netwerkberaad.cases import Person, get_person
from netwerkberaad.cases.sight import seeing_of
from netwerkberaad.flows import Invited, place_line, read_out_proof, renew_link
from netwerkberaad.flows.own_words import own_words
from netwerkberaad.flows.voice import voice_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import dated, listed, spoken_moment, team_name
from netwerkberaad.foundation.documents.qr import qr_of
from netwerkberaad.foundation.links import normal_code
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import invited_by, require_permit
from netwerkberaad.plans import version_fixed
from netwerkberaad.web.context import actor, base_url, case, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.phones import spoken_phone
from netwerkberaad.web.kit.readers import read_by
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.templating import language


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, post = "/casussen/<uuid:case_id>/uitnodigen/<uuid:person_id>", ["POST"]
    blueprint.add_url_rule(f"{path}/link", "renew_link", renew, methods=post)
    blueprint.add_url_rule(f"{path}/brief", "invite_letter", letter, methods=post)
    blueprint.add_url_rule(f"{path}/code-voorlezen", "read_out_proof", read_out, methods=post)


@allow(Permission.CHANGE_CASE)
def renew(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """A new link and code, shown once; what this person had before stops working."""
    person = get_person(db(), case=case(), person_id=person_id)
    form = OnceForm()
    if sent_before(form.once.data):
        flash(gettext("Een code is maar één keer te zien. Maak zo nodig een nieuwe."), "info")
        return see(page_of(person))
    renewed = form.attempt(
        lambda: renew_link(db(), actor(), case=case(), person=person, base_url=base_url(), now=now())
    )
    if renewed is None:
        return _refused(form, person)
    return hand_over(person, renewed)


@allow(Permission.CHANGE_CASE)
def letter(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """The letter with the code that was just made, to print. It comes in the post: a code never stands in an address."""
    person = get_person(db(), case=case(), person_id=person_id)
    require_permit(db(), case=case(), person=person)
    url = request.form.get("url", "")
    if not url.startswith(f"{base_url()}/p/"):
        raise NotFoundError
    back = {
        "label": gettext("Terug naar %(name)s", name=person.name.short),
        "url": url_for("desk.invite", case_id=case_id, person_id=person_id),
    }
    with read_by(person):
        response = _letter_to(person, url, back)
    response.status_code = 200
    return response


@allow(Permission.CHANGE_CASE)
def read_out(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Six digits to read out to somebody one recognises on the phone."""
    person = get_person(db(), case=case(), person_id=person_id)
    form = BaseForm()
    code = form.attempt(lambda: read_out_proof(db(), actor(), case=case(), person=person, now=now()))
    if code is None:
        return _refused(form, person)
    return _shown_once(
        "desk/invites/proof.html",
        person_id=person_id,
        short=person.name.short,
        code=" ".join((code[:3], code[3:])),
    )


def hand_over(person: Person, invited: Invited) -> Response:
    """The code and link that were just made, to write down, text or print."""
    code = _grouped(invited.code)
    return _shown_once(
        "desk/invites/hand_over.html",
        person_id=person.id,
        short=person.name.short,
        code=code,
        url=invited.url,
        secret={"code": code, "url": invited.url},
        code_url=f"{base_url()}/code",
        address=person.contact.address,
        by_letter=invited_by(db(), case=case(), person=person) is Channel.LETTER,
    )


def page_of(person: Person) -> str:
    """The address of the page of this person."""
    return url_for("desk.invite", case_id=person.case_id, person_id=person.id)


def _letter_to(person: Person, url: str, back: dict[str, str]) -> Response:
    beraad, voice = current_beraad(db(), case()), voice_of(db(), case(), case_people())
    own = appointment_of(db(), case(), beraad, person) if beraad else None
    seeing = seeing_of(db(), case(), person, now=now())
    return page(
        "desk/invites/letter.html",
        back=back,
        name=person.name.full,
        short=person.name.short,
        team=team_name(voice.region),
        planned=version_fixed(db(), case()) is not None,
        address=[person.name.full, *person.contact.address.splitlines()],
        voice=voice,
        phone=spoken_phone(voice.phone),
        names=listed(voice.names_to(person), language()),
        several=len(voice.names_to(person)) > 1,
        date=dated(now(), language()),
        when=spoken_moment(own.starts_at, language()) if own else "",
        place=place_line(beraad.place, seeing, own.way) if beraad and own else "",
        apart=case().without_meeting and beraad is None,
        own=own_words(db(), case=case(), voice=voice, language=language()).letter,
        code=_grouped(normal_code(request.form.get("code", ""))[:20]),
        code_url=f"{base_url()}/code",
        squares=qr_of(url),
    )


def _shown_once(template: str, **data: object) -> Response:
    # The answer to a post that went well: going elsewhere first would need the code kept somewhere.
    response = room_page(template, "invites", ahead=False, **data)
    response.status_code = 200
    return response


def _refused(form: BaseForm, person: Person) -> Response:
    flash(" ".join(form.form_errors), "error")
    return see(page_of(person))


def _grouped(code: str) -> str:
    return " ".join(code[start : start + 5] for start in range(0, len(code), 5))
