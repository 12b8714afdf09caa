"""The circle as a picture: rings by closeness, quarters by kind of life, the hoofdpersonen in the middle."""

import math
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from netwerkberaad.cases.circle_layout import TEXT_AWAY, Box, Place, Wish, lay_out
from netwerkberaad.cases.people import Person, PersonKind, Quadrant, TieFlow, TieStrength

CORE_LINE = 19.0
_LEAST_CORE = 44.0
_MARGIN = 30.0
_MOST_IN_CORE, _MOST_LETTERS = 5, 16
_NARROW, _WIDE = frozenset("ijltfrI.,'’-() "), frozenset("mwMWÆŒ@&")


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
    """One person: the name as it is drawn, the place, and the height of the line of text."""

    person: Standing
    label: str
    place: Place
    label_y: float


@dataclass(frozen=True, slots=True)
class CirclePicture:
    """The whole drawing, centred on (0, 0), in whole tenths. ``rings`` are the outer radii, closest first."""

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
    """Place everybody; ``principals`` are the names in the middle. The same people give the same picture."""
    lines = _core_lines(principals)
    widest = max([_width(line) for line in lines], default=0.0)
    core = round(max(_LEAST_CORE, 12 + widest / 2, 16 + CORE_LINE * len(lines) / 2), 1)
    labels = _labels(members)
    people = sorted(members, key=lambda one: (one.quadrant, one.ring, labels[one.id].casefold(), one.id))
    layout = lay_out(tuple(Wish(one.quadrant, one.ring, _width(labels[one.id]) / 2) for one in people), core)
    dots = tuple(
        Dot(one, labels[one.id], place, round(place.y + math.copysign(TEXT_AWAY, place.y) + 5, 1))
        for one, place in zip(people, layout.places, strict=True)
    )
    return CirclePicture(core, lines, layout.rings, dots, _view(layout.rings[-1], layout.places))


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
    names = [_cut(one) for one in principals]
    if len(names) > _MOST_IN_CORE:
        names = [*names[: _MOST_IN_CORE - 1], f"+ {len(names) - _MOST_IN_CORE + 1}"]
    return tuple(names)


def _labels(members: Sequence[Standing]) -> dict[uuid.UUID, str]:
    """What people are called; who share a first name get their last name with it."""
    shared = Counter(one.short.casefold() for one in members)
    return {one.id: _cut(one.full if shared[one.short.casefold()] > 1 else one.short) for one in members}


def _cut(name: str) -> str:
    return name if len(name) <= _MOST_LETTERS else name[: _MOST_LETTERS - 1].rstrip() + "…"


def _width(text: str) -> float:
    """About how wide a name is at 14 units, a little too wide rather than too narrow."""
    return sum(
        5.4 if one in _NARROW else 13.2 if one in _WIDE else 10.2 if one.isupper() else 8.6 for one in text
    )


def _view(outer: float, places: Sequence[Place]) -> Box:
    reach = outer + _MARGIN
    return Box(
        min([-reach, *(one.box.left - 4 for one in places)]),
        min([-reach, *(one.box.top - 4 for one in places)]),
        max([reach, *(one.box.right + 4 for one in places)]),
        max([reach, *(one.box.bottom + 4 for one in places)]),
    )
