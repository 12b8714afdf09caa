"""The date poll: proposed and asked, chosen from by link or on behalf, and the day that was taken."""

import uuid
from collections.abc import Iterator, Mapping
from functools import partial

from netwerkberaad.beraden import BeraadKind, Place
from netwerkberaad.demo.event import Event
from netwerkberaad.demo.scenario_meetings import Chosen, Poll
from netwerkberaad.demo.stage import Desk, Door, Stage
from netwerkberaad.flows import ask_poll, choose_slot
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import DatePoll, PollPlan, Vote, current_poll, open_poll, slots_of, vote

_AFTER_INVITING = 3


def events(stage: Stage) -> Iterator[Event]:
    """Proposing the days, and everybody who chooses. The day itself is taken with the meeting."""
    poll = stage.scenario.poll
    if poll is None:
        return
    yield Event(stage.at(poll.opens), "date poll", partial(_propose, stage, poll), _AFTER_INVITING)
    for chosen in poll.chosen:
        do = partial(_by_link if chosen.via is Channel.LINK else _on_behalf, stage, poll, chosen)
        yield Event(stage.at(chosen.at), "choosing days", do, _AFTER_INVITING + 1)


def take_day(stage: Stage) -> uuid.UUID:
    """The gespreksleider takes the day that was decided on. Returns the id of its beraad. Raises NotFoundError without."""
    poll = stage.scenario.poll
    if poll is None:
        raise NotFoundError
    with stage.desk() as desk:
        standing, slots = _standing(stage, poll, desk)
        taken = next(slot for slot in slots_of(desk.session, standing) if slot.id == slots[poll.taken])
        beraad, _told = choose_slot(
            desk.session,
            desk.actor,
            case=desk.case,
            poll=standing,
            slot=taken,
            base_url=stage.house.settings.base_url,
            now=desk.now,
        )
        return beraad.id


def _propose(stage: Stage, poll: Poll) -> None:
    meeting = next((one for one in stage.scenario.meetings if poll.taken), None)
    plan = PollPlan(
        kind=meeting.kind if meeting else BeraadKind.NETWERKBERAAD,
        place=meeting.place if meeting else Place(),
        starts_at=tuple(stage.at(day.at) for day in poll.days),
        minutes=poll.days[0].minutes,
        closes_at=stage.at(poll.closes),
        must=tuple(stage.people[who] for who in poll.must if who in stage.people),
    )
    with stage.desk() as desk:
        made = open_poll(desk.session, desk.actor, case=desk.case, plan=plan, now=desk.now)
        url = stage.house.settings.base_url
        ask_poll(desk.session, desk.actor, case=desk.case, poll=made, base_url=url, now=desk.now)


def _by_link(stage: Stage, poll: Poll, chosen: Chosen) -> None:
    with stage.door(chosen.by, Permission.ANSWER_INVITATION) as door:
        standing, slots = _standing(stage, poll, door)
        vote(
            door.session,
            door.actor,
            case=door.case,
            poll=standing,
            person=door.person,
            votes=_votes(chosen, slots),
            via=chosen.via,
            now=door.now,
        )


def _on_behalf(stage: Stage, poll: Poll, chosen: Chosen) -> None:
    with stage.desk() as desk:
        standing, slots = _standing(stage, poll, desk)
        vote(
            desk.session,
            desk.actor,
            case=desk.case,
            poll=standing,
            person=stage.person(desk, chosen.by),
            votes=_votes(chosen, slots),
            via=chosen.via,
            now=desk.now,
        )


def _standing(stage: Stage, poll: Poll, where: Desk | Door) -> tuple[DatePoll, Mapping[str, uuid.UUID]]:
    """The poll as it stands, and its slots by the ids of the scenario."""
    standing = current_poll(where.session, where.case)
    if standing is None:
        raise NotFoundError
    by_moment = {slot.starts_at: slot.id for slot in slots_of(where.session, standing)}
    return standing, {day.id: by_moment[stage.at(day.at)] for day in poll.days}


def _votes(chosen: Chosen, slots: Mapping[str, uuid.UUID]) -> dict[uuid.UUID, Vote]:
    return {slots[day]: one for day, one in chosen.votes}
