"""What is told of the closed cases of a year: figures that divide something, and measures of how long or how many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from netwerkberaad.cases import Origin
from netwerkberaad.cases.endings import Matter, WhyNoBeraad
from netwerkberaad.insights.model import Counts, EndedBy, Reach

NOT_HELD = (Reach.NOT_ASSIGNED, Reach.NOT_INVITED, Reach.NOT_HELD)
"""Ended before a beraad was held, and not because a beraad did not suit."""
NOT_SAID = "not_said"


class Key(StrEnum):
    """The figures."""

    CASES = "cases"
    REACH = "reach"
    ENDED_BY = "ended_by"
    WHY_NO_BERAAD = "why_no_beraad"
    URGENT = "urgent"
    ORIGIN = "origin"
    MATTER = "matter"
    THERE = "there"
    COMMITMENTS = "commitments"
    CHECK_INS = "check_ins"
    EVALUATIONS = "evaluations"
    GRADES = "grades"


@dataclass(frozen=True, slots=True)
class Figure:
    """How much of each category one case brings.

    With ``cuts`` categories are put together only with their neighbours: each cut begins a block, the first that matters
    most. Without, what is small goes together.
    """

    key: Key
    categories: tuple[str, ...]
    weigh: Callable[[Counts], Mapping[str, int]]
    cuts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of one case, or None where the case has none."""

    key: str
    of: Callable[[Counts], int | None]


def _urgent(one: Counts) -> str:
    if not one.urgent:
        return "ordinary"
    return "same_day" if one.same_day else "later"


def _commitments(one: Counts) -> Mapping[str, int]:
    return {
        "naasten_yes": one.confirmed.naasten,
        "naasten_open": one.unconfirmed.naasten,
        "professionals_open": one.unconfirmed.professionals,
        "professionals_yes": one.confirmed.professionals,
    }


def _check_ins(one: Counts) -> Mapping[str, int]:
    found = one.check_ins
    return {
        "done": found.done,
        "partly": found.partly,
        "not_done": found.not_done,
        "no_longer_needed": found.no_longer_needed,
        "unanswered": found.unanswered,
    }


FIGURES = (
    Figure(
        Key.REACH,
        tuple(Reach),
        lambda one: {one.reach: 1},
        cuts=(
            Reach.PLAN_WITHOUT_MEETING,
            Reach.NO_PLAN,
            Reach.PLAN_WITH_MEETING,
            Reach.NOT_ASSIGNED,
            Reach.NOT_HELD,
            Reach.NOT_INVITED,
            Reach.PLAN_WITH_MEETING_FOLLOWED,
            Reach.PLAN_WITHOUT_MEETING_FOLLOWED,
        ),
    ),
    Figure(Key.URGENT, ("ordinary", "same_day", "later"), lambda one: {_urgent(one): 1}),
    Figure(Key.ORIGIN, tuple(Origin), lambda one: {one.origin: 1}),
    Figure(Key.MATTER, (*Matter, NOT_SAID), lambda one: {one.matter or NOT_SAID: 1}),
    Figure(
        Key.THERE,
        ("naasten", "professionals"),
        lambda one: {"naasten": one.there.naasten, "professionals": one.there.professionals},
    ),
    Figure(
        Key.COMMITMENTS,
        ("naasten_yes", "naasten_open", "professionals_open", "professionals_yes"),
        _commitments,
        cuts=("professionals_open", "naasten_open", "professionals_yes"),
    ),
    Figure(Key.CHECK_INS, ("done", "partly", "not_done", "no_longer_needed", "unanswered"), _check_ins),
    Figure(
        Key.EVALUATIONS,
        ("held", "not_held"),
        lambda one: {"held": one.evaluations_held, "not_held": one.evaluations_not_held},
    ),
    Figure(
        Key.GRADES,
        ("low", "middle", "high"),
        lambda one: dict(zip(("low", "middle", "high"), one.grades, strict=True)),
        cuts=("middle", "high"),
    ),
)
"""Told of the whole year and, where that is not too little, of its parts."""
LEDGER = (
    Figure(Key.ENDED_BY, tuple(EndedBy), lambda one: {one.ended_by: 1} if one.reach in NOT_HELD else {}),
    Figure(
        Key.WHY_NO_BERAAD,
        (*WhyNoBeraad, NOT_SAID),
        lambda one: {one.why_no_beraad or NOT_SAID: 1} if one.reach in NOT_HELD else {},
    ),
)
"""Divide a part of ``REACH``: told of the whole year, only where that part stands there by itself."""
CASES = Figure(Key.CASES, ("all",), lambda _one: {"all": 1})
MEASURES = (
    Measure("days_to_contact", lambda one: one.days_to_contact),
    Measure("days_to_assignment", lambda one: one.days_to_assignment),
    Measure("days_to_invitation", lambda one: one.days_to_invitation),
    Measure("days_to_beraad", lambda one: one.days_to_beraad),
    Measure("days_to_plan", lambda one: one.days_to_plan),
    Measure("days_to_closing", lambda one: one.days_to_closing),
    Measure("naasten_before", lambda one: one.circle_before.naasten),
    Measure("naasten_after", lambda one: one.circle_after.naasten),
    Measure("professionals_before", lambda one: one.circle_before.professionals),
    Measure("professionals_after", lambda one: one.circle_after.professionals),
)
