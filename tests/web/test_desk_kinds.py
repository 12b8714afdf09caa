"""Kinds of beraad: their parts, the bewoner-MDO with its obstacles, the vervolgberaad, and the netwerkplan without a meeting."""

from datetime import timedelta

import pytest
from flask import Flask

from netwerkberaad.beraden import BeraadKind, Part, agenda_of, current_beraad, end_beraad
from netwerkberaad.cases import get_person
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import AnswerContent, Reply, record_answer
from netwerkberaad.plans import CheckInResult, FollowUpContent, FollowUpKind, answer_check_in, follow_ups_of
from tests.builders import World
from tests.web.table_setting import EVENING, FRIDAY, WEDNESDAY, Setting, build_setting


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """A case before its meeting."""
    return build_setting(app, sqlite_store, clock, sqlite_world)


def _parts(setting: Setting) -> dict[Part, int]:
    with setting.store.reading() as session:
        beraad = current_beraad(session, setting.fresh(session))
        return {part.part: part.minutes for part in agenda_of(session, beraad)} if beraad else {}


def test_a_kind_has_parts_of_its_own_and_they_can_be_changed(setting: Setting) -> None:
    day = {"starts_at": "2026-03-26", "starts_time": "19.00", "place": "Keuken van Wim"}
    page = setting.visitor.submit(
        setting.get("beraad/plannen"), "Bewaar", {**day, "kind": "bewoner-mdo", "minutes": "120"}
    )
    assert list(_parts(setting)) == [Part.WELCOME, Part.THREE_QUESTIONS, Part.PLAN, Part.ACCEPTANCE]
    assert "In de besloten tijd gaat u naar buiten" not in page.text
    page = setting.visitor.get(page.link("Verander de onderdelen"))
    refused = setting.visitor.submit(page, "Bewaar", {"plan": "0"}, status=422)
    assert refused.errors == ["Plan maken: Geef het plan maken ten minste één minuut."]
    setting.visitor.submit(page, "Bewaar", {"welcome": "0", "three_questions": "30", "plan": "60"})
    assert _parts(setting) == {Part.THREE_QUESTIONS: 30, Part.PLAN: 60, Part.ACCEPTANCE: 20}
    setting.visitor.submit(
        setting.get("beraad/plannen"), "Bewaar", {**day, "kind": "netwerkberaad", "minutes": "165"}
    )
    assert _parts(setting)[Part.PRIVATE_TIME] == 55


def test_at_a_bewoner_mdo_three_questions_and_obstacles_stand_on_the_table(setting: Setting) -> None:
    setting.with_table(BeraadKind.RESIDENT_MDO)
    table = setting.get("beraad/tafel")
    assert "Besloten tijd" not in table.text
    page = setting.visitor.get(table.link("Schrijf dit op"))
    table = setting.visitor.submit(page, "Bewaar", {"wants": "Ik wil tekenen.", "needs": "Een tafel."})
    assert "Ik wil Ik wil tekenen. Ik heb nodig Een tafel." in table.text
    page = setting.visitor.get(table.link("Schrijf een hobbel op"))
    refused = setting.visitor.submit(page, "Schrijf op", {"text": "Verlopen paspoort"}, status=422)
    assert refused.errors == ["Wie haalt het weg? Kies wie dit uit de weg haalt."]
    kees = str(setting.people["Kees"])
    page = setting.visitor.submit(refused, "Schrijf op", {"text": "Verlopen paspoort", "owner": kees})
    assert "Kees haalt dit weg vóór donderdag 7 mei." in page.text
    assert "Verlopen paspoort Kees haalt dit weg" in setting.get("beraad/tafel").text
    page = setting.visitor.submit(page, "Is weg")
    assert "Weg sinds donderdag 26 maart." in page.text


def test_a_vervolgberaad_takes_the_open_lines_along_and_shows_how_each_went(setting: Setting) -> None:
    setting.with_table().with_plan()
    _end(setting)
    _answer(setting, "Joke", CheckInResult.NO_LONGER_NEEDED)
    _answer(setting, "Kees", CheckInResult.PARTLY)
    setting.with_table(BeraadKind.VERVOLGBERAAD, evening=EVENING + timedelta(days=60))
    table = setting.get("beraad/tafel")
    assert f"Joke {WEDNESDAY} niet meer nodig" in table.text
    assert f"Kees {FRIDAY} deels gelukt" in table.text
    setting.visitor.submit(table, "Begin een nieuwe versie")
    assert [line.words.text for line in setting.draft().lines] == [FRIDAY]


def test_a_netwerkplan_gathers_what_everybody_wants_to_do(setting: Setting) -> None:
    with setting.store.writing() as session:
        case = setting.fresh(session)
        record_answer(
            session,
            setting.actor,
            case=case,
            person=get_person(session, case=case, person_id=setting.people["Joke"]),
            content=AnswerContent(
                reply=Reply.CONTRIBUTES, contributes="Ik kook op maandag.\nEen sleutel.", limits="Geen auto."
            ),
            via=Channel.PHONE,
            now=setting.clock.now(),
        )
    page = setting.visitor.get(setting.get("plan").link("Maak een netwerkplan van wat iedereen wil doen"))
    assert "Joke oma Ik kook op maandag." in page.text
    assert "Kan niet: Geen auto." in page.text
    assert "Vraag het nog aan 2" in page.text
    first = next(form for form in page.forms if form.values.get("place") == ["0"])
    for _time in range(2):
        page = setting.visitor.post(first.action, {**first.values})
    assert [line.words.text for line in setting.draft().lines] == ["Ik kook op maandag."]
    assert "staat in het plan" in page.text


def _end(setting: Setting) -> None:
    """The first meeting is over."""
    with setting.store.writing() as session:
        beraad = current_beraad(session, setting.fresh(session))
        assert beraad is not None
        end_beraad(session, setting.actor, beraad=beraad, now=setting.clock.now())


def _answer(setting: Setting, first: str, result: CheckInResult) -> None:
    with setting.store.writing() as session:
        case = setting.fresh(session)
        row = next(
            one
            for one in follow_ups_of(session, case)
            if one.kind is FollowUpKind.CHECK_IN and one.person_id == setting.people[first]
        )
        answer_check_in(
            session,
            setting.actor,
            case=case,
            follow_up=row,
            content=FollowUpContent(result),
            via=Channel.PHONE,
            now=setting.clock.now(),
        )
