"""The eight fictional cases: read without losing anything, and replayed as far as the program can."""

import shutil
from collections import Counter
from datetime import date, time, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from netwerkberaad.cases import Phase
from netwerkberaad.demo.moments import WEEKDAYS, Calendar, Moment, born_on
from netwerkberaad.demo.reader import Node, ScenarioError
from netwerkberaad.demo.reading import read_scenario, scenario_names
from netwerkberaad.demo.stops import stops_for
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.foundation.vault import Store
from tests.demo import SPRING, letters, play, stage_for
from tests.stores import RING, engine_on

SUMMER_TIME_ENDS_ON_DAY_70 = date(2026, 8, 16)


def test_all_eight_cases_come_with_the_program() -> None:
    assert len(scenario_names()) == 8


def test_what_nobody_asks_for_is_counted_by_its_path() -> None:
    node = Node({"a": "x", "b": [1, 2], "c": [{"d": 1, "e": 2}, {"e": 3}]})
    assert node.text("a") == "x"
    assert [inside.number("e") for inside in node.nodes("c")] == [2, 3]
    assert node.unread() == Counter({"b": 2, "c.d": 1})


def test_a_scenario_of_another_shape_is_refused_by_its_place() -> None:
    with pytest.raises(ScenarioError, match="staff"):
        Node({"staff": "Wilma"}).nodes("staff")


def test_the_time_on_the_wall_stays_when_summer_time_ends() -> None:
    calendar = Calendar(SUMMER_TIME_ENDS_ON_DAY_70)
    calls = [calendar.moment(Moment(day, time(20))) for day in (63, 70)]
    assert [local(call).hour for call in calls] == [20, 20]
    assert calls[1] - calls[0] == timedelta(days=7, hours=1)


def test_an_age_is_reached_on_day_0_also_on_a_leap_day() -> None:
    assert born_on(date(2028, 2, 29), 11) == date(2017, 2, 28)
    assert born_on(date(2026, 3, 2), 11) == date(2015, 3, 2)


@pytest.mark.parametrize("day", range(7))
def test_on_any_day_of_the_week_every_case_stands_where_it_should(day: int) -> None:
    scenarios = {name: read_scenario(name) for name in scenario_names()}
    now = from_local(date(2026, 6, 1) + timedelta(days=day), time(10))
    stops = stops_for(scenarios, now)
    assert sorted(stop.scenario for stop, _ in stops) == scenario_names()
    for stop, calendar in stops:
        assert WEEKDAYS[calendar.day_zero.weekday()] == scenarios[stop.scenario].weekday
        assert stop.first <= calendar.day_of(now) <= stop.last


def test_of_the_phases_of_the_way_none_is_missing() -> None:
    scenarios = {name: read_scenario(name) for name in scenario_names()}
    stops = stops_for(scenarios, from_local(SPRING, time(10)))
    assert len({stop.phase for stop, _ in stops}) == 8


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in scenario_names() if name != "scheiding-twee-kinderen"])
def test_a_whole_case_is_replayed_to_its_end(name: str, sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "replay.sqlite")
    store = Store(engine_on(tmp_path / "replay.sqlite"), RING)
    since = SUMMER_TIME_ENDS_ON_DAY_70 if name == "mantelzorger-netwerkplan" else SPRING
    stage = play(stage_for(store, tmp_path, name, since=since))
    with stage.desk(permission=Permission.READ_CASE) as desk:
        assert desk.case.phase is Phase.CLOSED
        assert desk.case.closing.outcome is stage.scenario.closing.outcome
    assert [key for key in stage.not_held if key.startswith("refused")] == []
    assert stage.told == {**stage.told, **_told_by_the_case(name)}
    store.engine.dispose()


@pytest.mark.slow
def test_what_the_excluded_ex_partner_must_not_learn_leaves_the_house_nowhere(
    sqlite_template: Path, tmp_path: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "replay.sqlite")
    store = Store(engine_on(tmp_path / "replay.sqlite"), RING)
    stage = play(stage_for(store, tmp_path, "spoed-geheim-adres"))
    assert stage.blocked == ["anouar", "fatiha"]
    sent = letters(stage.house.settings.spool)
    assert [letter for letter in sent if letter.to == "garage@bakkali.example.com"] == []
    hidden = (
        "Duinroosgang",
        "4350 ZZ",
        "Redouan",
        "Bakkali",
        "geslagen",
        "huisverbod",
        "Veilig Thuis",
        "blauwe plek",
    )
    assert [word for word in hidden for letter in sent if word in f"{letter.subject}\n{letter.text}"] == []
    store.engine.dispose()


def _told_by_the_case(name: str) -> dict[int, frozenset[str]]:
    """Whom the case itself says that each later version was told to."""
    text = files("netwerkberaad.demo").joinpath("scenarios", f"{name}.yaml").read_text(encoding="utf-8")
    versions = yaml.safe_load(text)["plan"]["versions"]
    return {version["version"]: frozenset(version["told"]) for version in versions if "told" in version}
