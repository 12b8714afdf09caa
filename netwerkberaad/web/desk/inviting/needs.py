"""What people need to be able to come: who arranges it before which day, and that it is done or need not be."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import circle_of, get_person, principals_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import spoken_day
from netwerkberaad.invites import (
    NeedLine,
    NeedTask,
    add_need,
    finish_need,
    get_need,
    needs_of,
    reopen_need,
    take_need,
    waive_need,
)
from netwerkberaad.web.context import actor, as_uuid, case, db, may_change, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import MEDIUM, SHORT, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.moments import DayField
from netwerkberaad.web.kit.need_words import need_to_arrange
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.seen import EditForm
from netwerkberaad.web.kit.when import plain_day
from netwerkberaad.web.templating import language


class NeedForm(EditForm):
    """Who arranges it, and before which day."""

    who = StringField(_("Wie regelt dit?"), [Optional(), at_most(SHORT)])
    due_on = DayField(_("Vóór welke dag?"), [Optional()])


class WaiveForm(EditForm):
    """Why it need not be arranged after all."""

    why = TextAreaField(
        _("Waarom hoeft het niet?"), [required(_("Schrijf op waarom dit niet hoeft.")), at_most(MEDIUM)]
    )


class NewNeedForm(OnceForm, NeedForm):
    """Something to arrange that no answer asked for."""

    person = SelectField(_("Voor wie?"), [required()])
    text = StringField(_("Wat is er nodig?"), [required(_("Schrijf op wat er nodig is.")), at_most(MEDIUM)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path, both = "/casussen/<uuid:case_id>/uitnodigen/taken", ["GET", "POST"]
    blueprint.add_url_rule(f"{path}/nieuw", "add_need", add, methods=both)
    blueprint.add_url_rule(f"{path}/<uuid:need_id>", "need", need, methods=both)
    blueprint.add_url_rule(f"{path}/<uuid:need_id>/hoeft-niet", "waive_need", waive, methods=both)


@allow(Permission.CHANGE_CASE)
def need(case_id: uuid.UUID, need_id: uuid.UUID) -> Response:
    """Something to arrange: by whom and before when, that it is done, or that it is open again."""
    task = get_need(db(), case=case(), need_id=need_id)
    settled = request.form.get("done")
    if settled == "1":
        finish_need(db(), actor(), case=case(), need=task, now=now())
        return _back(gettext("Dat is geregeld."))
    if settled == "0":
        reopen_need(db(), actor(), case=case(), need=task, now=now())
        return _back(gettext("Dit staat weer open."))
    form = NeedForm(data={"who": task.who, "due_on": task.due_on})
    if form.attempt(lambda: _take(task, form)) is None:
        return _page(task, form)
    return _back(gettext("Bewaard."))


@allow(Permission.CHANGE_CASE)
def waive(case_id: uuid.UUID, need_id: uuid.UUID) -> Response:
    """It need not be arranged after all, with the reason."""
    task = get_need(db(), case=case(), need_id=need_id)
    form = WaiveForm(data={"why": task.waived_why})
    waived = form.attempt(
        lambda: waive_need(db(), actor(), case=case(), need=task, why=form.why.data or "", now=now())
    )
    if waived is None:
        return room_page(
            "desk/invites/need_waive.html",
            "invites",
            ahead=False,
            form=form,
            text=need_to_arrange(_line(need_id)),
            need_id=need_id,
        )
    return _back(gettext("Vastgelegd: dit hoeft niet."))


@allow(Permission.CHANGE_CASE)
def add(case_id: uuid.UUID) -> Response:
    """Something that has to be arranged, in the words of the gespreksleider."""
    form = NewNeedForm()
    around = [
        one for one in (*principals_of(case_people()), *circle_of(case_people())) if one.left_at is None
    ]
    form.person.choices = {str(one.id): one.name.full for one in around}
    if sent_before(form.once.data):
        return _back(gettext("Bewaard."))
    if form.attempt(lambda: _add(form)) is None:
        return room_page("desk/invites/need_new.html", "invites", ahead=False, form=form, names=_names())
    return _back(gettext("Bewaard."))


def need_items() -> list[dict[str, object]]:
    """Everything that is or was to be arranged in the case in the address, for the list of things to do."""
    return [_item(line) for line in needs_of(db(), case())]


def to_arrange() -> int:
    """How many things are still open; with none the beraad is ready."""
    return sum(line.open for line in needs_of(db(), case()))


def _take(task: NeedTask, form: NeedForm) -> NeedTask:
    who, due_on = form.who.data or "", form.due_on.data
    return take_need(db(), actor(), case=case(), need=task, who=who, due_on=due_on, now=now())


def _add(form: NewNeedForm) -> NeedTask:
    person = get_person(db(), case=case(), person_id=as_uuid(form.person.data))
    task = add_need(db(), actor(), case=case(), person=person, text=form.text.data or "", now=now())
    return _take(task, form)


def _page(task: NeedTask, form: NeedForm) -> Response:
    line = _line(task.id)
    return room_page(
        "desk/invites/need.html",
        "invites",
        ahead=False,
        form=form,
        text=need_to_arrange(line),
        line=line,
        names=_names(),
        need_id=task.id,
    )


def _names() -> list[str]:
    """Who may well arrange it: everybody in the circle by first name."""
    return [person.name.short for person in circle_of(case_people()) if person.left_at is None]


def _line(need_id: uuid.UUID) -> NeedLine:
    return next(line for line in needs_of(db(), case()) if line.id == need_id)


def _back(said: str) -> Response:
    flash(said, "ok")
    return see(url_for("desk.invites", case_id=case().id, _anchor="te-regelen"))


def _item(line: NeedLine) -> dict[str, object]:
    """A line of the list: what, who before when, or how it ended."""
    item: dict[str, object] = {"text": need_to_arrange(line), "note": _note(line), "done": not line.open}
    item["attention"] = line.open and (not line.who or _late(line))
    if may_change():
        item["url"] = item["note_url"] = url_for("desk.need", case_id=case().id, need_id=line.id)
    return item


def _late(line: NeedLine) -> bool:
    return line.due_on is not None and line.due_on < now().date()


def _note(line: NeedLine) -> str:
    if line.waived_at is not None:
        return gettext("Hoeft niet: %(why)s", why=line.waived_why)
    if line.done_at is not None:
        done = gettext("gedaan %(day)s", day=plain_day(line.done_at))
        return " · ".join(part for part in (line.who, done) if part)
    before = gettext("vóór %(day)s", day=spoken_day(line.due_on, language())) if line.due_on else ""
    return " · ".join(part for part in (line.who or gettext("Nog niemand. Wie vragen we?"), before) if part)
