"""What is told of a year leads to nobody: not by itself, and not by any sum or difference of all there is to see."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from netwerkberaad.cases import Origin
from netwerkberaad.cases.endings import Matter, WhyNoBeraad
from netwerkberaad.insights import (
    LEAST,
    OTHERS,
    WHOLE,
    CheckIns,
    Counts,
    EndedBy,
    Heads,
    Key,
    Publication,
    Reach,
    Split,
    publish,
)

MONTHS, TEAMS, PLACES = (1, 4, 7, 10), ("a", "b", ""), ("Veere", "Vlissingen")
REACHES = (Reach.NOT_SUITABLE, Reach.NO_PLAN, Reach.PLAN_WITH_MEETING)
ORIGINS = (Origin.SOCIAAL_WERKER, Origin.SCHOOL)
PRIME = 2**31 - 1
Cell = tuple[int, str, str, Reach, Origin]
Row = dict[Cell, int]
GRID: tuple[Cell, ...] = tuple(product(MONTHS, TEAMS, PLACES, REACHES, ORIGINS))

cells = st.tuples(*(st.sampled_from(values) for values in (MONTHS, TEAMS, PLACES, REACHES, ORIGINS)))
years = st.lists(st.tuples(cells, st.integers(1, 30)), min_size=1, max_size=30)


def _counts(year: Sequence[tuple[Cell, int]]) -> list[Counts]:
    return [
        Counts(month=month, team=team, municipality=place, reach=reach, origin=origin)
        for (month, team, place, reach, origin), times in year
        for _one in range(times)
    ]


def _in_part(cell: Cell, split: Split, group: str, groups: Sequence[tuple[str, ...]]) -> bool:
    month, team, place, _reach, _origin = cell
    if split is Split.WHOLE:
        return True
    if split is Split.MONTH:
        return group == str(month)
    if split is Split.QUARTER:
        return group == str((month + 2) // 3)
    name = team if split is Split.TEAM else place
    return group == name or (group == OTHERS and (name,) not in groups)


def _told(shown: Publication) -> Iterator[tuple[frozenset[Cell], int]]:
    """Every number of the figures that divide cases, with the cells of the finest grid that it is about."""
    where = {Key.REACH: 3, Key.ORIGIN: 4}
    for (key, split), table in shown.tables.items():
        if key is Key.CASES or key in where:
            for (group, block), number in table.cells.items():
                inside = (cell for cell in GRID if _in_part(cell, split, group[0], table.groups))
                yield frozenset(c for c in inside if key is Key.CASES or c[where[key]] in block), number


def _reduced(row: Row, basis: dict[Cell, Row]) -> Row:
    """What is left of a row when everything known is taken from it; counted modulo a prime, as exact as fractions here."""
    row = dict(row)
    for pivot, known in basis.items():
        factor = row.get(pivot)
        if factor:
            for cell, value in known.items():
                row[cell] = (row.get(cell, 0) - factor * value) % PRIME
    return {cell: value for cell, value in row.items() if value}


def _basis(sets: Iterable[frozenset[Cell]]) -> dict[Cell, Row]:
    """What an attacker can reach by adding and subtracting; each row begins where the rows before it do not reach."""
    basis: dict[Cell, Row] = {}
    for cells_told in sets:
        row = _reduced(dict.fromkeys(cells_told, 1), basis)
        if row:
            pivot = next(iter(row))
            inverse = pow(row[pivot], -1, PRIME)
            basis[pivot] = {cell: value * inverse % PRIME for cell, value in row.items()}
    return basis


def _wanted() -> Iterator[frozenset[Cell]]:
    """What an attacker would like to know: every value of every dimension, and every pair of two."""
    values = [
        (at, value) for at, found in enumerate((MONTHS, TEAMS, PLACES, REACHES, ORIGINS)) for value in found
    ]
    for at, value in values:
        for other_at, other in values:
            if other_at >= at:
                yield frozenset(cell for cell in GRID if cell[at] == value and cell[other_at] == other)


WANTED = [one for one in _wanted() if one]


@settings(max_examples=200, deadline=None)
@given(years)
def test_no_sum_or_difference_of_all_views_tells_of_fewer_than_ten_cases(
    year: list[tuple[Cell, int]],
) -> None:
    counts = _counts(year)
    truth: dict[Cell, int] = {}
    for cell, times in year:
        truth[cell] = truth.get(cell, 0) + times
    basis = _basis({found for found, _number in _told(publish(counts))})
    for secret in WANTED:
        if not _reduced(dict.fromkeys(secret, 1), basis):
            found = sum(truth.get(cell, 0) for cell in secret)
            assert found >= LEAST or not found  # that something was not there at all tells of nobody


@settings(max_examples=100, deadline=None)
@given(years)
def test_no_number_and_no_difference_of_two_that_lie_in_one_another_is_below_ten(
    year: list[tuple[Cell, int]],
) -> None:
    told = list(_told(publish(_counts(year))))
    for outer, many in told:
        assert many >= LEAST
        for inner, few in told:
            if inner < outer:
                assert many - few >= LEAST or many == few


heads = st.builds(Heads, st.integers(0, 3), st.integers(0, 3))
one_case = st.builds(
    Counts,
    month=st.integers(1, 12),
    reach=st.sampled_from(Reach),
    ended_by=st.sampled_from(EndedBy),
    why_no_beraad=st.sampled_from((*WhyNoBeraad, "")),
    matter=st.sampled_from((*Matter, "")),
    urgent=st.booleans(),
    same_day=st.booleans(),
    origin=st.sampled_from(Origin),
    team=st.sampled_from(TEAMS),
    there=heads,
    confirmed=heads,
    unconfirmed=heads,
    check_ins=st.builds(CheckIns, *(st.integers(0, 2) for _one in range(5))),
    evaluations_held=st.integers(0, 1),
    grades=st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 1)),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(one_case, max_size=120))
def test_every_number_of_every_figure_comes_from_ten_cases_and_parts_add_up(counts: list[Counts]) -> None:
    shown = publish(counts)
    for (key, split), table in shown.tables.items():
        assert all(number >= LEAST for number in table.cells.values())
        assert key is Key.CASES or len(table.blocks) > 1
        if split is not Split.WHOLE:
            whole = shown.tables[key, Split.WHOLE]
            assert sum(table.cells.values()) == sum(whole.cells.values())
            together = [
                {one for block in whole.blocks if block[0] in mine for one in block} for mine in table.blocks
            ]
            assert together == [set(mine) for mine in table.blocks]


def test_fewer_than_ten_cases_tell_nothing() -> None:
    shown = publish([Counts()] * (LEAST - 1))
    assert not shown.tables
    assert not shown.spreads


def test_a_small_category_goes_with_its_neighbour_and_a_small_team_with_the_others() -> None:
    counts = [Counts(reach=Reach.NO_PLAN, team="a")] * 12 + [
        Counts(reach=Reach.PLAN_WITH_MEETING, team="b")
    ] * 40
    counts += [Counts(reach=Reach.NOT_HELD, team="c")] * 3
    shown = publish(counts)
    reach = shown.tables[Key.REACH, Split.WHOLE]
    assert [reach.cells[(WHOLE,), block] for block in reach.blocks] == [15, 40]
    teams = shown.tables[Key.CASES, Split.TEAM]
    assert {group[0]: teams.total(group) for group in teams.groups} == {"b": 40, OTHERS: 15}


def test_half_the_cases_lie_between_the_quartiles() -> None:
    shown = publish([Counts(days_to_beraad=days) for days in range(1, 22)])
    spread = shown.spreads["days_to_beraad", Split.WHOLE, (WHOLE,)]
    assert (spread.quarter, spread.median, spread.three_quarters) == (6, 11, 16)
