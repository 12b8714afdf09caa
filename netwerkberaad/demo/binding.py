"""What binds people of the circle to each other, written down as soon as both are in it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from netwerkberaad.cases.model import CircleWords
from netwerkberaad.cases.ties import Tie, draw_tie
from netwerkberaad.cases.widening import write_words
from netwerkberaad.demo.event import Event
from netwerkberaad.demo.scenario import Bound
from netwerkberaad.demo.stage import Stage

_AFTER_PEOPLE = -4


def events(stage: Stage) -> Iterator[Event]:
    """Every tie of the scenario, and what was said of the circle."""
    begun = stage.at(stage.scenario.assigned[0].independent_at) + timedelta(minutes=2)
    if stage.scenario.words != CircleWords():
        yield Event(begun, "circle words", partial(_write, stage), _AFTER_PEOPLE)
    for bound in stage.scenario.bound:
        at = max(begun, *(_there(stage, id_, begun) for id_ in bound.between))
        yield Event(at, "tie", partial(_bind, stage, bound), _AFTER_PEOPLE)


def _there(stage: Stage, id_: str, begun: datetime) -> datetime:
    since = stage.scenario.members[id_].since
    return stage.at(since) + timedelta(minutes=2) if since is not None else begun


def _write(stage: Stage) -> None:
    with stage.desk() as desk:
        write_words(desk.session, desk.actor, case=desk.case, words=stage.scenario.words, now=desk.now)


def _bind(stage: Stage, bound: Bound) -> None:
    with stage.desk() as desk:
        one, other = (stage.person(desk, id_) for id_ in bound.between)
        tie = Tie(bound.kind, bound.strength, bound.flow, bound.text)
        draw_tie(desk.session, desk.actor, case=desk.case, one=one, other=other, tie=tie, now=desk.now)
