"""Lines between people in the picture of the circle: bent around names and marks, and broken where there is no way around.

Pure geometry in the units of ``circle_layout``.
"""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from netwerkberaad.cases.circle_layout import DOT, Box

Point = tuple[float, float]
_BENDS = (0.0, 0.12, -0.12, 0.25, -0.25, 0.4, -0.4, 0.6, -0.6, 0.85, -0.85)
_STEPS = 28
_FREE = DOT + 3  # how far from the middle of a mark a line begins and ends


@lru_cache(maxsize=128)
def routes(
    pairs: tuple[tuple[int, int], ...],
    marks: tuple[Point, ...],
    rooms: tuple[Box, ...],
    names: tuple[Box, ...],
    always: tuple[Box, ...],
    within: float,
) -> tuple[tuple[tuple[Point, ...], ...], ...]:
    """The line of each pair, by the numbers of its marks: around the rooms of all others, and around their own names."""
    found = []
    for one, other in pairs:
        walls = [room for number, room in enumerate(rooms) if number not in (one, other)]
        found.append(route(marks[one], marks[other], [*walls, *always, names[one], names[other]], within))
    return tuple(found)


def route(begin: Point, end: Point, walls: Sequence[Box], within: float) -> tuple[tuple[Point, ...], ...]:
    """The line from one mark to another in pieces, none of which touches a wall.

    Mostly one piece: the least bent curve that is free and stays ``within`` so far from the middle. Where every curve
    meets a wall, the one that meets the fewest is broken there, as a line that passes behind a name.
    """
    best: list[tuple[Point, Point, bool]] = []
    fewest = math.inf
    for bend in _BENDS:
        points = [one for one in _curve(begin, end, bend) if _clear(one, begin) and _clear(one, end)]
        near = _near(points, walls)
        parts = [(one, two, _touches(one, two, near)) for one, two in pairwise(points)]
        met = sum(touched for _one, _two, touched in parts)
        met += _STEPS * any(math.hypot(*one) > within for one in points)
        if met < fewest:
            best, fewest = parts, met
        if not met:
            break
    return _pieces(best)


def _curve(begin: Point, end: Point, bend: float) -> Iterator[Point]:
    """Points of a quadratic curve whose top lies aside by ``bend`` halves of its length, in tenths as they are drawn."""
    across, down = end[0] - begin[0], end[1] - begin[1]
    top_x = (begin[0] + end[0]) / 2 - down * bend
    top_y = (begin[1] + end[1]) / 2 + across * bend
    for step in range(_STEPS + 1):
        there = step / _STEPS
        back = 1 - there
        yield (
            round(back**2 * begin[0] + 2 * back * there * top_x + there**2 * end[0], 1),
            round(back**2 * begin[1] + 2 * back * there * top_y + there**2 * end[1], 1),
        )


def _clear(point: Point, mark: Point) -> bool:
    return math.dist(point, mark) >= _FREE


def _near(points: Sequence[Point], walls: Sequence[Box]) -> list[Box]:
    if not points:
        return []
    rows, columns = [y for _x, y in points], [x for x, _y in points]
    around = Box(min(columns) - 1, min(rows) - 1, max(columns) + 1, max(rows) + 1)
    return [wall for wall in walls if wall.overlaps(around)]


def _touches(one: Point, two: Point, walls: Sequence[Box]) -> bool:
    return any(wall.touches_line(*one, *two) for wall in walls)


def _pieces(parts: Sequence[tuple[Point, Point, bool]]) -> tuple[tuple[Point, ...], ...]:
    pieces: list[list[Point]] = []
    joined = False
    for one, two, touched in parts:
        if touched:
            joined = False
        elif joined:
            pieces[-1].append(two)
        else:
            pieces.append([one, two])
            joined = True
    return tuple(map(tuple, pieces))
