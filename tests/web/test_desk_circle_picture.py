"""The circle as a picture: the page, the sheets, then and now, and somebody dragged to another place."""

from datetime import timedelta

from netwerkberaad.cases import Quadrant
from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk, path_of


def _names_drawn(page: Page) -> list[str]:
    texts = (
        node for node in page.root.iter() if str(node.tag).endswith("text") and node.get("class") == "nm"
    )
    return ["".join(node.itertext()) for node in texts]


def _move(browser: Visitor, page: Page, values: dict[str, str]) -> Page:
    token = page.form("Log uit").values["csrf_token"][0]
    return browser.post(page.path + "/plek", {"csrf_token": token, **values})


def test_the_picture_and_the_list_hold_the_same_people(desk: Desk) -> None:
    page = desk.sign_in().get(path_of(desk.case(), "kring"))
    assert _names_drawn(page) == ["Joke", "Piet"]
    assert "Mensen in de kring 2" in page.text
    assert "2 mensen in vier ringen en vier kwarten" in page.text


def test_the_sheet_holds_the_picture_and_the_names(desk: Desk) -> None:
    page = desk.sign_in().get(path_of(desk.case(), "kring/afdrukken"))
    assert page.h1 == "De kring van Marloes"
    assert _names_drawn(page) == ["Joke", "Piet"]
    assert "buurman" in page.text


def test_the_empty_sheet_names_nobody_around_them(desk: Desk) -> None:
    page = desk.sign_in().get(path_of(desk.case(), "kring/leeg-blad"))
    assert page.h1 == "Wie staan er om Marloes heen?"
    assert not _names_drawn(page)
    assert "Joke" not in page.text


def test_then_and_now_says_who_came_in(desk: Desk) -> None:
    case = desk.case()
    desk.clock.advance(timedelta(days=3))
    browser = desk.sign_in()
    new = browser.get(path_of(case, "kring/nieuw"))
    browser.submit(new, "Zet in de kring", {"first": "Fatma", "relation": "vriendin", "quadrant": "friends"})
    page = browser.get(path_of(case, "kring/toen-en-nu"))
    assert sorted(_names_drawn(page)) == ["Fatma", "Joke", "Joke", "Piet", "Piet"]
    assert "Wie kwam erbij? 1 Fatma" in page.text


def test_somebody_dragged_stands_in_the_other_ring_and_keeps_all_else(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    piet = desk.person(case, "Piet")
    page = browser.get(path_of(case, "kring"))
    after = _move(browser, page, {"person": str(piet.id), "ring": "1", "quadrant": "friends"})
    assert "Piet staat nu bij Vrienden en buren, dichtbij." in after.text
    now = desk.person(case, "Piet")
    assert (now.about.ring, now.about.quadrant) == (1, Quadrant.FRIENDS)
    assert (now.name, now.contact, now.about.relation) == (piet.name, piet.contact, piet.about.relation)


def test_a_place_that_does_not_exist_changes_nothing(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    piet = desk.person(case, "Piet")
    page = browser.get(path_of(case, "kring"))
    for ring, quadrant in (("9", "friends"), ("1", "ufo"), ("", ""), ("dichtbij", "friends")):
        after = _move(browser, page, {"person": str(piet.id), "ring": ring, "quadrant": quadrant})
        assert "Dat is geen plek in de kring." in after.text
    assert desk.person(case, "Piet").about == piet.about
