"""A waiting list read in: every fault by line and column, nothing half, and the day on which it was asked stays."""

from io import BytesIO

import pytest
from sqlalchemy import select

from netwerkberaad.cases import Case
from netwerkberaad.foundation.messages import OutboxMessage
from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk

PAGE = "/aanvragen-bekijken/wachtlijst"


@pytest.fixture
def coordinator(desk: Desk) -> Visitor:
    """The coördinator, signed in."""
    return desk.sign_in(desk.world.coordinator)


def _template(browser: Visitor) -> str:
    return browser.client.get(f"{PAGE}/sjabloon.csv").get_data(as_text=True)


def _read(browser: Visitor, text: str, *, status: int = 200) -> Page:
    return browser.submit(browser.get(PAGE), "Lees de lijst", {"pasted": text}, status=status)


def test_the_template_itself_is_read_shown_and_taken_over_once_with_its_own_day(
    desk: Desk, coordinator: Visitor
) -> None:
    page = _read(coordinator, _template(coordinator))
    assert "Sanne Dingemanse" in page.text
    with desk.store.reading() as session:
        assert session.scalars(select(Case)).all() == []
    page = coordinator.submit(page, "Neem 1 aanvraag over")
    assert "1 aanvraag overgenomen." in page.text
    with desk.store.reading() as session:
        case = session.scalars(select(Case)).one()
        assert f"{case.asked_at:%Y-%m-%d}" == "2026-02-02"
        assert case.referral.referrer_phone == "+31600000172"
        assert session.scalars(select(OutboxMessage)).all() == []
    again = _read(coordinator, _template(coordinator))
    assert "Voor deze mens loopt hier al een aanvraag." in again.text


def test_faults_are_told_by_line_and_column_and_then_nothing_is_taken_over(
    desk: Desk, coordinator: Visitor
) -> None:
    head, line = _template(coordinator).strip().splitlines()
    other = line.replace("Sanne", "Bram")
    text = "\n".join(
        [
            head,
            line,
            line,
            other.replace("06 00 00 01 71", "12"),
            other.replace("02-02-2026", "31-31-2026"),
            other.replace("02-02-2026", "02-02-2027"),
            other.replace("nee", "misschien"),
            other.replace("Veere", ""),
            other.replace("06 00 00 01 72", ""),
        ]
    )
    page = _read(coordinator, text)
    told = [tuple(" ".join(row.itertext()).split()[:2]) for row in page.root.iter("tr")]
    for place in (
        ("3", "voornaam"),
        ("4", "telefoon"),
        ("5", "aangemeld"),
        ("6", "aangemeld"),
        ("7", "spoed"),
        ("8", "gemeente"),
        ("9", "telefoon"),
    ):
        assert place in told
    assert "Neem" not in page.text
    with desk.store.reading() as session:
        assert session.scalars(select(Case)).all() == []


def test_a_file_of_a_dutch_spreadsheet_is_read_in_its_own_letters_and_other_columns_are_refused(
    coordinator: Visitor,
) -> None:
    text = _template(coordinator).replace("Sanne", "Renée").removeprefix("\ufeff")
    form = coordinator.get(PAGE).form("Lees de lijst")
    sent: dict[str, object] = {**form.values, "upload": (BytesIO(text.encode("cp1252")), "lijst.csv")}
    answer = coordinator.client.post(PAGE, data=sent, follow_redirects=True)
    assert "Renée Dingemanse" in answer.get_data(as_text=True)
    refused = _read(coordinator, "naam;telefoon\nSanne;0600000171", status=422)
    assert any("naam" in error for error in refused.errors)


def test_a_file_that_is_too_large_is_refused_beside_its_field(coordinator: Visitor) -> None:
    form = coordinator.get(PAGE).form("Lees de lijst")
    sent: dict[str, object] = {**form.values, "upload": (BytesIO(b"x" * 500_001), "lijst.csv")}
    answer = coordinator.client.post(PAGE, data=sent)
    assert answer.status_code == 422
    assert "Dit bestand is te groot. Gebruik hooguit 500 kB." in answer.get_data(as_text=True)
