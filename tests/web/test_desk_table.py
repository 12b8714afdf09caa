"""The table: parts and clock, who is there, the wall, and private time in which nothing is written."""

from datetime import timedelta

import pytest
from flask import Flask

from netwerkberaad.beraden import attendance_of, private_now
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.pages import Page
from tests.web.table_setting import GOAL, LONG_TEXT, WEDNESDAY, Setting, build_setting


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """A case with an open table."""
    return build_setting(app, sqlite_store, clock, sqlite_world).with_table()


def _privately(setting: Setting) -> Page:
    return setting.visitor.submit(setting.get("beraad/tafel"), "Besloten tijd")


def test_parts_begin_one_after_the_other_and_the_clock_counts(setting: Setting) -> None:
    page = setting.visitor.submit(setting.get("beraad/tafel"), "Begin: Welkom")
    assert "15 minuten voor Welkom" in page.text
    setting.clock.advance(timedelta(minutes=12))
    page = setting.visitor.submit(setting.get("beraad/tafel"), "5 minuten erbij")
    assert "8 minuten voor Welkom" in page.text
    page = setting.visitor.submit(page, "Begin: Informatie")
    assert "35 minuten voor Informatie" in page.text
    assert "19.00 tot 19.12" in page.text


def test_the_same_tap_twice_gives_five_minutes_once(setting: Setting) -> None:
    page = setting.visitor.submit(setting.get("beraad/tafel"), "Begin: Welkom")
    for _time in range(2):
        setting.visitor.submit(page, "5 minuten erbij")
    assert "20 minuten voor Welkom" in setting.get("beraad/tafel").text


def test_people_come_and_go_with_one_tap(setting: Setting) -> None:
    page = setting.visitor.submit(setting.get("beraad/tafel"), "Marloes")
    assert "Wie is er 1" in page.text
    setting.clock.advance(timedelta(minutes=25))
    page = setting.visitor.submit(setting.get("beraad/tafel"), "Marloes")
    assert "weg 19.25" in page.text
    assert "Wie is er 0" in page.text


def test_somebody_unexpected_takes_part_by_phone_from_another_time(setting: Setting) -> None:
    values = {"person": str(setting.people["Piet"]), "how": "phone", "arrived_at": "18.50"}
    page = setting.visitor.submit(setting.get("beraad/tafel"), "Zet op de lijst", values)
    assert "Wie is er 1 Piet" in page.text
    assert "aan de telefoon Marloes" in page.text
    wrong = setting.visitor.submit(page, "Zet op de lijst", {**values, "left_at": "18.10"}, status=422)
    assert wrong.errors == ["Weg om: De tijd van weggaan ligt voor de tijd van komen."]
    wrong = setting.visitor.submit(page, "Zet op de lijst", {"person": "", "arrived_at": "laat"}, status=422)
    assert wrong.errors == ["Wie: Kies iemand.", "Er sinds: Dit is geen tijd. Schrijf bijvoorbeeld 19.30."]


def test_agreements_are_kept_and_too_long_ones_stay_in_their_field(setting: Setting) -> None:
    page = setting.visitor.submit(
        setting.get("beraad/tafel"),
        "Bewaar de afspraken",
        {"text": "Wie boos wordt, loopt even naar buiten."},
    )
    assert page.form("Bewaar de afspraken").values["text"] == ["Wie boos wordt, loopt even naar buiten."]
    page = setting.visitor.submit(page, "Bewaar de afspraken", {"text": LONG_TEXT}, status=422)
    assert page.errors == ["Onze afspraken: Dit is te lang. Gebruik hooguit 4000 tekens."]
    assert page.form("Bewaar de afspraken").values["text"][0].strip() == LONG_TEXT.strip()


def test_in_private_time_the_table_is_a_clock_and_nothing_can_be_read_or_written(setting: Setting) -> None:
    form = setting.with_lines().get("beraad/tafel").form("Volgende regel")
    page = _privately(setting)
    assert page.path == setting.path("beraad/besloten")
    assert "55 minuten tot 19.55 uur" in page.text
    assert "Wilma is buiten en wacht tot u roept." in page.text
    for room in (
        "beraad/tafel",
        "plan",
        "plan/schrijven",
        "plan/vaststellen",
        "plan/instemming",
        "beraad/klaar",
    ):
        page = setting.get(room)
        assert page.path == setting.path("beraad/besloten")
        assert WEDNESDAY not in page.text
    assert WEDNESDAY not in setting.get("beraad/scherm").text
    notes = [form.action, setting.path("beraad/tafel/afspraken"), setting.path("plan/terugkijken")]
    for address in [*notes, setting.path(f"beraad/tafel/aanwezig/{setting.people['Joke']}")]:
        refused = setting.visitor.post(address, {**form.values, "text": "Genoteerd."}, status=409)
        assert refused.h1 == "Het is besloten tijd"
    told = setting.autosave(form.action, setting.line(), page)
    assert (told.status_code, told.get_json()["state"]) == (409, "private")
    assert len(setting.draft().lines) == 2


def test_the_family_calls_back_and_the_plan_begins(setting: Setting) -> None:
    page = _privately(setting)
    setting.clock.advance(timedelta(minutes=50))
    page = setting.visitor.submit(setting.get("beraad/besloten"), "5 minuten erbij")
    assert "10 minuten tot 20.00 uur" in page.text
    page = setting.visitor.submit(page, "Wij roepen Wilma")
    assert page.path == setting.path("beraad/tafel")
    assert "40 minuten voor Plan maken" in page.text
    assert "50 minuten, niets opgeschreven" in page.text


def test_nobody_is_signed_out_by_a_private_time_that_is_longer_than_a_session_lies_idle(
    setting: Setting,
) -> None:
    _privately(setting)
    setting.clock.advance(timedelta(minutes=55))
    page = setting.visitor.submit(setting.get("beraad/besloten"), "Wij roepen Wilma")
    assert page.path == setting.path("beraad/tafel")
    beraad = setting.beraad()
    assert beraad is not None
    with setting.store.reading() as session:
        assert not private_now(session, beraad)
        assert attendance_of(session, beraad) == []


def test_the_wall_shows_one_goal_with_first_names_and_nothing_else(setting: Setting) -> None:
    page = setting.with_lines().get("beraad/scherm")
    assert page.h1 == GOAL
    assert "Joke Ik haal Fenna en Bas elke woensdag uit school." in page.text
    for hidden in ("Wisse", "oma", "kijkt mee", "kees@example.nl"):
        assert hidden not in page.text


def test_with_a_plan_on_the_table_the_beraad_ends_only_with_a_day_to_look_back(setting: Setting) -> None:
    page = setting.with_lines().get("beraad/klaar")
    refused = setting.visitor.submit(page, "Beëindig, stel het plan later vast", status=422)
    assert refused.errors == ["Dag: Kies wanneer u samen terugkijkt."]
    page = setting.visitor.submit(
        page, "Beëindig, stel het plan later vast", {"evaluation_date": "2026-06-25"}
    )
    assert page.path == setting.path("plan")
    assert setting.beraad() is None
    assert setting.draft().evaluation_at is not None


def test_a_beraad_without_a_plan_ends_as_well(setting: Setting) -> None:
    page = setting.visitor.submit(setting.get("beraad/klaar"), "Beëindig het beraad")
    assert page.path == setting.path("beraad")
    assert "gehouden" in page.text
