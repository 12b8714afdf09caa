"""The pages on which two colleagues take the second step of a third away."""

import pytest

from netwerkberaad.accounts import Staff, get_staff
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.authenticator import give_second_step
from tests.builders import PASSWORD, World
from tests.pages import Page, Visitor

REASON = "telefoon gestolen, gebeld op het vaste nummer"


@pytest.fixture
def wilma(sqlite_store: Store, sqlite_world: World, clock: MovableClock) -> Staff:
    """The gespreksleider, who has a second step."""
    with sqlite_store.writing() as session:
        found = get_staff(session, sqlite_world.facilitator.id)
        assert found is not None
        give_second_step(session, found, clock)
    return sqlite_world.facilitator


def proposed(visitor: Visitor, world: World, who: Staff) -> Page:
    """Propose it as beheerder, and give the page that follows."""
    visitor.sign_in(world.admin)
    page = visitor.get(f"/beheer/medewerkers/{who.id}")
    page = visitor.get(page.link("Tweede stap weghalen"))
    return visitor.submit(page, "Stel voor", {"reason": REASON})


def test_a_coordinator_confirms_and_the_colleague_signs_in_with_a_password_alone(
    visitor: Visitor, sqlite_world: World, wilma: Staff
) -> None:
    app = visitor.client.application
    page = proposed(visitor, sqlite_world, wilma)
    assert "Een collega bevestigt dit nog." in page.text
    second = Visitor(app)
    second.sign_in(sqlite_world.coordinator)
    page = second.get(second.get("/account").link("Tweede stap van collega’s"))
    page = second.get(page.link("Bekijk en beslis Wilma Poppe"))
    assert REASON in page.text
    page = second.submit(page, "Ja, haal weg")
    assert "De tweede stap is weg. Wilma Poppe krijgt een mail." in page.text
    assert "Er wacht nu niets." in page.text
    third = Visitor(app)
    values = {"mail": wilma.profile.mail, "password": PASSWORD}
    assert "Wilma Poppe" in third.submit(third.get("/inloggen"), "Log in", values).text


def test_the_one_who_proposed_it_sees_no_button_to_confirm_and_is_refused(
    visitor: Visitor, sqlite_world: World, wilma: Staff
) -> None:
    page = proposed(visitor, sqlite_world, wilma)
    page = visitor.get(page.link("Haal de tweede stap van Wilma Poppe weg"))
    assert "U stelde dit zelf voor." in page.text
    refused = visitor.post(
        page.path, {"csrf_token": page.form("Trek het voorstel in").values["csrf_token"]}, status=422
    )
    assert "Dit doet iemand anders" in refused.text
    assert "Het voorstel is ingetrokken." in visitor.submit(refused, "Trek het voorstel in").text


def test_the_list_of_staff_shows_what_waits(visitor: Visitor, sqlite_world: World, wilma: Staff) -> None:
    proposed(visitor, sqlite_world, wilma)
    assert "Wacht op een tweede persoon" in visitor.get("/beheer/medewerkers").text
    page = visitor.get(f"/beheer/medewerkers/{wilma.id}/tweede-stap")
    assert "Dit is al voorgesteld." in page.text


def test_without_a_reason_nothing_is_proposed(visitor: Visitor, sqlite_world: World, wilma: Staff) -> None:
    visitor.sign_in(sqlite_world.admin)
    page = visitor.get(f"/beheer/medewerkers/{wilma.id}/tweede-stap")
    page = visitor.submit(page, "Stel voor", {"reason": " "}, status=422)
    assert page.errors
    assert "Er wacht nu niets." in visitor.get("/beheer/tweede-stap").text


def test_who_has_no_second_step_or_works_elsewhere_or_is_oneself_has_nothing_to_take_away(
    visitor: Visitor, sqlite_world: World
) -> None:
    visitor.sign_in(sqlite_world.admin)
    path = "/beheer/medewerkers/{}/tweede-stap"
    assert "Tweede stap weghalen" not in visitor.get(f"/beheer/medewerkers/{sqlite_world.referrer.id}").text
    assert "geen tweede stap" in visitor.get(path.format(sqlite_world.referrer.id)).text
    visitor.get(path.format(sqlite_world.foreign_facilitator.id), status=404)
    visitor.get(path.format(sqlite_world.admin.id), status=404)
