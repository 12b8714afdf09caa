"""A request about one's own data: asked at the door, answered at the desk, read at the door."""

import pytest
from flask import Flask

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.pages import Page, Visitor
from tests.web.door_setting import Door, build_door


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """A case with people who have a personal link."""
    return build_door(app, sqlite_store, clock, sqlite_world)


@pytest.fixture
def officer(app: Flask, sqlite_world: World) -> Visitor:
    """The privacy officer, signed in."""
    browser = Visitor(app)
    browser.sign_in(sqlite_world.privacy_officer)
    return browser


def _ask(door: Door, values: dict[str, str], status: int = 200) -> tuple[Visitor, Page]:
    visitor, _page = door.enter("Joke")
    page = door.prove(visitor, "Joke", "/p/gegevens")
    page = visitor.get(page.link("Vraag een kopie"))
    return visitor, visitor.submit(page, "Verstuur", dict(values), status=status)


def test_somebody_asks_for_a_copy_and_reads_the_answer_on_their_own_page(
    door: Door, officer: Visitor, sqlite_world: World
) -> None:
    visitor, page = _ask(door, {"kind": "copy", "words": "Ook wat er in maart is opgeschreven."})
    assert page.h1 == "Mijn gegevens"
    assert "Wij hebben uw verzoek." in page.text
    assert "Ik wil een kopie van mijn gegevens" in page.text

    page = officer.get("/privacy-taken")
    assert "Verzoek om een kopie" in page.text
    assert "Joke" not in page.text
    page = officer.get(page.link("Lees en beantwoord"))
    assert "Joke Wisse" in page.text
    assert "Ook wat er in maart is opgeschreven." in page.text
    again = officer.submit(page, "Bewaar het antwoord", {"decision": "partly"}, status=422)
    assert any("noem dan de wet" in error for error in again.errors)
    told = {"decision": "partly", "answer": "Wat anderen zeiden, laten wij weg (UAVG artikel 41)."}
    page = officer.submit(again, "Bewaar het antwoord", told)
    assert "Niemand wacht op antwoord." in page.text
    assert "UAVG artikel 41" in visitor.get("/p/gegevens").text

    coordinator = Visitor(officer.client.application)
    coordinator.sign_in(sqlite_world.coordinator)
    assert "Vragen over eigen gegevens" not in coordinator.get("/privacy-taken").text


def test_a_correction_without_words_is_asked_again_and_keeps_what_was_chosen(door: Door) -> None:
    _visitor, page = _ask(door, {"kind": "correction", "words": ""}, status=422)
    assert any("Schrijf op wat er anders moet." in error for error in page.errors)
    assert page.form("Verstuur").values["kind"] == ["correction"]


def test_a_request_that_waits_too_long_stands_out(
    door: Door, officer: Visitor, clock: MovableClock, sqlite_world: World
) -> None:
    _ask(door, {"kind": "erasure", "words": ""})
    moment = clock.now()
    clock.move_to(moment.replace(month=moment.month + 1, day=moment.day))
    officer.sign_in(sqlite_world.privacy_officer)
    assert "te laat" in officer.get("/privacy-taken").text
