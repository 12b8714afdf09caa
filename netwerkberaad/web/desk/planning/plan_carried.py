"""What a vervolgberaad takes along: how each line went, and which of them are over."""

import uuid

from netwerkberaad import beraden
from netwerkberaad.beraden import BeraadKind
from netwerkberaad.plans import (
    CheckInResult,
    FollowUp,
    FollowUpKind,
    LineView,
    PlanView,
    follow_ups_of,
    open_draft,
    plan_view,
    remove_line,
    version_fixed,
)
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.plan_words import owners_of_line

RESULTS = {
    CheckInResult.DONE: _("gelukt"),
    CheckInResult.PARTLY: _("deels gelukt"),
    CheckInResult.NOT_DONE: _("niet gelukt"),
    CheckInResult.NO_LONGER_NEEDED: _("niet meer nodig"),
}
_NOT_ASKED = _("nog niets van gehoord")
_LEAVES_OPEN = frozenset({CheckInResult.PARTLY, CheckInResult.NOT_DONE})


def how_it_went() -> list[dict[str, object]]:
    """Each line of the plan that holds with the latest answer."""
    view = plan_view(db(), version_fixed(db(), case()))
    latest = _latest()
    return [
        {
            "who": owners_of_line(line),
            "what": line.words.text,
            "result": str(RESULTS[said]) if (said := latest.get(line.lineage_id)) else str(_NOT_ASKED),
            "attention": latest.get(line.lineage_id) in _LEAVES_OPEN,
        }
        for line in view.lines
    ]


def carry_over() -> PlanView:
    """Begin a version. At a vervolgberaad the lines that are over stay behind; all others come along as they stand."""
    draft = open_draft(db(), actor(), case=case(), now=now())
    ahead = beraden.current_beraad(db(), case())
    db().flush()  # the lines that were copied are read below
    view = plan_view(db(), draft)
    if ahead is None or ahead.kind is not BeraadKind.VERVOLGBERAAD or ahead.opened_at is None:
        return view
    latest = _latest()
    for line in view.lines:
        if _over(line, latest.get(line.lineage_id)):
            remove_line(db(), actor(), case=case(), line_id=line.id, now=now())
    return view


def _over(line: LineView, said: CheckInResult | None) -> bool:
    once = line.first_at is not None and line.every is None
    return said is CheckInResult.NO_LONGER_NEEDED or (once and said is CheckInResult.DONE)


def _latest() -> dict[uuid.UUID, CheckInResult]:
    """What was said last of each lineage; of several owners, the latest of them all."""
    rows = [row for row in follow_ups_of(db(), case()) if row.kind is FollowUpKind.CHECK_IN]
    answered = sorted((row for row in rows if row.answered_at), key=_when)
    return {row.lineage_id: row.content.result for row in answered if row.lineage_id and row.content.result}


def _when(row: FollowUp) -> str:
    return row.answered_at.isoformat() if row.answered_at else ""
