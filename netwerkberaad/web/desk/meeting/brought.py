"""Messages for the table: taken in for a child without a link, sealed until the table is open, then read aloud."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import FileField, SelectField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad import beraden
from netwerkberaad.beraden import BroughtMessage
from netwerkberaad.cases import get_person
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import DomainError, NotFoundError
from netwerkberaad.web.context import actor, as_uuid, case, db, now
from netwerkberaad.web.desk.meeting.brought_words import who_of
from netwerkberaad.web.desk.meeting.table import table_beraad
from netwerkberaad.web.desk.planning.plan_editor import locked_in_private_time
from netwerkberaad.web.guard import allow, at_table
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import LONG, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.pictures import picture_of, picture_sent
from netwerkberaad.web.kit.rooms import room_page


class TakeInForm(OnceForm):
    """What somebody wants to be said, as they handed it over."""

    person = SelectField(_("Van wie?"), [required(_("Kies van wie het is."))])
    reader = SelectField(_("Wie leest het voor?"))
    text = TextAreaField(_("De boodschap"), [Optional(), at_most(LONG)])
    picture = FileField(_("Een tekening of foto"), [Optional()])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/casussen/<uuid:case_id>/beraad/boodschappen"
    blueprint.add_url_rule(f"{path}/nieuw", "take_in_message", take_in, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{path}/<uuid:person_id>/weg", "drop_messages", drop, methods=["POST"])
    table = "/casussen/<uuid:case_id>/beraad/tafel/boodschap/<uuid:message_id>"
    blueprint.add_url_rule(f"{table}/open", "open_message", open_it, methods=["POST"])
    blueprint.add_url_rule(table, "read_message", read)
    blueprint.add_url_rule(f"{table}/beeld", "see_picture", see_picture)


@allow(Permission.CHANGE_CASE)
def take_in(case_id: uuid.UUID) -> Response:
    """Take in a message for somebody who has no link; from then on it is closed for the desk too."""
    form = TakeInForm()
    here = [
        (str(one.id), one.name.short) for one in case_people() if one.left_at is None and not one.nameless
    ]
    form.person.choices = dict(here)
    form.reader.choices = {"": gettext("De gespreksleider"), **dict(here)}
    room = url_for("desk.beraad", case_id=case_id)
    if sent_before(form.once.data):
        return see(room)
    if form.attempt(lambda: _take_in(form)) is None:
        return room_page("desk/beraad/take_in.html", "beraad", ahead=False, form=form)
    flash(gettext("De boodschap is bewaard en blijft dicht tot het beraad."), "ok")
    return see(room)


@allow(Permission.CHANGE_CASE)
def drop(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Delete what somebody brought, because they ask for it."""
    person = get_person(db(), case=case(), person_id=person_id)
    beraden.take_back_messages(db(), actor(), case=case(), person=person, now=now())
    flash(gettext("De boodschap van %(name)s is weg.", name=person.name.short), "ok")
    return see(url_for("desk.beraad", case_id=case_id))


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def open_it(case_id: uuid.UUID, message_id: uuid.UUID) -> Response:
    """Open a message at the table."""
    try:
        beraden.open_message(db(), actor(), beraad=table_beraad(), message_id=message_id, now=now())
    except DomainError as error:
        if error.status == 404:
            raise
        flash(gettext(error.message), "error")
        return see(url_for("desk.table", case_id=case_id))
    return see(url_for("desk.read_message", case_id=case_id, message_id=message_id))


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def read(case_id: uuid.UUID, message_id: uuid.UUID) -> Response:
    """An opened message, large, as long as the table is open."""
    message = _opened(message_id)
    picture = url_for("desk.see_picture", case_id=case_id, message_id=message_id) if message.picture else ""
    return page(
        "desk/beraad/brought.html", case_id=case_id, text=message.text, picture=picture, **who_of(message)
    )


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def see_picture(case_id: uuid.UUID, message_id: uuid.UUID) -> Response:
    """The drawing or photo of an opened message, as long as the table is open."""
    message = _opened(message_id)
    if not message.picture:
        raise NotFoundError
    return picture_of(message)


def _opened(message_id: uuid.UUID) -> BroughtMessage:
    table_beraad()
    found = beraden.messages_for_table(db(), case())
    message = next((one for one in found if one.id == message_id and one.opened_at is not None), None)
    if message is None:
        raise NotFoundError
    return message


def _take_in(form: TakeInForm) -> BroughtMessage:
    person = get_person(db(), case=case(), person_id=as_uuid(form.person.data))
    chosen = form.reader.data
    reader = get_person(db(), case=case(), person_id=as_uuid(chosen)) if chosen else None
    return beraden.bring_message(
        db(),
        actor(),
        case=case(),
        person=person,
        text=form.text.data or "",
        picture=picture_sent(),
        reader=reader,
        now=now(),
    )
