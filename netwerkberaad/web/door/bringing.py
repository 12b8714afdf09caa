"""A message for the table: written at home, read aloud by whom one chooses, and deleted whenever one likes."""

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import FileField, RadioField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.beraden import (
    BroughtMessage,
    bring_message,
    closed_message,
    current_beraad,
    messages_for_table,
    take_back_messages,
)
from netwerkberaad.cases import get_person
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.web.context import actor, as_uuid, db, guest, now
from netwerkberaad.web.door.frame import circle, guest_page, helper
from netwerkberaad.web.door.own import principals_told
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.pictures import picture_of, picture_sent

LEADER = "gespreksleider"


class MessageForm(BaseForm):
    """What must be said, and by whom."""

    text = TextAreaField(_("Uw boodschap"), [Optional(), at_most(LONG)])
    picture = FileField(_("Een tekening of foto"), [Optional()])
    reader = RadioField(_("Wie leest het voor?"), [required(_("Kies wie het voorleest."))])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/boodschap", "bring", bring, methods=["GET", "POST"])
    blueprint.add_url_rule("/p/boodschap/beeld", "own_picture", own_picture)
    blueprint.add_url_rule("/p/boodschap/weg", "take_back", take_back, methods=["POST"])


@allow(Permission.READ_OWN_PART)
def bring() -> AnyResponse:
    """Write a message for the beraad ahead, or change it as long as nobody opened it."""
    if not may_bring():
        raise NotFoundError
    there = closed_message(db(), guest().person)
    data = {"text": there.text, "reader": str(there.reader_id or LEADER)} if there else {"reader": LEADER}
    form = MessageForm(data=data)
    form.reader.choices = _readers()
    if form.attempt(lambda: _keep(form)) is None:
        own = [one for one in messages_for_table(db(), guest().case) if one.person_id == guest().person.id]
        return guest_page(
            "door/bring.html", form=form, brought=bool(own), drawn=bool(there and there.picture)
        )
    flash(gettext("Uw boodschap is bewaard. Zij blijft dicht tot het beraad."), "ok")
    return see(url_for("door.welcome"))


@allow(Permission.READ_OWN_PART)
def own_picture() -> AnyResponse:
    """What its maker sent, as long as nobody opened it."""
    there = closed_message(db(), guest().person)
    if there is None or not there.picture:
        raise NotFoundError
    return picture_of(there)


@allow(Permission.READ_OWN_PART)
def take_back() -> AnyResponse:
    """Delete it, whether it was read or not."""
    take_back_messages(db(), actor(), case=guest().case, person=guest().person, now=now())
    flash(gettext("Uw boodschap is weg."), "ok")
    return see(url_for("door.welcome"))


def may_bring() -> bool:
    """Whether a beraad is ahead to bring something to."""
    return guest().case.open and current_beraad(db(), guest().case) is not None


def _readers() -> dict[str, str]:
    """Who may be asked: the gespreksleider and the hoofdpersonen; a hoofdpersoon, whose list it is, may ask anybody."""
    own = guest().person
    people = circle() if own.is_principal else principals_told()
    leader = (
        gettext("%(name)s, de gespreksleider", name=helper().name)
        if helper().name
        else gettext("De gespreksleider")
    )
    asked = [one for one in people if one.id != own.id and one.left_at is None and not one.nameless]
    return {LEADER: leader, **{str(one.id): one.name.short for one in asked}}


def _keep(form: MessageForm) -> BroughtMessage:
    chosen = form.reader.data
    reader = None if chosen == LEADER else get_person(db(), case=guest().case, person_id=as_uuid(chosen))
    return bring_message(
        db(),
        actor(),
        case=guest().case,
        person=guest().person,
        text=form.text.data or "",
        picture=picture_sent(),
        reader=reader,
        now=now(),
    )
