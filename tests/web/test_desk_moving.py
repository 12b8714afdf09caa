"""A line gets another day: what hangs on it is shown with its new day, and moves when it is ticked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import CommitmentText, LineView, PlanView, open_draft, plan_view, save_again
from tests.builders import World
from tests.web.table_setting import FRIDAY, WEDNESDAY, Setting, build_setting

PAGE = "plan/meeschuiven?terug=schrijven"


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """In the plan that holds, what Kees does waits for what Joke does."""
    found = build_setting(app, sqlite_store, clock, sqlite_world).with_lines()
    with found.store.writing() as session:
        draft = _draft(found, session)
        joke, kees = _line(draft, WEDNESDAY), _line(draft, FRIDAY)
        words = CommitmentText(FRIDAY, when="op maandag")
        _save(found, session, replace(kees, after_id=joke.lineage_id, words=words))
    return found.with_draft_fixed()


def _draft(setting: Setting, session: Session) -> PlanView:
    draft = open_draft(session, setting.actor, case=setting.fresh(session), now=setting.clock.now())
    session.flush()  # a copied version is read below
    return plan_view(session, draft)


def _line(view: PlanView, text: str) -> LineView:
    return next(line for line in view.lines if line.words.text == text)


def _save(setting: Setting, session: Session, line: LineView) -> None:
    save_again(session, setting.actor, case=setting.fresh(session), line=line, now=setting.clock.now())


def _move(setting: Setting, days: int) -> None:
    with setting.store.writing() as session:
        line = _line(_draft(setting, session), WEDNESDAY)
        assert line.first_at is not None
        _save(setting, session, replace(line, first_at=line.first_at + timedelta(days=days)))


def test_nothing_is_proposed_while_nothing_moved(setting: Setting) -> None:
    _move(setting, 0)
    assert "Bekijk wat meeschuift" not in setting.get("plan/schrijven").text
    assert setting.get(PAGE).path.endswith("/plan/schrijven")


def test_the_new_day_is_shown_and_only_what_is_ticked_moves(setting: Setting) -> None:
    before = _line(setting.fixed(), FRIDAY).first_at
    assert before is not None
    _move(setting, 3)
    page = setting.visitor.get(setting.get("plan/schrijven").link("Bekijk wat meeschuift"))
    assert f"Joke: {WEDNESDAY} Dit is 3 dagen later." in page.text
    assert "op maandag: van" in page.text
    assert "De woorden bij ‘wanneer’ blijven" in page.text
    button = "Verschuif wat is aangekruist"
    refused = setting.visitor.submit(page, button, status=422)
    assert refused.errors == ["Wat schuift mee? Kruis aan wat meeschuift, of ga terug."]
    assert _line(setting.draft(), FRIDAY).first_at == before
    kees = _line(setting.draft(), FRIDAY)
    setting.visitor.submit(refused, button, {"lines": str(kees.lineage_id)})
    assert _line(setting.draft(), FRIDAY).first_at == before + timedelta(days=3)
    assert _line(setting.fixed(), FRIDAY).first_at == before
    assert "Bekijk wat meeschuift" not in setting.get("plan/schrijven").text
