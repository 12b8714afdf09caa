"""A picture of bars, drawn on the server: a label above each bar, its number behind it. The table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

WIDTH, STEP, TOP = 420.0, 46.0, 4.0
_LENGTH, _LETTERS = 320.0, 54


@dataclass(frozen=True, slots=True)
class Wish:
    """One bar: from ``begin`` to ``end`` in the unit of the figure, with a mark on it or none, and its number as text."""

    label: str
    end: float
    text: str
    begin: float = 0.0
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar as it is drawn; everything in units of the picture, in whole tenths. ``short`` is the label that fits."""

    label: str
    short: str
    text: str
    y: float
    x: float
    width: float
    mark: float | None


@dataclass(frozen=True, slots=True)
class Bars:
    """The whole picture."""

    bars: tuple[Bar, ...]
    width: float
    height: float


def draw_bars(wishes: Sequence[Wish]) -> Bars:
    """Place every bar below the one before, the longest over the whole width."""
    most = max((wish.end for wish in wishes), default=0.0) or 1.0

    def along(value: float) -> float:
        return round(value / most * _LENGTH, 1)

    bars = tuple(
        Bar(
            label=wish.label,
            short=shorten(wish.label, _LETTERS, placeholder=" …"),
            text=wish.text,
            y=round(TOP + STEP * at, 1),
            x=along(wish.begin),
            width=max(round(along(wish.end) - along(wish.begin), 1), 2.0),
            mark=None if wish.mark is None else along(wish.mark),
        )
        for at, wish in enumerate(wishes)
    )
    return Bars(bars, WIDTH, TOP + STEP * len(wishes))
