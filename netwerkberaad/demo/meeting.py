"""The meetings: set and announced, opened at the table, led part by part, with who was there."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from netwerkberaad.beraden import (
    Part,
    ThreeQuestions,
    agenda_of,
    end_beraad,
    get_beraad,
    open_table,
    plan_beraad,
    set_agreements,
    set_attendance,
    set_three_questions,
    start_part,
)
from netwerkberaad.demo.event import Event
from netwerkberaad.demo.moments import Moment
from netwerkberaad.demo.polling import take_day
from netwerkberaad.demo.scenario_meetings import Meeting, Seat, Slot
from netwerkberaad.demo.stage import Stage
from netwerkberaad.flows import announce_beraad

_BEFORE, _AFTER = -3, 7


def events(stage: Stage) -> Iterator[Event]:
    """Every meeting from setting the day to the end."""
    previous: Meeting | None = None
    for meeting in stage.scenario.meetings:
        yield Event(_set_at(stage, meeting, previous), "beraad set", partial(_set, stage, meeting), _AFTER)
        starts = stage.at(meeting.at)
        yield Event(starts, "table opened", partial(_open, stage, meeting), _BEFORE)
        for slot in meeting.slots:
            at = stage.at(Moment(meeting.at.day, slot.start))
            yield Event(at, f"part {slot.part}", partial(_start, stage, meeting, slot), _BEFORE + 1)
        yield Event(_end(stage, meeting), "beraad ended", partial(_close, stage, meeting), _AFTER)
        for seat in meeting.seats:
            if seat.person not in stage.scenario.members:
                stage.not_held["beraden.attendance of staff"] += 1
        previous = meeting


def _set_at(stage: Stage, meeting: Meeting, previous: Meeting | None) -> datetime:
    """When the day was set: as decided, or else when inviting begins, or at the end of the meeting before."""
    if meeting.decided_at is not None:
        return stage.at(meeting.decided_at)
    if previous is not None:
        return _end(stage, previous)
    inviting = (step.at for step in stage.scenario.way if step.phase == "uitnodigen")
    return stage.at(next(inviting, meeting.at))


def _end(stage: Stage, meeting: Meeting) -> datetime:
    return stage.at(Moment(meeting.at.day, meeting.slots[-1].end))


def _set(stage: Stage, meeting: Meeting) -> None:
    if meeting.decided_at is not None:
        stage.beraden[meeting.id] = take_day(stage)
        stage.coming = meeting.id
        return
    starts, ends = stage.at(meeting.at), _end(stage, meeting)
    with stage.desk() as desk:
        beraad = plan_beraad(
            desk.session,
            desk.actor,
            case=desk.case,
            kind=meeting.kind,
            starts_at=starts,
            minutes=(ends - starts) // timedelta(minutes=1),
            place=meeting.place,
            now=desk.now,
        )
        stage.beraden[meeting.id] = beraad.id
        announce_beraad(
            desk.session,
            desk.actor,
            case=desk.case,
            beraad=beraad,
            base_url=stage.house.settings.base_url,
            now=desk.now,
        )
    stage.coming = meeting.id


def _open(stage: Stage, meeting: Meeting) -> None:
    stage.coming = ""
    with stage.desk() as desk:
        beraad = get_beraad(desk.session, case=desk.case, beraad_id=stage.beraden[meeting.id])
        open_table(desk.session, desk.actor, case=desk.case, beraad=beraad, now=desk.now)
        if meeting.agreements:
            text = "\n".join(meeting.agreements)
            set_agreements(desk.session, desk.actor, beraad=beraad, text=text, now=desk.now)
        if meeting.three != ThreeQuestions():
            set_three_questions(desk.session, desk.actor, beraad=beraad, three=meeting.three, now=desk.now)


def _start(stage: Stage, meeting: Meeting, slot: Slot) -> None:
    """Begin a part, and note who is there by now. In private time nobody notes anything: that is done afterwards."""
    with stage.desk() as desk:
        beraad = get_beraad(desk.session, case=desk.case, beraad_id=stage.beraden[meeting.id])
        parts = {part.part: part.id for part in agenda_of(desk.session, beraad)}
        start_part(desk.session, desk.actor, beraad=beraad, part_id=parts[slot.part], now=desk.now)
    if slot.part is not Part.PRIVATE_TIME:
        there = [seat for seat in meeting.seats if _arrival(stage, meeting, seat) <= stage.now]
        _note(stage, meeting, there, left=False)


def _close(stage: Stage, meeting: Meeting) -> None:
    _note(stage, meeting, meeting.seats, left=True)
    with stage.desk() as desk:
        beraad = get_beraad(desk.session, case=desk.case, beraad_id=stage.beraden[meeting.id])
        end_beraad(desk.session, desk.actor, beraad=beraad, now=desk.now)


def _note(stage: Stage, meeting: Meeting, seats: list[Seat] | tuple[Seat, ...], *, left: bool) -> None:
    with stage.desk() as desk:
        beraad = get_beraad(desk.session, case=desk.case, beraad_id=stage.beraden[meeting.id])
        for seat in seats:
            if seat.person in stage.people:
                set_attendance(
                    desk.session,
                    desk.actor,
                    beraad=beraad,
                    person=stage.person(desk, seat.person),
                    how=seat.how,
                    arrived_at=_arrival(stage, meeting, seat),
                    left_at=_departure(stage, meeting, seat) if left else None,
                    now=desk.now,
                )


def _arrival(stage: Stage, meeting: Meeting, seat: Seat) -> datetime:
    starts = [slot.start for slot in meeting.slots if slot.part in seat.parts]
    return _moment(stage, meeting, seat.arrives or min(starts, default=meeting.slots[0].start))


def _departure(stage: Stage, meeting: Meeting, seat: Seat) -> datetime:
    ends = [slot.end for slot in meeting.slots if slot.part in seat.parts]
    return _moment(stage, meeting, seat.leaves or max(ends, default=meeting.slots[-1].end))


def _moment(stage: Stage, meeting: Meeting, at: time) -> datetime:
    return stage.at(Moment(meeting.at.day, at))
