"""Reminding people who were invited by mail or text and did not answer: at most twice, and never who is left alone."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select, true
from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case, Phase
from netwerkberaad.cases.pauses import rests
from netwerkberaad.cases.people import Person, PersonKind
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.messages import Channel, OutboxMessage, is_lost
from netwerkberaad.invites.model import Contact, Invitation, Stage
from netwerkberaad.invites.records import invitation_for, lock_person, require_open

REMINDERS_SET = audit.declare("reminders.set", "person")

FIRST_AFTER, SECOND_AFTER = timedelta(days=3), timedelta(days=4)
MOST_REMINDERS = 2
_REPEATED = (Channel.MAIL, Channel.SMS)
_PHASES = (Phase.PREPARATION, Phase.INVITING, Phase.BERAAD)


def silent_to_remind(
    session: Session, *, now: datetime, case_id: uuid.UUID | None = None, limit: int = 500
) -> list[uuid.UUID]:
    """Who is due to be reminded now, in one case or in all, by the id of their invitation; who waits longest first."""
    statement = (
        select(Invitation.id)
        .join(Case, Case.id == Invitation.case_id)
        .join(Person, Person.id == Invitation.person_id)
        .where(Case.phase.in_(_PHASES), Person.left_at.is_(None), Person.kind != PersonKind.PRINCIPAL)
        .where(_due(now), true() if case_id is None else Invitation.case_id == case_id)
        .order_by(Invitation.invited_at, Invitation.id)
        .limit(limit)
    )
    return list(session.scalars(statement))


def take_silent(session: Session, *, invitation_id: uuid.UUID, now: datetime) -> Invitation | None:
    """The invitation, held until this unit of work ends; None when it is not due any more, as after an answer just now.

    Who takes waits for another who does, and for who stops the case, and then sees what that one did.
    """
    person_id = select(Invitation.person_id).where(Invitation.id == invitation_id).scalar_subquery()
    case_id = select(Invitation.case_id).where(Invitation.id == invitation_id).scalar_subquery()
    session.execute(select(Case.id).where(Case.id == case_id).with_for_update(read=True))
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    statement = select(Invitation).join(Case, Case.id == Invitation.case_id)
    statement = statement.where(Invitation.id == invitation_id, Case.phase.in_(_PHASES), _due(now))
    return session.scalar(statement.with_for_update(of=Invitation))


def set_reminders(
    session: Session, actor: Actor, *, case: Case, person: Person, wanted: bool, now: datetime
) -> Invitation:
    """Whether somebody is reminded by itself. Raises CaseClosedError, and NotFoundError for somebody of another case."""
    require_open(case)
    lock_person(session, person)
    invitation = invitation_for(session, case, person)
    invitation.no_reminders = not wanted
    audit.record(session, actor.entry(REMINDERS_SET, now=now, case_id=case.id, object_id=person.id))
    return invitation


@dataclass(frozen=True, slots=True)
class Reminding:
    """What is asked again by itself: when it was last, when it is next (None: not any more), and whether it is off."""

    last_at: datetime | None
    next_at: datetime | None
    off: bool


def reminding_of(session: Session, case: Case, person: Person) -> Reminding | None:
    """For somebody who was invited by mail or text and is silent; None for everybody else."""
    statement = select(Invitation).where(
        Invitation.case_id == case.id,
        Invitation.person_id == person.id,
        Invitation.stage == Stage.INVITED,
        Invitation.channel.in_(_REPEATED),
    )
    found = session.scalar(statement)
    if found is None or found.invited_at is None or person.is_principal:
        return None
    ends = found.no_reminders or found.reminders >= MOST_REMINDERS
    next_at = found.reminded_at + SECOND_AFTER if found.reminded_at else found.invited_at + FIRST_AFTER
    return Reminding(found.reminded_at, None if ends else next_at, found.no_reminders)


def _due(now: datetime) -> ColumnElement[bool]:
    tried = exists().where(Contact.person_id == Invitation.person_id, Contact.at > now - FIRST_AFTER)
    lost = exists().where(
        OutboxMessage.person_id == Invitation.person_id,
        is_lost(),
        OutboxMessage.arrival_at >= Invitation.invited_at,
    )
    first = and_(Invitation.reminders == 0, Invitation.invited_at <= now - FIRST_AFTER)
    second = and_(Invitation.reminders == 1, Invitation.reminded_at <= now - SECOND_AFTER)
    return and_(
        # Not a parameter: SQLite finds the index of who is silent by the word itself.
        Invitation.stage == literal(Stage.INVITED, literal_execute=True),
        Invitation.channel.in_(_REPEATED),
        Invitation.no_reminders.is_(False),
        or_(first, second),
        ~tried.correlate(Invitation),
        ~lost.correlate(Invitation),
        ~rests(Invitation.case_id, Invitation.person_id, now=now),
    )
