"""What is strong comes before what is wrong; who is missing, what somebody gives, and how much the circle grew."""

from datetime import timedelta

from tests.web.desk_setting import Desk, path_of


def test_what_is_strong_stands_above_what_it_is_about(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    overview = browser.get(path_of(case))
    page = browser.get(overview.link("Schrijf eerst op wat sterk is"))
    words = {"strengths": "Zij koken elke zondag voor de straat.", "missing": "Iemand voor de avonden."}
    circle = browser.submit(page, "Bewaar", words)
    assert "Iemand voor de avonden." in circle.text
    overview = browser.get(path_of(case))
    assert overview.text.index("elke zondag") < overview.text.index("Waar het over gaat")


def test_a_colleague_who_wrote_first_is_not_overwritten_unseen(desk: Desk) -> None:
    case, browser, other = desk.case(), desk.sign_in(), desk.sign_in()
    page = browser.get(path_of(case, "kring/sterk"))
    other.submit(other.get(path_of(case, "kring/sterk")), "Bewaar", {"strengths": "Trots op Bas."})
    refused = browser.submit(page, "Bewaar", {"strengths": "Iets anders."}, status=422)
    assert any("Iemand anders" in error for error in refused.errors)
    assert refused.form("Bewaar").values["strengths"] == ["Iets anders."]


def test_the_questions_follow_from_who_is_there(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    circle = browser.get(path_of(case, "kring"))
    assert "Met wie op het werk kunt u goed praten?" in circle.text
    assert "Welke buur heeft een sleutel" not in circle.text


def test_the_overview_tells_what_somebody_gives_and_how_much_the_circle_grew(desk: Desk) -> None:
    case = desk.case()
    desk.clock.advance(timedelta(days=3))
    browser = desk.sign_in()
    for values in ({"first": "Fatma"}, {"first": "Samira", "kind": "professional"}):
        browser.submit(browser.get(path_of(case, "kring/nieuw")), "Zet in de kring", values)
    marloes = desk.person(case, "Marloes")
    browser.submit(browser.get(path_of(case, f"kring/{marloes.id}")), "Bewaar", {"gives": "Past op Emre."})
    overview = browser.get(path_of(case))
    assert "Geeft: Past op Emre." in overview.text
    assert "Naasten in de kring: eerst 2, nu 3. Professionals: eerst 0, nu 1." in overview.text
