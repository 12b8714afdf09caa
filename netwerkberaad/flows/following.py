"""Sending reminders and check-ins: one message per person, case and day, outside quiet hours, each of them once.

What is due is read from rows, so that nothing is lost when nothing ran for a day. Each person is a unit of work of their
own, with who reads messages at the same address: rows are marked as sent in the transaction that puts their message in
the outbox, and what fails for one keeps nobody else waiting. A person belongs to one case, so one message per person is
one per case.
"""

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypedDict

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person, exclusions_of, matches, people_of
from netwerkberaad.flows.reaching import News
from netwerkberaad.flows.reaching_together import place_of, reach_each
from netwerkberaad.flows.voice import Voice, message_key, voice_of
from netwerkberaad.foundation import links
from netwerkberaad.foundation.access import system_actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.documents import facts, from_local, local
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.messages import (
    MessageKind,
    cancel_waiting,
    outside_quiet_hours,
    waits_together,
)
from netwerkberaad.foundation.vault import Store, VaultError
from netwerkberaad.plans import (
    REMIND_AHEAD,
    ConfirmationAnswer,
    FollowUp,
    FollowUpKind,
    confirmations_of,
    mark_asked,
    people_due,
    take_due,
)

log = logging.getLogger(__name__)

FOLLOW_UPS_SENT = audit.declare("follow_up.sent", "person")

LINK_LIVES = timedelta(days=60)
_Due = tuple[Person, list[FollowUp]]


class _About(TypedDict):
    """What a message is about, beside what it reminds of."""

    asks: bool
    question: bool
    news: bool


@dataclass(frozen=True, slots=True)
class _Day:
    """The moment of sending, and the day on the wall in the Netherlands that it belongs to."""

    now: datetime

    @property
    def date(self) -> date:
        """The day."""
        return local(self.now).date()

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return from_local(self.date, time(0))

    @property
    def ends(self) -> datetime:
        """The first moment of the next."""
        return from_local(self.date + timedelta(days=1), time(0))


def send_due(store: Store, settings: Settings, now: datetime) -> int:
    """Put what is due in the outbox; nothing in quiet hours. Returns how many reminders and check-ins were sent.

    Who can be reached by nothing that is sent is left to the gespreksleider, as a call on the day list.
    """
    if outside_quiet_hours(now) != now:
        return 0
    day = _Day(now)
    # Looking first keeps an idle process from taking SQLite's one write lock every minute.
    with store.reading() as session:
        people = people_due(session, now=now, day=day.begins)
    return sum(_send_to(store, settings, person_id, day) for person_id in people)


def _send_to(store: Store, settings: Settings, person_id: uuid.UUID, day: _Day) -> int:
    try:
        with store.writing() as session:
            first = session.get_one(Person, person_id)
            case = session.get_one(Case, first.case_id)
            voice = voice_of(session, case)
            due = [
                (person, bundle)
                for person in _at_one_place(session, case, first, voice, day)
                if (bundle := _due_to(session, case, person, day))
            ]
            return _tell(session, case, voice, due, settings.base_url, day)
    except VaultError as error:
        log.error("follow-ups of %s not sent: %s", person_id, error)
        return 0


def _at_one_place(session: Session, case: Case, first: Person, voice: Voice, day: _Day) -> list[Person]:
    """This person, with others to whom something is due at the same address; always in one order, as each is held."""
    place = place_of(session, case, first, voice, now=day.now)
    if place is None:
        return [first]
    due = people_due(session, now=day.now, day=day.begins, case_id=case.id)
    others = [person for person in people_of(session, case) if person.id in due and person.id != first.id]
    together = [one for one in others if place_of(session, case, one, voice, now=day.now) == place]
    return sorted([first, *together], key=lambda person: person.id)


def _due_to(session: Session, case: Case, person: Person, day: _Day) -> list[FollowUp]:
    rows = take_due(session, person_id=person.id, now=day.now, day=day.begins, until=day.ends)
    if rows and _must_rest(session, case, person):
        _take_back(rows, day.now)
        return []
    return _wanted(session, case, person, rows, day) if rows else []


def _must_rest(session: Session, case: Case, person: Person) -> bool:
    """Whether nothing may reach somebody any more: who left the case, or who is on the list 'niet uitnodigen'."""
    if person.left_at is not None:
        return True
    return not person.is_principal and matches(exclusions_of(session, case), person) is not None


def _wanted(session: Session, case: Case, person: Person, rows: list[FollowUp], day: _Day) -> list[FollowUp]:
    """What still has a use. Nobody is reminded of a day that is over, asked about what they handed back, or asked twice."""
    handed_back = {
        said.line.lineage_id
        for said in confirmations_of(session, case)
        if said.owner.id == person.id and said.answer is ConfirmationAnswer.HAND_BACK
    }
    idle = [
        row
        for row in rows
        if row.lineage_id in handed_back
        or (row.kind is FollowUpKind.REMINDER and _reminds_of(row) < day.date)
        or any(_again(row, later) for later in rows)
    ]
    _take_back(idle, day.now)
    return [row for row in rows if row not in idle]


def _again(row: FollowUp, later: FollowUp) -> bool:
    """Whether the same is asked once more after it: who was not asked for weeks is asked about the latest time alone."""
    same = row.lineage_id is not None and (row.lineage_id, row.kind) == (later.lineage_id, later.kind)
    return same and row.due_at < later.due_at


def _take_back(rows: Iterable[FollowUp], now: datetime) -> None:
    for row in rows:
        row.cancelled_at = now


def _reminds_of(row: FollowUp) -> date:
    """The evening before a promise; of an obstacle, which is no line of the plan, a week before it must be gone."""
    return local(row.due_at).date() + timedelta(days=1 if row.commitment_id else REMIND_AHEAD)


def _tell(session: Session, case: Case, voice: Voice, due: list[_Due], base_url: str, day: _Day) -> int:
    news = [(person, _news(session, case, voice, person, bundle, day)) for person, bundle in due]
    told = reach_each(session, case=case, voice=voice, news=news, base_url=base_url, now=day.now)
    ways = {person.id: way for person, way in told}
    actor = system_actor(case.region_id)
    for person, bundle in due:
        entry = actor.entry(FOLLOW_UPS_SENT, now=day.now, case_id=case.id, object_id=person.id)
        audit.record(session, entry)
        for row in bundle:
            mark_asked(row, ways[person.id], now=day.now)
    return sum(len(bundle) for _person, bundle in due)


def _news(
    session: Session, case: Case, voice: Voice, person: Person, bundle: list[FollowUp], day: _Day
) -> News:
    now = day.now
    # The new link ends the one in a message that waits since yesterday, so this message asks what that one would.
    waited = cancel_waiting(
        session, case_id=case.id, person_id=person.id, kinds=[MessageKind.CHECK_IN], now=now
    )
    cancel_waiting(session, case_id=case.id, person_id=person.id, kinds=[MessageKind.REMINDER], now=now)
    together = any(
        link.bundle_id is not None and link.purpose is LinkPurpose.CHECK_IN
        for link in links.links_of(session, person_id=person.id, now=now)
    ) and waits_together(session, case_id=case.id, kinds=[MessageKind.CHECK_IN])
    kinds = {row.kind for row in bundle}
    about = _About(
        asks=waited > 0 or together or FollowUpKind.CHECK_IN in kinds,
        question=FollowUpKind.STEP_IN in kinds,
        news=not kinds.isdisjoint({FollowUpKind.LOOK_ALONG, FollowUpKind.STAND_BY}),
    )
    days = [_reminds_of(row) for row in bundle if row.kind is FollowUpKind.REMINDER]
    reminds_of = from_local(min(days), time(12)) if days else None

    def words(url: str) -> facts.CaseFacts:
        if reminds_of is not None and not any(about.values()):
            return facts.Reminder(**voice.to(person), url=url, on=reminds_of)
        return facts.CheckIn(**voice.to(person), **about, url=url, reminds_of=reminds_of)

    return News(
        key=message_key("follow-up", case.id, person.id, day.date.isoformat()),
        what=words,
        link=(LinkPurpose.CHECK_IN, now + LINK_LIVES),
        until=reminds_of,
    )
