"""Parents with the children they have together, and in which generation everybody stands."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from netwerkberaad.cases.ties.model import TieKind

Kinship = tuple[TieKind, uuid.UUID, uuid.UUID]
"""A family tie from the first to the second: parent of, partner of, or separated from."""


@dataclass(frozen=True, slots=True)
class Household:
    """One or more parents and the children of just these. ``bond`` is what binds two parents, None when nothing is known."""

    parents: tuple[uuid.UUID, ...]
    children: tuple[uuid.UUID, ...]
    bond: TieKind | None = None


def households_of(ties: Iterable[Kinship]) -> list[Household]:
    """Every set of parents with their children, and every couple without children together, in a fixed order."""
    parents: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    bonds: dict[frozenset[uuid.UUID], TieKind] = {}
    for kind, one, other in ties:
        if kind is TieKind.PARENT:
            parents[other].add(one)
        elif kind is not TieKind.KNOWS:
            bonds[frozenset({one, other})] = kind
    children: defaultdict[frozenset[uuid.UUID], list[uuid.UUID]] = defaultdict(list)
    for pair in bonds:
        children[pair] = []
    for child, those in parents.items():
        children[frozenset(those)].append(child)
    found = [
        Household(tuple(sorted(those)), tuple(sorted(kids)), bonds.get(those))
        for those, kids in children.items()
    ]
    return sorted(found, key=lambda one: (one.parents, one.children))


def generations_of(people: Sequence[uuid.UUID], households: Sequence[Household]) -> dict[uuid.UUID, int]:
    """For each the row in the tree, the oldest in row 0: children below all their parents, parents of one child beside
    each other. Where that cannot be (an aunt who married a nephew) children still stand below their parents.
    """
    group = _side_by_side(people, households)
    below: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for household in households:
        for child in household.children:
            if group[child] != group[household.parents[0]]:
                below[group[household.parents[0]]].add(group[child])
    row = dict.fromkeys(group.values(), 0)
    for _round in people:
        for above, groups in below.items():
            for under in groups:
                row[under] = max(row[under], row[above] + 1)
    with_parents = set[uuid.UUID]().union(*below.values())
    for above in below:
        if above not in with_parents:
            row[above] = max(0, min(row[under] for under in below[above]) - 1)
    return _closed_up(_mended({one: row[group[one]] for one in people}, households))


def _side_by_side(
    people: Sequence[uuid.UUID], households: Sequence[Household]
) -> Mapping[uuid.UUID, uuid.UUID]:
    """For each somebody who stands for everybody of the same generation by being parents or partners together."""
    group = {one: one for one in people}

    def head(one: uuid.UUID) -> uuid.UUID:
        while group[one] != one:
            one = group[one]
        return one

    for household in households:
        first = head(household.parents[0])
        for other in household.parents[1:]:
            group[head(other)] = first
    return {one: head(one) for one in people}


def _mended(row: dict[uuid.UUID, int], households: Sequence[Household]) -> dict[uuid.UUID, int]:
    """Children below all their parents, whatever was said of who stands beside whom."""
    for _round in row:
        for household in households:
            lowest = max(row[one] for one in household.parents)
            for child in household.children:
                row[child] = max(row[child], lowest + 1)
    return row


def _closed_up(row: dict[uuid.UUID, int]) -> dict[uuid.UUID, int]:
    """Rows numbered without gaps."""
    numbers = {number: index for index, number in enumerate(sorted(set(row.values())))}
    return {one: numbers[number] for one, number in row.items()}
