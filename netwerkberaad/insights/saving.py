"""What the program did in one case that nobody had to do by hand, out of numbers of rows."""

import uuid
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from netwerkberaad.cases import Case
from netwerkberaad.foundation.messages import MessageKind, MessageState, OutboxMessage
from netwerkberaad.invites import Answer
from netwerkberaad.plans import Confirmation, FollowUp, FollowUpKind

_ASKED = (MessageKind.REMINDER, MessageKind.CHECK_IN)


@dataclass(frozen=True, slots=True)
class Saved:
    """Messages sent, reminders and questions how it went among them; answers that people gave themselves, so that nobody typed
    them over; and check-ins among those, for which nobody had to call.
    """

    messages: int
    reminders: int
    typed: int
    calls: int


def saved_in(session: Session, case: Case) -> Saved:
    """Count them for one case. Codes for proving who somebody is are not counted: they save nothing."""
    found = session.execute(
        select(OutboxMessage.kind, func.count())
        .where(OutboxMessage.case_id == case.id, OutboxMessage.state == MessageState.SENT)
        .where(OutboxMessage.kind != MessageKind.PROOF)
        .group_by(OutboxMessage.kind)
    )
    sent = dict(found.all())
    answers = _count(
        session, select(Answer.id).where(Answer.case_id == case.id, Answer.recorded_by.is_(None))
    )
    confirmed = select(Confirmation.id).where(
        Confirmation.case_id == case.id, Confirmation.recorded_by.is_(None)
    )
    checked = select(FollowUp.id).where(
        FollowUp.case_id == case.id,
        FollowUp.kind == FollowUpKind.CHECK_IN,
        FollowUp.answered_at.is_not(None),
        FollowUp.recorded_by.is_(None),
    )
    calls = _count(session, checked)
    return Saved(
        messages=sum(sent.values()),
        reminders=sum(sent.get(kind, 0) for kind in _ASKED),
        typed=answers + _count(session, confirmed) + calls,
        calls=calls,
    )


def _count(session: Session, rows: Select[uuid.UUID]) -> int:
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0
