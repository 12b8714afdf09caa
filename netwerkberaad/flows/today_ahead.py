"""On Vandaag: what comes near in a plan: a promise with a day of its own, and the last day of what somebody cannot do."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from netwerkberaad import invites, plans
from netwerkberaad.cases import Phase
from netwerkberaad.flows.today_calls import Desk
from netwerkberaad.flows.today_lines import Act, Line, What
from netwerkberaad.foundation.documents import from_local, listed, local

NEAR = timedelta(days=2)
LIMIT_AHEAD, LIMIT_AFTER = timedelta(days=14), timedelta(days=28)
"""How long before its last day, and after it, it is asked whether somebody still cannot do it."""
_WITH_PLAN = frozenset({Phase.PLAN, Phase.FOLLOW_UP})
Confirmations = Mapping[uuid.UUID, Sequence[plans.ConfirmationLine]]


def promises_near(desk: Desk, confirmations: Confirmations) -> Iterator[Line]:
    """Promises for one day, today or within two: what they wait for has to be in time. Each stands there once."""
    today = local(desk.now).date()
    for case_id, rows in confirmations.items():
        lines = {row.line.lineage_id: row.line for row in rows}
        for line in lines.values():
            if line.first_at is None or line.every is not None:
                continue
            if today <= local(line.first_at).date() <= today + NEAR:
                yield _near(desk, case_id, line, lines)


def _near(
    desk: Desk, case_id: uuid.UUID, line: plans.LineView, lines: Mapping[uuid.UUID, plans.LineView]
) -> Line:
    before = _before(line, lines)
    return Line(
        what=What.PROMISE_WAITS if line.waits and before else What.PROMISE_NEAR,
        act=Act.PLAN,
        since=desk.now,
        case_id=case_id,
        case_title=desk.titles[case_id],
        who=listed([owner.name for owner in line.owners], desk.language),
        words=line.words.text,
        due_at=line.first_at,
        others=listed(before, desk.language),
    )


def _before(line: plans.LineView, lines: Mapping[uuid.UUID, plans.LineView]) -> list[str]:
    """Who does what must happen first, the nearest first; of each chain every name once."""
    names: dict[str, None] = {}
    step = line.after_id
    while step is not None and step in lines:
        names |= dict.fromkeys(owner.name for owner in lines[step].owners)
        step = lines[step].after_id
    return list(names)


def limits_ending(desk: Desk) -> Iterator[Line]:
    """People of a plan who named a last day that is near or just over: how is it now?"""
    followed = [case.id for case in desk.cases if case.phase in _WITH_PLAN]
    today = local(desk.now).date()
    for limit in invites.limits_in(desk.session, desk.ids, of=followed):
        if limit.until is not None and limit.until - LIMIT_AHEAD <= today <= limit.until + LIMIT_AFTER:
            yield Line(
                what=What.LIMIT_ENDS,
                act=Act.ASK_LIMIT,
                since=_since(limit.until),
                case_id=limit.case_id,
                case_title=desk.titles[limit.case_id],
                person_id=limit.person_id,
                who=limit.person_name,
                words=limit.text,
                due_at=from_local(limit.until, time(0)),
            )


def _since(until: date) -> datetime:
    return from_local(until - LIMIT_AHEAD, time(0))
