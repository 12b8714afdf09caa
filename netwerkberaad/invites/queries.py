"""What waits for the gespreksleider in inviting, over many cases at once."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.core.reading import read_once
from netwerkberaad.foundation.messages import Channel, OutboxMessage, arrives_by_post, is_lost
from netwerkberaad.invites.contacts import contacts_in
from netwerkberaad.invites.model import (
    Answer,
    AnswerContent,
    Contact,
    ContactResult,
    Invitation,
    NeedTask,
    Stage,
)
from netwerkberaad.invites.needs import NeedLine, need_line
from netwerkberaad.invites.said import answers_now

_SPOKEN = frozenset({ContactResult.REACHED, ContactResult.TALKED})
_NOT_SPOKEN = frozenset({ContactResult.NO_ANSWER, ContactResult.VOICEMAIL, ContactResult.LEFT_MESSAGE})


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer that came in and was not looked at yet."""

    case_id: uuid.UUID
    person_id: uuid.UUID
    person_name: str
    at: datetime
    content: AnswerContent


@dataclass(frozen=True, slots=True)
class LostAddress:
    """Somebody whose invitation reached a stranger ('dit ben ik niet') and who was not invited or spoken to since."""

    case_id: uuid.UUID
    person_id: uuid.UUID
    person_name: str
    channel: Channel
    at: datetime


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An invitation that is out and not answered. ``last_tried_at`` is the latest attempt, or the invitation itself."""

    case_id: uuid.UUID
    person_id: uuid.UUID
    person_name: str
    invited_at: datetime
    last_tried_at: datetime


@dataclass(frozen=True, slots=True)
class NotArrived:
    """Somebody whom a message did not reach, and nobody tried in another way since. ``other`` is a way that is known."""

    case_id: uuid.UUID
    person_id: uuid.UUID
    person_name: str
    channel: Channel
    at: datetime
    other: Channel | None


@dataclass(frozen=True, slots=True)
class PlannedTalk:
    """A voorgesprek that was agreed and is not on record as held."""

    case_id: uuid.UUID
    person_id: uuid.UUID
    person_name: str
    at: datetime


def planned_talks(session: Session, cases: Collection[Case], *, until: datetime) -> list[PlannedTalk]:
    """Voorgesprekken in these cases before ``until``, soonest first."""
    talks = [
        PlannedTalk(invitation.case_id, person.id, person.name.short, invitation.talk_at)
        for invitation, person, _tried in _out(session, cases)
        if invitation.talk_at is not None and invitation.talk_at < until
    ]
    return sorted(talks, key=lambda talk: (talk.at, talk.person_name))


def new_answers(session: Session, cases: Collection[Case]) -> list[NewAnswer]:
    """Answers in these cases that nobody handled yet, oldest first. One query, besides one for keys."""
    return [
        _new_answer(answer, person)
        for answer, person, asked in answers_now(session, _ids(cases))
        if asked.handled_at is None
        or (asked.answered_at is not None and asked.handled_at < asked.answered_at)
    ]


def late_answers(session: Session, case_ids: Select[uuid.UUID]) -> list[NewAnswer]:
    """Answers that came in after their case was stopped and that nobody handled yet, oldest first."""
    late = (
        select(Answer, Person)
        .join(Invitation, Invitation.id == Answer.invitation_id)
        .join(Person, Person.id == Answer.person_id)
        .join(Case, Case.id == Answer.case_id)
        .where(Answer.current.is_(True), Answer.case_id.in_(case_ids), Answer.at >= Case.closed_at)
        .where(or_(Invitation.handled_at.is_(None), Invitation.handled_at < Invitation.answered_at))
        .order_by(Answer.at, Answer.id)
    )
    return [_new_answer(answer, person) for answer, person in session.execute(late)]


def read_ahead(session: Session, cases: Collection[Case]) -> None:
    """Read what the lists of these cases will ask for, so that the keys of all of it are opened together."""
    contacts_in(session, _ids(cases))
    answers_now(session, _ids(cases))
    _out(session, cases)


def _new_answer(answer: Answer, person: Person) -> NewAnswer:
    return NewAnswer(answer.case_id, person.id, person.name.short, answer.at, answer.content)


def lost_addresses(session: Session, cases: Collection[Case]) -> list[LostAddress]:
    """People in these cases who have to be reached in another way, oldest first."""
    latest: dict[uuid.UUID, LostAddress] = {}
    for contact, person, invitation in contacts_in(session, _ids(cases)):
        if invitation is None or not _since(invitation, contact.at):
            continue
        if contact.staff_id is None and contact.result == ContactResult.WRONG_ADDRESS:
            latest[person.id] = LostAddress(
                contact.case_id, person.id, person.name.short, contact.channel, contact.at
            )
        elif invitation.stage is Stage.ANSWERED and contact.result in _SPOKEN:
            latest.pop(person.id, None)  # who gave an answer before and was spoken to needs no new invitation
    return sorted(latest.values(), key=lambda lost: lost.at)


def not_arrived(session: Session, cases: Collection[Case]) -> list[NotArrived]:
    """Messages to people in these cases that came back or were given up, oldest first; one for each person."""
    later = OutboxMessage.__table__.alias("later")
    since = OutboxMessage.arrival_at
    tried = exists().where(Contact.person_id == OutboxMessage.person_id, Contact.at > since)
    sent = exists().where(later.c.person_id == OutboxMessage.person_id, later.c.made_at > since)
    rows = session.execute(
        select(OutboxMessage, Person)
        .join(Person, Person.id == OutboxMessage.person_id)
        .where(OutboxMessage.case_id.in_(_ids(cases)), is_lost(), since.is_not(None), ~tried, ~sent)
        .where(Person.left_at.is_(None), Person.contact_erased_at.is_(None))
        .order_by(since, OutboxMessage.id)
    ).all()
    found = {
        person.id: NotArrived(
            person.case_id,
            person.id,
            person.name.short,
            message.channel,
            message.arrival_at or message.made_at,
            _other_way(person, message.channel),
        )
        for message, person in rows
    }
    return sorted(found.values(), key=lambda lost: lost.at)


def _other_way(person: Person, lost: Channel) -> Channel | None:
    contact = person.contact
    known = (
        (Channel.PHONE, contact.phone or contact.landline),
        (Channel.MAIL, contact.mail),
        (Channel.LETTER, contact.address),
    )
    return next((channel for channel, value in known if value and channel is not lost), None)


def _since(invitation: Invitation, at: datetime) -> bool:
    """Whether nothing was asked or answered after this moment."""
    moments = (invitation.invited_at, invitation.answered_at)
    return all(moment is None or moment <= at for moment in moments)


def unanswered(session: Session, cases: Collection[Case], *, tried_before: datetime) -> list[Unanswered]:
    """Invitations that stay silent: the latest attempt lies before ``tried_before``. Oldest first."""
    silent: list[Unanswered] = []
    for invitation, person, tried_at in _out(session, cases):
        asked_at = invitation.invited_at
        if invitation.stage is not Stage.INVITED or asked_at is None or asked_at >= tried_before:
            continue
        invited_at = _arrives(invitation) or tried_before
        last = max(invited_at, tried_at or asked_at, _first_reminder(invitation) or invited_at)
        if last < tried_before:
            silent.append(Unanswered(invitation.case_id, person.id, person.name.short, invited_at, last))
    return sorted(silent, key=lambda line: line.last_tried_at)


def _out(session: Session, cases: Collection[Case]) -> list[tuple[Invitation, Person, datetime | None]]:
    """Invitations that are out or with a voorgesprek ahead, with when somebody was last tried."""
    ids = _ids(cases)
    latest = (
        select(Contact.at)
        .where(Contact.person_id == Invitation.person_id)
        .order_by(Contact.at.desc())
        .limit(1)
        .correlate(Invitation)
        .scalar_subquery()
    )
    statement = (
        select(Invitation, Person, latest)
        .join(Person, Person.id == Invitation.person_id)
        .where(Invitation.case_id.in_(ids), Person.left_at.is_(None))
        .where(or_(Invitation.stage == Stage.INVITED, Invitation.talk_at.is_not(None)))
        .order_by(Invitation.invited_at, Invitation.id)
    )
    key = ("invitations out", frozenset(ids))
    return read_once(
        session, key, lambda: [(one, person, at) for one, person, at in session.execute(statement)]
    )


def _arrives(invitation: Invitation) -> datetime | None:
    """When an invitation is there: a letter is on its way for two working days."""
    sent = invitation.invited_at
    if sent is None or invitation.channel is not Channel.LETTER:
        return sent
    return arrives_by_post(sent)


def _first_reminder(invitation: Invitation) -> datetime | None:
    """The mail that asked again counts as an attempt; a second one does not put off a call that is due."""
    return invitation.reminded_at if invitation.reminders == 1 else None


def unreached(session: Session, cases: Collection[Case], *, tried_before: datetime) -> list[Unanswered]:
    """People who were tried, were not spoken to and are not invited yet: the latest attempt lies before ``tried_before``."""
    latest = {
        person.id: (contact, person)
        for contact, person, invitation in contacts_in(session, _ids(cases))
        if invitation and invitation.stage is Stage.APPROACHED and invitation.talk_at is None
    }
    silent = [
        Unanswered(contact.case_id, person.id, person.name.short, contact.at, contact.at)
        for contact, person in latest.values()
        if contact.at < tried_before and contact.result in _NOT_SPOKEN
    ]
    return sorted(silent, key=lambda one: one.last_tried_at)


def open_needs(session: Session, cases: Collection[Case]) -> dict[uuid.UUID, list[NeedLine]]:
    """Needs in these cases that nobody has arranged yet, by case."""
    ids = _ids(cases)
    statement = (
        select(NeedTask, Person)
        .join(Person, Person.id == NeedTask.person_id)
        .where(NeedTask.case_id.in_(ids), NeedTask.done_at.is_(None), NeedTask.waived_at.is_(None))
        .order_by(NeedTask.made_at, NeedTask.id)
    )
    rows = read_once(session, ("open needs", frozenset(ids)), lambda: session.execute(statement).all())
    found: dict[uuid.UUID, list[NeedLine]] = {}
    for task, person in rows:
        found.setdefault(task.case_id, []).append(need_line(task, person))
    return found


def _ids(cases: Collection[Case]) -> list[uuid.UUID]:
    return [case.id for case in cases]
