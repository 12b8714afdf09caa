"""What stands in the way at a bewoner-MDO: written down while the plan is made, answered at the door, and gone."""

from collections.abc import Iterator
from functools import partial

from netwerkberaad.demo.event import Event
from netwerkberaad.demo.scenario import Followed
from netwerkberaad.demo.scenario_meetings import Hobble
from netwerkberaad.demo.stage import Stage
from netwerkberaad.foundation.access import Permission
from netwerkberaad.plans import CheckInResult, answer_obstacle, remove_obstacle, set_obstacle

_AFTER = 4


def events(stage: Stage) -> Iterator[Event]:
    """Every obstacle from the table to the day it is gone."""
    scenario = stage.scenario
    for obstacle in scenario.obstacles:
        yield Event(
            stage.written_at(scenario.versions[0]), "obstacle", partial(_write, stage, obstacle), _AFTER
        )
        if obstacle.removed_at is not None:
            do = partial(_remove, stage, obstacle)
            yield Event(stage.at(obstacle.removed_at), "obstacle removed", do, _AFTER + 1)
    for followed in scenario.followed:
        if followed.obstacle and followed.by_link and followed.content.result is CheckInResult.DONE:
            yield Event(stage.at(followed.at), "obstacle answered", partial(_answer, stage, followed), _AFTER)


def _write(stage: Stage, obstacle: Hobble) -> None:
    with stage.desk() as desk:
        owners = [stage.people[who] for who in obstacle.owners]
        made = set_obstacle(
            desk.session, desk.actor, case=desk.case, text=obstacle.text, owners=owners, now=desk.now
        )
        stage.obstacles[obstacle.id] = made.id


def _remove(stage: Stage, obstacle: Hobble) -> None:
    with stage.desk() as desk:
        remove_obstacle(
            desk.session,
            desk.actor,
            case=desk.case,
            obstacle_id=stage.obstacles[obstacle.id],
            how=obstacle.how,
            now=desk.now,
        )


def _answer(stage: Stage, followed: Followed) -> None:
    stage.prove(followed.of)
    with stage.door(followed.of, Permission.CONFIRM_COMMITMENT) as door:
        answer_obstacle(
            door.session,
            door.actor,
            case=door.case,
            obstacle_id=stage.obstacles[followed.obstacle],
            owner_id=door.person.id,
            gone=True,
            words=followed.content.note,
            now=door.now,
        )
