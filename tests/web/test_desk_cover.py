"""The pages of waarneming: naming a colleague, declaring per case, working, and an end."""

from datetime import timedelta

import pytest

from netwerkberaad.cases import Case
from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk, path_of

LEAVE = {"first": "2026-03-02", "last": "2026-03-06"}
DECLARED = {"independent": "y", "words": "Ik ken deze familie niet."}


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case of the gespreksleider."""
    return desk.case(approved=True)


def arranged(desk: Desk) -> Page:
    """Wilma names Joanna."""
    browser = desk.sign_in()
    form = browser.get("/waarneming")
    return browser.submit(form, "Leg vast", {"cover": str(desk.world.other_facilitator.id), **LEAVE})


def declared(desk: Desk) -> tuple[Visitor, Page]:
    """Joanna declares for the case, and sees its overview."""
    joanna = desk.sign_in(desk.world.other_facilitator)
    page = joanna.get(joanna.get("/waarneming").link("Verklaar en open"))
    return joanna, joanna.submit(page, "Verklaar en open", DECLARED)


def test_both_see_who_covers_and_when(desk: Desk, case: Case) -> None:
    page = arranged(desk)
    period = "maandag 2 maart tot en met vrijdag 6 maart"
    assert "Joanna Koppejan neemt in deze dagen voor u waar." in page.text
    assert f"Joanna Koppejan {period}" in page.text
    wilma, joanna = desk.sign_in(), desk.sign_in(desk.world.other_facilitator)
    assert f"Joanna Koppejan neemt voor u waar van {period}" in wilma.get("/vandaag").text
    assert f"U neemt waar voor Wilma Poppe van {period}" in joanna.get("/vandaag").text
    assert f"Voor Wilma Poppe {period}" in joanna.get("/waarneming").text


def test_before_the_declaration_a_cover_sees_the_limited_facts_alone(desk: Desk, case: Case) -> None:
    arranged(desk)
    joanna = desk.sign_in(desk.world.other_facilitator)
    page = joanna.get(joanna.get("/waarneming").link("Verklaar en open"))
    assert "Marloes" in page.text
    for word in ("Nooijer", "Joke", "Wisse", "zin meer zeggen", "buikpijn"):
        assert word not in page.text
    assert joanna.client.get(path_of(case)).status_code == 404
    refused = joanna.submit(page, "Verklaar en open", {"words": "Ik ken niemand."}, status=422)
    assert "Verklaar eerst dat u niemand in deze casus helpt" in refused.errors[0]


def test_after_it_the_cover_works_as_the_gespreksleider_would(desk: Desk, case: Case) -> None:
    arranged(desk)
    joanna, overview = declared(desk)
    assert "Gespreksleider Wilma Poppe" in overview.text
    assert "waarneming voor Wilma Poppe" in joanna.get("/casussen").text
    moved = joanna.submit(joanna.get(path_of(case, "stap")), "Zet daar neer")
    assert "De casus staat nu bij" in moved.text
    officer = desk.sign_in(desk.world.privacy_officer)
    assert "waarneming" in officer.get("/logboek").text


def test_giving_it_back_shuts_the_cases(desk: Desk, case: Case) -> None:
    arranged(desk)
    joanna, _page = declared(desk)
    joanna.submit(joanna.get("/waarneming"), "Geef terug")
    assert joanna.client.get(path_of(case)).status_code == 404
    assert "Er is nu niemand gevraagd." in desk.sign_in().get("/waarneming").text


def test_after_the_last_day_the_case_does_not_exist_for_the_cover(desk: Desk, case: Case) -> None:
    arranged(desk)
    declared(desk)
    desk.clock.advance(timedelta(days=5))
    joanna = desk.sign_in(desk.world.other_facilitator)
    assert joanna.client.get(path_of(case)).status_code == 404
    assert joanna.client.get(path_of(case, "waarnemen")).status_code == 404


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"last": "2026-03-01"}, "Kies een laatste dag van vandaag of later"),
        ({"first": "volgende week"}, "Eerste dag"),
        ({"cover": ""}, "Kies een collega."),
    ],
)
def test_what_does_not_fit_is_told_beside_the_field(desk: Desk, values: dict[str, str], error: str) -> None:
    browser = desk.sign_in()
    sent = {"cover": str(desk.world.other_facilitator.id), **LEAVE, **values}
    page = browser.submit(browser.get("/waarneming"), "Leg vast", sent, status=422)
    assert error in " ".join(page.errors)


def test_somebody_of_another_region_cannot_be_named(desk: Desk) -> None:
    browser = desk.sign_in()
    for staff in (desk.world.foreign_facilitator, desk.world.coordinator, desk.world.facilitator):
        sent = {"cover": str(staff.id), **LEAVE}
        page = browser.submit(browser.get("/waarneming"), "Leg vast", sent, status=422)
        assert "Wie neemt voor u waar?" in page.errors[0]
