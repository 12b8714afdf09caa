"""Geheime adressen at the desk."""

import pytest

from netwerkberaad.cases.sight import SecretAddress
from tests.web.desk_setting import LONG_TEXT, Desk, path_of

ROOM = "gegevens/geheim-adres"
ADDRESS = "Duinroosgang 8, 4350 ZZ Veere"


def test_an_address_is_kept_secret_and_told_again(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    page = browser.get(browser.get(path_of(case, "gegevens")).link("Geheime adressen"))
    joke = str(desk.person(case, "Joke").id)
    shown = browser.submit(page, "Houd geheim", {"address": ADDRESS, "knows": [joke], "reason": "Dreiging."})
    assert ADDRESS in shown.text
    assert "Dit weten: Marloes en Joke." in shown.text
    assert "geen geheim adres" in browser.submit(shown, "Niet meer geheim").text
    assert desk.count(SecretAddress, case) == 1


@pytest.mark.parametrize(
    ("values", "words"), [({"address": ""}, "Vul dit in"), ({"address": LONG_TEXT}, "te lang")]
)
def test_what_is_wrong_is_said_beside_the_field(desk: Desk, values: dict[str, str], words: str) -> None:
    case, browser = desk.case(), desk.sign_in()
    page = browser.get(path_of(case, ROOM))
    assert words in " ".join(browser.submit(page, "Houd geheim", values, status=422).errors)
