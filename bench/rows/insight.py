"""The figures of a region: the page over a hundred thousand closed cases of one year, and publishing them the first time."""

import random
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.browser import Browser
from bench.harness import Measure, Row, Sides, at_most, in_turn, per_call
from bench.house import BEGIN, House, open_house
from netwerkberaad.demo.history import draw_case
from netwerkberaad.insights import add_count

FEW, MANY = 1_000, 100_000
_ROUNDS, _CALLS, _AT_ONCE = 5, 10, 5_000
_AGAIN, _FIRST = 2.5, 1.5


def measure(folder: Path) -> Iterator[Row]:
    """Two rows: each case the first time after a start, and the page from then on."""
    many, few = (_told(folder / f"told-{size}", size) for size in (MANY, FEW))
    ours, reference = _first(many) / MANY, _first(few) / FEW
    first = Sides(ours, reference, ours / reference)
    yield at_most(f"region figures, first time, {MANY:,} cases, of {FEW:,} (ms per case)", first, _FIRST)
    again = in_turn(_page(many), _page(few), rounds=_ROUNDS)
    yield at_most(f"region figures, page, {MANY:,} closed cases, of {FEW:,} (ms)", again, _AGAIN)


def _told(folder: Path, size: int) -> Browser:
    """An analyst of a region with so many cases closed in the year before."""
    house, draw = open_house(folder, plain=False), random.Random(2015)
    for begun in range(0, size, _AT_ONCE):
        _count(house, draw, min(_AT_ONCE, size - begun))
    return house.signed_in(house.world.analyst)


def _count(house: House, draw: random.Random, size: int) -> None:
    region_id, teams = house.world.region.id, [house.world.organisation.id]
    with house.store.writing() as session:
        for _one in range(size):
            add_count(session, region_id=region_id, year=BEGIN.year - 1, counts=draw_case(draw, teams))


def _first(browser: Browser) -> float:
    began = time.perf_counter()
    browser.follow("/inzicht")
    return (time.perf_counter() - began) * 1000


def _page(browser: Browser) -> Measure:
    return per_call(partial(browser.follow, "/inzicht"), calls=_CALLS)
