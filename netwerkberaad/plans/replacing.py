"""Somebody else takes over what was handed back: a new version in which the line is offered to them."""

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases.model import Case
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.plans.again import save_again
from netwerkberaad.plans.model import Commitment
from netwerkberaad.plans.versions import open_draft
from netwerkberaad.plans.view import plan_view


def offer_to(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    lineage_id: uuid.UUID,
    leaves: uuid.UUID,
    takes: uuid.UUID,
    now: datetime,
) -> Commitment:
    """Put one person in the place of another at a line of the draft, made when there is none. It holds once it is fixed.

    Whoever takes it over is asked to confirm it then, and does not stand behind it any more. Raises NotFoundError for a line that
    is not in the draft, and what ``save_line`` raises.
    """
    draft = plan_view(session, open_draft(session, actor, case=case, now=now))
    line = next((one for one in draft.lines if one.lineage_id == lineage_id), None)
    if line is None:
        raise NotFoundError
    backup = None if line.backup and line.backup.id == takes else line.backup
    owners = (line.owner_ids - {leaves}) | {takes}
    changed = replace(line, backup=backup)
    return save_again(session, actor, case=case, line=changed, owners=owners, now=now)
