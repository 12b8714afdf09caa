"""What somebody cannot do stands by the line they are to do: advice, and a question for the table, never a block."""

from datetime import date

import pytest
from flask import Flask

from netwerkberaad.cases import get_person
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import AnswerContent, Reply, record_answer
from tests.builders import World
from tests.web.table_setting import WEDNESDAY, Setting, build_setting

LIMIT = "Niet op woensdag, dan pas ik op."


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """Joke said what she cannot do; Kees did not."""
    found = build_setting(app, sqlite_store, clock, sqlite_world).with_lines()
    content = AnswerContent(reply=Reply.COMES, limits=LIMIT, limits_until=date(2026, 8, 1))
    with found.store.writing() as session:
        case = found.fresh(session)
        record_answer(
            session,
            found.actor,
            case=case,
            person=get_person(session, case=case, person_id=found.people["Joke"]),
            content=content,
            via=Channel.PHONE,
            now=clock.now(),
        )
    return found


def test_what_joke_cannot_do_stands_by_her_line_and_is_asked_at_the_table(setting: Setting) -> None:
    page = setting.get("plan/schrijven")
    assert f"Past ‘{WEDNESDAY}’ bij wat Joke niet kan? ‘{LIMIT}’" in page.text
    assert f"Past dit? Joke kan niet: ‘{LIMIT} (tot zaterdag 1 augustus)’" in page.text
    assert page.text.count("Past dit?") == 1


def test_while_somebody_types_the_advice_follows_the_owner_and_the_day(setting: Setting) -> None:
    page = setting.get("plan/schrijven")
    line = next(one for one in setting.draft().lines if one.words.text == WEDNESDAY)
    address = setting.path(f"plan/regel/{line.id}")

    def hint(revision: int, **values: object) -> str:
        sent = setting.line(goal=str(line.goal_id), revision=str(revision), **values)
        answer = setting.autosave(address, sent, page)
        assert answer.json is not None
        assert answer.json["state"] == "saved"
        return str(answer.json["hint"])

    assert (
        hint(0, text="Ik kook.", when="op vrijdag") == f"Joke kan niet: ‘{LIMIT} (tot zaterdag 1 augustus)’"
    )
    assert "Joke" not in hint(1, text="Ik kook op woensdag.", owner=str(setting.people["Kees"]))
