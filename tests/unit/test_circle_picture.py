"""The picture of the circle: geometry, not pixels."""

import math
import random
import uuid
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwerkberaad.cases import CirclePicture, Quadrant, Standing, place_circle
from netwerkberaad.cases.circle_layout import Box
from netwerkberaad.cases.picture import Bond, name_box

_NAMES = (
    "Joke",
    "Kees",
    "Anneke",
    "Fatma",
    "Wouter",
    "Bartholomeus",
    "Marie-Antoinette",
    "Mo",
    "Samira",
    "Şükrü",
)
_SIGNS = {
    Quadrant.FAMILY: (-1, -1),
    Quadrant.FRIENDS: (1, -1),
    Quadrant.PROFESSIONALS: (1, 1),
    Quadrant.WORK_SCHOOL_CLUBS: (-1, 1),
}


def _people(
    many: int, *, ring: int | None = None, quadrant: Quadrant | None = None, seed: int | None = None
) -> list[Standing]:
    chance = random.Random(many if seed is None else seed)
    return [
        Standing(
            id=uuid.UUID(int=number),
            short=(name := chance.choice(_NAMES)),
            full=f"{name} van {number}",
            ring=ring or chance.choice((1, 1, 2, 2, 3, 4)),
            quadrant=quadrant or chance.choice(list(Quadrant)),
        )
        for number in range(many)
    ]


def _overlaps(picture: CirclePicture) -> list[tuple[str, str]]:
    pairs = combinations(picture.dots, 2)
    return [(one.label, other.label) for one, other in pairs if one.place.box.overlaps(other.place.box)]


@pytest.mark.parametrize("many", [3, 8, 15, 30, 45, 60])
def test_no_name_stands_over_another(many: int) -> None:
    picture = place_circle(["Marloes", "Rik"], _people(many))
    assert len(picture.dots) == many
    assert not _overlaps(picture)


def test_sixty_people_in_one_corner_make_the_rings_grow_until_all_fit() -> None:
    crowd = place_circle(["Co"], _people(60, ring=1, quadrant=Quadrant.FAMILY))
    assert not _overlaps(crowd)
    assert crowd.rings[0] > 2 * place_circle(["Co"], []).rings[0]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=60), st.integers(1, 4), st.sampled_from(Quadrant)), max_size=25
    )
)
def test_everybody_stands_in_their_own_ring_and_quarter(found: list[tuple[str, int, Quadrant]]) -> None:
    members = [
        Standing(uuid.UUID(int=number), name, f"{name} {number}", ring=ring, quadrant=quadrant)
        for number, (name, ring, quadrant) in enumerate(found)
    ]
    picture = place_circle(["Marloes"], members)
    assert not _overlaps(picture)
    bounds = (picture.core, *picture.rings)
    for dot in picture.dots:
        away = math.hypot(dot.place.x, dot.place.y)
        assert bounds[dot.person.ring - 1] < away < bounds[dot.person.ring]
        across, down = _SIGNS[dot.person.quadrant]
        assert dot.place.x * across > 0
        assert dot.place.y * down > 0
        assert picture.view.left <= dot.place.box.left
        assert dot.place.box.bottom <= picture.view.bottom


def test_the_same_people_give_the_same_picture_in_whatever_order_they_come() -> None:
    people = _people(20)
    assert place_circle(["Co"], people) == place_circle(["Co"], people[::-1])


def test_who_share_a_first_name_are_told_apart() -> None:
    two = [Standing(uuid.UUID(int=1), "Jan", "Jan Wisse"), Standing(uuid.UUID(int=2), "Jan", "Jan Koole")]
    assert {dot.label for dot in place_circle(["Co"], two).dots} == {"Jan Wisse", "Jan Koole"}


def test_a_tie_passes_beside_the_people_in_between() -> None:
    quadrant = Quadrant.FAMILY
    inner, outer = (
        Standing(uuid.UUID(int=ring), f"Nr {ring}", "", ring=ring, quadrant=quadrant) for ring in (1, 3)
    )
    dots = {dot.person.ring: dot for dot in place_circle(["Co"], [inner, outer]).dots}
    assert not dots[1].place.box.touches_line(*dots[3].place.near, *dots[3].place.far)


def test_many_hoofdpersonen_fit_in_the_middle() -> None:
    picture = place_circle([f"Kind {number}" for number in range(9)], [])
    assert picture.core_lines == ("Kind 0", "Kind 1", "Kind 2", "Kind 3", "+ 5")


@pytest.mark.parametrize(
    ("line", "touches"),
    [((-5, 5, 15, 5), True), ((-5, -5, 15, 15), True), ((-5, 11, 15, 11), False), ((2, 2, 3, 3), True)],
)
def test_a_line_through_a_box_is_seen(line: tuple[float, float, float, float], touches: bool) -> None:
    assert Box(0, 0, 10, 10).touches_line(*line) is touches


def _bonds(many: int, people: list[Standing]) -> list[Bond]:
    chance = random.Random(many)
    pairs = [chance.sample(people, 2) for _ in range(many // 3 + 1)]
    return [Bond(one.id, other.id) for one, other in pairs]


def _over(picture: CirclePicture) -> list[tuple[str, str]]:
    """Names and marks that a line between two others touches."""
    found = []
    for thread in picture.threads:
        ends = {thread.bond.one, thread.bond.other}
        for piece in thread.pieces:
            for one, two in pairwise(piece):
                for dot in picture.dots:
                    box = name_box(dot) if dot.person.id in ends else dot.place.box
                    if box.touches_line(*one, *two):
                        found.append((dot.label, thread.path))
    return found


@pytest.mark.parametrize("many", [3, 8, 15, 30, 45, 60])
def test_a_line_between_two_people_touches_no_name(many: int) -> None:
    people = _people(many)
    bonds = _bonds(many, people)
    picture = place_circle(["Marloes", "Rik"], people, bonds)
    assert [thread.bond for thread in picture.threads] == bonds
    assert not _over(picture)
    assert all(
        math.hypot(*point) <= picture.rings[-1] for thread in picture.threads for point in thread.pieces[0]
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 60), st.integers(0, 10_000))
def test_whoever_stands_where_no_line_touches_a_name_and_no_names_overlap(many: int, seed: int) -> None:
    people = _people(many, seed=seed)
    picture = place_circle(["Co"], people, _bonds(many, people))
    assert not _overlaps(picture)
    assert not _over(picture)


def test_a_line_to_somebody_who_is_not_in_the_picture_is_not_drawn() -> None:
    people = _people(3)
    assert not place_circle(["Co"], people, [Bond(people[0].id, uuid.UUID(int=99))]).threads


def test_most_lines_are_whole() -> None:
    people = _people(30)
    threads = place_circle(["Co"], people, _bonds(30, people)).threads
    assert sum(len(thread.pieces) == 1 for thread in threads) > len(threads) / 2
