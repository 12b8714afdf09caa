"""A request by phone: the coördinator writes down what the caller says, in the same steps and with the same checks."""

import pytest
from sqlalchemy import select

from netwerkberaad.cases import Case, Origin
from netwerkberaad.foundation.messages import OutboxMessage
from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk, path_of

CALLER = {
    "referrer_name": "Truus Maljaars",
    "referrer_phone": "0118 000 133",
    "referrer_mail": "truus@example.nl",
    "origin": "burger",
    "on_behalf": "haar buurvrouw",
}
ABOUT = {"words": "Zij komt de deur niet meer uit.", "change": "Weer naar de soos.", "municipality": "Veere"}


@pytest.fixture
def coordinator(desk: Desk) -> Visitor:
    """Bram, who has the caller on the line."""
    return desk.sign_in(desk.world.coordinator)


def _begun(coordinator: Visitor) -> Page:
    waiting = coordinator.get("/aanvragen-bekijken")
    page = coordinator.get(waiting.link("Neem een aanvraag op aan de telefoon"))
    return coordinator.submit(page, "Begin met opschrijven")


def _sent(coordinator: Visitor, caller: dict[str, str]) -> Page:
    about = coordinator.submit(_begun(coordinator), "Verder", caller)
    people = coordinator.submit(about, "Verder", ABOUT)
    practical = coordinator.submit(people, "Verder", {"people-0-first": "Nel"})
    invitees = coordinator.submit(practical, "Verder", {"unsafe": "nobody"})
    last = coordinator.submit(invitees, "Verder", {"people-0-name": "Corrie"})
    return coordinator.submit(last, "Verstuur de aanmelding")


def test_who_calls_gets_the_receipt_and_the_coordinator_reads_it_aloud(
    desk: Desk, coordinator: Visitor
) -> None:
    waiting = _sent(coordinator, CALLER)
    assert (
        "Truus Maljaars krijgt een mail: Bram Anker belt vóór woensdag 4 maart om 12.00 uur." in waiting.text
    )
    with desk.store.reading() as session:
        case = session.scalars(select(Case)).one()
        assert (case.referrer_id, case.referral.origin) == (None, Origin.BURGER)
        assert case.referral.words == ABOUT["words"]
        assert (case.referral.on_behalf, case.referral.taken_by) == (
            "haar buurvrouw",
            str(desk.world.coordinator.id),
        )
        receipt = session.scalars(select(OutboxMessage)).one()
        assert receipt.recipient == "truus@example.nl"


def test_what_was_said_is_the_coordinators_to_read_until_it_is_sent_and_not_after(
    desk: Desk, coordinator: Visitor
) -> None:
    _sent(coordinator, CALLER)
    with desk.store.reading() as session:
        case_id = session.scalars(select(Case.id)).one()
    assert "soos" not in coordinator.get("/aanvragen-bekijken").text
    coordinator.get(f"/aanmeldingen/{case_id}", status=404)
    gespreksleider = desk.sign_in()
    gespreksleider.submit(
        gespreksleider.get(path_of(case_id, "nemen")), "Neem deze casus", {"independent": "y"}
    )
    overview = gespreksleider.get(path_of(case_id)).text
    assert "haar buurvrouw" in overview
    assert "Aan de telefoon opgeschreven" in overview


def test_a_caller_without_a_way_back_is_asked_for_one(coordinator: Visitor) -> None:
    page = coordinator.submit(
        _begun(coordinator), "Verder", {**CALLER, "referrer_phone": "", "referrer_mail": ""}, status=422
    )
    assert "Geef een telefoonnummer of een mailadres." in " ".join(page.errors)
    assert page.form("Verder").values["referrer_name"] == ["Truus Maljaars"]


def test_who_has_no_mail_hears_the_promise_at_the_phone(desk: Desk, coordinator: Visitor) -> None:
    waiting = _sent(coordinator, {**CALLER, "referrer_mail": ""})
    assert "Zeg tegen Truus Maljaars: Bram Anker belt vóór" in waiting.text
    with desk.store.reading() as session:
        assert session.scalars(select(OutboxMessage)).all() == []


def test_a_draft_of_the_phone_is_nobody_elses_and_no_request_of_ones_own(
    desk: Desk, coordinator: Visitor
) -> None:
    step = _begun(coordinator)
    for other in (desk.world.referrer, desk.world.facilitator, desk.world.admin):
        desk.sign_in(other).get(step.path, status=403)
    listed = coordinator.submit(step, "Bewaar en ga later verder", CALLER)
    assert listed.h1 == "Aanvraag per telefoon"
    assert "Nog zonder naam" in listed.text
    emptied = coordinator.submit(listed, "Gooi weg")
    assert "Nog zonder naam" not in emptied.text
