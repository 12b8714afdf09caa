"""The part Privacy of the desk: what goes when, and destroying a case with two persons."""

import uuid
from datetime import timedelta

import pytest

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, Closing, HowGiven, Outcome
from netwerkberaad.flows import close_case, propose_due, renew_link, stop_case
from tests.builders import build_request, person_called
from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk, path_of

SIX_WEEKS = timedelta(weeks=6)


@pytest.fixture
def officer(desk: Desk) -> Visitor:
    """The privacy officer, signed in."""
    return desk.sign_in(desk.world.privacy_officer)


@pytest.fixture
def coordinator(desk: Desk) -> Visitor:
    """The coördinator, signed in."""
    return desk.sign_in(desk.world.coordinator)


def _closed(desk: Desk) -> Case:
    case = desk.case()
    with desk.store.writing() as session:
        own = session.get_one(Case, case.id)
        closing = Closing(outcome=Outcome.NOT_SUITABLE)
        actor = actor_for(desk.world.facilitator)
        close_case(session, actor, case=own, closing=closing, base_url="", now=desk.clock.now())
    return case


def _kept(case: Case, act: str = "") -> str:
    return f"/privacy-taken/bewaren/{case.id}" + (f"/{act}" if act else "")


def _propose(browser: Visitor, case: Case, note: str = "De moeder vroeg erom.") -> Page:
    return browser.submit(browser.get(_kept(case, "voorstel")), "Stel voor", {"why": "request", "note": note})


def test_two_persons_destroy_a_case_and_then_it_exists_for_nobody(
    desk: Desk, officer: Visitor, coordinator: Visitor
) -> None:
    case = _closed(desk)
    number = case.id.hex[:8]
    leader, referrer = desk.sign_in(), desk.sign_in(desk.world.referrer)
    assert number in leader.get(path_of(case, "gegevens")).text

    page = officer.get("/privacy-taken/bewaren")
    assert "13 april 2026" in page.text
    page = _propose(officer, case)
    assert "Een ander besluit" in page.text
    assert "Ja, vernietig" not in page.text
    refused = officer.submit(officer.get(_kept(case, "vernietigen")), "Ja, vernietig", status=422)
    assert any("Een ander moet dit besluiten" in error for error in refused.errors)

    page = coordinator.get("/privacy-taken")
    assert number in page.text
    page = coordinator.get(page.link("Bekijk het voorstel"))
    assert "De moeder vroeg erom." in page.text
    page = coordinator.submit(coordinator.get(page.link("Besluit: vernietig")), "Ja, vernietig")
    assert page.h1 == "Wat vernietigd is"
    assert "Désirée Corbijn" in page.text
    assert "Bram Anker" in page.text

    rooms = (
        "",
        "kring",
        "uitnodigen",
        "beraad",
        "plan",
        "opvolging",
        "gegevens",
        "geschiedenis",
        "heropenen",
    )
    for browser in (leader, referrer, officer, coordinator):
        for path in (*(path_of(case, room) for room in rooms), f"/aanmeldingen/{case.id}", _kept(case)):
            assert browser.client.get(path).status_code in {403, 404}, path
    assert browser.client.get(_kept(case)).status_code == 404


def test_a_second_person_decides_on_several_proposals_at_once_and_what_is_held_stays(
    desk: Desk, officer: Visitor, coordinator: Visitor
) -> None:
    cases = [_closed(desk) for _ in range(3)]
    for case in cases:
        _propose(officer, case)
    assert "Er is niets waarover u besluit." in officer.get("/privacy-taken/voorstellen").text
    officer.submit(officer.get(_kept(cases[2], "vastzetten")), "Zet vast", {"reason": "Een klacht."})
    page = coordinator.get(coordinator.get("/privacy-taken").link("Besluit over"))
    assert cases[2].id.hex[:8] not in page.text
    assert coordinator.submit(page, "Ja, vernietig wat", status=422).errors
    chosen = [str(case.id) for case in cases[:2]]
    done = coordinator.submit(page, "Ja, vernietig wat", {"cases": chosen})
    assert "2 casussen zijn vernietigd." in done.text
    assert all(case.id.hex[:8] in done.text for case in cases[:2])
    assert coordinator.client.get(_kept(cases[0])).status_code == 404
    assert "Een klacht." in officer.get(_kept(cases[2])).text


def test_one_page_tells_of_every_kind_of_thing_how_long_it_is_kept(desk: Desk, officer: Visitor) -> None:
    page = officer.get(officer.get("/privacy-taken").link("Wat wij hoe lang bewaren"))
    for words in ("15 jaar", "Jeugdwet, artikel 7.3.8", "6 weken", "dezelfde dag", "14 dagen", "NEN 7513"):
        assert words in page.text
    assert "Verander de termijnen" not in page.text


def test_no_page_of_privacy_shows_who_a_case_is_about(
    desk: Desk, officer: Visitor, coordinator: Visitor
) -> None:
    case = _closed(desk)
    _propose(officer, case)
    for browser in (officer, coordinator):
        for path in ("/privacy-taken", "/privacy-taken/bewaren", _kept(case), _kept(case, "vernietigen")):
            text = browser.get(path).text
            assert not any(name in text for name in ("Marloes", "Joke", "Wisse", "Middelburg"))


def test_a_link_into_a_destroyed_case_leads_to_the_same_page_as_any_spent_link(
    desk: Desk, officer: Visitor, coordinator: Visitor
) -> None:
    case = desk.case(approved=True)
    actor = actor_for(desk.world.facilitator)
    with desk.store.writing() as session:
        own = session.get_one(Case, case.id)
        joke = person_called(session, own, "Joke")
        url = renew_link(session, actor, case=own, person=joke, base_url="", now=desk.clock.now()).url
    guest = Visitor(desk.app)
    landing = guest.get(url)
    guest.submit(landing, "Open het bericht")
    with desk.store.writing() as session:
        own = session.get_one(Case, case.id)
        words, how = "De familie ziet ervan af.", HowGiven.PHONE
        stop_case(session, actor, case=own, by=None, words=words, how=how, base_url="", now=desk.clock.now())
    _propose(officer, case)
    coordinator.submit(coordinator.get(_kept(case, "vernietigen")), "Ja, vernietig")
    spent = guest.client.get(url)
    unknown = guest.client.get(f"/p/{'a' * 43}")
    assert (spent.status_code, spent.text) == (unknown.status_code, unknown.text)
    assert guest.client.get("/p/welkom").headers["Location"].startswith("/p/geen-sessie")


def test_what_has_reached_its_term_stands_ready_to_decide(desk: Desk, coordinator: Visitor) -> None:
    case = _closed(desk)
    desk.clock.advance(SIX_WEEKS)
    propose_due(desk.store, desk.clock.now())
    coordinator.sign_in(desk.world.coordinator)
    page = coordinator.get("/privacy-taken")
    assert "voorgesteld door het programma" in page.text
    page = coordinator.submit(coordinator.get(_kept(case, "later")), "Bewaar", {"until": "2026-06-01"})
    assert "1 juni 2026" in page.text
    assert "Er zijn geen voorstellen." in coordinator.get("/privacy-taken").text


def test_a_case_is_held_with_a_reason_and_let_go_again(
    desk: Desk, officer: Visitor, coordinator: Visitor
) -> None:
    case = _closed(desk)
    page = officer.submit(officer.get(_kept(case, "vastzetten")), "Zet vast", {"reason": ""}, status=422)
    assert any("Schrijf in één zin op waarom." in error for error in page.errors)
    page = officer.submit(
        officer.get(_kept(case, "vastzetten")), "Zet vast", {"reason": "Er loopt een klacht."}
    )
    assert "Er loopt een klacht." in page.text
    assert "Stel voor om te vernietigen" not in page.text
    assert "vastgezet" in coordinator.get("/privacy-taken/bewaren?deel=held").text
    page = officer.submit(officer.get(_kept(case)), "Maak de casus los")
    assert "Er loopt een klacht." not in page.text
    assert coordinator.client.get(_kept(case, "vastzetten")).status_code == 403


def test_another_term_for_one_case_and_for_the_region(desk: Desk, officer: Visitor) -> None:
    case = _closed(desk)
    page = officer.submit(officer.get(_kept(case, "termijn")), "Bewaar", {"regime": "jeugdwet"})
    assert "2 maart 2046" in page.text
    admin = desk.sign_in(desk.world.admin)
    page = admin.submit(admin.get("/beheer/bewaartermijnen"), "Bewaar", {"jeugdwet": "0"}, status=422)
    assert any("Vul een heel getal in." in error for error in page.errors)
    page = admin.submit(admin.get("/beheer/bewaartermijnen"), "Bewaar", {"jeugdwet": "25"})
    assert page.form("Bewaar").values["jeugdwet"] == ["25"]
    assert "2 maart 2051" in officer.get(_kept(case)).text
    admin.submit(admin.get("/beheer/bewaartermijnen"), "Bewaar", {"jeugdwet": ""})
    assert "2 maart 2046" in officer.get(_kept(case)).text


def test_a_case_is_found_by_its_number_and_only_in_the_own_region(desk: Desk, officer: Visitor) -> None:
    case = _closed(desk)
    number = case.id.hex[:8]
    page = officer.submit(officer.get("/privacy-taken/bewaren"), "Zoek", {"kenmerk": number.upper()})
    assert number in page.text
    page = officer.submit(page, "Zoek", {"kenmerk": "00000000" if number != "00000000" else "1"})
    assert "Geen casus in deze keuze." in page.text
    assert officer.client.get(f"/privacy-taken/bewaren/{uuid.uuid4()}").status_code == 404


def test_a_second_destruction_of_the_same_case_finds_nothing(
    desk: Desk, officer: Visitor, coordinator: Visitor
) -> None:
    case = _closed(desk)
    _propose(officer, case)
    page = coordinator.get(_kept(case, "vernietigen"))
    coordinator.submit(page, "Ja, vernietig")
    coordinator.submit(page, "Ja, vernietig", status=404)


def test_a_person_who_asks_for_it_is_erased_from_a_case_after_one_question(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    joke = desk.person(case, "Joke")
    page = browser.get(path_of(case, f"gegevens/{joke.id}/vergeten"))
    assert "Wis Joke uit deze casus" in page.text
    page = browser.submit(page, "Ja, wis deze persoon")
    assert "Deze persoon is gewist." in page.text
    assert "Joke" not in page.text
    assert "iemand uit de kring" in page.text
    for room in ("", "kring", "uitnodigen", "geschiedenis"):
        assert "Joke" not in browser.get(path_of(case, room)).text


def test_the_only_hoofdpersoon_is_not_erased_and_the_page_says_what_to_do(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    marloes = desk.person(case, "Marloes")
    page = browser.get(path_of(case, f"gegevens/{marloes.id}/vergeten"))
    page = browser.submit(page, "Ja, wis deze persoon", status=422)
    assert any("de enige persoon om wie het gaat" in error for error in page.errors)


def test_a_second_request_for_the_same_people_is_marked_for_who_spreads_it(
    desk: Desk, coordinator: Visitor
) -> None:
    desk.case()
    with desk.store.writing() as session:
        second = build_request(session, desk.world, desk.clock)
    told = "Er loopt al een aanmelding voor deze mensen."
    assert told in coordinator.get("/aanvragen-bekijken").text
    leader = desk.sign_in(desk.world.other_facilitator)
    assert told in leader.get(f"/casussen/{second.id}/nemen").text
