"""Opvolging: what is due, how it went, where the plan has a gap, and what still has to be arranged."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import needs_of
from netwerkberaad.plans import (
    TOP,
    CheckInResult,
    FollowUp,
    FollowUpContent,
    FollowUpKind,
    answer_check_in,
    finish_call,
    follow_ups_of,
    get_follow_up,
    handle_gap,
    is_gap,
    must_tell,
)
from netwerkberaad.web.context import actor, case, db, may_change, may_reopen, now
from netwerkberaad.web.desk.caseload.follow_up_told import (
    ON_BEHALF,
    OURS,
    PAGES,
    RESULT_NAMES,
    Teller,
    numbers_for,
)
from netwerkberaad.web.desk.caseload.pausing import pauses_shown
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import CHANNEL_NAMES
from netwerkberaad.web.kit.need_words import need_to_arrange
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.seen import EditForm

_ASKED = frozenset({FollowUpKind.CHECK_IN, FollowUpKind.STEP_IN})
_SOON = 8
"""What still has to come is shown this far; the rest is told as a number."""


class CheckInForm(EditForm):
    """How it went, as somebody says."""

    result = RadioField(
        _("Is het gelukt?"),
        [required(_("Kies hoe het ging."))],
        choices=[(result.value, name) for result, name in RESULT_NAMES.items()],
    )
    need = TextAreaField(_("Wat is er nodig?"), [Optional(), at_most(LONG)])
    grade = RadioField(
        _("Hoe gaat het nu, van 0 tot 10?"), [Optional()], choices=[(str(one), str(one)) for one in range(11)]
    )
    note = TextAreaField(_("Wat spreekt u af?"), [Optional(), at_most(LONG)])
    via = SelectField(_("Hoe hoorde u het?"), choices=[(one.value, CHANNEL_NAMES[one]) for one in ON_BEHALF])


class NoteForm(EditForm):
    """What came of a call, an evaluation, a gap or an answer."""

    note = TextAreaField(
        _("Wat spreekt u af?"), [required(_("Schrijf in een zin op wat er gebeurt.")), at_most(LONG)]
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room, both = "/casussen/<uuid:case_id>/opvolging", ["GET", "POST"]
    blueprint.add_url_rule(room, "follow_up", follow_up_room)
    blueprint.add_url_rule(f"{room}/<uuid:follow_up_id>", "check_in_for", check_in_for, methods=both)
    blueprint.add_url_rule(f"{room}/<uuid:follow_up_id>/klaar", "finish_follow_up", finish, methods=both)
    blueprint.add_url_rule(f"{room}/<uuid:follow_up_id>/gezien", "seen_follow_up", seen, methods=["POST"])


@allow(Permission.READ_CASE)
def follow_up_room(case_id: uuid.UUID) -> Response:
    """What waits for somebody first, then what comes, then how it went."""
    rows, teller = follow_ups_of(db(), case()), Teller()
    due = [row for row in rows if row.due_at <= now() and row.answered_at is None and row.handled_at is None]
    answered = [row for row in rows if row.answered_at is not None]
    coming = [row for row in rows if row.due_at > now() and row.answered_at is None]
    return room_page(
        "desk/follow_up/room.html",
        "follow_up",
        gaps=[teller.told(row) for row in due if is_gap(row, now=now())],
        ours=[teller.told(row) for row in due if row.kind in OURS],
        ladder=[teller.told(row) for row in due if row.kind in TOP or must_tell(row)],
        answers=[teller.told(row) for row in answered if row.handled_at is None],
        asked=[teller.told(row) for row in due if row.kind in _ASKED and not is_gap(row, now=now())],
        coming=[teller.told(row) for row in coming[:_SOON]],
        more=max(0, len(coming) - _SOON),
        went=[teller.told(row) for row in reversed(rows) if row.handled_at is not None],
        grades=_grades(rows, teller),
        needs=[(need_to_arrange(need), need.who) for need in needs_of(db(), case()) if need.done_at is None],
        planned=bool(rows),
        pauses=pauses_shown(),
        open=may_change(),
        reopenable=may_reopen(),
    )


@allow(Permission.CHANGE_CASE)
def check_in_for(case_id: uuid.UUID, follow_up_id: uuid.UUID) -> Response:
    """Put on record how it went, as somebody told by phone or at the door."""
    row = get_follow_up(db(), case=case(), follow_up_id=follow_up_id)
    if row.kind in PAGES:
        return see(url_for(PAGES[row.kind], case_id=case_id, follow_up_id=follow_up_id))
    form = CheckInForm(data=_said(row))
    told = Teller().told(row)
    if form.attempt(lambda: _answer(row, form)) is None:
        return room_page(
            "desk/follow_up/check_in.html",
            "follow_up",
            ahead=False,
            form=form,
            item=told,
            numbers=numbers_for(row),
        )
    flash(gettext("Vastgelegd namens %(name)s.", name=told["name"]), "ok")
    return see(url_for("desk.follow_up", case_id=case_id))


def _said(row: FollowUp) -> dict[str, object]:
    """What was said before, for the form that changes it."""
    if row.answered_at is None:
        return {}
    content = row.content
    return {
        "result": content.result.value if content.result else None,
        "grade": None if content.grade is None else str(content.grade),
        "need": content.need,
        "note": content.note,
    }


@allow(Permission.CHANGE_CASE)
def finish(case_id: uuid.UUID, follow_up_id: uuid.UUID) -> Response:
    """A call or evaluation was held, or a gap or an answer was dealt with: what was agreed stands in the note."""
    row = get_follow_up(db(), case=case(), follow_up_id=follow_up_id)
    form = NoteForm(data={"note": row.content.note})
    act = finish_call if row.kind in OURS else handle_gap
    done = form.attempt(
        lambda: act(db(), actor(), case=case(), follow_up=row, note=form.note.data or "", now=now())
    )
    if done is None:
        told = Teller().told(row)
        return room_page(
            "desk/follow_up/finish.html",
            "follow_up",
            ahead=False,
            form=form,
            item=told,
            numbers=numbers_for(row),
        )
    flash(gettext("Vastgelegd."), "ok")
    return see(url_for("desk.follow_up", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def seen(case_id: uuid.UUID, follow_up_id: uuid.UUID) -> Response:
    """An answer was read and asks for nothing more."""
    row = get_follow_up(db(), case=case(), follow_up_id=follow_up_id)
    handle_gap(db(), actor(), case=case(), follow_up=row, note="", now=now())
    return see(url_for("desk.follow_up", case_id=case_id))


def _answer(row: FollowUp, form: CheckInForm) -> FollowUp:
    content = FollowUpContent(
        result=CheckInResult(form.result.data),
        grade=int(form.grade.data) if form.grade.data else None,
        need=form.need.data or "",
        note=form.note.data or "",
    )
    return answer_check_in(
        db(), actor(), case=case(), follow_up=row, content=content, via=Channel(form.via.data), now=now()
    )


def _grades(rows: Sequence[FollowUp], teller: Teller) -> list[tuple[str, list[int]]]:
    """The grades each person gave, oldest first: each beside nobody else's."""
    found: dict[uuid.UUID, list[int]] = {}
    answered = [row for row in rows if row.answered_at is not None and row.person_id is not None]
    for row in sorted(answered, key=lambda row: row.answered_at or row.due_at):
        grade = row.content.grade
        if grade is not None and row.person_id is not None:
            found.setdefault(row.person_id, []).append(grade)
    if any(person_id not in teller.names for person_id in found):
        raise NotFoundError
    return [(teller.names[person_id], grades) for person_id, grades in found.items()]
