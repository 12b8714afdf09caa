"""In which order people stand in the rows of a family tree, and where, so that no two names touch.

Pure geometry. A household is a line in the space below the row of its parents, so a tie over more rows gets stops: slots
without a name in every row that it passes.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from netwerkberaad.cases.family.households import Household
from netwerkberaad.cases.ties.model import TieKind

Slot = uuid.UUID | tuple[int, int]
"""Somebody, or a stop: the number of its household and the row."""
_SWEEPS, _SHIFTS = 8, 24


@dataclass(frozen=True, slots=True)
class Branch:
    """A line below one row: the slots it comes from in that row, and those it goes to in the next."""

    row: int
    above: tuple[Slot, ...]
    below: tuple[Slot, ...]
    bond: TieKind | None
    household: int


def branches_of(households: Sequence[Household], row: Mapping[uuid.UUID, int]) -> list[Branch]:
    """The lines of the tree, with stops where parents or children stand more than one row away."""
    found: list[Branch] = []
    for number, household in enumerate(households):
        lowest = max(row[one] for one in household.parents)
        for high in range(min(row[one] for one in household.parents), lowest):
            above: list[Slot] = [one for one in household.parents if row[one] == high]
            if any(row[one] < high for one in household.parents):
                above.append((-1 - number, high))
            found.append(Branch(high, tuple(above), ((-1 - number, high + 1),), None, number))
        start: list[Slot] = [one for one in household.parents if row[one] == lowest]
        if any(row[one] < lowest for one in household.parents):
            start.append((-1 - number, lowest))
        deepest = max((row[child] for child in household.children), default=lowest)
        for depth in range(lowest, max(deepest, lowest + 1)):
            below: list[Slot] = [child for child in household.children if row[child] == depth + 1]
            if deepest > depth + 1:
                below.append((number, depth + 1))
            bond = household.bond if depth == lowest else None
            found.append(Branch(depth, tuple(start), tuple(below), bond, number))
            start = [(number, depth + 1)]
    return found


def ordered(people: Mapping[uuid.UUID, int], branches: Sequence[Branch]) -> list[list[Slot]]:
    """The slots of each row from left to right: those who belong together near each other, partners side by side."""
    rows = _slots(people, branches)
    near = _neighbours(branches)
    for sweep in range(_SWEEPS):
        place = {slot: index / max(1, len(row) - 1) for row in rows for index, slot in enumerate(row)}
        for row in rows if sweep % 2 else rows[::-1]:
            row.sort(key=_middle(near, place))
            _partners_together(row, branches)
            place |= {slot: index / max(1, len(row) - 1) for index, slot in enumerate(row)}
    return rows


def placed(
    rows: Sequence[Sequence[Slot]], half: Mapping[Slot, float], branches: Sequence[Branch]
) -> dict[Slot, float]:
    """The middle of every slot: each row in its order with room for every name, parents over the middle of their children."""
    near = _neighbours(branches)
    at: dict[Slot, float] = {}
    for row in rows:
        x = 0.0
        for slot in row:
            at[slot] = x + half[slot]
            x += 2 * half[slot]
    for shift in range(_SHIFTS):
        for row in rows if shift % 2 else rows[::-1]:
            wish = [
                sum(at[one] for one in near[slot]) / len(near[slot]) if near[slot] else at[slot]
                for slot in row
            ]
            at |= dict(zip(row, _apart(wish, [half[slot] for slot in row]), strict=True))
    return at


def _apart(wish: Sequence[float], half: Sequence[float]) -> list[float]:
    """Places near these wishes in the same order, with room for each: the mean of pushing right and of pushing left."""
    right, left = list(wish), list(wish)
    for index in range(1, len(wish)):
        right[index] = max(right[index], right[index - 1] + half[index - 1] + half[index])
    for index in range(len(wish) - 2, -1, -1):
        left[index] = min(left[index], left[index + 1] - half[index + 1] - half[index])
    return [(one + other) / 2 for one, other in zip(right, left, strict=True)]


def _slots(people: Mapping[uuid.UUID, int], branches: Sequence[Branch]) -> list[list[Slot]]:
    rows: list[list[Slot]] = [[] for _row in range(max(people.values(), default=-1) + 1)]
    for person in sorted(people):
        rows[people[person]].append(person)
    for branch in branches:
        for slot in branch.below:
            if isinstance(slot, tuple):
                rows[branch.row + 1].append(slot)
    return rows


def _neighbours(branches: Sequence[Branch]) -> defaultdict[Slot, list[Slot]]:
    near: defaultdict[Slot, list[Slot]] = defaultdict(list)
    for branch in branches:
        for one in branch.above:
            near[one] += [*branch.below, *(other for other in branch.above if other != one)]
        for one in branch.below:
            near[one] += branch.above
    return near


def _middle(
    near: Mapping[Slot, Sequence[Slot]], place: Mapping[Slot, float]
) -> Callable[[Slot], tuple[float, float, str]]:
    """Sorts slots by the mean place of those they belong to."""

    def key(slot: Slot) -> tuple[float, float, str]:
        others = near.get(slot, ())
        mean = sum(place[one] for one in others) / len(others) if others else place[slot]
        return mean, place[slot], str(slot)

    return key


def _partners_together(row: list[Slot], branches: Sequence[Branch]) -> None:
    """Move the second of two parents beside the first, unless somebody stands there who is a partner too."""
    settled = set[Slot]()
    for branch in branches:
        if len(branch.above) < 2 or not all(slot in row for slot in branch.above):
            continue
        first, *others = sorted(branch.above, key=row.index)
        for other in others:
            if other not in settled:
                row.remove(other)
                row.insert(row.index(first) + 1, other)
        settled |= {first, *others}
