"""Opvolging: what is due, how it went, where the plan has a gap, and what still has to be arranged."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import principals_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import needs_of
from netwerkberaad.plans import (
    CheckInResult,
    FollowUp,
    FollowUpContent,
    FollowUpKind,
    LineView,
    answer_check_in,
    finish_call,
    follow_ups_of,
    get_follow_up,
    handle_gap,
    is_gap,
    obstacles_of,
    versions_of,
    views_of,
)
from netwerkberaad.web.context import actor, case, db, may_change, may_reopen, now
from netwerkberaad.web.desk.caseload.pausing import pauses_shown
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import LONG, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import CHANNEL_NAMES
from netwerkberaad.web.kit.need_words import need_to_arrange
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.phones import Number, numbers_of
from netwerkberaad.web.kit.plan_words import shown
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.seen import EditForm
from netwerkberaad.web.kit.when import how_long_ago, short_day

RESULT_NAMES = {
    CheckInResult.DONE: _("Gelukt"),
    CheckInResult.PARTLY: _("Deels gelukt"),
    CheckInResult.NOT_DONE: _("Niet gelukt"),
    CheckInResult.NO_LONGER_NEEDED: _("Niet meer nodig"),
}
KIND_NAMES = {
    FollowUpKind.REMINDER: _("Herinnering"),
    FollowUpKind.CHECK_IN: _("Vraag hoe het ging"),
    FollowUpKind.CALL: _("Bellen na vier weken"),
    FollowUpKind.EVALUATION: _("Samen terugkijken"),
}
ON_BEHALF = (Channel.PHONE, Channel.IN_PERSON, Channel.PAPER, Channel.LETTER, Channel.SMS)
_OURS = frozenset({FollowUpKind.CALL, FollowUpKind.EVALUATION})
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
    rows, teller = follow_ups_of(db(), case()), _Teller()
    due = [row for row in rows if row.due_at <= now() and row.answered_at is None and row.handled_at is None]
    answered = [row for row in rows if row.answered_at is not None]
    coming = [row for row in rows if row.due_at > now() and row.answered_at is None]
    return room_page(
        "desk/follow_up/room.html",
        "follow_up",
        gaps=[teller.told(row) for row in due if is_gap(row, now=now())],
        ours=[teller.told(row) for row in due if row.kind in _OURS],
        answers=[teller.told(row) for row in answered if row.handled_at is None],
        asked=[
            teller.told(row)
            for row in due
            if row.kind is FollowUpKind.CHECK_IN and not is_gap(row, now=now())
        ],
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
    if row.kind in _OURS:
        return see(url_for("desk.finish_follow_up", case_id=case_id, follow_up_id=follow_up_id))
    form = CheckInForm(data=_said(row))
    told = _Teller().told(row)
    if form.attempt(lambda: _answer(row, form)) is None:
        return room_page(
            "desk/follow_up/check_in.html",
            "follow_up",
            ahead=False,
            form=form,
            item=told,
            numbers=_numbers(row),
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
    act = finish_call if row.kind in _OURS else handle_gap
    done = form.attempt(
        lambda: act(db(), actor(), case=case(), follow_up=row, note=form.note.data or "", now=now())
    )
    if done is None:
        told = _Teller().told(row)
        return room_page(
            "desk/follow_up/finish.html",
            "follow_up",
            ahead=False,
            form=form,
            item=told,
            numbers=_numbers(row),
        )
    flash(gettext("Vastgelegd."), "ok")
    return see(url_for("desk.follow_up", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def seen(case_id: uuid.UUID, follow_up_id: uuid.UUID) -> Response:
    """An answer was read and asks for nothing more."""
    row = get_follow_up(db(), case=case(), follow_up_id=follow_up_id)
    handle_gap(db(), actor(), case=case(), follow_up=row, note="", now=now())
    return see(url_for("desk.follow_up", case_id=case_id))


def _numbers(row: FollowUp) -> list[Number]:
    """Whom to call: whose promise it is, and for a talk about the whole plan the hoofdpersonen."""
    if row.person_id is not None:
        return numbers_of([row.person_id])
    return numbers_of([person.id for person in principals_of(case_people())])


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


class _Teller:
    """Tells rows in words. The lines of all versions are read once: a check-in may be about an earlier one."""

    def __init__(self) -> None:
        views = views_of(db(), versions_of(db(), case()))
        self.lines: dict[uuid.UUID, LineView] = {
            line.id: line for view in views.values() for line in view.lines
        }
        self.obstacles = {one.id: one.content.text for one in obstacles_of(db(), case())}
        self.names = {person.id: person.name.short for person in case_people()}

    def told(self, row: FollowUp) -> dict[str, object]:
        """One row as the pages show it."""
        line = self.lines.get(row.commitment_id) if row.commitment_id else None
        content = row.content
        return {
            "id": row.id,
            "kind": str(KIND_NAMES[row.kind]),
            "ours": row.kind in _OURS,
            "name": self.names.get(row.person_id, "") if row.person_id else "",
            "what": str(shown(line)["what"]) if line else self.obstacles.get(row.lineage_id or row.id, ""),
            "due": short_day(row.due_at),
            "waits": how_long_ago(row.answered_at or row.sent_at or row.due_at, now()),
            "sent": row.sent_at is not None,
            "result": str(RESULT_NAMES[content.result]) if content.result else "",
            "well": content.result in {CheckInResult.DONE, CheckInResult.NO_LONGER_NEEDED}
            and not content.need,
            "need": content.need,
            "note": content.note,
        }


def _grades(rows: Sequence[FollowUp], teller: _Teller) -> list[tuple[str, list[int]]]:
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
