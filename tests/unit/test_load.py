"""Many at the door at the same moment: every answer that was confirmed is in the database, and once."""

from pathlib import Path

import pytest

from bench.guests import Done
from bench.load import Load, as_json, main, measured, p95, said

WHOLE = Load(people=20, confirmed=20, stored=20, lost=0, doubled=0, opened=1.0, answered=0.9, bare=0.3)


@pytest.mark.postgres
@pytest.mark.slow
def test_twenty_people_answer_at_once_at_the_server_as_it_runs_in_production(tmp_path: Path) -> None:
    load = measured(tmp_path, 20)
    assert load.whole, said(load)


def test_who_did_not_get_through_is_told_and_never_a_time() -> None:
    with pytest.raises(RuntimeError, match="1 of 2 did not go through"):
        p95([Done(0.1), Done(0.1, "POST: 500")])


def test_the_time_is_that_of_95_of_100() -> None:
    assert p95([Done(float(number)) for number in range(101)]) == 95.0


@pytest.mark.parametrize("field", ["lost", "doubled"])
def test_one_answer_lost_or_doubled_is_not_whole(field: str) -> None:
    assert WHOLE.whole
    values = {name: getattr(WHOLE, name) for name in Load.__slots__}
    assert not Load(**{**values, field: 1}).whole


def test_the_table_and_the_file_say_the_same() -> None:
    assert "ratio 3.00" in said(WHOLE)
    assert '"ratio": 3.0' in as_json(WHOLE)


def test_how_many_is_bounded() -> None:
    with pytest.raises(SystemExit):
        main(["--people", "1001"])
