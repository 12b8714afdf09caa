"""A secret address of a scenario in every output of everybody in the case: door, calendar, next mail and plan."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from netwerkberaad.beraden import current_beraad
from netwerkberaad.cases import people_of
from netwerkberaad.cases.sight import may_know, secret_addresses_of, seeing_of
from netwerkberaad.demo.reading import read_scenario, scenario_names
from netwerkberaad.demo.stage import Stage
from netwerkberaad.flows import calendar_file
from netwerkberaad.flows.previewing import next_message
from netwerkberaad.foundation.vault import Store
from netwerkberaad.web import create_app
from tests.demo import at, play, stage_for
from tests.pages import Visitor
from tests.stores import RING, engine_on

BASE = "http://localhost:8000"
WITH_SECRET = [name for name in scenario_names() if read_scenario(name).care.hidden]
PAGES = ("/p/welkom", "/p/beraad", "/p/beraad.ics", "/p/antwoord/1")


def test_there_is_a_scenario_with_a_secret_address() -> None:
    assert "spoed-geheim-adres" in WITH_SECRET


def _outputs(stage: Stage, app: Flask) -> dict[bool, list[str]]:
    """Everything that everybody gets, by whether they may know; the beraad is held at the secret address."""
    told: dict[bool, list[str]] = {True: [], False: []}
    address = stage.scenario.care.hidden[0].address
    with stage.desk() as desk:
        beraad = current_beraad(desk.session, desk.case)
        assert beraad is not None
        beraad.place = replace(beraad.place, name="Bij Bert thuis", address=address)
    with stage.desk() as desk:
        session, case, now = desk.session, desk.case, desk.now
        (secret,) = secret_addresses_of(session, case)
        beraad = current_beraad(session, case)
        assert beraad is not None
        knows = {one.id: may_know(secret, one) for one in people_of(session, case)}
        for person in people_of(session, case):
            mail = next_message(session, case=case, person=person, base_url=BASE, now=now)
            entry = calendar_file(session, case=case, person=person, beraad=beraad, base_url=BASE, now=now)
            line = seeing_of(session, case, person, now=now).clean(f"Wij slapen op {address}.")
            told[knows[person.id]] += [mail.text, mail.html, entry, line]
    for key, person_id in stage.people.items():
        if key not in stage.blocked:
            visitor = Visitor(app)
            visitor.submit(visitor.get(f"/p/{stage._token(key)}"), "Open het bericht")
            told[knows[person_id]] += [visitor.client.get(path).text for path in PAGES]
    return told


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_SECRET)
def test_who_may_not_know_finds_it_nowhere_and_who_may_finds_it_where_it_stands(
    sqlite_template: Path, tmp_path: Path, name: str
) -> None:
    shutil.copy(sqlite_template, tmp_path / "replay.sqlite")
    store = Store(engine_on(tmp_path / "replay.sqlite"), RING)
    stage = stage_for(store, tmp_path, name)
    settings = replace(stage.house.settings, database_url="sqlite:///not-used")
    app = create_app(settings, stage.house.clock, store)
    found: list[dict[bool, list[str]]] = []
    moment = at(0, "15:50")
    play(stage, until=stage.at(moment), probes=[(moment, lambda: found.append(_outputs(stage, app)))])
    (told,) = found
    street = stage.scenario.care.hidden[0].address.split()[0]
    assert told[False]
    assert [text for text in told[False] if street in text or "4350" in text] == []
    assert [text for text in told[True] if street in text]
    store.engine.dispose()
