"""The beginning of the part Privacy: what waits for a decision."""

from flask import Blueprint, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from netwerkberaad.accounts import staff_named
from netwerkberaad.foundation.access import Permission, may
from netwerkberaad.privacy import may_decide, open_requests, proposals
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.desk.privacy.words import (
    ASKED_NAMES,
    REGIME_NAMES,
    WHY_NAMES,
    dated,
    name_of,
    reference,
)
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.pages import page
from netwerkberaad.web.kit.when import how_long_ago


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/privacy-taken", "privacy", overview)


@allow(Permission.SEE_RETENTION)
def overview() -> Response:
    """The proposals to destroy a case, oldest first, each with its one act."""
    found = proposals(db(), actor())
    names = staff_named(db(), {proposal.proposed_by for _kept, proposal in found})
    lines = [
        {
            "when": how_long_ago(proposal.proposed_at, now()),
            "reference": reference(retention.case_id),
            "regime": REGIME_NAMES[retention.regime],
            "why": WHY_NAMES[proposal.why],
            "by": name_of(proposal.proposed_by, names),
            "closed": dated(retention.starts_at),
            "held": retention.held_at is not None,
            "mine": not may_decide(db(), actor(), retention=retention, proposal=proposal),
            "act": {
                "label": _("Bekijk het voorstel"),
                "url": url_for("desk.retention_case", file_id=retention.case_id),
                "note": reference(retention.case_id),
            },
        }
        for retention, proposal in found
    ]
    return page(
        "desk/privacy/overview.html",
        lines=lines,
        decidable=sum(not line["mine"] and not line["held"] for line in lines)
        if may(actor(), Permission.APPROVE_DESTRUCTION)
        else 0,
        answers=may(actor(), Permission.HANDLE_REQUESTS),
        requests=_requests() if may(actor(), Permission.HANDLE_REQUESTS) else [],
    )


def _requests() -> list[dict[str, object]]:
    return [
        {
            "when": how_long_ago(one.asked_at, now()),
            "what": ASKED_NAMES[one.kind],
            "due": dated(one.due_at),
            "late": one.due_at <= now(),
            "act": {
                "label": _("Lees en beantwoord"),
                "url": url_for("desk.subject_request", asked_id=one.id),
                "note": dated(one.asked_at),
            },
        }
        for one in open_requests(db(), actor())
    ]
