"""The family tree as a picture: geometry, not pixels."""

import random
import uuid
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwerkberaad.cases.family import Relative, TreePicture, place_tree
from netwerkberaad.cases.family.households import Kinship
from netwerkberaad.cases.ties import TieKind

_NAMES = ("Joke", "Kees", "Marie-Antoinette", "Bas", "Şükrü", "Bartholomeus", "Mo")
PARENT, PARTNER, SEPARATED = TieKind.PARENT, TieKind.PARTNER, TieKind.SEPARATED


def _people(many: int, *, principal: bool = True) -> list[Relative]:
    return [
        Relative(
            uuid.UUID(int=number + 1),
            name := _NAMES[number % len(_NAMES)],
            f"{name} {number}",
            principal=principal and number == 0,
        )
        for number in range(many)
    ]


def _ties(people: list[Relative], chance: random.Random) -> list[Kinship]:
    """Parents older than their children by number, and couples of whoever it may be."""
    ties: dict[frozenset[uuid.UUID], Kinship] = {}
    for number, one in enumerate(people):
        for older in chance.sample(people[:number], k=min(number, chance.randint(0, 2))):
            ties[frozenset({one.id, older.id})] = (PARENT, older.id, one.id)
    for one, other in combinations(people, 2):
        if chance.random() < 0.3 / len(people):
            kind = chance.choice((PARTNER, SEPARATED))
            ties.setdefault(frozenset({one.id, other.id}), (kind, one.id, other.id))
    return list(ties.values())


def _faults(picture: TreePicture) -> list[str]:
    found = [
        f"{one.label} over {other.label}"
        for one, other in combinations(picture.marks, 2)
        if one.box.overlaps(other.box)
    ]
    return found + [
        f"a line over {mark.label}"
        for line in picture.lines
        for mark in picture.marks
        if any(mark.box.touches_line(*segment) for segment in line.segments)
    ]


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 40), st.integers(0, 100_000))
def test_no_name_is_touched_by_another_or_by_a_line(many: int, seed: int) -> None:
    people = _people(many)
    picture = place_tree(people, _ties(people, random.Random(seed)))
    assert not _faults(picture)
    for mark in picture.marks:
        assert picture.view.left <= mark.box.left
        assert mark.box.right <= picture.view.right
        assert mark.box.bottom <= picture.view.bottom


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 40), st.integers(0, 100_000))
def test_children_stand_below_all_their_parents(many: int, seed: int) -> None:
    people = _people(many)
    ties = _ties(people, random.Random(seed))
    height = {mark.person.id: mark.y for mark in place_tree(people, ties).marks}
    assert all(height[one] < height[other] for kind, one, other in ties if kind is PARENT)
    assert set(height) == {one for _kind, *pair in ties for one in pair} | {people[0].id}


def test_a_family_of_three_generations_stands_in_three_rows() -> None:
    joke, kees, marloes, rik, fenna, bas = people = _people(6, principal=False)
    ties: list[Kinship] = [
        (PARTNER, joke.id, kees.id),
        (PARENT, joke.id, marloes.id),
        (PARENT, kees.id, marloes.id),
        (SEPARATED, marloes.id, rik.id),
        *((PARENT, parent.id, child.id) for parent in (marloes, rik) for child in (fenna, bas)),
    ]
    picture = place_tree(people, ties)
    assert [{one.id for one in row} for row in picture.rows] == [
        {joke.id, kees.id},
        {marloes.id, rik.id},
        {fenna.id, bas.id},
    ]
    assert [line.bond for line in picture.lines] == [PARTNER, SEPARATED]
    assert not _faults(picture)


def test_partners_stand_side_by_side() -> None:
    people = _people(7, principal=False)
    first, *others = people
    ties: list[Kinship] = [(PARENT, first.id, other.id) for other in others[:5]]
    ties.append((PARTNER, others[4].id, others[5].id))
    (_top, row) = place_tree(people, ties).rows
    places = [one.id for one in row]
    assert abs(places.index(others[4].id) - places.index(others[5].id)) == 1


def test_who_has_no_family_tie_and_whoever_only_knows_somebody_is_not_in_the_tree() -> None:
    one, other, third = people = _people(3)
    picture = place_tree(people, [(TieKind.KNOWS, other.id, third.id)])
    assert [mark.person for mark in picture.marks] == [one]
    assert not picture.lines


def test_nobody_at_all_gives_an_empty_picture() -> None:
    assert not place_tree([], []).marks


@pytest.mark.parametrize("seed", range(5))
def test_the_same_family_gives_the_same_picture_in_whatever_order_it_comes(seed: int) -> None:
    people = _people(15)
    ties = _ties(people, random.Random(seed))
    assert place_tree(people, ties) == place_tree(people[::-1], ties[::-1])
