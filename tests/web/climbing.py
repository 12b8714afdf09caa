"""In the case that is played something does not work out: its ladder climbs, and the family is to be asked."""

import uuid

from netwerkberaad.demo.stage import Desk, Stage
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.plans import (
    CheckInResult,
    FollowUp,
    FollowUpContent,
    FollowUpKind,
    answer_check_in,
    follow_ups_of,
    get_commitment,
    plan_view,
    version_fixed,
)


def climb_for(stage: Stage, helper: str, *, note: str) -> None:
    """What Joke does on Wednesday does not work out: the helper is asked to take it over, and Samira stands behind it."""
    with stage.desk() as desk:
        plan = plan_view(desk.session, version_fixed(desk.session, desk.case))
        line = next(one for one in plan.lines if stage.people["joke"] in one.owner_ids)
        kept = get_commitment(desk.session, case=desk.case, commitment_id=line.id)
        kept.backup_id, kept.fallback_id = stage.people[helper], stage.people["samira"]
        missed = _row(desk, FollowUpKind.CHECK_IN, line.lineage_id)
    with stage.desk() as desk:
        answer_check_in(
            desk.session,
            desk.actor,
            case=desk.case,
            follow_up=desk.session.get_one(FollowUp, missed.id),
            content=FollowUpContent(CheckInResult.NOT_DONE, note=note),
            via=Channel.PHONE,
            now=desk.now,
        )
        _row(desk, FollowUpKind.STEP_IN, line.lineage_id).sent_at = desk.now
        _row(desk, FollowUpKind.ASK_FAMILY, line.lineage_id).due_at = desk.now


def _row(desk: Desk, kind: FollowUpKind, lineage_id: uuid.UUID) -> FollowUp:
    rows = follow_ups_of(desk.session, desk.case)
    return next(row for row in rows if row.kind is kind and row.lineage_id == lineage_id)
