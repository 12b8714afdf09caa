"""The door over a slow line: a first visit stays below 120 kB and every next page below 30 kB, also with texts of one's own."""

from pathlib import Path

from bench.house import open_house
from bench.rows.weight import door_rows
from netwerkberaad.accounts.own_texts import Spot, set_own_texts
from netwerkberaad.foundation.access import system_actor


def test_the_door_is_light_also_with_as_long_a_text_of_the_organisation_as_may_be(tmp_path: Path) -> None:
    house = open_house(tmp_path / "light", plain=False)
    region_id = house.world.region.id
    with house.store.writing() as session:
        set_own_texts(
            session,
            system_actor(region_id),
            region_id=region_id,
            organisation_id=None,
            spot=Spot.DOOR,
            texts={"nl": "Wij zijn {organisatie}. " * 16},
            now=house.clock.now(),
        )
    rows = list(door_rows(house))
    house.store.engine.dispose()
    assert len(rows) == 2
    assert [row for row in rows if not row.ok] == []
