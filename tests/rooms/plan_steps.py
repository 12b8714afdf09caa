"""A fixed plan in few words, for tests of what comes after it."""

import uuid
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case
from netwerkberaad.flows import accept_plan
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.plans import Commitment, CommitmentText, EvaluationHow, save_line, set_evaluation
from tests.builders import person_called

BASE = "https://beraad.example.nl"


def accept_promises(
    session: Session, actor: Actor, case: Case, clock: MovableClock, *, promises: Collection[tuple[str, str]]
) -> list[Commitment]:
    """A plan with a line per promise (who, what), the first time a week from now, looked at again after three months."""
    now = clock.now()
    lines = [
        save_line(
            session,
            actor,
            case=case,
            line_id=uuid.uuid4(),
            goal_id=None,
            owners=[person_called(session, case, who).id],
            words=CommitmentText(text=what, when="over een week"),
            first_at=now + timedelta(days=7),
            every=None,
            until_at=None,
            checker_id=None,
            backup_id=None,
            fallback_id=None,
            position=position,
            revision=0,
            now=now,
        )
        for position, (who, what) in enumerate(promises)
    ]
    set_evaluation(session, actor, case=case, at=now + timedelta(days=91), how=EvaluationHow.MEETING, now=now)
    accept_plan(session, actor, case=case, base_url=BASE, checkers_known_missing=True, now=now)
    return lines
