"""Kring: the family tree, entered by form, drawn and told."""

from tests.pages import Page, Values
from tests.web.desk_setting import Desk, path_of

ROOM = "kring/stamboom"


def _names_drawn(page: Page) -> list[str]:
    texts = (
        node for node in page.root.iter() if str(node.tag).endswith("text") and node.get("class") == "nm"
    )
    return sorted("".join(node.itertext()) for node in texts)


def test_who_is_family_is_drawn_and_told_row_by_row(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    page = browser.get(path_of(case, ROOM))
    assert _names_drawn(page) == ["Marloes"]
    tie = browser.get(page.link("Leg vast wie familie is"))
    joke, marloes = desk.person(case, "Joke"), desk.person(case, "Marloes")
    values: Values = {"one": str(joke.id), "other": str(marloes.id)}
    assert tie.form("Leg vast").values["kind"] == ["parent"]
    browser.submit(tie, "Leg vast", values)
    page = browser.get(path_of(case, ROOM))
    assert _names_drawn(page) == ["Joke", "Marloes"]
    assert "Generatie 1 1 Joke Wisse ouder van Marloes" in page.text
    assert "kind van Joke" in page.text
    paper = browser.get(path_of(case, f"{ROOM}/afdrukken"))
    assert paper.h1 == "De stamboom van Marloes"
    assert _names_drawn(paper) == ["Joke", "Marloes"]


def test_who_died_stands_in_the_tree_and_is_asked_nothing(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    new = browser.get(path_of(case, "kring/nieuw"))
    opa: Values = {"first": "Maarten", "relation": "opa", "sign": "square", "deceased": "y"}
    circle = browser.submit(new, "Zet in de kring", opa)
    assert "Mensen in de kring 2" in circle.text
    assert "Uit de kring" not in circle.text
    assert "Maarten" not in browser.get(path_of(case, "uitnodigen")).text
    maarten, marloes = desk.person(case, "Maarten"), desk.person(case, "Marloes")
    tie = browser.get(path_of(case, "kring/banden/nieuw?soort=parent"))
    browser.submit(tie, "Leg vast", {"one": str(maarten.id), "other": str(marloes.id)})
    page = browser.get(path_of(case, ROOM))
    assert "Maarten overleden ouder van Marloes" in page.text
    edit = browser.get(path_of(case, f"kring/{maarten.id}"))
    browser.submit(edit, "Bewaar", {"relation": "opa van moederskant"})
    assert "Mensen in de kring 2" in browser.get(path_of(case, "kring")).text
