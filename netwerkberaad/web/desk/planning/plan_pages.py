"""The pages on which the plan is written: at the table, or at the desk without one."""

import uuid

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from netwerkberaad.beraden import proposals_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.plans import version_fixed
from netwerkberaad.web.context import case, db
from netwerkberaad.web.desk.meeting import table
from netwerkberaad.web.desk.planning.plan_editor import (
    Failed,
    draft_view,
    editor_of,
    locked_in_private_time,
    plan_stamp,
    unchanged,
)
from netwerkberaad.web.desk.planning.plan_forms import EvaluationForm
from netwerkberaad.web.desk.planning.plan_questions import moves_of, open_questions
from netwerkberaad.web.guard import allow, at_table
from netwerkberaad.web.kit.rooms import room_page

TABLE, DESK = "tafel", "schrijven"


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/casussen/<uuid:case_id>/plan/schrijven", "write_plan", write_plan)


@at_table
@allow(Permission.CHANGE_CASE)
@locked_in_private_time
def write_plan(case_id: uuid.UUID) -> Response:
    """Write the plan without a table."""
    return unchanged(plan_stamp(draft_view())) or writing_page(DESK)


def writing_page(
    back: str | None, *, failed: Failed | None = None, evaluation: EvaluationForm | None = None
) -> Response:
    """The page a form came from, with what was typed when it could not be kept."""
    if back == TABLE:
        return table.table_page(failed=failed, evaluation=evaluation)
    view = draft_view()
    return room_page(
        "desk/plan/write.html",
        "plan",
        editor=editor_of(view, back=DESK, failed=failed, evaluation=evaluation),
        stamp=plan_stamp(view),
        questions=open_questions(view),
        moves=len(moves_of(view)),
        proposals=proposals_of(db(), case()),
        fixed=version_fixed(db(), case()) is not None,
    )


def address_of(back: str | None, *, goal_id: uuid.UUID | None = None) -> str:
    """Where a form without script returns to: the goal it was about, with room for a next line."""
    endpoint = "desk.table" if back == TABLE else "desk.write_plan"
    goal = str(goal_id) if goal_id else None
    return url_for(endpoint, case_id=case().id, doel=goal, _anchor=f"doel-{goal}" if goal else None)
