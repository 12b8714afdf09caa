"""What moves with a case is told of every table; and many cases there and back."""

import re
from pathlib import Path

import pytest

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.vault import Store
from netwerkberaad.privacy.moving.belonging import STAYS, of_a_case
from netwerkberaad.privacy.moving.model import ItemState
from tests.builders import World, build_case, member
from tests.rooms.moving import another, place_of, unchanged

REGISTER = Path(__file__).parents[2] / "docs" / "data-register.md"


def test_the_register_says_of_every_table_whether_it_moves_with_a_case() -> None:
    said, table = {}, ""
    for line in REGISTER.read_text().splitlines():
        if line.startswith("## "):
            table = line[3:].strip()
        elif found := re.search(r"Moves: (\w+)", line):
            said[table] = found[1]
    told = {table.name: "no" for table in Base.metadata.sorted_tables}
    told |= {table.name: STAYS[table.name].value if table.name in STAYS else "yes" for table in of_a_case()}
    assert {name: word for name, word in told.items() if word != "no"} == said


@pytest.mark.slow
def test_a_hundred_and_twenty_cases_go_there_and_back_without_one_difference(
    sqlite_store: Store, sqlite_world: World, clock: MovableClock, sqlite_template: Path, tmp_path: Path
) -> None:
    with sqlite_store.writing() as session:
        for _number in range(120):
            build_case(session, sqlite_world, clock, invitees=[member()], approved=True)
    here = place_of(sqlite_store, sqlite_world.region.id, clock)
    there = another(sqlite_template, tmp_path / "there.sqlite", clock)
    before = here.rows()
    assert len(before) == 120
    for leaves, comes in ((here, there), (there, here)):
        move_id, package = leaves.package(comes.card())
        arrived = comes.take_in(package, leaves.fingerprint())
        comes.work()
        assert comes.states(arrived) == {ItemState.ARRIVED: 120}
        leaves.let_go(move_id, comes.receipt(arrived))
        assert leaves.rows() == {}
    after = here.rows()
    assert {key: unchanged(rows) for key, rows in after.items()} == {
        key: unchanged(rows) for key, rows in before.items()
    }
    there.store.engine.dispose()
