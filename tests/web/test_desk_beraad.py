"""The page of the meeting: planning, telling, changing, calling off, and opening the table."""

import pytest
from flask import Flask
from sqlalchemy import select

from netwerkberaad.beraden import BeraadKind
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import MessageKind, OutboxMessage
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.pages import Page
from tests.web.table_setting import LONG_TEXT, ODD_TEXT, Setting, build_setting

DAY = {"starts_at": "2026-03-26", "starts_time": "19.00", "minutes": "165", "place": "De Meeuwen"}


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """A case without a day yet."""
    return build_setting(app, sqlite_store, clock, sqlite_world)


def _plan(setting: Setting) -> Page:
    return setting.visitor.submit(setting.get("beraad/plannen"), "Bewaar", DAY)


def _mails(setting: Setting, kind: MessageKind) -> int:
    with setting.store.reading() as session:
        statement = select(OutboxMessage.id).where(OutboxMessage.kind == kind)
        return len(list(session.scalars(statement)))


def test_without_a_day_the_page_says_what_to_do(setting: Setting) -> None:
    page = setting.get("beraad")
    assert "Er is nog geen dag gekozen." in page.text
    assert page.link("Kies dag en plek") == setting.path("beraad/plannen")


def test_a_day_with_its_parts_is_planned_and_nobody_is_told_yet(setting: Setting) -> None:
    page = _plan(setting)
    assert "donderdag 26 maart om 19.00 uur" in page.text
    assert "19.50 tot 20.45 Besloten tijd" in page.text
    assert _mails(setting, MessageKind.DATE_SET) == 0
    beraad = setting.beraad()
    assert beraad is not None
    assert beraad.kind is BeraadKind.NETWERKBERAAD


def test_sending_the_same_day_twice_plans_one_beraad(setting: Setting) -> None:
    form = setting.get("beraad/plannen").form("Bewaar")
    for _time in range(2):
        setting.visitor.post(form.action, {**form.values, **DAY})
    assert "Eerder" not in setting.get("beraad").text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"starts_at": ""}, "Dag: Kies een dag."),
        ({"starts_at": "31-02-2026"}, "Dag: Dit is geen datum. Kies een dag."),
        ({"starts_at": "0001-01-01"}, "Dag: Dit jaar klopt niet."),
        ({"starts_at": "2026-01-05"}, "Dag: Deze dag is al voorbij. Kies een andere dag."),
        ({"starts_time": "half acht"}, "Begint om: Dit is geen tijd. Schrijf bijvoorbeeld 19.30."),
        ({"minutes": "9999999999999"}, "Hoeveel minuten: Kies een duur van een half uur tot acht uur."),
        ({"place": ""}, "Plek: Waar is het?"),
        ({"place": LONG_TEXT}, "Plek: Dit is te lang. Gebruik hooguit 120 tekens."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    setting: Setting, wrong: dict[str, str], message: str
) -> None:
    page = setting.visitor.submit(
        setting.get("beraad/plannen"), "Bewaar", {**DAY, "why": ODD_TEXT, **wrong}, status=422
    )
    assert page.errors == [message]
    values = page.form("Bewaar").values
    assert values["why"][0].strip() == "Joke 🌻 van rechts"
    assert values["starts_time"] == [wrong.get("starts_time", "19.00")]
    assert setting.beraad() is None


def test_before_telling_the_page_shows_who_hears_it_and_how(setting: Setting) -> None:
    told = setting.visitor.submit(_plan(setting), "Vertel het iedereen")
    assert "Marloes mail met een afspraak voor de agenda" in told.text
    assert "1 persoon krijgt een mail." in told.text
    assert "Verteld op maandag 2 maart." in told.text
    assert _mails(setting, MessageKind.DATE_SET) == 1


def test_telling_again_tells_nobody_twice(setting: Setting) -> None:
    page = setting.visitor.submit(_plan(setting), "Vertel het iedereen")
    setting.visitor.submit(page, "Vertel het ook wie er later bij kwam")
    assert _mails(setting, MessageKind.DATE_SET) == 1


def test_a_change_of_what_was_told_is_told_at_once(setting: Setting) -> None:
    setting.visitor.submit(_plan(setting), "Vertel het iedereen")
    page = setting.get("beraad/plannen")
    assert page.form("Bewaar").values["place"] == ["De Meeuwen"]
    changed = setting.visitor.submit(page, "Bewaar", {"starts_time": "20.00"})
    assert "donderdag 26 maart om 20.00 uur" in changed.text
    assert "De verandering is bewaard. 1 persoon krijgt een mail." in changed.text
    assert _mails(setting, MessageKind.DATE_CHANGED) == 1


def test_a_beraad_is_called_off_after_asking_once_and_everybody_hears(setting: Setting) -> None:
    setting.visitor.submit(_plan(setting), "Vertel het iedereen")
    page = setting.visitor.submit(setting.get("beraad/gaat-niet-door"), "Het gaat niet door")
    assert "Het beraad gaat niet door." in page.text
    assert "ging niet door" in page.text
    assert _mails(setting, MessageKind.DATE_CANCELLED) == 1
    assert setting.beraad() is None


def test_the_table_opens_and_the_case_comes_to_the_beraad(setting: Setting) -> None:
    page = setting.visitor.submit(_plan(setting), "Open de tafel")
    assert page.path == setting.path("beraad/tafel")
    assert "Terug naar de tafel" in setting.get("beraad").text
    form_path = setting.path("beraad/plannen")
    refused = setting.visitor.submit(setting.visitor.get(form_path), "Bewaar", DAY, status=422)
    assert refused.errors == ["Dit beraad is al begonnen."]


def test_somebody_elses_case_does_not_exist(setting: Setting) -> None:
    setting.visitor.sign_in(setting.world.other_facilitator)
    setting.get("beraad", status=404)
    setting.get("beraad/tafel", status=404)
