"""On Vandaag: what a plan still waits for: yeses that did not come, and obstacles that must be gone."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from netwerkberaad import plans
from netwerkberaad.cases import Phase, people_named
from netwerkberaad.flows.today_calls import Desk
from netwerkberaad.flows.today_lines import Act, Line, What
from netwerkberaad.foundation.documents import listed

SILENT_AFTER = timedelta(days=7)
Confirmations = Mapping[uuid.UUID, Sequence[plans.ConfirmationLine]]


def unconfirmed(desk: Desk, confirmations: Confirmations) -> Iterator[Line]:
    """Plans of which not every owner confirmed; ``words`` is what somebody proposes instead."""
    open_cases = [
        case_id for case_id, lines in confirmations.items() if not all(_settled(line) for line in lines)
    ]
    for case_id in open_cases:
        lines = confirmations[case_id]
        waits = next((line for line in lines if line.waits_for_us), None)
        yield Line(
            what=What.UNCONFIRMED,
            act=Act.PLAN,
            since=lines[0].fixed_at or desk.now,
            case_id=case_id,
            case_title=desk.titles[case_id],
            person_id=waits.owner.id if waits else None,
            who=waits.owner.name if waits else "",
            words=waits.said.content.text if waits and waits.said else "",
            number=sum(line.confirmed for line in lines),
            total=len(lines),
        )


def _settled(line: plans.ConfirmationLine) -> bool:
    """Whether nothing is to be done: confirmed, or handed back or countered and dealt with."""
    return line.confirmed or (line.said is not None and not line.waits_for_us)


def not_confirmed(desk: Desk, confirmations: Confirmations) -> Iterator[Line]:
    """Who said nothing of what they are to do in a week since the plan was fixed: one line each, however much it is."""
    asking = {case.id for case in desk.cases if case.phase is Phase.PLAN}
    for case_id in asking & confirmations.keys():
        silent = {line.owner.id: line for line in confirmations[case_id] if line.said is None}
        for line in silent.values():
            if line.fixed_at is not None and line.fixed_at <= desk.now - SILENT_AFTER:
                yield Line(
                    what=What.NOT_CONFIRMED,
                    act=Act.CALL_OWNER,
                    since=line.fixed_at,
                    case_id=case_id,
                    case_title=desk.titles[case_id],
                    person_id=line.owner.id,
                    who=line.owner.name,
                    words=line.line.words.text,
                )


def obstacles_waiting(desk: Desk) -> Iterator[Line]:
    """Obstacles that must be gone within a week or should be: ``words`` is what their owner needs, or the obstacle itself."""
    found = plans.obstacles_due(desk.session, desk.ids, now=desk.now)
    owners = {owner for one in found for owner in one.owner_ids}
    people = people_named(desk.session, case_ids=desk.ids, person_ids=owners) if owners else {}
    for one in found:
        names = [people[owner].name.short for owner in one.owner_ids if owner in people]
        yield Line(
            what=What.OBSTACLE_DUE,
            act=Act.OBSTACLES,
            since=one.made_at,
            case_id=one.case_id,
            case_title=desk.titles[one.case_id],
            person_id=one.owner_id,
            who=listed(names, desk.language) or desk.titles[one.case_id],
            words=one.content.needs or one.content.text,
            due_at=one.due_at,
        )
