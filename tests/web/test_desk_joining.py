"""Joining two requests at the desk: what it does is shown first, and the gespreksleider reads both."""

from netwerkberaad.cases import Case
from tests.builders import build_request
from tests.web.desk_setting import Desk, path_of


def _request(desk: Desk) -> Case:
    with desk.store.writing() as session:
        return build_request(session, desk.world, desk.clock)


def test_a_coordinator_joins_a_second_request_after_reading_what_it_does(desk: Desk) -> None:
    first = desk.case()
    later = _request(desk)
    browser = desk.sign_in(desk.world.coordinator)
    page = browser.get(browser.get("/aanvragen-bekijken").link("Voeg samen"))
    assert "Wilma Poppe" in page.text
    assert "geen zin meer zeggen" not in page.text
    done = browser.submit(page, "Voeg samen")
    assert "samengevoegd" in done.text
    assert "Er wachten geen aanvragen" in done.text
    browser.get(path_of(later, "toewijzen"), status=404)

    leader = desk.sign_in()
    overview = leader.get(path_of(first))
    assert "Nog een aanmelding" in overview.text
    promised = leader.get(path_of(later, "beloofd"))
    leader.submit(promised, "Gesproken")
    leader.get(path_of(later), status=404)
    assert "Een latere aanmelding hoort nu bij deze casus." in leader.get(path_of(first, "geschiedenis")).text

    receipt = desk.sign_in(desk.world.referrer).get(f"/aanmeldingen/{later.id}")
    assert "Voorbereiding" in receipt.text
    assert "Wilma Poppe" in receipt.text
    assert "Trek de aanmelding in" not in receipt.text


def test_where_nothing_else_runs_there_is_nothing_to_join(desk: Desk) -> None:
    case = _request(desk)
    browser = desk.sign_in(desk.world.coordinator)
    assert "Voeg samen" not in browser.get("/aanvragen-bekijken").text
    assert "geen andere aanmelding" in browser.get(path_of(case, "samenvoegen")).text


def test_a_gespreksleider_joins_nothing(desk: Desk) -> None:
    desk.case()
    desk.sign_in().get(path_of(_request(desk), "samenvoegen"), status=404)
