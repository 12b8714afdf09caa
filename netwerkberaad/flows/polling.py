"""The date poll across rooms: asking everybody which days suit, taking one of them, and closing in time.

A mail about it tells no days and nothing of the case: those stand behind the personal link.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.beraden import AlreadyPlannedError, Beraad, current_beraad, plan_beraad
from netwerkberaad.cases import Case, Person, people_of
from netwerkberaad.flows.dates import announce_beraad
from netwerkberaad.flows.reaching import ALOUD, Announced, News
from netwerkberaad.flows.reaching_together import reach_each
from netwerkberaad.flows.voice import Voice, message_key, voice_of
from netwerkberaad.foundation.access import Actor, system_actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.messages import MessageKind, cancel_waiting
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import (
    DatePoll,
    PollBallot,
    PollChosenError,
    PollClosedError,
    PollSlot,
    ballot_for,
    close_poll,
    lock_case,
    poll_board,
    require_open,
)

POLL_ASKED = audit.declare("date_poll.asked", "date_poll")
POLL_CHOSEN = audit.declare("date_poll.chosen", "date_poll")

LINK_LIVES = timedelta(days=120)
ASK_AGAIN_AFTER = timedelta(hours=20)
"""Somebody who was asked a moment ago is not asked again: the new link would end the one they just got."""


def ask_poll(
    session: Session, actor: Actor, *, case: Case, poll: DatePoll, base_url: str, now: datetime
) -> Announced:
    """Ask everybody who was invited and did not choose of every day yet, each with a link of their own or by a call.

    Raises CaseClosedError, and PollClosedError when nobody can choose any more.
    """
    lock_case(session, case)
    require_open(case)
    if not poll.takes_votes(now):
        raise PollClosedError
    people = people_of(session, case)
    known = {person.id: person for person in people}
    board = poll_board(session, case=case, poll=poll)
    silent = [known[row.person_id] for row in board.rows if row.missing and row.invited]
    voice = voice_of(session, case, people)
    ballots = {person.id: ballot_for(session, poll=poll, person=person) for person in silent}
    asked = [person for person in silent if not _asked_just_now(ballots[person.id], now)]
    told = reach_each(
        session,
        case=case,
        voice=voice,
        news=[(person, _question(session, voice, case, poll, person, now)) for person in asked],
        base_url=base_url,
        now=now,
    )
    for person, way in told:
        ballots[person.id].asked_at = None if way in ALOUD else now
    audit.record(session, actor.entry(POLL_ASKED, now=now, case_id=case.id, object_id=poll.id))
    return Announced.by(told)


def choose_slot(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    poll: DatePoll,
    slot: PollSlot,
    base_url: str,
    now: datetime,
) -> tuple[Beraad, Announced]:
    """Make one of the proposed days the day of the beraad, close the poll and tell everybody.

    Chosen twice, it tells nobody twice. Raises CaseClosedError, PollChosenError for another day than the chosen one,
    AlreadyPlannedError and BeraadInPastError.
    """
    lock_case(session, case)
    require_open(case)
    session.refresh(poll, with_for_update=True)
    ahead = current_beraad(session, case)
    if poll.chosen_slot_id is not None:
        if poll.chosen_slot_id != slot.id or ahead is None:
            raise PollChosenError
        return ahead, Announced()
    if ahead is not None:
        raise AlreadyPlannedError
    beraad = plan_beraad(
        session,
        actor,
        case=case,
        kind=poll.kind,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        place=poll.content.place,
        now=now,
    )
    close_poll(session, actor, case=case, poll=poll, now=now)
    poll.chosen_slot_id = slot.id
    cancel_waiting(session, case_id=case.id, kinds=[MessageKind.DATE_POLL], now=now)
    audit.record(session, actor.entry(POLL_CHOSEN, now=now, case_id=case.id, object_id=poll.id))
    session.flush()  # the beraad is read again when it is told
    return beraad, announce_beraad(session, actor, case=case, beraad=beraad, base_url=base_url, now=now)


def close_due_polls(store: Store, now: datetime) -> int:
    """Close the polls whose time is over; how many."""
    due = select(DatePoll).where(DatePoll.closed_at.is_(None), DatePoll.closes_at <= now)
    # Looking first keeps an idle process from taking SQLite's one write lock every minute.
    with store.reading() as session:
        if session.scalar(due.with_only_columns(DatePoll.id).limit(1)) is None:
            return 0
    with store.writing() as session:
        polls = session.scalars(due.order_by(DatePoll.id).with_for_update()).all()
        for poll in polls:
            case = session.get_one(Case, poll.case_id)
            close_poll(session, system_actor(case.region_id), case=case, poll=poll, now=now)
        return len(polls)


def _asked_just_now(ballot: PollBallot, now: datetime) -> bool:
    return ballot.asked_at is not None and now - ballot.asked_at < ASK_AGAIN_AFTER


def _question(
    session: Session, voice: Voice, case: Case, poll: DatePoll, person: Person, now: datetime
) -> News:
    cancel_waiting(session, case_id=case.id, person_id=person.id, kinds=[MessageKind.DATE_POLL], now=now)

    def words(url: str) -> facts.DatePoll:
        return facts.DatePoll(
            **voice.to(person),
            url=url,
            until=poll.closes_at,
        )

    return News(
        key=message_key("date-poll", poll.id, person.id, int(now.timestamp())),
        what=words,
        link=(LinkPurpose.DATE_POLL, now + LINK_LIVES),
        until=poll.closes_at,
    )
