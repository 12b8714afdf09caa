"""Wat gaat wanneer: the closed cases by the end of their term, and the term of one of them."""

import uuid

from flask import Blueprint, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from netwerkberaad import privacy
from netwerkberaad.accounts import staff_named
from netwerkberaad.foundation.access import Permission, may
from netwerkberaad.privacy import ON_A_PAGE, Proposal, Retention, Which
from netwerkberaad.web.context import actor, db, now
from netwerkberaad.web.desk.privacy.words import (
    BASIS,
    REGIME_NAMES,
    WHY_NAMES,
    dated,
    name_of,
    reference,
)
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import words_asked
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page

PARTS = {
    Which.ALL: _("Alles"),
    Which.DUE: _("Termijn is om"),
    Which.HELD: _("Vastgezet"),
    Which.OPEN_END: _("Geen einddatum"),
}


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/privacy-taken/bewaren"
    blueprint.add_url_rule(path, "retention", kept)
    blueprint.add_url_rule(f"{path}/<uuid:file_id>", "retention_case", retention_case)


@allow(Permission.SEE_RETENTION)
def kept() -> Response:
    """One page of the closed cases, those that may go soonest first."""
    known = {one.value: one for one in Which}
    which = known.get(request.args.get("deel", ""), Which.ALL)
    number = max(1, request.args.get("blad", 1, type=int))
    wanted = words_asked("kenmerk", 40)
    found = privacy.kept_cases(db(), actor(), which=which, reference=wanted, page=number, now=now())
    pages = max(1, -(-found.total // ON_A_PAGE))
    return page(
        "desk/privacy/kept.html",
        rows=[_row(retention, proposal) for retention, proposal in found.rows],
        total=found.total,
        wanted=wanted,
        narrowed=bool(wanted) or which is not Which.ALL,
        filters=[
            {"label": name, "url": _part_url(one, wanted), "current": one is which}
            for one, name in PARTS.items()
        ],
        part=which.value,
        number=number,
        pages=pages,
        previous_url=_part_url(which, wanted, number - 1) if number > 1 else None,
        next_url=_part_url(which, wanted, number + 1) if number < pages else None,
    )


@allow(Permission.SEE_RETENTION)
def retention_case(file_id: uuid.UUID) -> Response:
    """The term of one case, whether it is held or proposed, and what can be done."""
    retention = privacy.get_retention(db(), actor(), file_id)
    proposal = privacy.proposal_for(db(), file_id)
    return page(
        "desk/privacy/case.html",
        file_id=file_id,
        reference=reference(file_id),
        running=retention.starts_at is None,
        held=retention.held_at is not None,
        facts=_facts(retention),
        proposal=_told(proposal) if proposal else None,
        decides=proposal is not None
        and privacy.may_decide(db(), actor(), retention=retention, proposal=proposal),
        keeps=may(actor(), Permission.KEEP_CASES),
        proposes=may(actor(), Permission.PROPOSE_DESTRUCTION),
        log_url=url_for("desk.audit_log", casus=file_id) if may(actor(), Permission.READ_AUDIT) else None,
    )


def _facts(retention: Retention) -> list[tuple[str, str]]:
    names = staff_named(db(), {retention.held_by})
    rows = [
        (gettext("Bewaard volgens"), str(REGIME_NAMES[retention.regime])),
        (gettext("Grond"), str(BASIS[retention.regime])),
        (gettext("Afgesloten op"), dated(retention.starts_at) or gettext("loopt nog")),
        (gettext("Mag weg op"), dated(retention.due_at) or gettext("geen dag bepaald")),
        (gettext("Mensen in de casus"), str(privacy.people_in(db(), retention))),
    ]
    if retention.held_at is not None:
        rows += [
            (gettext("Vastgezet op"), dated(retention.held_at)),
            (gettext("Vastgezet door"), name_of(retention.held_by, names)),
            (gettext("Omdat"), retention.reason),
        ]
    return rows


def _told(proposal: Proposal) -> dict[str, str]:
    names = staff_named(db(), {proposal.proposed_by})
    return {
        "by": name_of(proposal.proposed_by, names),
        "on": dated(proposal.proposed_at),
        "why": str(WHY_NAMES[proposal.why]),
        "note": proposal.note,
    }


def _row(retention: Retention, proposal: Proposal | None) -> dict[str, object]:
    return {
        "url": url_for("desk.retention_case", file_id=retention.case_id),
        "reference": reference(retention.case_id),
        "regime": REGIME_NAMES[retention.regime],
        "closed": dated(retention.starts_at),
        "due": dated(retention.due_at),
        "over": retention.due_at is not None and retention.due_at <= now(),
        "held": retention.held_at is not None,
        "proposed": proposal is not None,
    }


def _part_url(which: Which, wanted: str, number: int = 1) -> str:
    return url_for(
        "desk.retention",
        deel=None if which is Which.ALL else which.value,
        kenmerk=wanted or None,
        blad=number if number > 1 else None,
    )
