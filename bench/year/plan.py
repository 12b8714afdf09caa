"""The plan at the table: a goal, promises, and the day on which people look back."""

import uuid
from datetime import datetime, time, timedelta

from bench.year.town import Town
from netwerkberaad.cases import people_of, present
from netwerkberaad.demo.stage import Desk
from netwerkberaad.flows import accept_plan
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.plans import CommitmentText, EvaluationHow, Every, save_goal, save_line, set_evaluation

_PROMISES = ("Ik haal de kinderen uit school.", "Ik bel elke week.", "Ik ga mee naar de bank.", "Ik kook.")
_EVENING = time(19, 15)


def evening(town: Town, days: int) -> datetime:
    """A quarter past seven in the evening of a working day so many days from now."""
    return from_local(local(town.by_day(days)).date(), _EVENING)


def write_plan(town: Town, desk: Desk) -> None:
    """A goal and some promises, fixed for three months."""
    goal = save_goal(
        desk.session,
        desk.actor,
        case=desk.case,
        goal_id=None,
        text="Wij slapen weer rustig.",
        words_of=None,
        position=0,
        revision=0,
        now=desk.now,
    )
    desk.session.flush()
    for position in range(town.chance.randint(2, 6)):
        write_line(town, desk, goal.id, position)
    fix_plan(town, desk, weeks=13)


def write_line(town: Town, desk: Desk, goal_id: uuid.UUID | None, position: int) -> None:
    """A promise of one or two people in the draft: with a day, a rhythm, or neither."""
    chance, people = town.chance, present(people_of(desk.session, desk.case))
    owners = chance.sample(people, k=min(len(people), chance.choice((1, 1, 1, 2))))
    begins = chance.choice((None, 2, 5, 12, 30))
    others = [one for one in people if one not in owners] or people
    save_line(
        desk.session,
        desk.actor,
        case=desk.case,
        line_id=new_id(),
        goal_id=goal_id,
        owners=[one.id for one in owners],
        words=CommitmentText(text=chance.choice(_PROMISES), if_not="dan belt oma"),
        first_at=None if begins is None else evening(town, begins),
        every=None if begins is None else chance.choice((None, Every.WEEK, Every.TWO_WEEKS, Every.MONTH)),
        until_at=None,
        checker_id=chance.choice(others).id,
        backup_id=chance.choice(others).id,
        fallback_id=None,
        position=position,
        revision=0,
        now=desk.now,
    )


def fix_plan(town: Town, desk: Desk, *, weeks: int) -> None:
    """Fix the draft, to be looked back at after so many weeks."""
    at = from_local(local(desk.now).date() + timedelta(weeks=weeks), time(10))
    set_evaluation(desk.session, desk.actor, case=desk.case, at=at, how=EvaluationHow.PHONE, now=desk.now)
    desk.session.flush()
    accept_plan(
        desk.session,
        desk.actor,
        case=desk.case,
        base_url=town.settings.base_url,
        checkers_known_missing=True,
        now=desk.now,
    )
