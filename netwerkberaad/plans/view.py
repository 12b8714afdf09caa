"""One version of the plan as it is read."""

from sqlalchemy.orm import Session

from netwerkberaad.plans.content import EMPTY_PLAN, PlanView, views_of
from netwerkberaad.plans.model import PlanVersion


def plan_view(session: Session, version: PlanVersion | None) -> PlanView:
    """The version with its goals, lines and people; an empty plan when there is none. A constant number of queries."""
    return views_of(session, [version])[version.id] if version else EMPTY_PLAN
