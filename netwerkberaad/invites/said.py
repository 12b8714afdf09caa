"""What everybody says now of coming, giving and what cannot be, over many cases with one query."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.people import Person
from netwerkberaad.foundation.core.reading import read_once
from netwerkberaad.invites.model import Answer, Invitation


@dataclass(frozen=True, slots=True)
class Limit:
    """What somebody cannot do, in their words; ``until`` when that changes, if they said so."""

    case_id: uuid.UUID
    person_id: uuid.UUID
    person_name: str
    text: str
    until: date | None


def answers_now(session: Session, case_ids: Collection[uuid.UUID]) -> list[tuple[Answer, Person, Invitation]]:
    """The answers that count in these cases, oldest first."""
    statement = (
        select(Answer, Person, Invitation)
        .join(Person, Person.id == Answer.person_id)
        .join(Invitation, Invitation.id == Answer.invitation_id)
        .where(Answer.case_id.in_(case_ids), Answer.current.is_(True))
        .order_by(Answer.at, Answer.id)
    )
    key = ("answers now", frozenset(case_ids))
    return read_once(
        session, key, lambda: [(one, who, asked) for one, who, asked in session.execute(statement)]
    )


def limits_in(
    session: Session, case_ids: Collection[uuid.UUID], *, of: Collection[uuid.UUID] | None = None
) -> list[Limit]:
    """What people of these cases cannot do, of who did not leave; only ``of`` these cases among them, when given."""
    wanted = frozenset(case_ids if of is None else of)
    return [
        Limit(
            answer.case_id, person.id, person.name.short, answer.content.limits, answer.content.limits_until
        )
        for answer, person, _asked in answers_now(session, case_ids)
        if answer.case_id in wanted and person.left_at is None and answer.content.limits
    ]
