"""The sociale kaart on the desk, and from there into a circle and into the plan of a meeting."""

from netwerkberaad.beraden import Beraad
from netwerkberaad.cases import PersonKind, people_of
from netwerkberaad.social_map import Access, MapEntry
from tests.pages import Page, Values, Visitor
from tests.web.desk_setting import Desk, path_of

ROOM = "/sociale-kaart"
HALL: Values = {
    "kind": "place",
    "name": "Dorpshuis De Schutse",
    "address": "Kerkstraat 1, Veere",
    "directions": "Neem de deur aan de zijkant.",
    "access": ["wheelchair", "toilet"],
    "contact_name": "Riet Maljaars",
    "contact_phone": "06 00000190",
}


def _written_down(browser: Visitor) -> Page:
    return browser.submit(browser.get(f"{ROOM}/nieuw"), "Bewaar", HALL)


def test_an_entry_is_written_down_found_changed_and_archived(desk: Desk) -> None:
    browser = desk.sign_in()
    shown = _written_down(browser)
    assert "Dorpshuis De Schutse" in shown.text
    assert "een rolstoel kan naar binnen · een toilet voor iedereen" in shown.text
    assert "via Riet Maljaars" in browser.get(f"{ROOM}?zoek=schutse&soort=place").text
    assert "Hier staat niets." in browser.get(f"{ROOM}?zoek=schutse&soort=source").text
    entry = browser.get(shown.link("Dorpshuis De Schutse"))
    shown = browser.submit(entry, "Bewaar", {"about": "Zaal met keuken"})
    assert "Zaal met keuken" in shown.text
    entry = browser.get(shown.link("Dorpshuis De Schutse"))
    assert "Hier staat niets." in browser.submit(entry, "Naar het archief").text
    archive = browser.get(f"{ROOM}?soort=archief")
    assert "Riet" not in archive.text
    assert "Dorpshuis De Schutse" in browser.submit(archive, "Zet terug").text


def test_what_is_wrong_stands_beside_its_field(desk: Desk) -> None:
    browser = desk.sign_in()
    _written_down(browser)
    new = browser.get(f"{ROOM}/nieuw")
    refused = browser.submit(new, "Bewaar", {"name": "", "mail": "geen"}, status=422)
    assert any("Hoe heet deze" in error for error in refused.errors)
    assert any("geen mailadres" in error for error in refused.errors)
    twice = browser.submit(refused, "Bewaar", {**HALL, "mail": ""}, status=422)
    assert any("staat al op de sociale kaart" in error for error in twice.errors)


def test_a_list_is_shown_before_it_is_taken_over(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get(f"{ROOM}/inlezen")
    text = "naam;soort\nBuurthuis;plek\n;plek\nSchaakclub;hulpbron"
    preview = browser.submit(page, "Lees de lijst", {"pasted": text})
    assert "Dit staat erin 2" in preview.text
    assert "Er staat geen naam." in preview.text
    with desk.store.reading() as session:
        assert session.query(MapEntry).count() == 0
    done = browser.submit(preview, "Neem 2 regels over")
    assert "2 regels overgenomen." in done.text
    assert "Buurthuis" in done.text


def test_a_list_that_names_no_columns_is_refused_and_stays_on_the_page(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get(f"{ROOM}/inlezen")
    refused = browser.submit(page, "Lees de lijst", {"pasted": "Buurthuis"}, status=422)
    assert any("eerste regel" in error for error in refused.errors)
    assert refused.form("Lees de lijst").values["pasted"] == ["Buurthuis"]


def test_an_organisation_comes_into_the_circle_once_with_whom_to_speak(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    _written_down(browser)
    page = browser.get(path_of(case, "kring/sociale-kaart"))
    circle = browser.submit(page, "Zet in de kring")
    assert "via Riet Maljaars" in circle.text
    page = browser.get(path_of(case, "kring/sociale-kaart?zoek=schutse"))
    assert "staat in de kring" in page.text
    with desk.store.reading() as session:
        (club,) = [one for one in people_of(session, case) if one.kind is PersonKind.ORGANISATION]
        assert club.contact_person is not None
        assert (club.contact_person.contact.phone, club.greeted) == ("+31600000190", "Riet")


def test_a_place_is_chosen_for_a_meeting_and_what_was_typed_goes_first(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    _written_down(browser)
    plan = browser.get(path_of(case, "beraad/plannen"))
    with desk.store.reading() as session:
        entry = session.query(MapEntry).one()
        known = str(entry.id)
    values: Values = {
        "known": known,
        "address": "Kerkstraat 1 achter",
        "starts_at": "2026-03-20",
        "starts_time": "19:30",
        "minutes": "120",
    }
    room = browser.submit(plan, "Bewaar", values)
    assert "Dorpshuis De Schutse" in room.text
    with desk.store.reading() as session:
        place = session.query(Beraad).one().place
    assert (place.name, place.address) == ("Dorpshuis De Schutse", "Kerkstraat 1 achter")
    assert place.directions == "Neem de deur aan de zijkant."
    assert place.access == (Access.WHEELCHAIR, Access.TOILET)


def test_without_a_name_and_without_a_choice_there_is_no_place(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    plan = browser.get(path_of(case, "beraad/plannen"))
    refused = browser.submit(plan, "Bewaar", {"place": "", "starts_at": "2026-03-20"}, status=422)
    assert any("Waar is het?" in error for error in refused.errors)
