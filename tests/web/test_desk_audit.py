"""The log as the privacy officer reads it: filters, an export that runs no formula, and who looked in one case."""

import csv
import io

import pytest

from netwerkberaad.accounts import actor_for, end_staff
from netwerkberaad.cases import Case
from netwerkberaad.web.desk.team.audit import COLUMNS, harmless
from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk, path_of

REASON = "Er moet vandaag iemand gebeld worden."


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case that its gespreksleider reads, a colleague is refused, and the coördinator opens in an emergency."""
    case = desk.case()
    desk.sign_in().get(path_of(case))
    desk.sign_in(desk.world.other_facilitator).get(path_of(case), status=404)
    bram = desk.sign_in(desk.world.coordinator)
    bram.submit(bram.get(path_of(case, "noodtoegang")), "Open de casus", {"reason": REASON})
    return case


@pytest.fixture
def officer(desk: Desk, case: Case) -> Visitor:
    """The privacy officer at the desk."""
    return desk.sign_in(desk.world.privacy_officer)


def lines(page: Page) -> list[str]:
    """The rows of the log."""
    return [" ".join("".join(row.itertext()).split()) for row in page.root.iter("tr")][1:]


def test_an_emergency_stands_out_and_can_be_shown_alone(officer: Visitor) -> None:
    page = officer.get("/logboek?nood=y")
    assert lines(page)
    assert all("noodtoegang" in line and "Bram Anker" in line for line in lines(page)), lines(page)
    assert 'class="badge badge--safety"' in page.response.get_data(as_text=True)


def test_the_log_is_narrowed_by_event_case_and_who_was_refused(officer: Visitor, case: Case) -> None:
    read = lines(officer.get("/logboek?wat=case.read"))
    assert all("las in een casus" in line for line in read)
    assert len(read) == 2
    for number in (str(case.id)[:8], case.id.hex[:12], str(case.id).upper()):
        assert len(lines(officer.get(f"/logboek?wat=case.read&nummer={number}"))) == 2
    for number in ("00000000", "abc", "%25%25%25%25%25%25%25%25"):
        assert lines(officer.get(f"/logboek?nummer={number}")) == []
    assert [line.split(" ")[0] for line in lines(officer.get("/logboek?geweigerd=y"))] == ["Joanna"]
    assert officer.get("/logboek?wat=bestaat.niet").response.status_code == 200


def test_who_left_can_still_be_looked_up(desk: Desk, officer: Visitor) -> None:
    with desk.store.writing() as session:
        wilma = session.merge(desk.world.facilitator)
        end_staff(session, actor_for(desk.world.admin), staff=wilma, now=desk.clock.now())
    page = officer.get("/logboek")
    assert "Wilma Poppe (werkt hier niet meer)" in page.text
    assert lines(officer.get(f"/logboek?wie={desk.world.facilitator.id}"))


def test_who_looked_in_one_case_stands_in_one_list(desk: Desk, officer: Visitor, case: Case) -> None:
    log = officer.get(f"/logboek?casus={case.id}")
    page = officer.get(log.link("Wie keek in deze casus"))
    told = {line.split(" ")[0]: line for line in lines(page)}
    assert {"Wilma", "Joanna", "Bram", "Hanneke"} <= set(told)
    assert "eigen taak" in told["Wilma"]
    assert "geweigerd" in told["Joanna"]
    assert "noodtoegang" in told["Bram"]
    for word in ("Marloes", "Nooijer", "Joke", REASON):
        assert word not in page.text
    assert officer.client.get(f"/logboek/casus/{desk.world.region.id}").status_code == 404


def test_reading_and_exporting_are_themselves_on_record(officer: Visitor) -> None:
    officer.get("/logboek")
    answer = officer.client.get("/logboek/logboek.csv?nood=y")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
    assert tuple(rows[0]) == COLUMNS
    assert {row[COLUMNS.index("basis")] for row in rows[1:]} == {"emergency"}
    for event in ("audit.read", "audit.exported"):
        assert all("Désirée" in line for line in lines(officer.get(f"/logboek?wat={event}")))
        assert lines(officer.get(f"/logboek?wat={event}"))


@pytest.mark.parametrize("cell", ["=1+1", "+31600000110", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "case.read", "2026-03-02T09:00:00+00:00", "a=b"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell
