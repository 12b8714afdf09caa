"""How a row is measured: ours and its reference in turn, in rounds, and the median of the rounds.

The machine may be busy with other things. Both sides of a round feel that alike, so the ratio of a row is the median of the
ratios of its rounds; the two medians beside it are for information.
"""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median

Measure = Callable[[], float]
Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``ours`` and ``reference`` are in the unit that ``row`` names."""

    row: str
    ours: float
    reference: float | None
    ratio: float | None
    aim: str
    ok: bool

    def as_json(self) -> dict[str, object]:
        """The row as ``latest.json`` keeps it, with four digits that say something."""
        return {
            name: float(f"{value:.4g}") if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }


@dataclass(frozen=True, slots=True)
class Sides:
    """What the rounds gave: the median of each side, and of the ratio within a round."""

    ours: float
    reference: float
    ratio: float


def in_turn(ours: Measure, reference: Measure, *, rounds: int) -> Sides:
    """Take one measurement of each side per round, the one that goes first changing with each round."""
    measured: list[tuple[float, float]] = []
    for number in range(rounds):
        if number % 2:
            theirs = reference()
            mine = ours()
        else:
            mine = ours()
            theirs = reference()
        measured.append((mine, theirs))
    return sides_of(measured)


def sides_of(measured: Sequence[tuple[float, float]]) -> Sides:
    """The medians of rounds. Raises ValueError when there are none."""
    if not measured:
        raise ValueError("nothing was measured")
    return Sides(
        median(mine for mine, _theirs in measured),
        median(theirs for _mine, theirs in measured),
        median(mine / theirs for mine, theirs in measured),
    )


def per_call(act: Act, *, calls: int) -> Measure:
    """The median time of one call out of a series, in milliseconds."""

    def measure() -> float:
        times = []
        for _number in range(calls):
            began = time.perf_counter()
            act()
            times.append(time.perf_counter() - began)
        return median(times) * 1000

    return measure


def compare(ours: Act, reference: Act, *, rounds: int, calls: int, warm_up: int = 3) -> Sides:
    """Median time of a call of each side, in milliseconds; the first calls of each are not counted."""
    for act in (ours, reference):
        for _number in range(warm_up):
            act()
    gc.collect()
    gc.freeze()  # what lives on is not looked through again in every round, as in a worker that runs for long
    return in_turn(per_call(ours, calls=calls), per_call(reference, calls=calls), rounds=rounds)


def at_most(name: str, sides: Sides, most: float) -> Row:
    """A row that should not take more than so many times its reference."""
    return Row(name, sides.ours, sides.reference, sides.ratio, f"≤ {most}×", sides.ratio <= most)


def at_least(name: str, sides: Sides, least: float) -> Row:
    """A row that should reach so many times its reference, as for numbers per second."""
    return Row(name, sides.ours, sides.reference, sides.ratio, f"≥ {least}×", sides.ratio >= least)


def more_by(name: str, sides: Sides, most: float, unit: str) -> Row:
    """A row that may be above its reference by so much."""
    well = sides.ours - sides.reference <= most
    return Row(name, sides.ours, sides.reference, sides.ratio, f"≤ {most:g} {unit} more", well)


def within(name: str, value: float, most: float, unit: str) -> Row:
    """A row without a reference, that should stay below a bound."""
    return Row(name, value, None, None, f"≤ {most:g} {unit}", value <= most)


def table(rows: Sequence[Row]) -> str:
    """The rows as people read them."""
    cells = [("row", "ours", "reference", "ratio", "aim", "ok")]
    for row in rows:
        ratio = "–" if row.ratio is None else f"{row.ratio:.2f}"
        cells.append(
            (row.row, shown(row.ours), shown(row.reference), ratio, row.aim, "yes" if row.ok else "NO")
        )
    widths = [max(len(line[column]) for line in cells) for column in range(6)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in {1, 2, 3} else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    )


def shown(value: float | None) -> str:
    """A number with about three digits that say something; a dash for none."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
