"""Every line that a scenario expects is either asserted or named with the reason why not yet."""

from pathlib import Path

import pytest

from netwerkberaad.demo.reading import read_scenario, scenario_names
from tests.scenarios.lines import NOT_YET, PREPARING, asserted_in, expected_by

FOLDER = Path(__file__).parent
PLAYED = sorted(path.stem.removeprefix("test_").replace("_", "-") for path in FOLDER.glob("test_*_*.py"))


def test_at_least_six_scenarios_are_played_here() -> None:
    assert len(PLAYED) >= 6


@pytest.mark.parametrize("name", PLAYED)
def test_every_line_is_asserted_or_named_as_not_yet(name: str) -> None:
    asserted = asserted_in(FOLDER / f"test_{name.replace('-', '_')}.py")
    waiting = NOT_YET.get(name, {})
    assert asserted | set(waiting) == expected_by(name)
    assert asserted.isdisjoint(waiting)
    assert all(waiting.values())


def test_of_what_comes_before_the_beraad_the_program_holds_all() -> None:
    not_held = {key for name in scenario_names() for key in read_scenario(name).not_held}
    assert [key for key in not_held if key.startswith(PREPARING)] == []
