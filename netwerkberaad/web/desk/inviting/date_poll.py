"""The date poll at the desk: proposing days, asking people, what they say, and taking one of the days."""

import uuid
from collections.abc import Callable, Sequence
from datetime import time

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import FieldList, Form, FormField, SelectField
from wtforms.validators import Optional, ValidationError

from netwerkberaad.beraden import BeraadKind, usual_minutes
from netwerkberaad.cases import get_person, people_of, present
from netwerkberaad.flows import ask_poll, choose_slot
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import DomainError, NotFoundError
from netwerkberaad.foundation.documents import from_local, listed
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import (
    DatePoll,
    PollBallot,
    PollPlan,
    PollRow,
    PollSlot,
    SlotTally,
    change_poll,
    close_poll,
    current_poll,
    get_slot,
    open_poll,
    poll_board,
    slots_of,
    standing_poll,
    usual_must,
    vote,
    votes_of,
)
from netwerkberaad.web.context import actor, as_uuid, base_url, case, db, may_change, now
from netwerkberaad.web.desk.inviting.answers import SAID_BY
from netwerkberaad.web.desk.inviting.poll_words import SAID, SILENT, VOTE_NAMES, counted, explained
from netwerkberaad.web.desk.meeting.beraad import usual_kind
from netwerkberaad.web.desk.meeting.place_form import PlaceForm
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.fields import ChecksField
from netwerkberaad.web.kit.forms import SHORT, Trimming, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.moments import ClockField, DayField, day_of, moment_of, time_of
from netwerkberaad.web.kit.names import CHANNEL_NAMES
from netwerkberaad.web.kit.pages import see
from netwerkberaad.web.kit.phones import spoken_phone
from netwerkberaad.web.kit.poll_forms import VotesForm, slot_name, slot_words, votes_form
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.kit.told_words import told_words
from netwerkberaad.web.templating import language

FEWEST_ROWS, SPARE_ROWS, MOST_ROWS = 4, 2, 12
_LAST_MINUTE = time(23, 59)


class SlotRow(Form):
    """One day with its time; an empty row proposes nothing."""

    class Meta(Trimming):
        """Trimmed."""

    day = DayField(_("Dag"), [Optional()])
    at = ClockField(_("Begint om"), [at_most(SHORT)])

    def validate_at(self, field: ClockField) -> None:
        """A day needs its time, and a time its day. Raises ValidationError."""
        if self.day.data and not field.data:
            raise ValidationError(gettext("Kies een tijd."))
        if field.data and not self.day.data and not self.day.errors:
            raise ValidationError(gettext("Kies er een dag bij."))


class PollForm(PlaceForm):
    """The days, where it would be, who must be there, and until when people can choose."""

    slots = FieldList(FormField(SlotRow), _("De dagen"), min_entries=FEWEST_ROWS, max_entries=MOST_ROWS)
    must = ChecksField(_("Wie moet er echt bij zijn?"))
    closes = DayField(_("Kiezen kan tot en met"), [Optional()])

    def offer(self) -> "PollForm":
        """With everybody in the case to tick."""
        people = present(people_of(db(), case()))
        self.must.choices = [(str(person.id), person.name.short) for person in people]
        return self

    def plan(self) -> PollPlan:
        """What is proposed."""
        rows = [row.form for row in self.slots]
        moments = [moment_of(row.day.data, row.at.at) for row in rows]
        closes = self.closes.data
        return PollPlan(
            kind=BeraadKind(self.kind.data),
            place=self.chosen_place(),
            starts_at=tuple(moment for moment in moments if moment is not None),
            minutes=self.minutes.data or 0,
            closes_at=from_local(closes, _LAST_MINUTE) if closes else None,
            must=tuple(uuid.UUID(one) for one in self.must.data or ()),
        )


class ByPhoneForm(VotesForm):
    """What somebody says to the gespreksleider."""

    via = SelectField(
        _("Hoe kreeg u dit antwoord?"),
        [required()],
        choices=[(one.value, CHANNEL_NAMES[one]) for one in SAID_BY],
    )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    room = "/casussen/<uuid:case_id>/beraad/datumprikker"
    both = ["GET", "POST"]
    blueprint.add_url_rule(room, "date_poll", date_poll)
    blueprint.add_url_rule(f"{room}/dagen", "edit_date_poll", edit, methods=both)
    blueprint.add_url_rule(f"{room}/vragen", "ask_date_poll", ask, methods=["POST"])
    blueprint.add_url_rule(f"{room}/sluiten", "close_date_poll", close, methods=["POST"])
    blueprint.add_url_rule(f"{room}/kies", "choose_slot", choose, methods=["POST"])
    blueprint.add_url_rule(f"{room}/voor/<uuid:person_id>", "vote_for", vote_for, methods=both)


@allow(Permission.READ_CASE)
def date_poll(case_id: uuid.UUID) -> Response:
    """People by days, which day suits best and why, and a button for each day."""
    poll = current_poll(db(), case())
    if poll is None:
        return redirect(url_for("desk.beraad", case_id=case_id))
    board = poll_board(db(), case=case(), poll=poll)
    best = board.best(now())
    changes = may_change() and standing_poll(db(), case()) is poll
    return room_page(
        "desk/beraad/date_poll.html",
        "beraad",
        ahead=False,
        poll=poll,
        days=[_day(tally, poll, best) for tally in board.tallies],
        columns=[slot_name(tally.starts_at) for tally in board.tallies],
        rows=[_row(row, board.tallies) for row in board.rows],
        why=explained(best) if best else "",
        silent=any(row.missing for row in board.rows),
        asked=any(row.asked_at for row in board.rows),
        to_call=listed([row.name for row in board.rows if row.to_call], language()),
        takes_votes=poll.takes_votes(now()),
        changes=changes,
    )


@allow(Permission.CHANGE_CASE)
def edit(case_id: uuid.UUID) -> Response:
    """Propose days, or other ones; days that stay keep what people said."""
    poll = standing_poll(db(), case())
    form = _form(poll)

    def save() -> DatePoll:
        if poll is None:
            return open_poll(db(), actor(), case=case(), plan=form.plan(), now=now())
        return change_poll(db(), actor(), case=case(), poll=poll, plan=form.plan(), now=now())

    if form.attempt(save) is None:
        return room_page("desk/beraad/date_poll_edit.html", "beraad", ahead=False, form=form, poll=poll)
    flash(gettext("De dagen zijn bewaard. U kunt het nu iedereen vragen."), "ok")
    return see(url_for("desk.date_poll", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def ask(case_id: uuid.UUID) -> Response:
    """Mail everybody who did not choose yet; who has no mail address is named."""

    def send() -> str:
        told = ask_poll(db(), actor(), case=case(), poll=_poll(), base_url=base_url(), now=now())
        return (
            told_words(told) if told.sent else gettext("Wie een bericht kan krijgen, is vandaag al gevraagd.")
        )

    return _act(send, url_for("desk.date_poll", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def close(case_id: uuid.UUID) -> Response:
    """Nobody can choose any more."""

    def shut() -> str:
        close_poll(db(), actor(), case=case(), poll=_poll(), now=now())
        return gettext("De datumprikker is dicht. Kies nu een dag.")

    return _act(shut, url_for("desk.date_poll", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def choose(case_id: uuid.UUID) -> Response:
    """This day it is: the beraad is planned and everybody is told."""
    poll, slot = _poll(), get_slot(db(), case=case(), slot_id=as_uuid(request.form.get("slot")))
    if slot.poll_id != poll.id:
        raise NotFoundError

    def take() -> str:
        _beraad, told = choose_slot(
            db(), actor(), case=case(), poll=poll, slot=slot, base_url=base_url(), now=now()
        )
        text = gettext("De dag staat vast.")
        return f"{text} {told_words(told)}" if told.everybody else text

    return _act(take, url_for("desk.beraad", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def vote_for(case_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Put on record what somebody says by phone or in another way."""
    poll, person = _poll(), get_person(db(), case=case(), person_id=person_id)
    before = votes_of(db(), poll=poll, person=person)
    form = votes_form(ByPhoneForm, slots_of(db(), poll), names=VOTE_NAMES, whole=False)()
    if not form.is_submitted():
        form.show(before)

    def keep() -> PollBallot:
        via = Channel(form.via.data)
        return vote(
            db(), actor(), case=case(), poll=poll, person=person, votes=form.said(), via=via, now=now()
        )

    if form.attempt(keep) is None:
        return room_page("desk/beraad/date_poll_for.html", "beraad", ahead=False, form=form, person=person)
    flash(gettext("De dagen van %(name)s zijn vastgelegd.", name=person.name.short), "ok")
    return see(url_for("desk.date_poll", case_id=case_id))


def _act(do: Callable[[], str], target: str) -> Response:
    """Do something that one button asks. What stands in the way is said on the page of the poll."""
    try:
        flash(do(), "ok")
    except DomainError as error:
        if error.status == 404:
            raise
        flash(gettext(error.message), "error")
        return see(url_for("desk.date_poll", case_id=case().id))
    return see(target)


def _poll() -> DatePoll:
    poll = current_poll(db(), case())
    if poll is None:
        raise NotFoundError
    return poll


def _form(poll: DatePoll | None) -> PollForm:
    if poll is None:
        usual = [str(person.id) for person in usual_must(people_of(db(), case()))]
        return PollForm(kind=usual_kind().value, minutes=_usual(usual_kind()), must=usual).offer()
    slots = slots_of(db(), poll)
    form = PollForm(
        slots=[_slot_data(slot) for slot in slots] + [{}] * SPARE_ROWS,
        must=[str(one) for one in poll.content.must],
        closes=day_of(poll.closes_at),
    ).offer()
    if not form.is_submitted():
        form.show_place(poll.kind, slots[0].minutes if slots else _usual(poll.kind), poll.content.place)
    return form


def _slot_data(slot: PollSlot) -> dict[str, object]:
    return {"day": day_of(slot.starts_at), "at": time_of(slot.starts_at)}


def _day(tally: SlotTally, poll: DatePoll, best: SlotTally | None) -> dict[str, object]:
    return {
        "id": tally.slot_id,
        "name": slot_name(tally.starts_at),
        "words": slot_words(tally.starts_at, tally.minutes),
        "counted": counted(tally),
        "best": best is not None and tally.slot_id == best.slot_id,
        "chosen": tally.slot_id == poll.chosen_slot_id,
        "ahead": tally.starts_at > now(),
    }


def _row(row: PollRow, tallies: Sequence[SlotTally]) -> dict[str, object]:
    said = [row.votes.get(tally.slot_id) for tally in tallies]
    return {
        "person_id": row.person_id,
        "name": row.name,
        "must": row.must,
        "call": spoken_phone(row.phone) if row.to_call and row.phone else "",
        "dialled": row.phone,
        "to_call": row.to_call,
        "cells": [SAID[one] if one is not None else SILENT for one in said],
    }


def _usual(kind: BeraadKind) -> int:
    return usual_minutes(db(), case().region_id, kind)
