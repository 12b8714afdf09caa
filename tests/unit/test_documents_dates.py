"""Moments as people say them."""

from datetime import UTC, date, datetime, time

import pytest

from netwerkberaad.foundation.documents import (
    dated,
    from_local,
    listed,
    local,
    spoken_date,
    spoken_length,
    spoken_moment,
    spoken_time,
)

EVENING = datetime(2026, 3, 3, 18, 30, tzinfo=UTC)


def test_a_moment_reads_as_people_say_it() -> None:
    assert spoken_date(EVENING) == "dinsdag 3 maart"
    assert spoken_time(EVENING) == "19.30 uur"
    assert spoken_moment(EVENING) == "dinsdag 3 maart om 19.30 uur"
    assert dated(EVENING) == "3 maart 2026"


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "Tuesday 3 March"),
        ("tr", "3 Mart Salı"),
        ("pl", "wtorek, 3 marca"),
        ("uk", "вівторок, 3 березня"),
        ("ar", "الثلاثاء، 3 مارس"),
    ],
)
def test_a_day_is_said_in_the_language_of_the_reader(locale: str, said: str) -> None:
    assert spoken_date(EVENING, locale) == said


def test_the_day_is_the_day_in_the_netherlands() -> None:
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert spoken_moment(late) == "donderdag 2 juli om 00.30 uur"


def test_local_times_become_moments_and_come_back() -> None:
    winter = from_local(date(2026, 3, 3), time(19, 30))
    summer = from_local(date(2026, 7, 3), time(19, 30))
    assert (winter.hour, summer.hour) == (18, 17)
    assert local(winter).time() == local(summer).time() == time(19, 30)


def test_a_skipped_hour_is_taken_later_and_a_double_one_first() -> None:
    assert local(from_local(date(2026, 3, 29), time(2, 30))).time() == time(3, 30)
    assert from_local(date(2026, 10, 25), time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "1 minuut"),
        (45, "45 minuten"),
        (60, "1 uur"),
        (90, "anderhalf uur"),
        (120, "2 uur"),
        (165, "2 uur en 45 minuten"),
    ],
)
def test_lengths_read_as_people_say_them(minutes: int, said: str) -> None:
    assert spoken_length(minutes) == said


def test_names_are_listed_as_people_say_them() -> None:
    assert listed(["Marloes", "", "Rik", "Fenna"]) == "Marloes, Rik en Fenna"
    assert listed(["Marloes"]) == "Marloes"
    assert listed([]) == ""
