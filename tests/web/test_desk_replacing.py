"""A promise that was handed back: who stands behind it is asked first, and the line is offered to them in a new version."""

import pytest
from flask import Flask

from netwerkberaad.cases import get_person
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import (
    Commitment,
    ConfirmationAnswer,
    ConfirmationContent,
    confirmations_of,
    get_commitment,
)
from netwerkberaad.plans.confirming import record_confirmation
from tests.builders import World
from tests.web.table_setting import FRIDAY, WEDNESDAY, Setting, build_setting


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """A plan that was fixed; Piet stands behind what Joke does, and nobody behind Kees."""
    found = build_setting(app, sqlite_store, clock, sqlite_world).with_plan()
    joke = next(line for line in found.fixed().lines if line.words.text == WEDNESDAY)
    with found.store.writing() as session:
        session.get_one(Commitment, joke.id).backup_id = found.people["Piet"]
    return found


def _hand_back(setting: Setting, first: str, text: str) -> None:
    with setting.store.writing() as session:
        case = setting.fresh(session)
        line = next(one for one in confirmations_of(session, case) if one.owner.name == first)
        record_confirmation(
            session,
            setting.actor,
            case=case,
            commitment=get_commitment(session, case=case, commitment_id=line.line.id),
            person=get_person(session, case=case, person_id=setting.people[first]),
            content=ConfirmationContent(ConfirmationAnswer.HAND_BACK, text),
            via=Channel.PHONE,
            now=setting.clock.now(),
        )


def test_who_stands_behind_it_is_asked_first_and_gets_the_line_in_a_new_version(setting: Setting) -> None:
    _hand_back(setting, "Joke", "Te druk.")
    room = setting.get("plan")
    assert "Joke geeft dit terug. ‘Te druk.’ Vraag eerst Piet" in room.text
    page = setting.visitor.get(room.link("Vraag eerst Piet"))
    assert "Vraag eerst Piet: die staat hierachter." in page.text
    assert "06 00 00 01 27" in page.text
    assert page.form("Zet het in een nieuwe versie").values["takes"] == [str(setting.people["Piet"])]
    setting.visitor.submit(page, "Zet het in een nieuwe versie")
    line = next(one for one in setting.draft().lines if one.words.text == WEDNESDAY)
    assert [owner.name for owner in line.owners] == ["Piet"]
    assert line.backup is None
    assert [owner.name for owner in setting.fixed().lines[0].owners] == ["Joke"]
    assert "geeft dit terug" not in setting.get("plan").text


def test_without_anybody_behind_it_somebody_of_the_circle_is_chosen(setting: Setting) -> None:
    _hand_back(setting, "Kees", "")
    page = setting.visitor.get(setting.get("plan").link("Zoek iemand anders"))
    assert "Niemand staat hierachter." in page.text
    refused = setting.visitor.submit(page, "Zet het in een nieuwe versie", {"takes": ""}, status=422)
    assert refused.errors == ["Wie neemt het over? Kies iemand."]
    setting.visitor.submit(refused, "Zet het in een nieuwe versie", {"takes": str(setting.people["Marloes"])})
    line = next(one for one in setting.draft().lines if one.words.text == FRIDAY)
    assert [owner.name for owner in line.owners] == ["Marloes"]


def test_nothing_is_offered_that_was_not_handed_back(setting: Setting) -> None:
    setting.get("plan/vervangen/00000000-0000-0000-0000-000000000000", status=404)
