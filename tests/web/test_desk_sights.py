"""Wie ziet wat at the desk: the table, and putting a decision on record."""

import pytest

from tests.web.desk_setting import Desk, path_of

ROOM = "gegevens/wie-ziet-wat"


def test_what_a_hoofdpersoon_said_is_put_on_record_and_stands_in_the_table(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    table = browser.get(browser.get(path_of(case, "gegevens")).link("Wie ziet wat"))
    assert "Joke Wisse" in table.text
    page = browser.get(table.link("Leg vast voor Marloes Joke Wisse"))
    shown = browser.submit(page, "Bewaar", {"items": ["attendance"], "plan": "whole", "how": "phone"})
    assert "Dit geldt vanaf nu." in shown.text
    assert "het hele plan" in shown.text


def test_a_consent_that_is_missing_is_named_beside_who_it_is_for(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    form = browser.get(path_of(case, "gegevens/toestemming/nieuw"))
    joke = str(desk.person(case, "Joke").id)
    browser.submit(form, "Leg vast", {"item": "Oma krijgt het plan.", "recipient": joke, "plan": "y"})
    assert "Oma krijgt het plan. Nog niet gezegd door Marloes." in browser.get(path_of(case, ROOM)).text


@pytest.mark.parametrize("values", [{"plan": "ufo"}, {"plan": "own", "how": "ufo"}])
def test_what_is_wrong_is_said_beside_the_field(desk: Desk, values: dict[str, str]) -> None:
    case, browser = desk.case(), desk.sign_in()
    page = browser.get(browser.get(path_of(case, ROOM)).link("Leg vast voor Marloes Joke Wisse"))
    assert browser.submit(page, "Bewaar", values, status=422).errors
