"""Kring: ties between people, from a form to the list and the picture."""

from datetime import timedelta

import pytest

from netwerkberaad.cases.ties import CircleTie
from tests.pages import Page, Values
from tests.web.desk_setting import Desk, path_of

ROOM = "kring/banden"


def _threads(page: Page) -> int:
    return sum(
        1
        for node in page.root.iter()
        if str(node.tag).endswith("path") and "thread--" in (node.get("class") or "")
    )


def test_a_tie_stands_in_the_list_and_in_the_picture(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    joke, piet = desk.person(case, "Joke"), desk.person(case, "Piet")
    new = browser.get(path_of(case, f"{ROOM}/nieuw"))
    tie: Values = {
        "one": str(joke.id),
        "other": str(piet.id),
        "strength": "strong",
        "flow": "gives",
        "text": "Koffie op woensdag.",
    }
    shown = browser.submit(new, "Leg vast", tie)
    assert "Joke Wisse kent Piet d'Hooghe: sterk, Joke geeft" in shown.text
    assert "Koffie op woensdag." in shown.text
    circle = browser.get(path_of(case, "kring"))
    assert "Joke Wisse kent Piet d'Hooghe: sterk, Joke geeft" in circle.text
    assert _threads(circle) == 1
    assert _threads(browser.get(path_of(case, "kring/afdrukken"))) == 1


def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    joke = desk.person(case, "Joke")
    new = browser.get(path_of(case, f"{ROOM}/nieuw"))
    same: Values = {"one": str(joke.id), "other": str(joke.id), "text": "Blijft staan."}
    refused = browser.submit(new, "Leg vast", same, status=422)
    assert any("twee verschillende mensen" in error for error in refused.errors)
    assert refused.form("Leg vast").values["text"] == ["Blijft staan."]
    nobody = browser.submit(refused, "Leg vast", {"one": "", "other": "ufo"}, status=422)
    assert any("Kies iemand" in error for error in nobody.errors)
    assert desk.count(CircleTie, case) == 0


def test_a_changed_tie_leaves_the_picture_of_before_as_it_was(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    joke, piet = desk.person(case, "Joke"), desk.person(case, "Piet")
    new = browser.get(path_of(case, f"{ROOM}/nieuw"))
    shown = browser.submit(new, "Leg vast", {"one": str(joke.id), "other": str(piet.id)})
    desk.clock.advance(timedelta(minutes=10))
    edit = browser.get(shown.link("Joke Wisse kent Piet d'Hooghe: gewoon, in evenwicht"))
    changed = browser.submit(edit, "Bewaar", {"strength": "broken"})
    assert "Joke Wisse kent Piet d'Hooghe: verbroken" in changed.text
    assert desk.count(CircleTie, case) == 2
    gone = browser.submit(changed, "Haal weg")
    assert "De band is weg." in gone.text
    assert _threads(browser.get(path_of(case, "kring"))) == 0


def test_an_organisation_is_shown_with_whom_to_speak(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    club: Values = {"last": "Schaakclub", "kind": "organisation", "quadrant": "work_school_clubs"}
    new = browser.get(path_of(case, "kring/nieuw"))
    circle = browser.submit(new, "Zet in de kring", club)
    assert "nog geen contactpersoon" in circle.text
    person = browser.get(circle.link("Schaakclub"))
    circle = browser.submit(person, "Bewaar", {"contact_new": "Loek Janse"})
    assert "via Loek Janse" in circle.text
    assert "contactpersoon van Schaakclub" in circle.text
    assert _threads(circle) == 1
    board = browser.get(path_of(case, "uitnodigen"))
    assert "Loek Janse" in board.text
    with pytest.raises(LookupError):
        board.link("Schaakclub")


def test_somebody_of_the_circle_is_chosen_to_speak_with(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    joke = desk.person(case, "Joke")
    club: Values = {"last": "Koor", "kind": "organisation", "quadrant": "work_school_clubs"}
    new = browser.get(path_of(case, "kring/nieuw"))
    circle = browser.submit(new, "Zet in de kring", {**club, "contact_person": str(joke.id)})
    assert "via Joke Wisse" in circle.text
    edit = browser.get(circle.link("Koor"))
    assert edit.form("Bewaar").values["contact_person"] == [str(joke.id)]
    asked = browser.get(path_of(case, f"uitnodigen/{desk.person(case, 'Koor').id}"))
    assert "U spreekt daar met Joke Wisse" in asked.text


def test_a_new_contact_person_belongs_to_an_organisation_alone(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    new = browser.get(path_of(case, "kring/nieuw"))
    refused = browser.submit(new, "Zet in de kring", {"first": "Jan", "contact_new": "Loek"}, status=422)
    assert refused.errors
    assert refused.form("Zet in de kring").values["contact_new"] == ["Loek"]
