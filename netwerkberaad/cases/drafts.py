"""Requests that are not sent yet: saved step by step, for their writer alone."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.cases.errors import DraftTooLongError
from netwerkberaad.cases.model import ReferralDraft
from netwerkberaad.foundation.access import Actor, Permission, may
from netwerkberaad.foundation.core import audit
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError

DRAFT_SAVED = audit.declare("draft.saved", "draft")
DRAFT_DROPPED = audit.declare("draft.dropped", "draft")
MOST_CHARACTERS = 100_000


def save_draft(
    session: Session,
    actor: Actor,
    *,
    draft_id: uuid.UUID | None = None,
    content: str,
    step: int,
    now: datetime,
) -> ReferralDraft:
    """Keep a request as far as it is, as JSON; without an id a new draft is begun.

    Raises NotFoundError for another writer's draft, DraftTooLongError, and DeniedError for who may not ask.
    """
    if not (may(actor, Permission.REQUEST_BERAAD) or may(actor, Permission.TAKE_REQUEST)):
        raise DeniedError
    if actor.staff_id is None or actor.region_id is None:
        raise DeniedError
    if len(content) > MOST_CHARACTERS:
        raise DraftTooLongError
    if draft_id is None:
        draft = ReferralDraft(
            id=new_id(), region_id=actor.region_id, staff_id=actor.staff_id, made_at=now, changed_at=now
        )
        session.add(draft)
    else:
        draft = get_draft(session, actor, draft_id)
    draft.content = content
    draft.step = step
    draft.changed_at = now
    audit.record(session, actor.entry(DRAFT_SAVED, now=now, object_id=draft.id))
    return draft


def get_draft(session: Session, actor: Actor, draft_id: uuid.UUID) -> ReferralDraft:
    """A draft of this writer's own. Raises NotFoundError."""
    draft = session.get(ReferralDraft, draft_id)
    if draft is None or actor.staff_id is None or draft.staff_id != actor.staff_id:
        raise NotFoundError
    return draft


def drafts_of(session: Session, actor: Actor) -> list[ReferralDraft]:
    """The drafts of this writer, last changed first."""
    if actor.staff_id is None:
        return []
    statement = select(ReferralDraft).where(ReferralDraft.staff_id == actor.staff_id)
    return list(session.scalars(statement.order_by(ReferralDraft.changed_at.desc(), ReferralDraft.id)))


def drop_draft(session: Session, actor: Actor, *, draft_id: uuid.UUID, now: datetime) -> None:
    """Throw a draft away, when it is sent or not wanted. Raises NotFoundError."""
    draft = get_draft(session, actor, draft_id)
    session.delete(draft)
    audit.record(session, actor.entry(DRAFT_DROPPED, now=now, object_id=draft_id))
