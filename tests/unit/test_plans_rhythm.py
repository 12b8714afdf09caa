"""Rhythm: what people agreed stays on the clock on the wall, the whole year."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwerkberaad.foundation.documents.dates import from_local, local
from netwerkberaad.plans import Every, occurrence
from netwerkberaad.plans.rhythm import at_local

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = {Every.DAY: 1, Every.WEEK: 7, Every.TWO_WEEKS: 14}
moments = st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))


@dataclass(frozen=True)
class Promise:
    """Something that is promised at a moment or in a rhythm."""

    first_at: datetime | None
    every: Every | None = None
    until_at: datetime | None = None


def _wall(moment: datetime | None) -> str:
    assert moment is not None
    return f"{moment:%Y-%m-%d %H:%M}"


def test_every_tuesday_at_a_quarter_past_twelve_stays_so_across_summer_time() -> None:
    promise = Promise(from_local(date(2026, 3, 24), time(12, 15)), Every.WEEK)
    assert [_wall(occurrence(promise, index)) for index in range(3)] == [
        "2026-03-24 12:15",
        "2026-03-31 12:15",
        "2026-04-07 12:15",
    ]


def test_a_time_that_the_night_of_summer_time_skips_is_an_hour_later_that_once() -> None:
    promise = Promise(from_local(date(2026, 3, 28), time(2, 30)), Every.DAY)
    assert [_wall(occurrence(promise, index)) for index in range(3)] == [
        "2026-03-28 02:30",
        "2026-03-29 03:30",
        "2026-03-30 02:30",
    ]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (date(2026, 1, 31), ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        (date(2027, 11, 29), ["2027-11-29", "2027-12-29", "2028-01-29", "2028-02-29"]),
        (date(2026, 12, 5), ["2026-12-05", "2027-01-05", "2027-02-05", "2027-03-05"]),
    ],
)
def test_a_month_without_that_day_takes_its_last_and_the_next_has_it_again(
    first: date, expected: list[str]
) -> None:
    promise = Promise(from_local(first, time(9)), Every.MONTH)
    assert [_wall(occurrence(promise, index))[:10] for index in range(4)] == expected


def test_without_a_day_there_is_no_occurrence() -> None:
    assert occurrence(Promise(None), 0) is None


@given(moments, st.sampled_from(list(DAYS)), st.integers(1, 400))
def test_a_rhythm_of_days_keeps_its_distance_and_its_time_on_the_wall(
    first: datetime, every: Every, index: int
) -> None:
    found = occurrence(Promise(first, every), index)
    assert found is not None
    begin = local(first)
    assert found.date() - begin.date() == timedelta(days=DAYS[every] * index)
    assert found.astimezone(UTC) == from_local(found.date(), begin.time())


@given(moments, st.integers(0, 60))
def test_a_rhythm_of_months_falls_in_every_month_once(first: datetime, index: int) -> None:
    found, begin = occurrence(Promise(first, Every.MONTH), index), local(first)
    assert found is not None
    assert (found.year * 12 + found.month) - (begin.year * 12 + begin.month) == index
    assert found.day == begin.day or (found + timedelta(days=1)).month != found.month


@given(moments, st.sampled_from(Every))
def test_occurrences_come_one_after_the_other(first: datetime, every: Every) -> None:
    found = [occurrence(Promise(first, every), index) for index in range(30)]
    instants = [moment.astimezone(UTC) for moment in found if moment is not None]
    assert instants == sorted(set(instants))
    assert len(instants) == 30


@given(moments, st.integers(-40, 400), st.integers(3, 23))
def test_a_whole_hour_on_the_wall_is_that_hour_on_that_day(moment: datetime, days: int, hour: int) -> None:
    found = local(at_local(moment, days=days, hour=hour))
    assert found.date() == local(moment).date() + timedelta(days=days)
    assert (found.hour, found.minute) == (hour, 0)
