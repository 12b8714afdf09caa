"""A line got another day: what hangs on it stands here with its new day, and moves when somebody says so."""

import uuid
from collections.abc import Iterable

from flask import Blueprint, flash, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from netwerkberaad.foundation.access import Permission
from netwerkberaad.plans import LineView, Move, move_along
from netwerkberaad.web.context import actor, as_uuid, case, db, now
from netwerkberaad.web.desk.planning import plan_pages
from netwerkberaad.web.desk.planning.plan_editor import draft_view, locked_in_private_time
from netwerkberaad.web.desk.planning.plan_questions import moves_of
from netwerkberaad.web.guard import allow, at_table
from netwerkberaad.web.kit.fields import ChecksField
from netwerkberaad.web.kit.forms import BaseForm, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.plan_words import owners_of_line
from netwerkberaad.web.kit.when import plain_day

WEEK = 7


class MovingForm(BaseForm):
    """Which lines move along."""

    lines = ChecksField(_("Wat schuift mee?"), [required(_("Kruis aan wat meeschuift, of ga terug."))])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    room = "/casussen/<uuid:case_id>/plan/meeschuiven"
    blueprint.add_url_rule(room, "move_along", moving, methods=["GET", "POST"])


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def moving(case_id: uuid.UUID) -> Response:
    """What would move, line by line; those that are ticked do."""
    back = plan_pages.address_of(request.args.get("terug"))
    moves = moves_of(draft_view())
    if not moves:
        return see(back)
    form = MovingForm()
    form.lines.choices = [(str(one.line.lineage_id), _named(one.line)) for one in moves]
    if form.attempt(lambda: _move(form)) is None:
        return page(
            "desk/plan/moving.html",
            form=form,
            causes=_causes(moves),
            notes={str(one.line.lineage_id): _new_day(one) for one in moves},
            off_weekday=any(one.days % WEEK and one.line.words.when for one in moves),
            back=back,
        )
    flash(gettext("Verschoven. Wie het doet, bevestigt het opnieuw zodra deze versie vaststaat."), "ok")
    return see(back)


def _move(form: MovingForm) -> object:
    chosen = [as_uuid(one) for one in form.lines.data or []]
    return move_along(db(), actor(), case=case(), lineages=chosen, now=now())


def _causes(moves: Iterable[Move]) -> list[str]:
    """The lines that moved, each with by how much."""
    causes = {one.because.lineage_id: one for one in moves}
    return [f"{_named(one.because)} {_by(one.days)}" for one in causes.values()]


def _by(days: int) -> str:
    if days > 0:
        return ngettext("Dit is één dag later.", "Dit is %(num)d dagen later.", days)
    return ngettext("Dit is één dag eerder.", "Dit is %(num)d dagen eerder.", -days)


def _new_day(move: Move) -> str:
    """'van maandag 16 maart naar maandag 23 maart', with the words that were chosen for it."""
    if move.line.first_at is None or move.moved.first_at is None:
        return ""
    old, new = plain_day(move.line.first_at), plain_day(move.moved.first_at)
    told = gettext("van %(old)s naar %(new)s", old=old, new=new)
    if move.moved.until_at is not None:
        told = gettext("%(told)s, tot en met %(day)s", told=told, day=plain_day(move.moved.until_at))
    return f"{move.line.words.when}: {told}" if move.line.words.when else told


def _named(line: LineView) -> str:
    who = owners_of_line(line)
    return f"{who}: {line.words.text}" if who else line.words.text
