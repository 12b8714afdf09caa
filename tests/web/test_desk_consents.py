"""Toestemming at the desk."""

import pytest

from netwerkberaad.cases.consents import Consent, ConsentWord
from netwerkberaad.cases.model import Case
from tests.builders import build_case
from tests.pages import Page, Visitor
from tests.web.desk_setting import LONG_TEXT, Desk, path_of

ROOM = "gegevens/toestemming"
ITEM = {"item": "De werkgever weet van de opname.", "other": "Loes Marijs"}


def _asked(browser: Visitor, case: Case) -> Page:
    return browser.submit(browser.get(path_of(case, f"{ROOM}/nieuw")), "Leg vast", ITEM)


def test_what_is_asked_stands_with_who_said_nothing_yet(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    data = browser.get(path_of(case, "gegevens"))
    assert "nog geen toestemming" in browser.get(data.link("Wie zei waarvoor ja")).text
    shown = _asked(browser, case)
    assert "Marloes, voor Loes Marijs" in shown.text
    assert "Nog niet gezegd door Marloes." in shown.text


def test_a_yes_and_its_withdrawal_count_at_once(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    word = browser.get(_asked(browser, case).link(f"Leg vast wat iemand zei {ITEM['item']}"))
    shown = browser.submit(word, "Leg vast", {"said": "yes", "how": "phone", "text": "Dat mag."})
    assert "Marloes: zei ja, aan de telefoon" in shown.text
    assert "Gegeven" in shown.text
    word = browser.get(shown.link(f"Leg vast wat iemand zei {ITEM['item']}"))
    shown = browser.submit(word, "Leg vast", {"said": "withdrawn", "how": "phone"})
    assert "Marloes trok het ja in." in shown.text
    assert desk.count(ConsentWord, case) == 2


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({**ITEM, "item": ""}, "Vul dit in"),
        ({**ITEM, "other": ""}, "schrijf de naam op"),
        ({**ITEM, "item": LONG_TEXT}, "te lang"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(desk: Desk, values: dict[str, str], words: str) -> None:
    case, browser = desk.case(), desk.sign_in()
    form = browser.get(path_of(case, f"{ROOM}/nieuw"))
    assert words in " ".join(browser.submit(form, "Leg vast", values, status=422).errors)
    assert desk.count(Consent, case) == 0


def test_a_word_that_cannot_be_is_said_beside_the_field(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    word = browser.get(_asked(browser, case).link(f"Leg vast wat iemand zei {ITEM['item']}"))
    for values, words in (
        ({"said": "withdrawn"}, "nog geen ja"),
        ({"said": "yes", "on": "2036-01-01"}, "moet nog komen"),
    ):
        assert words in " ".join(browser.submit(word, "Leg vast", values, status=422).errors)


def test_a_consent_of_another_case_does_not_exist(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    with desk.store.writing() as session:
        other = build_case(session, desk.world, desk.clock)
    link = _asked(browser, case).link(f"Leg vast wat iemand zei {ITEM['item']}")
    assert browser.client.get(link.replace(str(case.id), str(other.id))).status_code == 404
