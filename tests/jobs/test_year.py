"""Some weeks in a region, with people who behave as people do: nothing that was promised or sent is unaccounted for."""

from datetime import time

import pytest

from bench.year.living import live


def test_in_some_weeks_every_promise_and_every_message_is_accounted_for() -> None:
    account = live(2, days=45, seed=4, hours=(time(9, 30), time(17, 30)))
    assert account.faults == []
    assert account.figures["promises"].total() > 0
    assert account.figures["messages"]["arrived"] > 20


@pytest.mark.slow
def test_in_half_a_year_every_promise_and_every_message_is_accounted_for() -> None:
    account = live(12, days=180, seed=5)
    assert account.faults == []
    assert account.figures["promises"]["told how it went"] > 10
