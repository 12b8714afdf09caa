"""Inzicht: figures that lead to nobody, as pictures, tables and files."""

import csv
import io
from dataclasses import replace

import pytest

from netwerkberaad.demo.history import add_history
from netwerkberaad.insights import Counts, Reach, add_count
from tests.pages import Visitor
from tests.queries import counted_queries
from tests.web.desk_setting import Desk

YEAR = 2025


def _count(desk: Desk, *counts: Counts, year: int = YEAR) -> None:
    with desk.store.writing() as session:
        for one in counts:
            add_count(session, region_id=desk.world.region.id, year=year, counts=one)


def _with_history(desk: Desk) -> Visitor:
    teams = [desk.world.organisation.id]
    add_history(desk.store, region_id=desk.world.region.id, teams=teams, now=desk.clock.now())
    return desk.sign_in(desk.world.analyst)


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_without_a_year_that_is_over_the_page_says_when_there_will_be_figures(desk: Desk) -> None:
    analyst = desk.sign_in(desk.world.analyst)
    assert "Er zijn nog geen cijfers." in analyst.get("/inzicht").text
    assert "Er zijn nog geen cijfers" in analyst.get("/inzicht/samen-kijken").text
    for path in ("/inzicht/cijfers.csv", "/inzicht/jaarblad", "/inzicht/jaarblad.pdf"):
        assert analyst.client.get(path).status_code == 404


def test_a_year_that_runs_or_has_fewer_than_ten_cases_is_not_told(desk: Desk) -> None:
    _count(desk, *[Counts()] * 40, year=2026)
    _count(desk, *[Counts()] * 9)
    analyst = desk.sign_in(desk.world.analyst)
    assert "Er zijn nog geen cijfers." in analyst.get("/inzicht?jaar=2026").text


def test_figures_of_another_region_are_not_seen(desk: Desk) -> None:
    _with_history(desk)
    assert "Er zijn nog geen cijfers." in desk.sign_in(desk.world.foreign_facilitator).get("/inzicht").text


def test_every_picture_says_in_words_what_its_table_says(desk: Desk) -> None:
    page = _with_history(desk).get("/inzicht")
    assert page.h1 == "Inzicht"
    pictures = page.root.findall(".//{*}svg[@class='bars']")
    tables = page.root.findall(".//{*}table")
    assert len(pictures) >= 9
    assert len(tables) == len(pictures)
    assert all(one.get("role") == "img" for one in pictures)


@pytest.mark.parametrize("who", ["analyst", "coordinator", "facilitator"])
def test_everybody_who_may_look_sees_the_same_numbers(desk: Desk, who: str) -> None:
    seen = _with_history(desk).client.get("/inzicht/cijfers.csv").get_data(as_text=True)
    visitor = desk.sign_in(getattr(desk.world, who))
    assert visitor.client.get("/inzicht/cijfers.csv").get_data(as_text=True) == seen


def test_a_figure_comes_as_a_file_by_itself_and_by_quarter(desk: Desk) -> None:
    visitor = _with_history(desk)
    rows = _rows(visitor.client.get("/inzicht/cijfers.csv?figuur=origin&jaar=2024").get_data(as_text=True))
    assert rows[0] == ["Jaar", "Vraag", "Wat", "Hoeveel", "Deel van het geheel"]
    assert sum(int(row[3]) for row in rows[1:]) == 180
    quarters = _rows(
        visitor.client.get("/inzicht/cijfers.csv?figuur=cases&per=quarter").get_data(as_text=True)
    )
    assert sum(int(row[3]) for row in quarters[1:]) == 230
    assert visitor.client.get("/inzicht/cijfers.csv?figuur=namen").status_code == 404


def test_a_name_that_a_spreadsheet_would_run_is_only_text_in_the_file(desk: Desk) -> None:
    _count(desk, *[Counts(municipality="=Veere")] * 12, *[Counts(municipality="Goes")] * 12)
    text = (
        desk.sign_in(desk.world.analyst)
        .client.get("/inzicht/cijfers.csv?per=municipality")
        .get_data(as_text=True)
    )
    assert "'=Veere" in text
    assert ",=Veere" not in text


def test_what_is_less_than_ten_goes_with_its_neighbour_and_stands_nowhere(desk: Desk) -> None:
    many = [Counts(reach=Reach.PLAN_WITH_MEETING_FOLLOWED, municipality="Goes")] * 30
    _count(desk, *many, *[replace(many[0], reach=Reach.NO_PLAN, municipality="Kapelle")] * 7)
    visitor = desk.sign_in(desk.world.analyst)
    for split in ("whole", "quarter", "month", "team", "municipality"):
        page = visitor.get(f"/inzicht?per={split}")
        assert "Kapelle" not in page.text
        text = visitor.client.get(f"/inzicht/cijfers.csv?per={split}").get_data(as_text=True)
        numbers = {cell for row in _rows(text) for cell in row}
        assert "37" in numbers
        assert not {"7", "30"} & numbers


def test_the_page_to_look_together_asks_and_ranks_nobody(desk: Desk) -> None:
    page = _with_history(desk).get("/inzicht/samen-kijken")
    assert "Wat herkent u?" in page.text
    assert "Wilma" not in page.text.replace("Femke Luteijn", "")


def test_the_year_is_a_sheet_and_a_file(desk: Desk) -> None:
    visitor = _with_history(desk)
    assert "In 2025 rondden wij 230 aanmeldingen af." in visitor.get("/inzicht/jaarblad").text
    answer = visitor.client.get("/inzicht/jaarblad.pdf?jaar=2024")
    assert answer.headers["Content-Disposition"] == "attachment; filename=netwerkberaden-2024.pdf"
    assert answer.get_data().startswith(b"%PDF")


def test_many_cases_cost_as_many_queries_as_few(desk: Desk) -> None:
    _count(desk, *[Counts()] * 10)
    visitor = desk.sign_in(desk.world.analyst)
    visitor.get("/inzicht")
    with counted_queries(desk.store) as few:
        visitor.get("/inzicht")
    _count(desk, *[Counts(month=4, municipality="Goes")] * 200)
    with counted_queries(desk.store) as first:
        visitor.get("/inzicht")
    with counted_queries(desk.store) as many:
        visitor.get("/inzicht")
    assert len(many) == len(few)
    assert len(first) == len(few) + 1  # what was published of a year is known from then on


def test_what_stopped_has_its_reasons_and_every_case_its_matter(desk: Desk) -> None:
    stopped = Counts(reach=Reach.NOT_HELD, why_no_beraad="solved", matter="money")
    _count(desk, *[stopped] * 12, *[replace(stopped, why_no_beraad="", matter="care")] * 14)
    for reach in (Reach.NOT_SUITABLE, Reach.NO_PLAN, Reach.PLAN_WITH_MEETING):
        _count(desk, *[Counts(reach=reach, matter="care")] * 10)
    visitor = desk.sign_in(desk.world.analyst)

    def told(key: str) -> list[tuple[str, str]]:
        text = visitor.client.get(f"/inzicht/cijfers.csv?figuur={key}").get_data(as_text=True)
        return [(row[2], row[3]) for row in _rows(text)[1:]]

    assert ("niet gezegd", "14") in told("why_no_beraad")
    assert [number for words, number in told("why_no_beraad") if "al opgelost" in words] == ["12"]
    assert ("zorg voor iemand, ouder worden", "44") in told("matter")
