"""Saving a line of the draft once more with something about it changed."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.plans.content import LineView, PersonBrief
from netwerkberaad.plans.lines import save_line
from netwerkberaad.plans.model import Commitment


def save_again(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    line: LineView,
    owners: Collection[uuid.UUID] | None = None,
    now: datetime,
) -> Commitment:
    """Write a line as this view has it; ``owners`` instead of its own when given. Raises what ``save_line`` raises."""
    return save_line(
        session,
        actor,
        case=case,
        line_id=line.id,
        goal_id=line.goal_id,
        owners=line.owner_ids if owners is None else owners,
        words=line.words,
        first_at=line.first_at,
        every=line.every,
        until_at=line.until_at,
        checker_id=_id(line.checker),
        backup_id=_id(line.backup),
        fallback_id=_id(line.fallback),
        position=line.position,
        revision=line.revision,
        after_id=line.after_id,
        now=now,
    )


def _id(person: PersonBrief | None) -> uuid.UUID | None:
    return person.id if person else None
