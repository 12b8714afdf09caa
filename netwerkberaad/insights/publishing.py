"""What of a year may be told: nothing about fewer than ten cases, and nothing that subtracting could bring there.

One year is one whole. Its figures are divided into blocks of at least ten cases each, once. A part of the year (a quarter, a
team, a municipality) is told in the same blocks or in those taken together, and only where every part has ten cases in
every block. Each number is a sum of such cells, so each difference is one too. See docs/decisions/0012.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import quantiles

from netwerkberaad.insights.figures import CASES, FIGURES, LEDGER, MEASURES, NOT_HELD, Figure, Key
from netwerkberaad.insights.model import Counts

LEAST = 10
"""The fewest cases that anything is told of."""
WHOLE, OTHERS = "whole", "others"
Block = tuple[str, ...]
Group = tuple[str, ...]
Weight = tuple[tuple[str, int], ...]
"""What one case brings to a figure: categories with how much of each."""
Weighed = Mapping[Group, Mapping[Weight, int]]
"""For each part how many cases bring the same: so a hundred thousand cases are counted as fast as a few."""
Parts = Mapping[Group, Sequence[int]]
"""For each part which of the cases are in it."""


class Split(StrEnum):
    """Into which parts the year is divided."""

    WHOLE = "whole"
    QUARTER = "quarter"
    MONTH = "month"
    TEAM = "team"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True)
class Table:
    """One figure: for each part of the year how many of each block. No block has fewer than ten cases in any part."""

    key: Key
    split: Split
    blocks: tuple[Block, ...]
    groups: tuple[Group, ...]
    cells: Mapping[tuple[Group, Block], int]

    def total(self, group: Group) -> int:
        """Everything that is told of one part."""
        return sum(self.cells[group, block] for block in self.blocks)

    def over(self, group: Group, categories: Iterable[str]) -> int | None:
        """How many of these categories together; None where that is not told."""
        wanted = set(categories)
        inside = [block for block in self.blocks if wanted.issuperset(block)]
        if {one for block in inside for one in block} != wanted:
            return None
        return sum(self.cells[group, block] for block in inside)


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and quartiles of a measure over at least ten cases, in whole numbers."""

    quarter: int
    median: int
    three_quarters: int


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything that is told of one year."""

    tables: Mapping[tuple[Key, Split], Table]
    spreads: Mapping[tuple[str, Split, Group], Spread]

    @property
    def splits(self) -> tuple[Split, ...]:
        """The ways in which this year is told."""
        return tuple(split for split in Split if (Key.CASES, split) in self.tables)


def publish(counts: Sequence[Counts]) -> Publication:
    """Decide once what of these closed cases of one year is told, in every view there is; nothing of fewer than ten."""
    tables: dict[tuple[Key, Split], Table] = {}
    spreads: dict[tuple[str, Split, Group], Spread] = {}
    if len(counts) < LEAST:
        return Publication(tables, spreads)
    whole: dict[Key, tuple[Block, ...]] = {}
    weights = {figure.key: _weights(figure, counts) for figure in (CASES, *FIGURES)}
    for split in Split:
        parts = _parts(counts, split)
        if not parts:
            continue
        tables[Key.CASES, split] = _table(
            CASES, split, (CASES.categories,), _weighed(weights[Key.CASES], parts)
        )
        if split is Split.MONTH:  # a month is too short for anything but how many
            continue
        for figure in FIGURES:
            finest = whole.get(figure.key, tuple((one,) for one in figure.categories))
            weighed = _weighed(weights[figure.key], parts)
            blocks = _blocks(figure, finest, weighed)
            if split is Split.WHOLE:
                whole[figure.key] = blocks
            if len(blocks) > 1:
                tables[figure.key, split] = _table(figure, split, blocks, weighed)
        spreads |= _spreads(split, parts, counts)
    for table in _ledger(counts, whole[Key.REACH]):
        tables[table.key, Split.WHOLE] = table
    return Publication(tables, spreads)


def _parts(counts: Sequence[Counts], split: Split) -> dict[Group, list[int]]:
    """The cases of each part; empty when the year cannot be told like this."""
    if split is Split.WHOLE:
        whole: dict[Group, list[int]] = {(WHOLE,): list(range(len(counts)))}
        return whole
    if split is Split.QUARTER:
        return _all_or_none(counts, {str(one): (one - 1) * 3 + 1 for one in range(1, 5)}, months=3)
    if split is Split.MONTH:
        return _all_or_none(counts, {str(one): one for one in range(1, 13)}, months=1)
    named: Callable[[Counts], str] = _team if split is Split.TEAM else _municipality
    return _by_name(counts, named)


def _team(one: Counts) -> str:
    return one.team


def _municipality(one: Counts) -> str:
    return one.municipality


def _all_or_none(
    counts: Sequence[Counts], starts: Mapping[str, int], *, months: int
) -> dict[Group, list[int]]:
    parts: dict[Group, list[int]] = {
        (name,): [at for at, one in enumerate(counts) if start <= one.month < start + months]
        for name, start in starts.items()
    }
    return parts if all(len(part) >= LEAST for part in parts.values()) else {}


def _by_name(counts: Sequence[Counts], name: Callable[[Counts], str]) -> dict[Group, list[int]]:
    """Parts with ten cases by name, the rest together; if that is too little, the smallest goes with it."""
    sizes = Counter(name(one) for one in counts)
    own = sorted((key for key in sizes if key and sizes[key] >= LEAST), key=lambda key: (-sizes[key], key))
    rest = sum(sizes[key] for key in sizes if key not in own)
    while rest and rest < LEAST and own:
        rest += sizes[own.pop()]
    parts: dict[Group, list[int]] = {(key,): [] for key in own}
    if rest:
        parts[OTHERS,] = []
    for at, one in enumerate(counts):
        parts[(name(one),) if (name(one),) in parts else (OTHERS,)].append(at)
    return parts if len(parts) > 1 else {}


def _blocks(figure: Figure, finest: Sequence[Block], weighed: Weighed) -> tuple[Block, ...]:
    """The finest blocks of which every part has ten cases; empty when not even everything together has."""

    def fits(block: Block) -> bool:
        return all(_cases_in(block, part) >= LEAST for part in weighed.values())

    def size(block: Block) -> int:
        return sum(_cases_in(block, part) for part in weighed.values())

    if figure.cuts:
        return _cut(figure.cuts, finest, fits)
    return _rest_together(finest, fits, size)


def _cut(cuts: Iterable[str], finest: Sequence[Block], fits: Callable[[Block], bool]) -> tuple[Block, ...]:
    """Cut everything in two where both sides have enough, and those again, at the places that matter most first."""
    whole: Block = sum(finest, ())
    borders = {block[0] for block in finest}
    done = [whole] if fits(whole) else []
    for cut in cuts:
        at = next((place for place, block in enumerate(done) if cut in block), None)
        if at is None or cut not in borders:
            continue
        middle = done[at].index(cut)
        sides = [done[at][:middle], done[at][middle:]]
        if middle and all(fits(side) for side in sides):
            done[at : at + 1] = sides
    return tuple(done)


def _rest_together(
    finest: Sequence[Block], fits: Callable[[Block], bool], size: Callable[[Block], int]
) -> tuple[Block, ...]:
    own = [block for block in finest if fits(block)]
    rest: Block = sum((block for block in finest if block not in own), ())
    while rest and not fits(rest) and own:
        smallest = min(own, key=size)
        own.remove(smallest)
        rest += smallest
    return (*own, rest) if rest else tuple(own)


def _weights(figure: Figure, counts: Iterable[Counts]) -> list[Weight]:
    return [tuple((str(name), much) for name, much in figure.weigh(one).items() if much) for one in counts]


def _weighed(weights: Sequence[Weight], parts: Parts) -> Weighed:
    return {group: Counter(map(weights.__getitem__, part)) for group, part in parts.items()}


def _cases_in(block: Block, part: Mapping[Weight, int]) -> int:
    """How many cases bring anything to a block."""
    return sum(
        cases for weight, cases in part.items() if any(category in block for category, _much in weight)
    )


def _table(figure: Figure, split: Split, blocks: tuple[Block, ...], weighed: Weighed) -> Table:
    cells = {
        (group, block): sum(
            cases * much for weight, cases in part.items() for category, much in weight if category in block
        )
        for group, part in weighed.items()
        for block in blocks
    }
    return Table(figure.key, split, blocks, tuple(weighed), cells)


def _ledger(counts: Sequence[Counts], reach: Sequence[Block]) -> Iterable[Table]:
    """Who ended what came to no beraad, and why; only where the ends tell how many those are, by themselves."""
    alone = all(set(block) <= set(NOT_HELD) or not set(block) & set(NOT_HELD) for block in reach)
    if not reach or not alone:
        return
    for figure in LEDGER:
        weighed = _weighed(_weights(figure, counts), {(WHOLE,): range(len(counts))})
        blocks = _blocks(figure, tuple((one,) for one in figure.categories), weighed)
        if len(blocks) > 1:
            yield _table(figure, Split.WHOLE, blocks, weighed)


def _spreads(split: Split, parts: Parts, counts: Sequence[Counts]) -> dict[tuple[str, Split, Group], Spread]:
    found: dict[tuple[str, Split, Group], Spread] = {}
    for measure in MEASURES:
        measured = [measure.of(one) for one in counts]
        for group, part in parts.items():
            numbers = [number for at in part if (number := measured[at]) is not None]
            if len(numbers) >= LEAST:
                low, middle, high = quantiles(numbers, n=4, method="inclusive")
                found[measure.key, split, group] = Spread(round(low), round(middle), round(high))
    return found
