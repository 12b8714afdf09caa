"""Lines and goals get another place with a button: no drag is needed, and what was typed in the line is kept with it."""

import uuid

import pytest
from flask import Flask

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import save_goal
from tests.builders import World
from tests.web.table_setting import FRIDAY, GOAL, WEDNESDAY, Setting, build_setting

OTHER = "Bas slaapt rustig."


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """A goal with two lines, and a goal after it."""
    found = build_setting(app, sqlite_store, clock, sqlite_world).with_lines()
    with found.store.writing() as session:
        save_goal(
            session,
            found.actor,
            case=found.fresh(session),
            goal_id=uuid.uuid4(),
            text=OTHER,
            words_of=None,
            position=1,
            revision=0,
            now=clock.now(),
        )
    return found


def _press(setting: Setting, words: str, way: str, **values: str) -> None:
    page = setting.get("plan/schrijven")
    form = next(one for one in page.forms if one.values.get("text") == [words])
    setting.visitor.post(form.action, {**form.values, **values, "place": way})


def _lines(setting: Setting) -> list[str]:
    return [line.words.text for line in setting.draft().lines]


def test_a_line_goes_up_with_what_was_typed_in_it_and_the_first_stays_first(setting: Setting) -> None:
    _press(setting, FRIDAY, "up", text="Ik breng ze op vrijdag.")
    assert _lines(setting) == ["Ik breng ze op vrijdag.", WEDNESDAY]
    _press(setting, "Ik breng ze op vrijdag.", "up")
    assert _lines(setting) == ["Ik breng ze op vrijdag.", WEDNESDAY]
    _press(setting, "Ik breng ze op vrijdag.", "down")
    assert _lines(setting) == [WEDNESDAY, "Ik breng ze op vrijdag."]


def test_a_goal_takes_its_lines_along(setting: Setting) -> None:
    _press(setting, GOAL, "down")
    assert [(goal.text, len(goal.lines)) for goal in setting.draft().goals] == [(OTHER, 0), (GOAL, 2)]


def test_each_line_that_stands_has_the_buttons_and_an_empty_one_has_none(setting: Setting) -> None:
    page = setting.get("plan/schrijven")
    assert page.text.count("Omhoog") == page.text.count("Omlaag") == 4
