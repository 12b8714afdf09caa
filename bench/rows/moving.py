"""Handing cases over to another installation: packed, let in and compared, signed for, destroyed; each case costs the same."""

import time
from collections.abc import Iterator
from pathlib import Path

from bench.cases import make_case
from bench.harness import Row, Sides, at_most
from bench.house import open_house
from netwerkberaad.accounts import make_region
from netwerkberaad.foundation.access import system_actor
from tests.rooms.moving import Place, place_of

FEW, MANY = 50, 1_000
_PEOPLE, _AT_ONCE, _MOST = 8, 50, 1.5


def measure(folder: Path) -> Iterator[Row]:
    """One row: milliseconds a case, of a thousand against those of fifty."""
    many, few = (_moved(folder / f"moved-{size}", size) for size in (MANY, FEW))
    yield at_most(f"transfer, {MANY:,} cases, of {FEW:,} (ms per case)", Sides(many, few, many / few), _MOST)


def _moved(folder: Path, size: int) -> float:
    here, there = _place(folder / "here", size), _place(folder / "there", 0)
    began = time.perf_counter()
    move_id, package = here.package(there.card())
    arrived = there.take_in(package, here.fingerprint())
    there.work()
    here.let_go(move_id, there.receipt(arrived))
    return (time.perf_counter() - began) * 1000 / size


def _place(folder: Path, size: int) -> Place:
    house = open_house(folder, plain=False)
    for begun in range(0, size, _AT_ONCE):
        with house.store.writing() as session:
            for _one in range(min(_AT_ONCE, size - begun)):
                make_case(session, house.world, house.clock, people=_PEOPLE)
    with house.store.writing() as session:
        name, now = f"Netwerkberaad {folder.name}", house.clock.now()
        region = (
            house.world.region if size else make_region(session, system_actor(), name=name, phone="", now=now)
        )
    return place_of(house.store, region.id, house.clock)
