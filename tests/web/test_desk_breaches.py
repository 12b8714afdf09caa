"""Datalekken at the desk: written down, the clock of 72 hours, reported, and who was concerned."""

from datetime import timedelta

from netwerkberaad.foundation.core.clock import MovableClock
from tests.web.desk_setting import Desk, desk

__all__ = ["desk"]


def test_a_breach_is_written_down_its_clock_runs_and_stops_when_it_is_reported(
    desk: Desk, clock: MovableClock
) -> None:
    officer = desk.sign_in(desk.world.privacy_officer)
    page = officer.get(officer.get("/privacy-taken").link("Datalekken"))
    page = officer.get(page.link("Schrijf een datalek op"))
    page = officer.submit(page, "Bewaar", {"happened": "", "measures": "Adres hersteld."}, status=422)
    assert any("Schrijf op wat er is gebeurd." in error for error in page.errors)
    assert page.form("Bewaar").values["measures"] == ["Adres hersteld."]
    page = officer.submit(page, "Bewaar", {"happened": "Een brief ging naar een verkeerd adres."})
    assert "Nog 72 uur om te melden" in page.text
    clock.advance(timedelta(hours=72))
    officer.sign_in(desk.world.privacy_officer)
    assert "te laat" in officer.get("/privacy-taken/datalekken").text
    page = officer.get(page.path)
    assert "De 72 uur zijn om." in page.text
    later = {"reported_day": "2031-01-01"}
    assert "moet nog komen" in officer.submit(page, "Bewaar", later, status=422).text
    page = officer.submit(page, "Bewaar", {"reported_day": "2026-03-05"})
    assert "Gemeld op 5 maart 2026." in page.text
    assert "te laat" not in officer.get("/privacy-taken/datalekken").text


def test_who_was_concerned_is_told_by_reference_and_number_of_people(desk: Desk) -> None:
    case = desk.case()
    officer = desk.sign_in(desk.world.privacy_officer)
    page = officer.get("/privacy-taken/datalekken/betrokken")
    found = officer.submit(page, "Zoek", {"wie": str(desk.world.facilitator.id), "van": "2026-03-01"})
    assert str(case.id)[:8] in found.text
    assert "3 mensen" in found.text
    assert "Marloes" not in found.text
    nobody = officer.submit(page, "Zoek", {"wie": str(desk.world.admin.id)})
    assert "staat er niets in het logboek" in nobody.text
