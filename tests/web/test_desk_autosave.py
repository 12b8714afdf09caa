"""The plan while it is written: by a form without a script, and by the page itself while somebody types."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.pages import Values
from tests.web.table_setting import (
    FRIDAY,
    GOAL,
    LONG_TEXT,
    ODD_TEXT,
    WEDNESDAY,
    Setting,
    build_setting,
    token_of,
)


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """A case with an open table."""
    return build_setting(app, sqlite_store, clock, sqlite_world).with_table()


def test_a_goal_and_its_lines_are_written_without_a_script(setting: Setting) -> None:
    page = setting.visitor.submit(setting.get("beraad/tafel"), "Bewaar dit doel", {"text": GOAL})
    form = page.form("Volgende regel")
    sent: Values = {
        **form.values,
        "owner": str(setting.people["Joke"]),
        "text": WEDNESDAY,
        "when": "elke woensdag om 12.15 uur",
    }
    setting.visitor.post(form.action, sent)
    page = setting.visitor.post(form.action, sent)
    view = setting.draft()
    assert [(goal.text, [line.words.text for line in goal.lines]) for goal in view.goals] == [
        (GOAL, [WEDNESDAY])
    ]
    assert "Joke Ik haal Fenna en Bas elke woensdag uit school. elke woensdag om 12.15 uur" in page.text
    assert (
        "Nog open 3 Wie kijkt mee bij Joke? Wat doet of geeft Marloes zelf? Wanneer kijken we terug?"
        in page.text
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"text": LONG_TEXT}, "Wat ga ik doen? Dit is te lang. Gebruik hooguit 4000 tekens."),
        ({"text": "", "owner": ""}, "Wat ga ik doen? Schrijf op wat iemand gaat doen."),
        ({"first_at": "morgen"}, "Eerste dag: Dit is geen datum. Kies een dag."),
        ({"every": "week"}, "Eerste dag: Bij een ritme hoort een eerste dag, en een einde dat daarna komt."),
        ({"owner": "iemand"}, "Wie: Ongeldige keuze."),
    ],
)
def test_a_line_that_cannot_be_kept_comes_back_open_with_what_is_wrong(
    setting: Setting, wrong: dict[str, str], message: str
) -> None:
    setting.with_lines()
    form = setting.get("beraad/tafel").form("Volgende regel")
    sent: Values = {
        **form.values,
        "owner": str(setting.people["Piet"]),
        "text": ODD_TEXT,
        "if_not": "Dan bel ik 🌻",
        **wrong,
    }
    page = setting.visitor.post(form.action, sent, status=422)
    assert page.errors == [message]
    again = page.form("Volgende regel")
    assert again.action == form.action
    assert again.values["if_not"][0].strip() == "Dan bel ik 🌻"
    assert len(setting.draft().lines) == 2


def test_autosave_tells_saved_only_what_the_database_holds(setting: Setting) -> None:
    page, line_id = setting.get("beraad/tafel"), uuid.uuid4()
    address = setting.path(f"plan/regel/{line_id}")
    for _time in range(2):
        answer = setting.autosave(address, setting.line(more_owners=[str(setting.people["Kees"])]), page)
        told = answer.get_json()
        assert (told["state"], told["revision"], told["at"]) == ("saved", 0, "19.00")
    [line] = setting.draft().lines
    assert (line.id, [owner.name for owner in line.owners]) == (line_id, ["Joke", "Kees"])


def test_autosave_of_an_older_text_brings_both_texts_and_changes_nothing(setting: Setting) -> None:
    page, address = setting.get("beraad/tafel"), setting.path(f"plan/regel/{uuid.uuid4()}")
    setting.autosave(address, setting.line(), page)
    setting.autosave(address, setting.line(text=FRIDAY), page)
    answer = setting.autosave(address, setting.line(text="Nog iets anders."), page)
    assert answer.status_code == 409
    assert answer.get_json() == {
        "state": "conflict",
        "mine": "Nog iets anders.",
        "theirs": FRIDAY,
        "revision": 1,
    }
    assert setting.draft().lines[0].words.text == FRIDAY


@pytest.mark.parametrize("body", [[], "tekst", {"text": 5}, {"text": {"a": "b"}}, {"text": None}])
def test_autosave_of_nonsense_is_refused_and_never_an_error_of_ours(setting: Setting, body: object) -> None:
    headers = {"X-CSRFToken": token_of(setting.get("beraad/tafel"))}
    address = setting.path(f"plan/regel/{uuid.uuid4()}")
    assert setting.visitor.client.post(address, json=body, headers=headers).status_code == 400


def test_autosave_refuses_what_is_too_long_and_says_so(setting: Setting) -> None:
    page = setting.get("beraad/tafel")
    answer = setting.autosave(setting.path(f"plan/regel/{uuid.uuid4()}"), setting.line(text=LONG_TEXT), page)
    assert answer.status_code == 422
    assert answer.get_json() == {"state": "refused", "text": "Dit is te lang. Gebruik hooguit 4000 tekens."}


def test_autosave_needs_the_token_of_the_page(setting: Setting) -> None:
    address = setting.path(f"plan/regel/{uuid.uuid4()}")
    assert setting.visitor.client.post(address, json=setting.line()).status_code == 400


def test_without_a_script_two_texts_are_shown_to_choose_from(setting: Setting) -> None:
    setting.with_lines()
    form = next(form for form in setting.get("beraad/tafel").forms if form.values.get("text") == [WEDNESDAY])
    setting.visitor.post(form.action, {**form.values, "text": "Ik haal ze op maandag."})
    page = setting.visitor.post(form.action, {**form.values, "text": "Ik haal ze op dinsdag."}, status=409)
    assert "‘Ik haal ze op dinsdag.’ Uw tekst ‘Ik haal ze op maandag.’ De andere tekst" in page.text
    setting.visitor.submit(page, "Houd mijn tekst")
    assert [line.words.text for line in setting.draft().lines] == ["Ik haal ze op dinsdag.", FRIDAY]


def test_lines_and_goals_are_taken_away_and_twice_is_once(setting: Setting) -> None:
    page = setting.with_lines().get("beraad/tafel")
    goal = page.form("Bewaar dit doel")
    line = next(form for form in page.forms if form.values.get("text") == [WEDNESDAY])
    for address in (f"{line.action}/weg", f"{line.action}/weg", f"{goal.action}/weg"):
        page = setting.visitor.post(address, {**line.values})
    assert [left.words.text for left in setting.draft().lines] == [FRIDAY]
    assert "Verder spreken wij af" in page.text


def test_a_page_that_only_asks_whether_anything_changed_keeps_no_session_alive(setting: Setting) -> None:
    setting.get("plan/schrijven")
    asked = setting.path("plan/schrijven?stil=1")
    for _time in range(8):
        setting.clock.advance(timedelta(minutes=5))
        setting.visitor.client.get(asked)
    answer = setting.visitor.client.get(asked)
    assert answer.status_code == 302
    assert "/ontgrendel" in answer.location


def test_whoever_only_types_stays_signed_in(setting: Setting) -> None:
    page, address = setting.get("plan/schrijven"), setting.path(f"plan/regel/{uuid.uuid4()}")
    for number in range(5):
        setting.clock.advance(timedelta(minutes=20))
        answer = setting.autosave(
            address, setting.line(text=f"Regel {number}", revision=str(max(number - 1, 0))), page
        )
        assert answer.get_json()["state"] == "saved"


def test_asking_whether_anything_changed_is_a_look_only_when_something_did(setting: Setting) -> None:
    stamp = next(
        node.get("data-stamp") for node in setting.get("beraad/tafel").root.iter() if node.get("data-stamp")
    )
    address = setting.path(f"beraad/tafel?stil=1&stand={stamp}")
    before = _looks(setting)
    assert setting.visitor.client.get(address).status_code == 204
    assert _looks(setting) == before
    setting.with_lines()
    assert setting.visitor.client.get(address).status_code == 200
    assert _looks(setting) == before + 1


def _looks(setting: Setting) -> int:
    with setting.store.reading() as session:
        statement = select(func.count()).where(AuditEntry.action == "case.opened_to_change")
        return session.scalar(statement) or 0
