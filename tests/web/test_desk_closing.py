"""Afsluiten, stoppen, heropenen: how a case ends and begins again."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from netwerkberaad.cases import Case, Closing, Outcome, Phase
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import MessageKind, MessageState, OutboxMessage
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.web.table_setting import LONG_TEXT, ODD_TEXT, Setting, build_setting


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """A case that runs."""
    return build_setting(app, sqlite_store, clock, sqlite_world)


def _case(setting: Setting) -> tuple[Phase, Closing]:
    with setting.store.reading() as session:
        case = session.get_one(Case, setting.case.id)
        return case.phase, case.closing


def _states(setting: Setting, kind: MessageKind) -> set[MessageState]:
    with setting.store.reading() as session:
        return set(session.scalars(select(OutboxMessage.state).where(OutboxMessage.kind == kind)))


def test_closing_keeps_the_outcome_and_gives_the_feedback_everybody_agreed_to(setting: Setting) -> None:
    setting.with_plan()
    page = setting.get("afsluiten")
    assert page.form("Sluit af").values["outcome"] == ["plan_with_meeting"]
    values = {
        "feedback": "Het plan loopt.",
        "reflection": ODD_TEXT,
        "feedback_agreed_by": str(setting.people["Marloes"]),
    }
    page = setting.visitor.submit(page, "Sluit af", values)
    assert "De casus is afgesloten." in page.text
    phase, closing = _case(setting)
    assert (phase, closing.outcome, closing.feedback) == (
        Phase.CLOSED,
        Outcome.PLAN_WITH_MEETING,
        "Het plan loopt.",
    )
    assert closing.reflection == "Joke 🌻 van rechts"
    assert "Sluit de casus af" not in setting.get("opvolging").text


def test_the_page_tells_what_nobody_had_to_do_by_hand(setting: Setting) -> None:
    setting.with_plan()
    assert "Wat u niet met de hand hoefde te doen" not in setting.get("afsluiten").text
    with setting.store.writing() as session:
        session.execute(update(OutboxMessage).values(state=MessageState.SENT))
    page = setting.get("afsluiten")
    assert "Wat u niet met de hand hoefde te doen" in page.text
    assert "zijn verstuurd." in page.text


def test_feedback_goes_out_only_when_every_hoofdpersoon_agrees(setting: Setting) -> None:
    page = setting.visitor.submit(
        setting.get("afsluiten"), "Sluit af", {"feedback": "Het loopt."}, status=422
    )
    assert page.errors == [
        "Wie vindt deze terugkoppeling goed? Niet iedereen om wie het gaat vindt deze terugkoppeling goed. Vraag het eerst."
    ]
    assert page.form("Sluit af").values["feedback"][0].strip() == "Het loopt."
    assert _case(setting)[0] is not Phase.CLOSED


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"outcome": "plan_with_meeting"},
            "Er is geen vastgesteld plan. Kies een andere uitkomst, of stel het plan eerst vast.",
        ),
        ({"outcome": "anders"}, "Ongeldige keuze."),
        ({"text": LONG_TEXT}, "Dit is te lang. Gebruik hooguit 4000 tekens."),
    ],
)
def test_what_cannot_be_closed_like_this_says_why(
    setting: Setting, wrong: dict[str, str], message: str
) -> None:
    page = setting.visitor.submit(setting.get("afsluiten"), "Sluit af", wrong, status=422)
    assert len(page.errors) == 1
    assert page.errors[0].endswith(message)


def test_a_hoofdpersoon_stops_without_a_reason_and_nothing_more_leaves(setting: Setting) -> None:
    setting.with_plan()
    assert MessageState.WAITING in _states(setting, MessageKind.CONFIRM)
    page = setting.visitor.submit(
        setting.get("stoppen"), "Stop het beraad", {"by": str(setting.people["Marloes"]), "how": "phone"}
    )
    assert "Het beraad is gestopt. Er gaat niets meer uit." in page.text
    assert _states(setting, MessageKind.CONFIRM) == {MessageState.CANCELLED}
    phase, closing = _case(setting)
    assert (phase, closing.stopped_by) == (Phase.CLOSED, str(setting.people["Marloes"]))


def test_when_we_stop_ourselves_we_say_why(setting: Setting) -> None:
    page = setting.visitor.submit(setting.get("stoppen"), "Stop het beraad", {"by": ""}, status=422)
    assert page.errors == ["Wat werd er gezegd? Schrijf op waarom."]
    assert _case(setting)[0] is not Phase.CLOSED


def test_a_closed_case_is_read_but_not_changed_and_can_be_opened_again_with_a_reason(
    setting: Setting,
) -> None:
    setting.with_plan()
    setting.visitor.submit(setting.get("stoppen"), "Stop het beraad", {"by": str(setting.people["Marloes"])})
    assert "Het plan, versie 1" in setting.get("plan").text
    setting.get("plan/schrijven", status=403)
    page = setting.get("heropenen")
    refused = setting.visitor.submit(page, "Heropen", {"reason": ""}, status=422)
    assert refused.errors == ["Waarom heropent u deze casus? Schrijf op waarom."]
    page = setting.visitor.submit(refused, "Heropen", {"reason": "Marloes belde: zij wil verder."})
    assert "De casus loopt weer." in page.text
    assert _case(setting)[0] is Phase.PLAN
