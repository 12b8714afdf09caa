"""A request that comes to no beraad: taken back by the aanmelder, or redirected by the coördinator."""

import pytest
from sqlalchemy import select

from netwerkberaad.cases import Case, Outcome
from netwerkberaad.foundation.messages import MessageKind, MessageState, OutboxMessage
from netwerkberaad.privacy import Regime, Retention
from tests.builders import build_request
from tests.web.desk_setting import Desk


def _request(desk: Desk) -> Case:
    with desk.store.writing() as session:
        return build_request(session, desk.world, desk.clock)


def test_the_aanmelder_takes_a_request_back_with_the_reason(desk: Desk) -> None:
    case, browser = _request(desk), desk.sign_in(desk.world.referrer)
    page = browser.get(browser.get(f"/aanmeldingen/{case.id}").link("Trek de aanmelding in"))
    refused = browser.submit(page, "Trek de aanmelding in", status=422)
    assert "waarom" in " ".join(refused.errors)
    done = browser.submit(page, "Trek de aanmelding in", {"reason": "Zij willen het toch niet."})
    assert "U trok de aanmelding in" in done.text
    assert "Trek de aanmelding in" not in done.text
    with desk.store.reading() as session:
        kept = session.get_one(Case, case.id)
        assert not kept.open
        assert kept.closing.withdrawn
        retention = session.scalars(select(Retention).where(Retention.case_id == case.id)).one()
        assert retention.regime is Regime.WITHDRAWN
        assert retention.due_at is not None
        assert (retention.due_at - desk.clock.now()).days in {41, 42}


def test_once_a_gespreksleider_began_the_aanmelder_cannot_take_it_back(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in(desk.world.referrer)
    assert "Trek de aanmelding in" not in browser.get(f"/aanmeldingen/{case.id}").text
    browser.get(f"/aanmeldingen/{case.id}/intrekken", status=403)


def test_the_coordinator_says_what_happens_instead_and_the_aanmelder_reads_it(desk: Desk) -> None:
    case, browser = _request(desk), desk.sign_in(desk.world.coordinator)
    assign = browser.get(f"/casussen/{case.id}/toewijzen")
    page = browser.get(assign.link("Past niet"))
    assert "geen zin meer zeggen" not in page.text
    values = {"reason": "Het gaat om een klacht.", "instead": "Bram belt morgen de klachtenfunctionaris."}
    browser.submit(page, "Laat het weten", values)
    receipt = desk.sign_in(desk.world.referrer).get(f"/aanmeldingen/{case.id}")
    assert "Bram belt morgen de klachtenfunctionaris." in receipt.text
    with desk.store.reading() as session:
        assert session.get_one(Case, case.id).closing.outcome is Outcome.NOT_SUITABLE
        told = select(OutboxMessage).where(OutboxMessage.kind == MessageKind.REDIRECTED)
        (message,) = session.scalars(told)
        assert message.state is MessageState.WAITING
        assert "klacht" not in message.letter.text


@pytest.mark.parametrize("missing", ["reason", "instead"])
def test_both_the_reason_and_what_happens_instead_are_asked(desk: Desk, missing: str) -> None:
    case, browser = _request(desk), desk.sign_in(desk.world.coordinator)
    page = browser.get(f"/casussen/{case.id}/niet-passend")
    values = {"reason": "Klacht.", "instead": "Wij bellen."}
    refused = browser.submit(page, "Laat het weten", {**values, missing: ""}, status=422)
    assert refused.errors
    assert ("Klacht." in refused.text) is (missing == "instead")


def test_a_request_that_a_gespreksleider_leads_is_not_redirected(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in(desk.world.coordinator)
    assert "Past niet" not in browser.get(f"/casussen/{case.id}/toewijzen").text
    browser.get(f"/casussen/{case.id}/niet-passend", status=403)
