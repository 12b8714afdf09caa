"""The circle as a picture: rings by closeness, quarters by kind of life, the hoofdpersonen in the middle."""

import math
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from netwerkberaad.cases.circle_layout import TEXT_AWAY, Box, Place, Wish, lay_out, ring_name_boxes
from netwerkberaad.cases.circle_lines import Point, routes
from netwerkberaad.cases.people import Person, PersonKind, Quadrant, TieFlow, TieStrength
from netwerkberaad.cases.placing import MapPlace, place_of
from netwerkberaad.cases.ties.model import CircleTie, Tie, TieKind

CORE_LINE = 19.0
_LEAST_CORE = 44.0
_MARGIN = 30.0
_TEXT_UP, _TEXT_DOWN, _TEXT_AIR = 13.0, 5.0, 3.0  # of a name, from the line it stands on
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
class Bond:
    """A tie between two people of the circle."""

    one: uuid.UUID
    other: uuid.UUID
    strength: TieStrength = TieStrength.ORDINARY
    flow: TieFlow = TieFlow.EVEN


@dataclass(frozen=True, slots=True)
class Thread:
    """A bond as it is drawn: pieces of a line that touch no name."""

    bond: Bond
    pieces: tuple[tuple[Point, ...], ...]

    @property
    def path(self) -> str:
        """The pieces as the ``d`` of a path."""
        return "".join(
            "M" + "L".join(f"{x:g} {y:g}" for x, y in piece) for piece in self.pieces if len(piece) > 1
        )


@dataclass(frozen=True, slots=True)
class CirclePicture:
    """The whole drawing, centred on (0, 0), in whole tenths. ``rings`` are the outer radii, closest first."""

    core: float
    core_lines: tuple[str, ...]
    rings: tuple[float, ...]
    dots: tuple[Dot, ...]
    view: Box
    threads: tuple[Thread, ...] = ()

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return self.view.right - self.view.left, self.view.bottom - self.view.top


def draw_circle(
    principals: Sequence[Person],
    members: Sequence[Person],
    ties: Iterable[CircleTie] = (),
    places: Mapping[uuid.UUID, MapPlace] | None = None,
) -> CirclePicture:
    """The picture of these people around these hoofdpersonen, with the ties between them that are no family ties, and
    one between an organisation and whom one speaks with there.

    ``places`` says where they stood at another moment.
    """
    now = {one.id: place_of(one.kind, one.about) for one in members}
    standings = [_standing(one, (places or now).get(one.id, now[one.id])) for one in members]
    bonds = [_bond(row, row.tie) for row in ties if row.tie.kind is TieKind.KNOWS]
    known = {frozenset({bond.one, bond.other}) for bond in bonds}
    speaks = [Bond(one.id, contact.id) for one in members if (contact := one.contact_person)]
    bonds += [bond for bond in speaks if frozenset({bond.one, bond.other}) not in known]
    return place_circle([one.name.short for one in principals], standings, bonds)


def place_circle(
    principals: Sequence[str], members: Sequence[Standing], bonds: Sequence[Bond] = ()
) -> CirclePicture:
    """Place everybody; ``principals`` are the names in the middle. The same people give the same picture."""
    lines = _core_lines(principals)
    widest = max([name_width(line) for line in lines], default=0.0)
    core = round(max(_LEAST_CORE, 12 + widest / 2, 16 + CORE_LINE * len(lines) / 2), 1)
    labels = _labels(members)
    people = sorted(members, key=lambda one: (one.quadrant, one.ring, labels[one.id].casefold(), one.id))
    layout = lay_out(
        tuple(Wish(one.quadrant, one.ring, name_width(labels[one.id]) / 2) for one in people), core
    )
    dots = tuple(
        Dot(one, labels[one.id], place, round(place.y + math.copysign(TEXT_AWAY, place.y) + 5, 1))
        for one, place in zip(people, layout.places, strict=True)
    )
    view = _view(layout.rings[-1], layout.places)
    return CirclePicture(core, lines, layout.rings, dots, view, _threads(bonds, dots, core, layout.rings))


def name_box(dot: Dot) -> Box:
    """The room that the letters of a name take."""
    half = name_width(dot.label) / 2 + _TEXT_AIR
    return Box(dot.place.x - half, dot.label_y - _TEXT_UP, dot.place.x + half, dot.label_y + _TEXT_DOWN)


def _threads(
    bonds: Sequence[Bond], dots: Sequence[Dot], core: float, rings: Sequence[float]
) -> tuple[Thread, ...]:
    """Lines between those who are in the picture, around every name and every mark but their own."""
    number = {dot.person.id: index for index, dot in enumerate(dots)}
    heart = core * math.sqrt(0.5)  # a square inside the disc: an upright cross of boxes covers the rest of it
    always = (
        Box(-core, -heart, core, heart),
        Box(-heart, -core, heart, core),
        *ring_name_boxes(rings),
    )
    drawn = [bond for bond in bonds if bond.one in number and bond.other in number]
    lines = routes(
        tuple((number[bond.one], number[bond.other]) for bond in drawn),
        tuple((dot.place.x, dot.place.y) for dot in dots),
        tuple(dot.place.box for dot in dots),
        tuple(name_box(dot) for dot in dots),
        always,
        rings[-1],
    )
    return tuple(Thread(bond, pieces) for bond, pieces in zip(drawn, lines, strict=True))


def _bond(row: CircleTie, tie: Tie) -> Bond:
    return Bond(row.one_id, row.other_id, tie.strength, tie.flow)


def _standing(person: Person, place: MapPlace) -> Standing:
    name = person.name
    return Standing(
        id=person.id,
        short=name.short,
        full=name.full,
        relation=person.about.relation,
        kind=place.kind,
        ring=place.ring,
        quadrant=place.quadrant,
        strength=place.strength,
        flow=place.flow,
    )


def _core_lines(principals: Sequence[str]) -> tuple[str, ...]:
    names = [cut_name(one) for one in principals]
    if len(names) > _MOST_IN_CORE:
        names = [*names[: _MOST_IN_CORE - 1], f"+ {len(names) - _MOST_IN_CORE + 1}"]
    return tuple(names)


def _labels(members: Sequence[Standing]) -> dict[uuid.UUID, str]:
    """What people are called; who share a first name get their last name with it."""
    shared = Counter(one.short.casefold() for one in members)
    return {one.id: cut_name(one.full if shared[one.short.casefold()] > 1 else one.short) for one in members}


def cut_name(name: str) -> str:
    """A name that fits in a picture."""
    return name if len(name) <= _MOST_LETTERS else name[: _MOST_LETTERS - 1].rstrip() + "…"


def name_width(text: str) -> float:
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
