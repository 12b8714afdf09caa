"""How a region divides the time of each kind of beraad: changed by who manages the region, and taken by every new one."""

from datetime import timedelta

import pytest
from flask import Flask

from netwerkberaad.beraden import BeraadKind, Part, agenda_of, current_beraad
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.pages import Visitor
from tests.web.table_setting import EVENING, Setting, build_setting


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """A case before its meeting."""
    return build_setting(app, sqlite_store, clock, sqlite_world)


@pytest.fixture
def manager(app: Flask, setting: Setting) -> Visitor:
    """Who manages the region."""
    visitor = Visitor(app)
    visitor.sign_in(setting.world.admin)
    return visitor


def _parts(setting: Setting) -> dict[Part, int]:
    with setting.store.reading() as session:
        beraad = current_beraad(session, setting.fresh(session))
        assert beraad is not None
        return {part.part: part.minutes for part in agenda_of(session, beraad)}


def test_a_new_beraad_begins_with_the_division_of_the_region(setting: Setting, manager: Visitor) -> None:
    page = manager.get("/beheer/agenda")
    assert "Spoedberaad 120 minuten Welkom 10 minuten" in page.text
    form = manager.get("/beheer/agenda/spoedberaad")
    refused = manager.submit(form, "Bewaar", {"plan": "0"}, status=422)
    assert refused.errors == ["Plan maken: Geef het plan maken ten minste één minuut."]
    page = manager.submit(
        refused,
        "Bewaar",
        {"welcome": "5", "information": "15", "private_time": "40", "plan": "30", "acceptance": "0"},
    )
    assert "Spoedberaad 90 minuten Welkom 5 minuten" in page.text
    planned = setting.get("beraad/plannen")
    day = {"starts_at": "2026-03-26", "starts_time": "19.00", "place": "De Meeuwen"}
    setting.visitor.submit(planned, "Bewaar", {**day, "kind": "spoedberaad", "minutes": "90"})
    assert _parts(setting) == {
        Part.WELCOME: 5,
        Part.INFORMATION: 15,
        Part.PRIVATE_TIME: 40,
        Part.PLAN: 30,
    }
    agenda = setting.get("beraad/onderdelen")
    setting.visitor.submit(agenda, "Bewaar", {"acceptance": "15"})
    assert _parts(setting)[Part.ACCEPTANCE] == 15


def test_parts_of_a_shorter_beraad_stand_on_whole_steps_of_five_minutes(setting: Setting) -> None:
    setting.with_table(BeraadKind.SPOEDBERAAD, evening=EVENING + timedelta(days=1))
    assert [minutes % 5 for minutes in _parts(setting).values()] == [0] * 5


def test_nobody_else_changes_it_and_an_unknown_kind_does_not_exist(
    setting: Setting, manager: Visitor
) -> None:
    manager.get("/beheer/agenda/feest", status=404)
    setting.visitor.get("/beheer/agenda", status=403)
