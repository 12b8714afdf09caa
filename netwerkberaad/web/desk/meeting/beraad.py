"""Beraad: day and place of the meeting, who is told and how, and the way to the table."""

import uuid

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import BooleanField

from netwerkberaad import beraden
from netwerkberaad.beraden import Beraad, BeraadKind, Part, Place
from netwerkberaad.flows import announce_beraad, announce_cancel, announce_change, who_hears
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import DomainError, NotFoundError
from netwerkberaad.foundation.documents import spoken_moment
from netwerkberaad.invites import close_poll, current_poll, poll_board, standing_poll, votable_poll
from netwerkberaad.web.context import actor, base_url, case, db, may_change, now
from netwerkberaad.web.desk.inviting.needs import need_items, to_arrange
from netwerkberaad.web.desk.inviting.poll_words import explained
from netwerkberaad.web.desk.meeting.brought_words import brought_lines
from netwerkberaad.web.desk.meeting.place_form import KIND_NAMES, PlaceForm
from netwerkberaad.web.desk.meeting.table_words import PART_NAMES, clock_span
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.moments import ClockField, DayField, day_of, moment_of, time_of
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.safety_words import safety_now
from netwerkberaad.web.kit.seen import EditForm
from netwerkberaad.web.kit.skipped import begins_now
from netwerkberaad.web.kit.told_words import told_words, way_words
from netwerkberaad.web.templating import language


class BeraadForm(PlaceForm, EditForm):
    """Day, time and place."""

    starts_at = DayField(_("Dag"), [required(_("Kies een dag."))])
    starts_time = ClockField(_("Begint om"), [required(_("Kies een tijd.")), at_most(SHORT)])

    def show(self, beraad: Beraad) -> None:
        """Fill in what stands."""
        self.show_place(beraad.kind, beraad.minutes, beraad.place)
        self.starts_at.data, self.starts_time.data = day_of(beraad.starts_at), time_of(beraad.starts_at)


class CancelForm(BaseForm):
    """Calling a beraad off."""

    tell = BooleanField(_("Mail iedereen die ervan weet dat het niet doorgaat"), default=True)


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room = "/casussen/<uuid:case_id>/beraad"
    both = ["GET", "POST"]
    blueprint.add_url_rule(room, "beraad", beraad_room)
    blueprint.add_url_rule(f"{room}/plannen", "plan_beraad", plan_beraad, methods=both)
    blueprint.add_url_rule(f"{room}/vertellen", "announce_beraad", announce, methods=["POST"])
    blueprint.add_url_rule(f"{room}/gaat-niet-door", "cancel_beraad", cancel, methods=both)
    blueprint.add_url_rule(f"{room}/open", "open_table", open_table, methods=["POST"])
    blueprint.add_url_rule(f"{room}/nu", "table_now", table_now, methods=["POST"])


@allow(Permission.READ_CASE)
def beraad_room(case_id: uuid.UUID) -> Response:
    """The meeting ahead, who hears of it, and the meetings that were."""
    ahead = beraden.current_beraad(db(), case())
    earlier = [one for one in beraden.beraden_of(db(), case()) if one is not ahead]
    return room_page(
        "desk/beraad/room.html",
        "beraad",
        beraad=ahead,
        parts=_parts(ahead) if ahead else [],
        private=ahead is not None and _has_private_time(ahead),
        hears=way_words(who_hears(db(), case(), ahead, now=now())) if ahead and not ahead.opened_at else None,
        poll=None if ahead else _poll(),
        polled=ahead is not None and current_poll(db(), case()) is not None,
        earlier=[_earlier(one) for one in reversed(earlier)],
        kinds=KIND_NAMES,
        open=may_change(),
        safety=safety_now(),
        begins_now=begins_now(),
        now=now(),
        needs=need_items(),
        to_arrange=to_arrange(),
        brought=brought_lines(),
    )


@allow(Permission.CHANGE_CASE)
def plan_beraad(case_id: uuid.UUID) -> Response:
    """Plan the meeting, or change the one ahead; whoever knew of it hears of the change at once."""
    ahead = beraden.current_beraad(db(), case())
    minutes = beraden.usual_minutes(db(), case().region_id, usual_kind())
    form = BeraadForm(minutes=minutes, kind=usual_kind().value)
    if ahead is not None:
        kept = BeraadForm(formdata=None)
        kept.show(ahead)
        if not form.is_submitted():
            form.show(ahead)
        form.compare_with(kept)
    told = form.attempt(lambda: _save(ahead, form))
    if told is None:
        return room_page(
            "desk/beraad/plan.html", "beraad", ahead=False, form=form, beraad=ahead, safety=safety_now()
        )
    flash(told, "ok")
    return see(url_for("desk.beraad", case_id=case_id))


def _save(ahead: Beraad | None, form: BeraadForm) -> str:
    starts_at = moment_of(form.starts_at.data, form.starts_time.at)
    if starts_at is None:
        raise NotFoundError
    kind, minutes = BeraadKind(form.kind.data), form.minutes.data or 0
    place = form.chosen_place()
    if ahead is None:
        poll = votable_poll(db(), case(), now())
        if poll is not None:
            close_poll(db(), actor(), case=case(), poll=poll, now=now())
        beraden.plan_beraad(
            db(),
            actor(),
            case=case(),
            kind=kind,
            starts_at=starts_at,
            minutes=minutes,
            place=place,
            now=now(),
        )
        return gettext("De dag staat vast. Nu kunt u het iedereen vertellen.")
    before = ahead.sequence
    changed = beraden.change_beraad(
        db(),
        actor(),
        beraad=ahead,
        kind=kind,
        starts_at=starts_at,
        minutes=minutes,
        place=place,
        now=now(),
    )
    if changed.announced_at is None or changed.sequence == before:
        return gettext("De verandering is bewaard.")
    told = announce_change(db(), actor(), case=case(), beraad=changed, base_url=base_url(), now=now())
    return gettext("De verandering is bewaard.") + " " + told_words(told)


@allow(Permission.CHANGE_CASE)
def announce(case_id: uuid.UUID) -> Response:
    """Tell everybody whom it concerns; asked again, it tells those who do not know yet."""
    told = announce_beraad(db(), actor(), case=case(), beraad=_ahead(), base_url=base_url(), now=now())
    flash(told_words(told), "ok")
    return see(url_for("desk.beraad", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def cancel(case_id: uuid.UUID) -> Response:
    """Call the meeting off, after asking once."""
    ahead = _ahead()
    form = CancelForm()

    def call_off() -> str:
        beraden.cancel_beraad(db(), actor(), beraad=ahead, now=now())
        text = gettext("Het beraad gaat niet door.")
        if not form.tell.data:
            return text
        told = announce_cancel(db(), actor(), case=case(), beraad=ahead, base_url=base_url(), now=now())
        return text + " " + told_words(told)

    text = form.attempt(call_off)
    if text is None:
        return room_page("desk/beraad/cancel.html", "beraad", ahead=False, form=form, beraad=ahead)
    flash(text, "ok")
    return see(url_for("desk.beraad", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def open_table(case_id: uuid.UUID) -> Response:
    """Begin at the table. What stands in the way is said on the page of the meeting."""
    try:
        beraden.open_table(db(), actor(), case=case(), beraad=_ahead(), now=now())
    except DomainError as error:
        if error.status == 404:
            raise
        flash(gettext(error.message), "error")
        return see(url_for("desk.beraad", case_id=case_id))
    return see(url_for("desk.table", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def table_now(case_id: uuid.UUID) -> Response:
    """With spoed: a beraad that begins this minute, wherever people sit. What was skipped stays asked for afterwards."""
    if begins_now():
        kind = BeraadKind.SPOEDBERAAD
        beraden.plan_beraad(
            db(),
            actor(),
            case=case(),
            kind=kind,
            starts_at=now(),
            minutes=beraden.usual_minutes(db(), case().region_id, kind),
            place=Place(),
            now=now(),
        )
        db().flush()  # the table is opened on this row
    return open_table(case_id)


def _ahead() -> Beraad:
    ahead = beraden.current_beraad(db(), case())
    if ahead is None:
        raise NotFoundError
    return ahead


def usual_kind() -> BeraadKind:
    """What the next meeting of this case most likely is."""
    held = any(one.ended_at for one in beraden.beraden_of(db(), case()))
    if held:
        return BeraadKind.VERVOLGBERAAD
    return BeraadKind.SPOEDBERAAD if case().urgent else BeraadKind.NETWERKBERAAD


def _poll() -> dict[str, object] | None:
    """The date poll from which no day was taken yet."""
    poll = standing_poll(db(), case())
    if poll is None:
        return None
    best = poll_board(db(), case=case(), poll=poll).best(now())
    return {"best": explained(best) if best else "", "open": poll.takes_votes(now())}


def _parts(ahead: Beraad) -> list[tuple[str, str]]:
    clock = beraden.clock_of(ahead, beraden.agenda_of(db(), ahead), now=now())
    return [(clock_span(part), str(PART_NAMES[part.part])) for part in clock.parts]


def _has_private_time(ahead: Beraad) -> bool:
    return any(part.part is Part.PRIVATE_TIME for part in beraden.agenda_of(db(), ahead))


def _earlier(beraad: Beraad) -> dict[str, object]:
    gone = gettext("ging niet door") if beraad.cancelled_at else gettext("gehouden")
    return {
        "when": spoken_moment(beraad.starts_at, language()),
        "text": f"{KIND_NAMES[beraad.kind]} · {beraad.place.name}",
        "who": gone,
    }
