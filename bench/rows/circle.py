"""The circle as a picture, against the same people as a list: both placed or grouped, and rendered by their macros.

The places of a circle that did not change are kept as bare numbers, so all but the first look find them ready.
"""

import uuid
from collections.abc import Iterator
from pathlib import Path

from bench.harness import Row, at_most, compare
from bench.house import open_house
from netwerkberaad.cases import Quadrant, Standing, TieFlow, TieStrength, place_circle
from netwerkberaad.cases.picture import Bond

ROUNDS, CALLS, MANY, TIES = 15, 10, 60, 12
_FIRST = (
    "Joke Kees Anneke Sjaak Fatma Iris Piet Wouter Dilano Samira Wilhelmina Mo Truus Gerard Latifa".split()
)


def measure(folder: Path) -> Iterator[Row]:
    """One row, in milliseconds for one picture of 60 people with a dozen ties between them."""
    house = open_house(folder / "circle", plain=False)
    people = [_person(number) for number in range(MANY)]
    bonds = [Bond(one.id, other.id) for one, other in zip(people[:TIES], people[TIES:], strict=False)]
    templates = house.app.jinja_env
    picture = templates.from_string(
        '{% from "components/circle.html" import circle_picture %}'
        '{{ circle_picture(picture, "De kring", ["", "a", "b", "c", "d"], ["a", "b", "c", "d"]) }}'
    )
    listed = templates.from_string(
        '{% from "components/case.html" import people_group %}'
        "{% for title, people in groups %}{{ people_group(title, people) }}{% endfor %}"
    )
    with house.app.test_request_context():
        sides = compare(
            lambda: picture.render(picture=place_circle(["Marloes", "Rik"], people, bonds)),
            lambda: listed.render(groups=_groups(people)),
            rounds=ROUNDS,
            calls=CALLS,
        )
    yield at_most("circle picture, 60 people (ms)", sides, 5)


def _person(number: int) -> Standing:
    first = f"{_FIRST[number % len(_FIRST)]}{'' if number < len(_FIRST) else number}"
    return Standing(
        id=uuid.UUID(int=number),
        short=first,
        full=f"{first} de Oefenaar",
        relation="iemand uit de buurt",
        ring=(1, 1, 2, 2, 3, 4)[number % 6],
        quadrant=list(Quadrant)[number % 4],
        strength=list(TieStrength)[number % 3],
        flow=list(TieFlow)[number % 4],
    )


def _groups(people: list[Standing]) -> list[tuple[str, list[dict[str, str]]]]:
    return [
        (
            str(quadrant),
            [
                {
                    "name": one.full,
                    "relation": one.relation,
                    "note": f"{one.ring}, {one.strength}, {one.flow}",
                    "url": "/x",
                }
                for one in people
                if one.quadrant is quadrant
            ],
        )
        for quadrant in Quadrant
    ]
