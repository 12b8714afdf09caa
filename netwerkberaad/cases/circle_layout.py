"""Where marks and names go in a picture of rings and quarters, so that no two touch.

Pure geometry in units of the drawing, y downwards, the middle at (0, 0). It knows widths and places, no people.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from netwerkberaad.cases.people import Quadrant

RINGS = range(1, 5)
DOT = 10.0  # half a mark, with a little air
TEXT_AWAY = 25.0  # from the middle of a mark to the middle of its name
_TEXT_HEIGHT, _AIR = 18.0, 3.0
_QUARTERS = {  # the angle at which each quarter begins, in degrees, clockwise from the right
    Quadrant.PROFESSIONALS: 0.0,
    Quadrant.WORK_SCHOOL_CLUBS: 90.0,
    Quadrant.FAMILY: 180.0,
    Quadrant.FRIENDS: 270.0,
}
_BANDS = {1: 104.0, 2: 62.0, 3: 56.0, 4: 50.0}  # how wide each ring is when there is room enough
_GROWTH = 1.1
_EDGE, _STEP = 14.0, 14.0  # from the lines of a ring; between spots that are tried
_BESIDE_AXIS = 14.0
_RING_NAME = 90.0  # how far the name of a ring reaches
_TRIES = 24  # free spots looked at for one whose tie passes beside the others


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def touches_line(self, x1: float, y1: float, x2: float, y2: float) -> bool:
        """Whether a line between two points passes through (Liang and Barsky's clipping)."""
        enter, leave = 0.0, 1.0
        for step, near, far in (
            (x2 - x1, self.left - x1, self.right - x1),
            (y2 - y1, self.top - y1, self.bottom - y1),
        ):
            if step == 0:
                if near > 0 or far < 0:
                    return False
                continue
            first, last = sorted((near / step, far / step))
            enter, leave = max(enter, first), min(leave, last)
        return enter < leave


@dataclass(frozen=True, slots=True)
class Wish:
    """What wants a place: a ring, a quarter, and half the width of the name."""

    quadrant: Quadrant
    ring: int
    half: float


@dataclass(frozen=True, slots=True)
class Place:
    """A place found: the mark, its room, and both ends of the tie to the middle."""

    x: float
    y: float
    near: tuple[float, float]
    far: tuple[float, float]
    box: Box


@dataclass(frozen=True, slots=True)
class Layout:
    """Outer radii of the rings, closest first, and a place for each wish, in their order."""

    rings: tuple[float, ...]
    places: tuple[Place, ...]


@lru_cache(maxsize=512)
def lay_out(wishes: tuple[Wish, ...], core: float) -> Layout:
    """Places without overlap around a middle with this radius. When all do not fit, the rings grow until they do."""
    growth = _least_growth(wishes, core)
    while (places := _place_all(wishes, core, growth)) is None:
        growth *= _GROWTH
    return Layout(tuple(_tenth(_band(ring, core, growth)[1]) for ring in RINGS), places)


def ring_name_boxes(rings: Sequence[float]) -> list[Box]:
    """Where the names of rings with these outer radii stand."""
    return [_ring_name_box(outer) for outer in rings]


def _least_growth(wishes: Sequence[Wish], core: float) -> float:
    """The size below which trying is in vain: names take more room than their part of a ring has."""
    crowded: defaultdict[tuple[int, Quadrant], float] = defaultdict(float)
    for wish in wishes:
        crowded[wish.ring, wish.quadrant] += 2 * wish.half * TEXT_AWAY
    growth = 1.0
    for (ring, _quadrant), need in crowded.items():
        while need > _area(_band(ring, core, growth)):
            growth *= _GROWTH
    return growth


def _area(band: tuple[float, float]) -> float:
    inner, outer = band
    return math.pi / 4 * (outer**2 - inner**2)


def _band(ring: int, core: float, growth: float) -> tuple[float, float]:
    inner = core + growth * sum(_BANDS[one] for one in RINGS if one < ring)
    return inner, inner + growth * _BANDS[ring]


def _place_all(wishes: Sequence[Wish], core: float, growth: float) -> tuple[Place, ...] | None:
    """A place for every wish, or None when one does not fit. Names stay in their quarter, so quarters are apart."""
    cells: defaultdict[tuple[Quadrant, int], list[int]] = defaultdict(list)
    for number, wish in enumerate(wishes):
        cells[wish.quadrant, wish.ring].append(number)
    names = ring_name_boxes([_band(ring, core, growth)[1] for ring in RINGS])
    found: dict[int, Place] = {}
    placed: defaultdict[Quadrant, list[Place]] = defaultdict(list)
    for (quadrant, ring), numbers in sorted(cells.items()):
        begin = _QUARTERS[quadrant]
        spots = _spots(_band(ring, core, growth), begin, _STEP * growth)
        taken = names if quadrant is Quadrant.PROFESSIONALS else []
        for index, number in enumerate(numbers):
            best = begin + 90.0 * (index + 0.5) / len(numbers)
            place = _place(wishes[number].half, _nearest(spots, best), placed[quadrant], taken, core)
            if place is None:
                return None
            placed[quadrant].append(place)
            found[number] = place
    return tuple(found[number] for number in range(len(wishes)))


@dataclass(frozen=True, slots=True)
class _Spot:
    """What can be tried. ``off`` is how far it lies from the middle of its ring, ``arc`` the length of one degree."""

    off: float
    radius: float
    angle: float
    arc: float
    x: float
    y: float


def _spots(band: tuple[float, float], begin: float, step: float) -> list[_Spot]:
    inner, outer = band
    steps = int(max(0.0, (outer - inner) / 2 - _EDGE) // step)
    found: list[_Spot] = []
    for off in range(-steps, steps + 1):
        radius = (inner + outer) / 2 + off * step
        free = math.degrees(math.asin(min(1.0, _BESIDE_AXIS / radius)))
        count = max(1, int(math.radians(90 - 2 * free) * radius // step))
        for index in range(count + 1):
            angle = begin + free + (90 - 2 * free) * index / count
            x, y = radius * math.cos(math.radians(angle)), radius * math.sin(math.radians(angle))
            found.append(_Spot(abs(off) * step, radius, angle, math.radians(1) * radius, x, y))
    return found


def _nearest(spots: Sequence[_Spot], best: float) -> list[_Spot]:
    return sorted(spots, key=lambda spot: spot.off + abs(spot.angle - best) * spot.arc)


def _place(
    half: float, spots: Sequence[_Spot], near: Sequence[Place], names: Sequence[Box], core: float
) -> Place | None:
    """The first free spot, rather one whose tie passes beside the others."""
    free: Place | None = None
    tries = 0
    for spot in spots:
        box = _box(spot, half + _AIR)
        over_axis = box.left * box.right <= 0 or box.top * box.bottom <= 0
        if over_axis or any(box.overlaps(one.box) for one in near):
            continue
        if any(box.overlaps(name) for name in names):
            continue
        place = _made(spot, box, core)
        if not any(_crosses(place, one) for one in near):
            return place
        free, tries = free or place, tries + 1
        if tries == _TRIES:
            break
    return free


def _crosses(place: Place, other: Place) -> bool:
    return place.box.touches_line(*other.near, *other.far) or other.box.touches_line(*place.near, *place.far)


def _box(spot: _Spot, half: float) -> Box:
    """The room of a mark and a name; names stand on the outside, so that ties seldom cross them."""
    inside, outside = DOT + 2 * _AIR, TEXT_AWAY + _TEXT_HEIGHT / 2 + _AIR
    above, below = (inside, outside) if spot.y > 0 else (outside, inside)
    return Box(spot.x - half, spot.y - above, spot.x + half, spot.y + below)


def _made(spot: _Spot, box: Box, core: float) -> Place:
    across, down = spot.x / spot.radius, spot.y / spot.radius
    begin, end = core + 5, spot.radius - DOT - 3
    near, far = (_tenth(begin * across), _tenth(begin * down)), (_tenth(end * across), _tenth(end * down))
    return Place(_tenth(spot.x), _tenth(spot.y), near, far, box)


def _tenth(number: float) -> float:
    return round(number, 1)


def _ring_name_box(outer: float) -> Box:
    """Where the name of a ring stands: just inside its line, right of the upright axis."""
    return Box(4, outer - 18, _RING_NAME, outer - 2)
