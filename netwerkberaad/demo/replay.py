"""Replays cases in order of time: people act through the real actions, and in between the jobs do their work."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from sqlalchemy import func, select

from netwerkberaad.cases import Case, Phase
from netwerkberaad.demo import (
    binding,
    caring,
    conditioning,
    consenting,
    entering,
    following,
    inviting,
    meeting,
    obstacles,
    people,
    planning,
    polling,
)
from netwerkberaad.demo.event import Event
from netwerkberaad.demo.stage import House, Stage
from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.messages import MessageState, OutboxMessage
from netwerkberaad.jobs import work
from netwerkberaad.plans import FollowUp, FollowUpKind

_ASKED_BY_ITSELF = (FollowUpKind.REMINDER, FollowUpKind.CHECK_IN)


@dataclass(frozen=True, slots=True)
class Play:
    """A case, and the moment up to which it is replayed. A probe looks in at a moment, after all that happens then."""

    stage: Stage
    until: datetime
    probes: Sequence[tuple[datetime, Callable[[], object]]] = ()


def replay(house: House, events: Iterable[tuple[Stage, Event]], *, until: datetime) -> None:
    """Let everything happen in order of time, with the jobs in between, and let the jobs go on until the given moment.

    What an action refuses is counted in ``not_held`` of its stage.
    """
    for stage, event in events:
        _pass_time(house, event.at)
        _do(stage, event)
        house.post.send(house.clock.now())
    _pass_time(house, until)
    work.seal_audit(house.store, house.settings, until)


def events_of(plays: Iterable[Play]) -> list[tuple[Stage, Event]]:
    """What happens in these cases, side by side in order of time."""
    found = [(play.stage, event) for play in plays for event in _events(play) if event.at <= play.until]
    return sorted(found, key=lambda pair: (pair[1].at, pair[1].order))


def _events(play: Play) -> list[Event]:
    rooms = (
        entering,
        people,
        binding,
        caring,
        conditioning,
        consenting,
        inviting,
        polling,
        meeting,
        planning,
        obstacles,
        following,
    )
    found = [event for room in rooms for event in room.events(play.stage)]
    found += [Event(at, "probe", look, 99) for at, look in play.probes]
    return sorted(found, key=attrgetter("at", "order"))


def _do(stage: Stage, event: Event) -> None:
    try:
        event.do()
    except DomainError as error:
        stage.not_held[f"refused: {event.what} ({type(error).__name__})"] += 1


def _pass_time(house: House, until: datetime) -> None:
    """Let the jobs do what comes due on the way, at the moment it does."""
    while True:
        now = house.clock.now()
        due = _next_due(house)
        if due is None or due > until:
            break
        house.clock.move_to(max(due, now))
        sent = work.send_follow_ups(house.store, house.settings, house.clock.now())
        if not sent + house.post.send(house.clock.now()):
            break
    if local(house.clock.now()).date() != local(until).date():
        work.seal_audit(house.store, house.settings, house.clock.now())
        work.close_polls(house.store, house.settings, house.clock.now())
        work.sweep(house.store, house.settings, house.clock.now())
    house.clock.move_to(until)


def _next_due(house: House) -> datetime | None:
    follow_up = (
        select(func.min(FollowUp.due_at))
        .join(Case, Case.id == FollowUp.case_id)
        .where(FollowUp.kind.in_(_ASKED_BY_ITSELF), Case.phase != Phase.CLOSED)
        .where(FollowUp.sent_at.is_(None), FollowUp.cancelled_at.is_(None), FollowUp.answered_at.is_(None))
    )
    message = select(func.min(OutboxMessage.not_before)).where(OutboxMessage.state == MessageState.WAITING)
    with house.store.reading() as session:
        moments = (session.scalar(follow_up), session.scalar(message))
    return min((moment for moment in moments if moment is not None), default=None)
