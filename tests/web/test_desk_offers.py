"""What is offered while a line is written, and lines that wait for something. It is Thursday 26 March 2026."""

import uuid
from datetime import date

import pytest
from flask import Flask

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import Every
from tests.builders import World
from tests.web.table_setting import WEDNESDAY, Setting, build_setting

TYPED = "Joke: ik breng Sem op dinsdag om half negen, Kees kijkt mee"


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """A case with an open table."""
    return build_setting(app, sqlite_store, clock, sqlite_world).with_table()


def test_who_and_when_are_offered_and_filled_in_only_when_somebody_takes_them_over(setting: Setting) -> None:
    page, address = setting.get("beraad/tafel"), setting.path(f"plan/regel/{uuid.uuid4()}")
    told = setting.autosave(address, setting.line(owner="", text=TYPED), page).get_json()
    assert told["offers"] == [
        "Joke, elke dinsdag, om 08.30 uur, Kees kijkt mee",
        "Joke, alleen dinsdag 31 maart, om 08.30 uur, Kees kijkt mee",
    ]
    [line] = setting.draft().lines
    assert (line.owners, line.first_at, line.checker) == ((), None, None)

    told = setting.autosave(address, setting.line(owner="", text=TYPED, take="0"), page).get_json()
    assert told["values"]["text"] == "Ik breng Sem op dinsdag om half negen"
    assert told["offers"] == []
    [line] = setting.draft().lines
    assert [owner.name for owner in line.owners] == ["Joke"]
    assert (line.every, line.checker and line.checker.name) == (Every.WEEK, "Kees")
    assert line.first_at is not None
    assert local(line.first_at).date() == date(2026, 3, 31)


def test_what_was_chosen_is_never_offered_otherwise(setting: Setting) -> None:
    page, address = setting.get("beraad/tafel"), setting.path(f"plan/regel/{uuid.uuid4()}")
    chosen = setting.line(owner=str(setting.people["Kees"]), first_at="2026-04-01", text=TYPED)
    told = setting.autosave(address, chosen, page).get_json()
    assert told["offers"] == ["Kees kijkt mee"]


def test_ik_is_offered_as_who_did_the_line_before(setting: Setting) -> None:
    setting.with_lines()
    goal = setting.draft().goals[0]
    page, address = setting.get("beraad/tafel"), setting.path(f"plan/regel/{uuid.uuid4()}")
    sent = setting.line(owner="", text="Ik kook.", goal=str(goal.id), position="9")
    before = goal.lines[-1].owners[0].name
    assert setting.autosave(address, sent, page).get_json()["offers"] == [f"‘ik’ is {before}"]


def test_the_words_can_be_better_and_that_is_advice_alone(setting: Setting) -> None:
    page, address = setting.get("beraad/tafel"), setting.path(f"plan/regel/{uuid.uuid4()}")
    told = setting.autosave(address, setting.line(text="Er wordt gebeld."), page).get_json()
    assert told["hint"] == "Wie doet het? Schrijf ‘Ik …’ en wat diegene doet."
    told = setting.autosave(address, setting.line(text=WEDNESDAY), page).get_json()
    assert (told["state"], told["hint"]) == ("saved", "")


def test_an_offer_is_taken_over_without_a_script_too(setting: Setting) -> None:
    page, address = setting.get("beraad/tafel"), setting.path(f"plan/regel/{uuid.uuid4()}")
    setting.autosave(address, setting.line(owner="", text=TYPED), page)
    shown = setting.get("beraad/tafel")
    assert "Neem over: Joke, elke dinsdag, om 08.30 uur, Kees kijkt mee" in shown.text
    form = next(form for form in shown.forms if form.values.get("text") == [TYPED])
    setting.visitor.post(form.action, {**form.values, "take": "1"})
    [line] = setting.draft().lines
    assert ([owner.name for owner in line.owners], line.every) == (["Joke"], None)


def test_a_line_that_waits_says_so_and_begins_when_the_gespreksleider_heard_it(setting: Setting) -> None:
    page, address = setting.get("beraad/tafel"), setting.path(f"plan/regel/{uuid.uuid4()}")
    checker = str(setting.people["Marloes"])
    setting.autosave(address, setting.line(starts="de auto gemaakt is", checker=checker), page)
    setting.with_plan()
    page = setting.get("plan")
    assert "Wacht op iets anders 1" in page.text
    assert "Begint als: de auto gemaakt is" in page.text
    page = setting.visitor.submit(page, "Is gebeurd")
    assert "Wacht op iets anders" not in page.text
    assert "Begonnen na: de auto gemaakt is" in page.text
