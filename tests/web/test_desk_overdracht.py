"""Overdracht at the desk: proposed by one, decided by another, fetched, read in at the other side, and signed for."""

from io import BytesIO
from pathlib import Path

import pytest

from netwerkberaad.flows.moving import move_on
from netwerkberaad.foundation.vault.parcels import read_card
from tests.pages import Page, Visitor, read_page
from tests.rooms.moving import another
from tests.web.desk_setting import Desk
from tests.web.moves import stand_moves

HERE = "/privacy-taken/overdracht"


@pytest.fixture
def officer(desk: Desk) -> Visitor:
    """The privacy officer, signed in."""
    return desk.sign_in(desk.world.privacy_officer)


@pytest.fixture
def coordinator(desk: Desk) -> Visitor:
    """The coördinator, signed in."""
    return desk.sign_in(desk.world.coordinator)


def _upload(
    browser: Visitor, page: Page, words: str, content: bytes, *, status: int = 200, **more: str
) -> Page:
    """Send the form that has this button, with a file."""
    form = page.form(words)
    sent: dict[str, object] = {**form.values, **more, "upload": (BytesIO(content), "bestand")}
    answer = browser.client.post(form.action, data=sent, follow_redirects=True)
    return read_page(answer, status)


def test_a_move_goes_from_proposal_to_destruction_by_two_people_and_a_signed_receipt(
    desk: Desk, officer: Visitor, coordinator: Visitor, sqlite_template: Path, tmp_path: Path
) -> None:
    there = another(sqlite_template, tmp_path / "there.sqlite", desk.clock)
    number = desk.case().id.hex[:8]
    officer.submit(officer.get(HERE), "Maak de sleutel")
    typed = {
        "name": "Netwerkberaad Schouwen",
        "card": there.card(),
        "ground": "task",
        "reason": "De gemeente gaat verder met een ander team.",
    }
    wrong = officer.submit(
        officer.get(f"{HERE}/nieuw"), "Kijk wat er meegaat", typed | {"card": "nbo1.iets"}, status=422
    )
    assert any("Dit is geen ontvangstsleutel" in error for error in wrong.errors)
    assert typed["reason"] in str(wrong.form("Kijk").values)
    report = officer.submit(officer.get(f"{HERE}/nieuw"), "Kijk wat er meegaat", typed)
    assert number in report.text
    refused = officer.submit(officer.get(f"{report.path}/akkoord"), "Ja, pak de casussen in", status=422)
    assert any("Een ander moet dit besluiten" in error for error in refused.errors)
    coordinator.submit(coordinator.get(f"{report.path}/akkoord"), "Ja, pak de casussen in")
    move_on(desk.store, base_url="", now=desk.clock.now())
    packed = officer.get(report.path)
    package = officer.client.get(packed.link("Haal het pakket op"))
    assert package.mimetype == "application/zip"
    card = next(word for word in officer.get(HERE).text.split() if word.startswith("nbo1."))
    arrived = there.take_in(package.data, read_card(card).fingerprint)
    there.work()
    proof = officer.get(f"{report.path}/bewijs")
    refused = _upload(officer, proof, "Vergelijk", b"iets anders", status=422)
    assert any("hoort niet bij deze overdracht" in error for error in refused.errors)
    page = _upload(coordinator, coordinator.get(proof.path), "Vergelijk", there.receipt(arrived))
    assert "1 casus is aangekomen" in page.text
    coordinator.submit(coordinator.get(page.link("Besluit: vernietig")), "Ja, vernietig ze hier")
    move_on(desk.store, base_url="", now=desk.clock.now())
    assert "Klaar: hier vernietigd" in officer.get(report.path).text
    there.store.engine.dispose()


def test_a_package_that_is_not_one_is_refused_beside_the_field_and_what_was_typed_stays(
    desk: Desk, coordinator: Visitor
) -> None:
    with desk.store.writing() as session:
        stand_moves(session, desk.world.region.id, now=desk.clock.now())
    page = coordinator.get(f"{HERE}/inlezen")
    page = _upload(coordinator, page, "Lees in", b"PK iets", status=422, fingerprint="abcd 1234")
    assert any("Dit bestand is niet heel" in error for error in page.errors)
    assert "abcd 1234" in str(page.form("Lees in").values)
    for line in ("Voorgesteld", "Ingepakt", "Ontvangen", "Ingelezen"):
        assert line in coordinator.get(HERE).text
