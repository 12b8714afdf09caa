"""The table screen: parts with their clock, who is there, agreements, and the plan while it is made."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField

from netwerkberaad import beraden
from netwerkberaad.beraden import Beraad, BeraadKind, Presence, TableClock
from netwerkberaad.cases import get_person, title_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import DomainError, NotFoundError
from netwerkberaad.foundation.documents import local
from netwerkberaad.plans import version_fixed
from netwerkberaad.web.context import actor, as_uuid, case, db, now, staff
from netwerkberaad.web.desk.meeting import table_words
from netwerkberaad.web.desk.meeting.brought_words import brought_lines
from netwerkberaad.web.desk.meeting.table_session import opens_table
from netwerkberaad.web.desk.planning.obstacles import lines_shown
from netwerkberaad.web.desk.planning.plan_carried import how_it_went
from netwerkberaad.web.desk.planning.plan_editor import (
    Failed,
    draft_view,
    editor_of,
    locked_in_private_time,
    plan_stamp,
    stamp_of,
    unchanged,
)
from netwerkberaad.web.desk.planning.plan_forms import EvaluationForm
from netwerkberaad.web.desk.planning.plan_questions import moves_of, open_questions
from netwerkberaad.web.desk.preparing.condition_view import condition_lines
from netwerkberaad.web.guard import allow, at_table
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.forms import LONG, SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.moments import ClockField
from netwerkberaad.web.kit.once import fresh_token, sent_before
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.safety_words import safety_now
from netwerkberaad.web.kit.seen import EditForm
from netwerkberaad.web.templating import language

EXTRA = 5


class AgreementsForm(EditForm):
    """How people want to sit together."""

    text = TextAreaField(_("Onze afspraken"), [at_most(LONG)])


class PresenceForm(BaseForm):
    """Somebody who came unexpected, takes part from afar, or came or left at another time."""

    person = SelectField(_("Wie"), [required(_("Kies iemand."))])
    how = SelectField(_("Hoe"), choices=[(how.value, table_words.PRESENCE_NAMES[how]) for how in Presence])
    arrived_at = ClockField(_("Er sinds"), [at_most(SHORT)])
    left_at = ClockField(_("Weg om"), [at_most(SHORT)])

    def offer(self) -> "PresenceForm":
        """Everybody in the case may turn up."""
        here = [person for person in case_people() if person.left_at is None]
        self.person.choices = [
            ("", gettext("Kies")),
            *((str(person.id), person.name.short) for person in here),
        ]
        for field in self:
            field.id = f"aanwezig-{field.name}"
        return self


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    table = "/casussen/<uuid:case_id>/beraad/tafel"
    post = ["POST"]
    blueprint.add_url_rule(table, "table", table_view)
    blueprint.add_url_rule(f"{table}/deel/<uuid:part_id>", "table_part", part, methods=post)
    blueprint.add_url_rule(f"{table}/aanwezig", "table_presence", presence, methods=post)
    blueprint.add_url_rule(f"{table}/aanwezig/<uuid:person_id>", "table_attendance", attendance, methods=post)
    blueprint.add_url_rule(f"{table}/afspraken", "table_agreements", agreements, methods=post)


@at_table
@allow(Permission.CHANGE_CASE)
@opens_table
@locked_in_private_time
def table_view(case_id: uuid.UUID) -> Response:
    """The screen on the table; without an open table, the page of the meeting."""
    beraad = beraden.current_beraad(db(), case())
    if beraad is None or beraad.opened_at is None:
        return redirect(url_for("desk.beraad", case_id=case_id))
    return unchanged(_stamp(beraad)) or table_page()


def table_page(
    *,
    failed: Failed | None = None,
    evaluation: EvaluationForm | None = None,
    notes: AgreementsForm | None = None,
    other: PresenceForm | None = None,
) -> Response:
    """The table, with whatever form could not be kept."""
    beraad = table_beraad()
    clock = clock_now(beraad)
    view = draft_view()
    return page(
        "desk/beraad/table.html",
        case_id=case().id,
        beraad=beraad,
        clock=clock,
        parts=table_words.parts_shown(clock, now()),
        next_part=table_words.part_after(clock),
        names=table_words.PART_NAMES,
        people=table_words.attendance_shown(beraad, case_people()),
        facilitator=staff().profile.first,
        editor=editor_of(view, back="tafel", failed=failed, evaluation=evaluation),
        fixed=version_fixed(db(), case()) is not None,
        conditions=condition_lines(),
        three=beraad.kind is BeraadKind.RESIDENT_MDO,
        chair=title_of(case_people(), locale=language()),
        obstacles=lines_shown(),
        proposals=beraden.proposals_of(db(), case()),
        private_ahead=beraden.private_ahead(db(), beraad),
        device_given=beraden.device_given(db(), beraad, now=now()),
        went=how_it_went() if beraad.kind is BeraadKind.VERVOLGBERAAD else [],
        safety=safety_now(),
        brought=brought_lines(),
        questions=open_questions(view),
        moves=len(moves_of(view)),
        notes=notes or AgreementsForm(formdata=None, data={"text": beraad.agreements}),
        other=other or PresenceForm(formdata=None).offer(),
        stamp=_stamp(beraad),
        once=fresh_token(),
        now=now(),
    )


@at_table
@allow(Permission.CHANGE_CASE)
def part(case_id: uuid.UUID, part_id: uuid.UUID) -> Response:
    """Begin, end or lengthen a part. The clock may be moved in private time as well: it is all that goes on then."""
    beraad = table_beraad()
    act = request.form.get("act")
    try:
        if act == "begin":
            beraden.start_part(db(), actor(), beraad=beraad, part_id=part_id, now=now())
        elif act == "end":
            beraden.end_part(db(), actor(), beraad=beraad, part_id=part_id, now=now())
        elif act == "longer" and not sent_before(request.form.get("once")):
            beraden.extend_part(db(), actor(), beraad=beraad, part_id=part_id, minutes=EXTRA, now=now())
    except DomainError as error:
        if error.status == 404:
            raise
        flash(gettext(error.message), "error")
    return see(url_for("desk.table", case_id=case_id))


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def attendance(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Somebody comes in or leaves, with one tap."""
    beraad = table_beraad()
    person = get_person(db(), case=case(), person_id=person_id)
    row = next((row for row in beraden.attendance_of(db(), beraad) if row.person_id == person_id), None)
    comes = request.form.get("act") == "come"
    beraden.set_attendance(
        db(),
        actor(),
        beraad=beraad,
        person=person,
        how=row.note.how if row else Presence.IN_PERSON,
        arrived_at=(row.arrived_at if row else None) or now(),
        left_at=None if comes else now(),
        now=now(),
    )
    return see(url_for("desk.table", case_id=case_id, _anchor="wie-is-er"))


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def presence(case_id: uuid.UUID) -> Response:
    """Somebody takes part in another way, or came or left at another time."""
    form = PresenceForm().offer()
    if form.attempt(lambda: _keep_presence(form)) is None:
        return table_page(other=form)
    return see(url_for("desk.table", case_id=case_id, _anchor="wie-is-er"))


def _keep_presence(form: PresenceForm) -> object:
    day = local(now()).date()
    moments = [
        table_words.moment_on(day, field.at) if field.data else None
        for field in (form.arrived_at, form.left_at)
    ]
    return beraden.set_attendance(
        db(),
        actor(),
        beraad=table_beraad(),
        person=get_person(db(), case=case(), person_id=as_uuid(form.person.data)),
        how=Presence(form.how.data),
        arrived_at=moments[0] or moments[1] or now(),
        left_at=moments[1],
        now=now(),
    )


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def agreements(case_id: uuid.UUID) -> Response:
    """What people agree on about how they sit together."""
    form = AgreementsForm(data={"text": table_beraad().agreements})
    text = form.text.data or ""
    kept = form.attempt(
        lambda: beraden.set_agreements(db(), actor(), beraad=table_beraad(), text=text, now=now())
    )
    if kept is None:
        return table_page(notes=form)
    flash(gettext("De afspraken zijn bewaard."), "ok")
    return see(url_for("desk.table", case_id=case_id))


def table_beraad() -> Beraad:
    """The meeting that is on at the table. Raises NotFoundError without one."""
    beraad = beraden.current_beraad(db(), case())
    if beraad is None or beraad.opened_at is None:
        raise NotFoundError
    return beraad


def clock_now(beraad: Beraad) -> TableClock:
    """Its clock."""
    return beraden.clock_of(beraad, beraden.agenda_of(db(), beraad), now=now())


def _stamp(beraad: Beraad) -> str:
    parts = [(one.id, one.minutes, one.started_at, one.ended_at) for one in beraden.agenda_of(db(), beraad)]
    there = [(row.person_id, row.arrived_at, row.left_at) for row in beraden.attendance_of(db(), beraad)]
    return stamp_of(plan_stamp(draft_view()), parts, there)
