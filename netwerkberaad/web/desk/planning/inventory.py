"""The inventory of a netwerkplan: what everybody wants to contribute, by link or by phone, gathered into one plan.

There need not be a meeting. What somebody wrote becomes a line of the draft with one button; the words stay theirs.
"""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import spoken_day
from netwerkberaad.invites import BoardRow, board_of
from netwerkberaad.plans import LineView, plan_view, version_fixed
from netwerkberaad.web.context import case, db, may_change
from netwerkberaad.web.desk.planning.plan_editor import draft_view, locked_in_private_time, put_under_plan
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.plan_words import goals_shown
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.templating import language


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room = "/casussen/<uuid:case_id>/plan/inventaris"
    blueprint.add_url_rule(room, "inventory", inventory)
    blueprint.add_url_rule(f"{room}/<uuid:person_id>", "take_contribution", take, methods=["POST"])


@allow(Permission.READ_CASE)
@locked_in_private_time
def inventory(case_id: uuid.UUID) -> Response:
    """Everybody with what they want to do and what not; who said nothing yet can be called."""
    view = draft_view()
    lines = view.lines or plan_view(db(), version_fixed(db(), case())).lines
    rows = board_of(db(), case()).rows
    people = [_person(row, lines) for row in rows]
    return room_page(
        "desk/plan/inventory.html",
        "plan",
        ahead=False,
        told=[one for one in people if one["gives"] or one["limits"]],
        silent=[one for one in people if not one["gives"] and not one["limits"]],
        goals=goals_shown(view),
        open=may_change(),
        writing=bool(view.lines),
    )


@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def take(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Make a line of one thing that somebody wants to do. Pressed twice, it stays one line."""
    row = next((one for one in board_of(db(), case()).rows if one.person_id == person_id), None)
    place = request.form.get("place", "")
    given = _given(row) if row else []
    if row is None or not place.isdecimal() or int(place[:4]) >= len(given):
        raise NotFoundError
    text = given[int(place[:4])]
    view = draft_view()
    if not _stands(text, person_id, view.lines):
        put_under_plan(view, text, line_id=uuid.uuid4(), owners=[person_id])
        flash(gettext("Het staat in het plan. Zet er nog bij wanneer, en wie meekijkt."), "ok")
    return see(url_for("desk.inventory", case_id=case_id))


def _person(row: BoardRow, lines: tuple[LineView, ...]) -> dict[str, object]:
    content = row.answer.content if row.answer else None
    until = content.limits_until if content else None
    return {
        "id": row.person_id,
        "name": row.name.short,
        "relation": row.relation,
        "gives": [
            {"text": text, "place": place, "taken": _stands(text, row.person_id, lines)}
            for place, text in enumerate(_given(row))
        ],
        "limits": content.limits if content else "",
        "until": spoken_day(until, language()) if until else "",
        "answered": content is not None,
        "url": url_for("desk.answer_for", case_id=case().id, person_id=row.person_id),
    }


def _given(row: BoardRow) -> list[str]:
    """What somebody wants to do, a line of text each."""
    words = row.answer.content.contributes if row.answer else ""
    return [line.strip() for line in words.splitlines() if line.strip()]


def _stands(text: str, person_id: uuid.UUID, lines: tuple[LineView, ...]) -> bool:
    return any(line.words.text == text and person_id in line.owner_ids for line in lines)
