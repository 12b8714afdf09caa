"""What belongs to the guest who asks: open check-ins, own part of the plan, in words for the page."""

from netwerkberaad.plans import (
    ConfirmationAnswer,
    FollowUp,
    FollowUpKind,
    LineView,
    PlanView,
    SharedPart,
    follow_ups_of,
    plan_view,
    sharing_of,
    version_fixed,
)
from netwerkberaad.web.context import db, guest
from netwerkberaad.web.kit.lazy import lazy_gettext

SAID = {
    ConfirmationAnswer.CONFIRM: lazy_gettext("U hebt dit bevestigd"),
    ConfirmationAnswer.COUNTER: lazy_gettext("U stelde iets anders voor"),
    ConfirmationAnswer.HAND_BACK: lazy_gettext("U hebt dit teruggegeven"),
}


def open_check_ins() -> list[FollowUp]:
    """The check-ins of this guest that were sent and wait for an answer, oldest first."""
    waiting = [
        row
        for row in follow_ups_of(db(), guest().case)
        if row.kind is FollowUpKind.CHECK_IN and row.person_id == guest().person.id
        if row.sent_at is not None and row.answered_at is None and row.cancelled_at is None
    ]
    return sorted(waiting, key=lambda row: row.due_at)


def current_plan() -> PlanView | None:
    """The plan as it holds now, whole; what of it may be shown is for ``shared_part`` to say."""
    version = version_fixed(db(), guest().case)
    return plan_view(db(), version) if version else None


def shared_part() -> SharedPart:
    """How much of the plan this guest may see. The plan belongs to the hoofdpersonen: they see all of it."""
    if guest().person.is_principal:
        return SharedPart.WHOLE
    return sharing_of(db(), guest().case).get(guest().person.id, SharedPart.NOTHING)


def own_lines(plan: PlanView) -> list[LineView]:
    """What this guest promised, in the order of the plan."""
    return [line for line in plan.lines if guest().person.id in line.owner_ids]
