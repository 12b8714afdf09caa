"""Opvolging: what is due, answers, gaps with a next step, calls, and the evaluation."""

from datetime import timedelta

import pytest
from flask import Flask

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import (
    CheckInResult,
    FollowUp,
    FollowUpContent,
    FollowUpKind,
    answer_check_in,
    follow_ups_of,
)
from tests.builders import World
from tests.pages import Page
from tests.web.table_setting import LONG_TEXT, WEDNESDAY, Setting, build_setting


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """A case with a plan that holds."""
    return build_setting(app, sqlite_store, clock, sqlite_world).with_plan()


def _later(setting: Setting, days: int) -> None:
    setting.clock.advance(timedelta(days=days))
    setting.sign_in()


def _row(setting: Setting, kind: FollowUpKind, name: str | None = None) -> FollowUp:
    with setting.store.reading() as session:
        rows = follow_ups_of(session, setting.fresh(session))
        person_id = setting.people[name] if name else None
        found = next(row for row in rows if row.kind is kind and row.person_id == person_id)
        assert found.content is not None  # opened while its key is at hand
        return found


def _ask(setting: Setting, name: str) -> FollowUp:
    """The check-in of somebody, sent fifteen days from now."""
    _later(setting, 15)
    row = _row(setting, FollowUpKind.CHECK_IN, name)
    with setting.store.writing() as session:
        session.merge(row).sent_at = setting.clock.now()
    return row


def _record(setting: Setting, row: FollowUp, values: dict[str, str], *, status: int = 200) -> Page:
    page = setting.get(f"opvolging/{row.id}")
    return setting.visitor.submit(page, "Leg vast", {"via": "phone", **values}, status=status)


def test_what_comes_stands_in_order_and_nothing_waits_yet(setting: Setting) -> None:
    page = setting.get("opvolging")
    assert "Er wacht niets op u." in page.text
    assert "Herinnering: Joke Ik haal Fenna en Bas elke woensdag uit school." in page.text
    assert "Bellen na vier weken" in page.text


def test_the_caseload_names_the_day_of_the_call_and_then_of_looking_back(setting: Setting) -> None:
    assert "bellen op" in setting.visitor.get("/casussen").text
    with setting.store.writing() as session:
        session.merge(_row(setting, FollowUpKind.CALL)).handled_at = setting.clock.now()
    assert "terugkijken op" in setting.visitor.get("/casussen").text


def test_a_case_without_a_plan_says_where_to_begin(
    app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    page = build_setting(app, sqlite_store, clock, sqlite_world).get("opvolging")
    assert "Er is nog niets op te volgen." in page.text


def test_an_unanswered_check_in_becomes_a_gap_of_the_plan_with_a_next_step(setting: Setting) -> None:
    _ask(setting, "Joke")
    assert "Gevraagd" in setting.get("opvolging").text
    _later(setting, 3)
    page = setting.get("opvolging")
    assert "Een gat zegt iets over het plan, niet over de persoon." in page.text
    assert "Joke liet nog niet weten hoe het gaat." in page.text
    assert page.link("Bel Joke").startswith(setting.path("opvolging/"))


def test_how_it_went_is_put_on_record_for_somebody_who_told_it_by_phone(setting: Setting) -> None:
    row = _ask(setting, "Joke")
    page = _record(
        setting,
        row,
        {"result": "partly", "grade": "6", "need": "Iemand voor de regen.", "note": "Fatma springt bij."},
    )
    assert "Vastgelegd namens Joke." in page.text
    assert "Joke : deels gelukt" in page.text
    assert "Joke 6" in page.text
    kept = _row(setting, FollowUpKind.CHECK_IN, "Joke")
    assert (kept.content.result, kept.content.grade, kept.via) == (CheckInResult.PARTLY, 6, Channel.PHONE)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "Is het gelukt? Kies hoe het ging."),
        ({"result": "prima"}, "Is het gelukt? Ongeldige keuze."),
        ({"result": "done", "grade": "11"}, "Hoe gaat het nu, van 0 tot 10? Ongeldige keuze."),
        (
            {"result": "done", "need": LONG_TEXT},
            "Wat is er nodig? Dit is te lang. Gebruik hooguit 4000 tekens.",
        ),
    ],
)
def test_a_wrong_answer_is_refused_beside_its_field(
    setting: Setting, wrong: dict[str, str], message: str
) -> None:
    page = _record(setting, _ask(setting, "Joke"), {"note": "Met 🌻.", **wrong}, status=422)
    assert page.errors == [message]
    assert page.form("Leg vast").values["note"][0].strip() == "Met 🌻."


def _told(setting: Setting, row: FollowUp, content: FollowUpContent) -> None:
    with setting.store.writing() as session:
        case = setting.fresh(session)
        answered = answer_check_in(
            session,
            setting.actor,
            case=case,
            follow_up=session.merge(row),
            content=content,
            via=Channel.LINK,
            now=setting.clock.now(),
        )
        answered.handled_at = None  # as when somebody answered by their own link


def test_an_answer_that_went_well_is_seen_with_one_tap(setting: Setting) -> None:
    _told(setting, _ask(setting, "Joke"), FollowUpContent(result=CheckInResult.DONE, grade=8))
    page = setting.visitor.submit(setting.get("opvolging"), "Gezien")
    assert "Zo ging het" in page.text
    assert "Antwoorden" not in page.text


def test_an_answer_with_a_need_asks_what_we_do(setting: Setting) -> None:
    _told(setting, _ask(setting, "Joke"), FollowUpContent(result=CheckInResult.NOT_DONE, need="Een fiets."))
    page = setting.get("opvolging")
    assert "Joke : niet gelukt. Nodig: ‘Een fiets.’" in page.text
    page = setting.visitor.get(page.link("Wat doen we?"))
    refused = setting.visitor.submit(page, "Leg vast", {"note": " "}, status=422)
    assert refused.errors == ["Wat spreekt u af? Schrijf in een zin op wat er gebeurt."]
    page = setting.visitor.submit(refused, "Leg vast", {"note": "Piet leent zijn fiets uit."})
    assert "Piet leent zijn fiets uit." in page.text
    assert "Antwoorden" not in page.text


def test_the_call_after_four_weeks_and_the_evaluation_are_finished_with_a_note(setting: Setting) -> None:
    _later(setting, 29)
    page = setting.get("opvolging")
    assert "Nu aan de beurt" in page.text
    page = setting.visitor.submit(
        setting.visitor.get(page.link("Leg het gesprek vast")), "Leg vast", {"note": "Het loopt."}
    )
    assert "Bellen na vier wekenHet loopt." in page.text
    _later(setting, 62)
    page = setting.get("opvolging")
    assert "Samen terugkijken" in page.text
    page = setting.visitor.submit(
        setting.visitor.get(page.link("Leg het gesprek vast")), "Leg vast", {"note": "Plan blijft zo."}
    )
    assert "Samen terugkijkenPlan blijft zo." in page.text


def test_a_check_in_of_another_case_does_not_exist(setting: Setting, app: Flask, sqlite_store: Store) -> None:
    other = build_setting(app, sqlite_store, setting.clock, setting.world).with_plan()
    row = _row(other, FollowUpKind.CHECK_IN, "Joke")
    setting.get(f"opvolging/{row.id}", status=404)
    assert WEDNESDAY not in setting.get("opvolging/", status=404).text


def test_somebody_and_everybody_rest_until_a_day_or_until_it_is_ended(setting: Setting) -> None:
    page = setting.get("opvolging/stil")
    refused = setting.visitor.submit(
        page, "Zet stil", {"whom": str(setting.people["Joke"]), "until": "2020-01-01"}, status=422
    )
    assert "Kies een dag die nog komt." in refused.text
    last = (setting.clock.now() + timedelta(days=9)).date()
    resting = setting.visitor.submit(refused, "Zet stil", {"until": last.isoformat()})
    assert "Er gaat nu even niets vanzelf uit." in resting.text
    assert f"{last.day} maart Weer aan" in resting.text
    for_all = setting.visitor.submit(setting.get("opvolging/stil"), "Zet stil", {"whom": "", "until": ""})
    assert "Weer aan Iedereen" in for_all.text
    again = setting.visitor.submit(for_all, "Weer aan")
    assert "Berichten gaan weer vanzelf." in again.text
    _later(setting, 10)
    assert "Joke tot en met" not in setting.get("opvolging").text
