"""Things break on purpose: nothing that was confirmed is lost, and nothing comes twice beyond the documented bound."""

from pathlib import Path

import pytest

from bench.faults.__main__ import Line, main, of_moods, of_storm, shown
from bench.faults.full import WAYS, full
from bench.faults.postman import moods
from bench.faults.posts import Posted
from bench.faults.storm import Break, Counted, storm

CALM = Posted(owed=10, arrived=10, lost=0, unsaid=0, unsent=0, at=((100.0, 160.0),))
KILLED = Break("jobs", 101.0, may_double=4)


@pytest.mark.slow
@pytest.mark.parametrize("on_postgres", [False, pytest.param(True, marks=pytest.mark.postgres)])
def test_processes_and_the_database_are_killed_while_people_answer(tmp_path: Path, on_postgres: bool) -> None:
    counted = storm(tmp_path, on_postgres=on_postgres, answers=60, messages=200, breaks=10, seed=3)
    assert counted.whole, shown(of_storm(counted))


@pytest.mark.slow
@pytest.mark.parametrize("scene", list(WAYS))
def test_a_full_database_confirms_nothing_it_does_not_keep(tmp_path: Path, scene: str) -> None:
    came = full(tmp_path, scene, answers=40, messages=100)
    assert came.whole, came


@pytest.mark.slow
def test_a_mail_server_in_every_mood_loses_nothing(tmp_path: Path) -> None:
    came = moods(tmp_path, messages=20)
    assert came.whole, shown(of_moods(came))


def _counted(posts: Posted, *, confirmed: int = 5, lost: int = 0) -> Counted:
    return Counted("SQLite", 5, confirmed, lost, 0, posts, (KILLED,))


def test_what_came_twice_over_a_break_is_counted_apart() -> None:
    assert _counted(CALM).whole
    assert (_counted(CALM).in_a_break, _counted(CALM).out_of_place) == (1, 0)


@pytest.mark.parametrize(
    "posts",
    [
        Posted(10, 9, 1, 0, 0, ()),
        Posted(10, 11, 0, 1, 0, ()),
        Posted(10, 10, 0, 0, 1, ()),
        Posted(10, 10, 0, 0, 0, ((300.0, 301.0),)),
        Posted(10, 10, 0, 0, 0, ((100.0, 160.0),) * 5),
    ],
    ids=["lost", "from nowhere", "not sent", "twice without a break", "more often than the bound"],
)
def test_one_message_out_of_place_is_not_whole(posts: Posted) -> None:
    assert not _counted(posts).whole


def test_one_answer_lost_or_never_confirmed_is_not_whole() -> None:
    assert not _counted(CALM, lost=1).whole
    assert not _counted(CALM, confirmed=4).whole


def test_the_table_says_what_is_not_whole() -> None:
    line = Line("SQLite: jobs 1", 5, 1, 0, 10, 0, 0, "1 of 4", whole=False)
    assert shown(line).endswith("NOT WHOLE")


def test_how_many_is_bounded() -> None:
    with pytest.raises(SystemExit):
        main(["--answers", "1000000"])
