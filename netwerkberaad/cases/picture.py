"""Where everybody stands in the picture of the circle: rings by closeness, quarters by kind of life.

Pure geometry in units of the drawing, y downwards. The same people give the same picture. No two names overlap: when
they do not fit, the rings grow until they do.
"""

import math
import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from netwerkberaad.cases.people import Person, PersonKind, Quadrant, TieFlow, TieStrength

CORE_LINE = 19.0
RINGS = range(1, 5)
_QUARTERS = {  # the angle at which each quarter begins, in degrees, clockwise from the right
    Quadrant.PROFESSIONALS: 0.0,
    Quadrant.WORK_SCHOOL_CLUBS: 90.0,
    Quadrant.FAMILY: 180.0,
    Quadrant.FRIENDS: 270.0,
}
_BANDS = {1: 104.0, 2: 62.0, 3: 56.0, 4: 50.0}  # how wide each ring is when there is room enough
_GROWTH = 1.1
_EDGE, _STEP = 14.0, 14.0  # from the lines of a ring; between places that are tried
_BESIDE_AXIS = 14.0
_AIR = 3.0
_DOT = 10.0
_TEXT_HEIGHT, _TEXT_AWAY = 18.0, 25.0
_MARGIN = 30.0
_MOST_IN_CORE, _MOST_LETTERS = 5, 16
_NARROW, _WIDE = frozenset("ijltfrI.,'’-() "), frozenset("mwMWÆŒ@&")
_CROSSING = 220.0  # a line through a name is as bad as standing this far from the best place


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
class Standing:
    """What the picture needs to know of somebody."""

    id: uuid.UUID
    short: str
    full: str
    relation: str = ""
    kind: PersonKind = PersonKind.NAASTE
    ring: int = 2
    quadrant: Quadrant = Quadrant.FAMILY
    strength: TieStrength = TieStrength.ORDINARY
    flow: TieFlow = TieFlow.EVEN


@dataclass(frozen=True, slots=True)
class Dot:
    """One person: the mark, the name beside it, and the two ends of the tie to the hoofdpersonen."""

    person: Standing
    label: str
    x: float
    y: float
    label_y: float
    near: tuple[float, float]
    far: tuple[float, float]
    box: Box


@dataclass(frozen=True, slots=True)
class CirclePicture:
    """The whole drawing, centred on (0, 0). ``rings`` are the outer radii, closest first."""

    core: float
    core_lines: tuple[str, ...]
    rings: tuple[float, ...]
    dots: tuple[Dot, ...]
    view: Box

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return self.view.right - self.view.left, self.view.bottom - self.view.top


def draw_circle(principals: Sequence[Person], members: Sequence[Person]) -> CirclePicture:
    """The picture of these people around these hoofdpersonen."""
    return place_circle([one.name.short for one in principals], [_standing(one) for one in members])


def place_circle(principals: Sequence[str], members: Sequence[Standing]) -> CirclePicture:
    """Place everybody; ``principals`` are the names in the middle."""
    lines = _core_lines(principals)
    core = max(
        44.0, 12 + max([_width(line) for line in lines], default=0) / 2, 16 + CORE_LINE * len(lines) / 2
    )
    labels = _labels(members)
    growth = _least_growth(members, labels, core)
    while (dots := _place_all(members, labels, core, growth)) is None:
        growth *= _GROWTH
    rings = tuple(outer for _inner, outer in (_band(ring, core, growth) for ring in RINGS))
    return CirclePicture(core, lines, rings, dots, _view(rings[-1], dots))


def _least_growth(members: Sequence[Standing], labels: dict[uuid.UUID, str], core: float) -> float:
    """The size below which trying is in vain: names take more room than their part of a ring has."""
    crowded: defaultdict[tuple[int, Quadrant], float] = defaultdict(float)
    for one in members:
        crowded[one.ring, one.quadrant] += _width(labels[one.id]) * _TEXT_AWAY
    growth = 1.0
    for (ring, _quadrant), need in crowded.items():
        while need > _area(_band(ring, core, growth)):
            growth *= _GROWTH
    return growth


def _area(band: tuple[float, float]) -> float:
    inner, outer = band
    return math.pi / 4 * (outer**2 - inner**2)


def _standing(person: Person) -> Standing:
    name, about = person.name, person.about
    return Standing(
        id=person.id,
        short=name.short,
        full=name.full,
        relation=about.relation,
        kind=person.kind,
        ring=about.ring,
        quadrant=about.quadrant,
        strength=about.strength,
        flow=about.flow,
    )


def _core_lines(principals: Sequence[str]) -> tuple[str, ...]:
    names = [_short(one) for one in principals]
    if len(names) > _MOST_IN_CORE:
        names = [*names[: _MOST_IN_CORE - 1], f"+ {len(names) - _MOST_IN_CORE + 1}"]
    return tuple(names)


def _labels(members: Sequence[Standing]) -> dict[uuid.UUID, str]:
    """What people are called; who share a first name get their last name with it."""
    shared = Counter(one.short.casefold() for one in members)
    return {one.id: _short(one.full if shared[one.short.casefold()] > 1 else one.short) for one in members}


def _short(name: str) -> str:
    return name if len(name) <= _MOST_LETTERS else name[: _MOST_LETTERS - 1].rstrip() + "…"


def _width(text: str) -> float:
    """About how wide a name is at 14 units, a little too wide rather than too narrow."""
    return sum(
        5.4 if one in _NARROW else 13.2 if one in _WIDE else 10.2 if one.isupper() else 8.6 for one in text
    )


def _band(ring: int, core: float, growth: float) -> tuple[float, float]:
    inner = core + growth * sum(_BANDS[one] for one in RINGS if one < ring)
    return inner, inner + growth * _BANDS[ring]


def _place_all(
    members: Sequence[Standing], labels: dict[uuid.UUID, str], core: float, growth: float
) -> tuple[Dot, ...] | None:
    """Everybody placed without overlap, or None when somebody does not fit."""
    cells: defaultdict[tuple[int, Quadrant], list[Standing]] = defaultdict(list)
    for one in members:
        cells[one.ring, one.quadrant].append(one)
    placed: list[Dot] = []
    taken = [_ring_name_box(_band(ring, core, growth)[1]) for ring in RINGS]
    for (ring, quadrant), people in sorted(cells.items()):
        people.sort(key=lambda one: (labels[one.id].casefold(), one.id))
        places = _places(_band(ring, core, growth), _QUARTERS[quadrant], _STEP * growth)
        near = [dot for dot in placed if dot.person.quadrant is quadrant]
        for index, person in enumerate(people):
            best = _QUARTERS[quadrant] + 90.0 * (index + 0.5) / len(people)
            options = sorted(
                (away + math.radians(abs(angle - best)) * radius, radius, angle)
                for away, radius, angle in places
            )
            dot = _place(person, labels[person.id], options, core, near, taken)
            if dot is None:
                return None
            placed.append(dot)
            near.append(dot)
            taken.append(dot.box)
    return tuple(placed)


def _place(
    person: Standing,
    label: str,
    options: Sequence[tuple[float, float, float]],
    core: float,
    near: Sequence[Dot],
    taken: Sequence[Box],
) -> Dot | None:
    """The best of the places, given as (distance from where one would like it, radius, angle), nearest first."""
    found: tuple[float, Dot] | None = None
    for away, radius, angle in options:
        if found is not None and away >= found[0]:
            break
        dot = _dot(person, label, radius, angle, core)
        if any(dot.box.overlaps(box) for box in taken):
            continue
        through = sum(dot.box.touches_line(*one.near, *one.far) for one in near)
        through += sum(one.box.touches_line(*dot.near, *dot.far) for one in near)
        if found is None or away + _CROSSING * through < found[0]:
            found = away + _CROSSING * through, dot
    return found[1] if found else None


def _places(band: tuple[float, float], begin: float, step: float) -> list[tuple[float, float, float]]:
    """Places in one ring and one quarter as (distance from the middle of the ring, radius, angle)."""
    inner, outer = band
    middle = (inner + outer) / 2
    steps = int(max(0.0, (outer - inner) / 2 - _EDGE) // step)
    found: list[tuple[float, float, float]] = []
    for off in range(-steps, steps + 1):
        radius = middle + off * step
        free = math.degrees(math.asin(min(1.0, _BESIDE_AXIS / radius)))
        count = max(1, int(math.radians(90 - 2 * free) * radius // step))
        angles = (begin + free + (90 - 2 * free) * index / count for index in range(count + 1))
        found += [(abs(off) * step, radius, angle) for angle in angles]
    return found


def _dot(person: Standing, label: str, radius: float, angle: float, core: float) -> Dot:
    across, down = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = radius * across, radius * down
    side = 1.0 if down > 0 else -1.0  # names stand on the outside, so that ties seldom cross them
    half, text = _width(label) / 2, y + side * _TEXT_AWAY
    ends = sorted((y - side * (_DOT + _AIR), text + side * _TEXT_HEIGHT / 2))
    return Dot(
        person=person,
        label=label,
        x=x,
        y=y,
        label_y=text + 5,
        near=((core + 5) * across, (core + 5) * down),
        far=((radius - _DOT - 3) * across, (radius - _DOT - 3) * down),
        box=Box(x - half - _AIR, ends[0] - _AIR, x + half + _AIR, ends[1] + _AIR),
    )


def _ring_name_box(outer: float) -> Box:
    """Where the name of a ring stands: just inside its line, right of the upright axis."""
    return Box(4, outer - 18, 90, outer - 2)


def _view(outer: float, dots: Sequence[Dot]) -> Box:
    reach = outer + _MARGIN
    return Box(
        min([-reach, *(dot.box.left - 4 for dot in dots)]),
        min([-reach, *(dot.box.top - 4 for dot in dots)]),
        max([reach, *(dot.box.right + 4 for dot in dots)]),
        max([reach, *(dot.box.bottom + 4 for dot in dots)]),
    )
