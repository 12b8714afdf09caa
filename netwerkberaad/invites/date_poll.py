"""The date poll: days proposed by the gespreksleider, chosen from by everybody who is asked, closed by hand or in time."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from netwerkberaad.beraden import (
    AlreadyPlannedError,
    BadLengthError,
    Beraad,
    BeraadInPastError,
    BeraadKind,
    Place,
    current_beraad,
    length_is_right,
)
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.core.reading import read_once
from netwerkberaad.foundation.messages import Channel, MessageKind, drop_to_tell
from netwerkberaad.invites.errors import (
    NoSlotsError,
    NothingChosenError,
    PollAlreadyError,
    PollChosenError,
    PollClosedError,
    PollClosesInPastError,
)
from netwerkberaad.invites.poll_model import DatePoll, PollBallot, PollContent, PollSlot, Vote, Votes
from netwerkberaad.invites.records import (
    lock_case,
    lock_person,
    require_member,
    require_open,
    require_own_voice,
    spoken_for,
)

POLL_OPENED = audit.declare("date_poll.opened", "date_poll")
POLL_CHANGED = audit.declare("date_poll.changed", "date_poll")
POLL_CLOSED = audit.declare("date_poll.closed", "date_poll")
POLL_VOTED = audit.declare("date_poll.voted", "person")


@dataclass(frozen=True, slots=True)
class PollPlan:
    """What a poll proposes: moments in UTC, all of the same length in minutes, at one place; ``must`` are person ids."""

    kind: BeraadKind
    place: Place
    starts_at: tuple[datetime, ...]
    minutes: int
    closes_at: datetime | None = None
    must: tuple[uuid.UUID, ...] = ()


def open_poll(session: Session, actor: Actor, *, case: Case, plan: PollPlan, now: datetime) -> DatePoll:
    """Propose days. Nobody is asked yet.

    Raises CaseClosedError, AlreadyPlannedError while a beraad is ahead, PollAlreadyError while days are still to be chosen
    from, NoSlotsError, BeraadInPastError, BadLengthError and PollClosesInPastError.
    """
    lock_case(session, case)
    require_open(case)
    _check(plan, plan.starts_at, now)
    if current_beraad(session, case) is not None:
        raise AlreadyPlannedError
    if standing_poll(session, case) is not None:
        raise PollAlreadyError
    poll = DatePoll(id=new_id(), case_id=case.id, made_at=now)
    session.add(poll)
    _write(session, poll, plan, ())
    audit.record(session, actor.entry(POLL_OPENED, now=now, case_id=case.id, object_id=poll.id))
    return poll


def change_poll(
    session: Session, actor: Actor, *, case: Case, poll: DatePoll, plan: PollPlan, now: datetime
) -> DatePoll:
    """Propose other days, and open a closed poll again. A day that stays keeps what people said of it.

    Raises PollChosenError once a day was taken or planned, and what ``open_poll`` raises but PollAlreadyError.
    """
    lock_case(session, case)
    require_open(case)
    if poll is not standing_poll(session, case):
        raise PollChosenError
    slots = slots_of(session, poll)
    known = {slot.starts_at for slot in slots}
    _check(plan, [moment for moment in plan.starts_at if moment not in known], now)
    if current_beraad(session, case) is not None:
        raise AlreadyPlannedError
    poll.closed_at = None
    _write(session, poll, plan, slots)
    audit.record(session, actor.entry(POLL_CHANGED, now=now, case_id=case.id, object_id=poll.id))
    return poll


def vote(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    poll: DatePoll,
    person: Person,
    votes: Mapping[uuid.UUID, Vote],
    via: Channel,
    now: datetime,
) -> PollBallot:
    """Take what somebody says of the days; of a day that is not in ``votes`` what they said before stays.

    Staff may put it on record also after the poll closed in time, as people call back later. Raises CaseClosedError,
    NotForGuestError, PollClosedError, NothingChosenError, and NotFoundError for a slot or person of elsewhere.
    """
    require_open(case)
    require_own_voice(actor, person)
    require_member(case, person)
    lock_person(session, person)
    session.refresh(poll, with_for_update={"read": True})
    if poll.chosen_slot_id is not None or not (poll.takes_votes(now) or actor.staff_id):
        raise PollClosedError
    slots = {slot.id for slot in slots_of(session, poll)}
    if not votes.keys() <= slots:
        raise NotFoundError
    ballot = ballot_for(session, poll=poll, person=person)
    said = {slot: one for slot, one in {**ballot.votes.by_slot, **votes}.items() if slot in slots}
    if not said:
        raise NothingChosenError
    if ballot.at is not None and ballot.votes.by_slot == said:
        return ballot  # sent twice
    ballot.votes = Votes(said)
    drop_to_tell(session, person_id=person.id, kinds=[MessageKind.DATE_POLL], now=now)
    ballot.at, ballot.via, ballot.recorded_by = now, via, actor.staff_id
    behalf = spoken_for(actor, person)
    entry = actor.entry(POLL_VOTED, now=now, case_id=case.id, object_id=person.id, on_behalf_of=behalf)
    audit.record(session, entry)
    return ballot


def close_poll(session: Session, actor: Actor, *, case: Case, poll: DatePoll, now: datetime) -> DatePoll:
    """Nobody can choose any more; the first moment stays."""
    if poll.closed_at is None:
        poll.closed_at = now
        audit.record(session, actor.entry(POLL_CLOSED, now=now, case_id=case.id, object_id=poll.id))
    return poll


def current_poll(session: Session, case: Case) -> DatePoll | None:
    """The newest poll of a case, open or closed."""
    statement = select(DatePoll).where(DatePoll.case_id == case.id)
    statement = statement.order_by(DatePoll.made_at.desc(), DatePoll.id.desc()).limit(1)
    return read_once(session, ("poll", case.id), lambda: session.scalar(statement))


def standing_poll(session: Session, case: Case) -> DatePoll | None:
    """The poll from which a day is still to be taken, open or closed."""
    return next(iter(_standing(session, DatePoll.case_id == case.id)), None)


def polls_to_decide(session: Session, cases: Collection[Case], *, now: datetime) -> list[DatePoll]:
    """The polls of these cases in which nobody can choose any more, and from which no day was taken."""
    found = _standing(session, DatePoll.case_id.in_([case.id for case in cases]))
    return [poll for poll in found if not poll.takes_votes(now)]


def votable_poll(session: Session, case: Case, now: datetime) -> DatePoll | None:
    """The poll in which people can choose now."""
    poll = current_poll(session, case)
    return poll if poll is not None and poll.takes_votes(now) else None


def slots_of(session: Session, poll: DatePoll) -> list[PollSlot]:
    """The days of a poll in order of time."""
    statement = select(PollSlot).where(PollSlot.poll_id == poll.id).order_by(PollSlot.starts_at)
    return list(session.scalars(statement))


def get_slot(session: Session, *, case: Case, slot_id: uuid.UUID) -> PollSlot:
    """A day that was proposed in this case. Raises NotFoundError."""
    slot = session.get(PollSlot, slot_id)
    if slot is None or slot.case_id != case.id:
        raise NotFoundError
    return slot


def votes_of(session: Session, *, poll: DatePoll, person: Person) -> Mapping[uuid.UUID, Vote]:
    """What somebody said, by slot; empty when they did not choose."""
    found = _ballot(session, poll, person)
    return found.votes.by_slot if found is not None else {}


def ballot_for(session: Session, *, poll: DatePoll, person: Person) -> PollBallot:
    """The ballot of this person, made when it is first needed. The caller holds the lock of the person."""
    found = _ballot(session, poll, person)
    if found is None:
        found = PollBallot(id=new_id(), case_id=poll.case_id, poll_id=poll.id, person_id=person.id)
        session.add(found)
    return found


def _standing(session: Session, among: ColumnElement[bool]) -> list[DatePoll]:
    """Polls from which no day was taken, while no beraad was planned since in another way either; newest first."""
    planned = exists().where(
        Beraad.case_id == DatePoll.case_id,
        Beraad.cancelled_at.is_(None),
        Beraad.made_at >= DatePoll.made_at,
    )
    statement = select(DatePoll).where(among, DatePoll.chosen_slot_id.is_(None), ~planned)
    return list(session.scalars(statement.order_by(DatePoll.made_at.desc(), DatePoll.id.desc())))


def _ballot(session: Session, poll: DatePoll, person: Person) -> PollBallot | None:
    statement = select(PollBallot).where(PollBallot.poll_id == poll.id, PollBallot.person_id == person.id)
    return session.scalar(statement)


def _check(plan: PollPlan, fresh: Iterable[datetime], now: datetime) -> None:
    """``fresh`` are the moments that were not proposed before: only those must lie ahead."""
    if not plan.starts_at:
        raise NoSlotsError
    if any(moment <= now for moment in fresh):
        raise BeraadInPastError
    if not length_is_right(plan.minutes):
        raise BadLengthError
    if plan.closes_at is not None and plan.closes_at <= now:
        raise PollClosesInPastError


def _write(session: Session, poll: DatePoll, plan: PollPlan, slots: Iterable[PollSlot]) -> None:
    poll.kind, poll.closes_at = plan.kind, plan.closes_at
    poll.content = PollContent(plan.place, tuple(dict.fromkeys(plan.must)))
    wanted = dict.fromkeys(plan.starts_at)
    for slot in slots:
        if slot.starts_at in wanted:
            slot.minutes = plan.minutes
            del wanted[slot.starts_at]
        else:
            session.delete(slot)
    for moment in wanted:
        session.add(
            PollSlot(
                id=new_id(), case_id=poll.case_id, poll_id=poll.id, starts_at=moment, minutes=plan.minutes
            )
        )
    session.flush()
