"""The calls of Vandaag: promised contact, who asked to be called, lost addresses, silence, and what follows a plan."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from netwerkberaad import invites, plans
from netwerkberaad.cases import Case, Person, early_starts_of, people_named, people_of, titles_of
from netwerkberaad.cases.promises import ContactPromise, PromiseKind, promises_around, promises_to_keep
from netwerkberaad.flows.today_lines import Act, Line, What
from netwerkberaad.flows.today_reviews import reviews_of
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.foundation.messages import Channel

TRY_AGAIN_AFTER = timedelta(days=3)
_NOT_AS_HOPED = frozenset({plans.CheckInResult.PARTLY, plans.CheckInResult.NOT_DONE})


class OfPerson(Protocol):
    """Something that is kept about one person of a case."""

    @property
    def case_id(self) -> uuid.UUID: ...
    @property
    def person_id(self) -> uuid.UUID: ...
    @property
    def person_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What is loaded once for all lists: the open cases of the one who looks and what they are called."""

    session: Session
    cases: tuple[Case, ...]
    titles: dict[uuid.UUID, str]
    principals: frozenset[uuid.UUID]
    now: datetime
    language: str

    @property
    def ids(self) -> list[uuid.UUID]:
        """The ids of the cases."""
        return [case.id for case in self.cases]

    def about(self, row: OfPerson, what: What, act: Act, *, since: datetime, words: str = "") -> Line:
        """A line about the person of a row."""
        return Line(
            what=what,
            act=act,
            since=since,
            case_id=row.case_id,
            case_title=self.titles[row.case_id],
            person_id=row.person_id,
            who=row.person_name,
            words=words,
        )


def calls_of(desk: Desk, follow_ups: Sequence[plans.FollowUp]) -> Iterator[Line]:
    """Everything that asks for a call or for another way to reach somebody."""
    yield from _promised(desk)
    yield from _approvals_afterwards(desk)
    yield from _polls(desk)
    yield from _asked(desk)
    yield from _lost(desk)
    lost = list(_not_arrived(desk))
    yield from lost
    yield from _silent(desk, {line.person_id for line in lost})
    yield from _unreached(desk)
    yield from _talks(desk)
    yield from _followed(desk, follow_ups)
    yield from reviews_of(desk.session, desk.ids, desk.titles, now=desk.now)


def _promised(desk: Desk) -> Iterator[Line]:
    for promise, case_id in promises_around(desk.session, desk.ids) if desk.cases else ():
        yield promise_line(promise, desk.titles[case_id])


def promises_to_call(
    session: Session, actor: Actor, *, but: Collection[uuid.UUID], now: datetime
) -> Iterator[Line]:
    """What a coördinator promised, and what the team promised for today or earlier; ``but`` not in these cases."""
    tomorrow = from_local(local(now).date() + timedelta(days=1), time(0))
    found = promises_to_keep(session, actor, due_before=tomorrow, but=but)
    titles = titles_of(session, [promise.case_id for promise in found], locale=actor.language)
    for promise in found:
        yield promise_line(promise, titles[promise.case_id])


def promise_line(promise: ContactPromise, title: str) -> Line:
    """A promise as a line of Vandaag."""
    talk = promise.kind is PromiseKind.TALK
    return Line(
        what=What.PROMISED_TALK if talk else What.PROMISED_CONTACT,
        act=Act.TALK if talk else Act.CALL_REFERRER,
        since=promise.made_at,
        case_id=promise.case_id,
        case_title=title,
        who="" if talk else promise.content.who,
        due_at=promise.due_at,
    )


def _approvals_afterwards(desk: Desk) -> Iterator[Line]:
    starts = early_starts_of(desk.session, desk.cases)
    for case in (one for one in desk.cases if one.id in starts):
        permits = invites.permits_of(desk.session, case, people_of(desk.session, case))
        if any(permit.missing for permit in permits.values()):
            yield Line(
                what=What.APPROVAL_AFTERWARDS,
                act=Act.APPROVE,
                since=starts[case.id].at,
                case_id=case.id,
                case_title=desk.titles[case.id],
            )


def _polls(desk: Desk) -> Iterator[Line]:
    for poll in invites.polls_to_decide(desk.session, desk.cases, now=desk.now):
        yield Line(
            what=What.POLL_CLOSED,
            act=Act.CHOOSE_DAY,
            since=poll.closed_at or poll.closes_at or poll.made_at,
            case_id=poll.case_id,
            case_title=desk.titles[poll.case_id],
        )


def _asked(desk: Desk) -> Iterator[Line]:
    for asked in invites.asked_calls(desk.session, desk.cases):
        yield desk.about(asked, What.ASKED_CALL, Act.CALL, since=asked.at, words=asked.note)


def _lost(desk: Desk) -> Iterator[Line]:
    for lost in invites.lost_addresses(desk.session, desk.cases):
        yield desk.about(lost, What.LOST_ADDRESS, Act.INVITE, since=lost.at)


def _not_arrived(desk: Desk) -> Iterator[Line]:
    """Messages that came back: a call where a number is known, else the page where another way is chosen."""
    for lost in invites.not_arrived(desk.session, desk.cases):
        yield desk.about(
            lost, What.NOT_ARRIVED, Act.CALL if lost.other is Channel.PHONE else Act.INVITE, since=lost.at
        )


def _silent(desk: Desk, told: set[uuid.UUID | None]) -> Iterator[Line]:
    """Invitations without an answer of who is not on the list already. Hoofdpersonen get a link too, but are not asked
    whether they come.
    """
    tried_before = desk.now - TRY_AGAIN_AFTER
    for silent in invites.unanswered(desk.session, desk.cases, tried_before=tried_before):
        if silent.person_id not in desk.principals and silent.person_id not in told:
            yield desk.about(silent, What.SILENT, Act.CALL, since=silent.last_tried_at)


def _unreached(desk: Desk) -> Iterator[Line]:
    tried_before = desk.now - TRY_AGAIN_AFTER
    for silent in invites.unreached(desk.session, desk.cases, tried_before=tried_before):
        if silent.person_id not in desk.principals:
            yield desk.about(silent, What.UNREACHED, Act.CALL, since=silent.last_tried_at)


def _talks(desk: Desk) -> Iterator[Line]:
    """Voorgesprekken of today, and earlier ones that nobody put on record."""
    tomorrow = from_local(local(desk.now).date() + timedelta(days=1), time(0))
    for talk in invites.planned_talks(desk.session, desk.cases, until=tomorrow):
        yield desk.about(talk, What.TALK, Act.CALL, since=talk.at)


def _followed(desk: Desk, follow_ups: Sequence[plans.FollowUp]) -> Iterator[Line]:
    """Calls and evaluations that are due, check-ins that ask for something, and gaps."""
    told = [(row, _what_follows(row, desk.now)) for row in follow_ups]
    people = people_named(
        desk.session,
        case_ids=desk.ids,
        person_ids={row.person_id for row, what in told if what is not None and row.person_id is not None},
    )
    for row, what in told:
        if what is not None:
            yield _follow_up_line(desk, row, what, people.get(row.person_id) if row.person_id else None)


def _what_follows(row: plans.FollowUp, now: datetime) -> What | None:
    if row.kind is plans.FollowUpKind.CALL:
        return What.CALL_DUE
    if row.kind is plans.FollowUpKind.EVALUATION:
        return What.EVALUATION_DUE
    if plans.is_gap(row, now=now):
        return What.GAP if row.kind is plans.FollowUpKind.CHECK_IN else What.STEP_IN_GAP
    if row.kind is not plans.FollowUpKind.CHECK_IN:
        return _what_climbs(row)
    asks = row.answered_at is not None and (row.content.need or row.content.result in _NOT_AS_HOPED)
    return What.TOLD if asks else None


def _what_climbs(row: plans.FollowUp) -> What | None:
    """What a step of the ladder asks of the gespreksleider."""
    if plans.must_tell(row):
        return What.STEP_TO_TELL
    if row.kind is plans.FollowUpKind.ASK_FAMILY:
        return What.ASK_FAMILY
    if row.kind is plans.FollowUpKind.STAND_BY and row.sent_at is not None:
        return What.STOOD_BY
    no = row.kind is plans.FollowUpKind.STEP_IN and row.content.result is plans.CheckInResult.NOT_DONE
    return What.STEP_IN_NO if no else None


def _follow_up_line(desk: Desk, row: plans.FollowUp, what: What, person: Person | None) -> Line:
    return Line(
        what=what,
        act=Act.CALL if person is not None and what is not What.ASK_FAMILY else Act.FOLLOW_UP,
        since=row.answered_at or row.due_at,
        case_id=row.case_id,
        case_title=desk.titles[row.case_id],
        person_id=row.person_id,
        who=person.name.short if person is not None else "",
        words=row.content.need or row.content.note,
        due_at=row.due_at,
        grade=row.content.grade,
        object_id=row.id,
    )
