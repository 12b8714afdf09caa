"""Whatever anybody does, in whatever order: a marked value reaches those who may see it at that moment, and nobody else.

Random people try random acts on random cases. A small model says who may see the content of which case; after the acts
everybody looks at everything they can ask for, and that must agree with the model in both directions.
"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from netwerkberaad.foundation.core.clock import MovableClock
from tests.attacks.inside import Inside
from tests.builders import build_world
from tests.stores import MONDAY, copied_store


@pytest.fixture(scope="module")
def machine(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> type[Inside]:
    """The machine, with a world of its own."""
    path = tmp_path_factory.mktemp("world") / "world.sqlite"
    store = copied_store(sqlite_template, path)
    with store.writing() as session:
        world = build_world(session, MovableClock(MONDAY))
    store.engine.dispose()

    class Here(Inside):
        """Here."""

        template = path

    Here.world = world
    return Here


def _run(machine: type[Inside], *, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate] if examples < 100 else list(Phase),
            database=None,
            derandomize=examples < 100,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_marked_value_reaches_those_who_may_see_it_and_nobody_else(machine: type[Inside]) -> None:
    _run(machine, examples=20, steps=30)


@pytest.mark.slow
def test_a_marked_value_reaches_nobody_else_in_many_long_stories(machine: type[Inside]) -> None:
    _run(machine, examples=300, steps=80)
