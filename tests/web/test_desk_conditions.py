"""Voorwaarden and notities at the desk."""

import pytest

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import declare_independence, replace_facilitator
from netwerkberaad.cases.conditions import Custody, SafetyCondition
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.notes import WorkingNote
from tests.builders import build_case
from tests.pages import Page, Values, Visitor
from tests.web.desk_setting import LONG_TEXT, Desk, path_of

ROOM = "voorwaarden"
FLOOR = {"text": "Elke nacht is er iemand te bellen.", "by": "Annelies Provoost"}


def _floor(browser: Visitor, case: Case) -> Page:
    return browser.submit(browser.get(path_of(case, f"{ROOM}/bodemeis")), "Leg vast", FLOOR)


def test_a_bodemeis_stands_with_its_professional_and_on_the_page_of_the_plan(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    shown = _floor(browser, case)
    assert "Annelies Provoost" in shown.text
    assert "nog niet met de familie gedeeld" in shown.text
    judge = browser.get(shown.link(f"Voldoet het plan? {FLOOR['text']}"))
    assert browser.submit(judge, "Leg vast", {"met": "no"}, status=422).errors
    shown = browser.submit(judge, "Leg vast", {"met": "no", "reason": "Het weekend is nog leeg."})
    assert "Voldoet niet" in shown.text
    assert "Het weekend is nog leeg." in shown.text
    assert FLOOR["text"] in browser.get(path_of(case, "plan")).text


def test_when_the_family_heard_it_can_be_added(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    edit = browser.get(_floor(browser, case).link(f"Verander {FLOOR['text']}"))
    shown = browser.submit(edit, "Leg vast", {"shared_on": "2026-03-01"})
    assert "met de familie gedeeld op 1 maart" in shown.text
    assert desk.count(SafetyCondition, case) == 1


def test_minimum_terms_are_written_down_afterwards(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    page = browser.get(path_of(case, f"{ROOM}/minimaal"))
    assert "Ieder slaapt thuis." in browser.submit(page, "Leg vast", {"text": "Ieder slaapt thuis."}).text


def test_an_offer_stands_with_its_answer(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    page = browser.get(path_of(case, f"{ROOM}/aanbod"))
    shown = browser.submit(page, "Leg vast", {"offer": "personal_plan", "answer": "not_now"})
    assert "Persoonlijk plan (Wmo 2.3.2)" in shown.text
    assert "2 maart: Nu niet" in shown.text


def test_danger_needs_a_name_and_a_reason_and_is_seen(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    page = browser.get(path_of(case, f"{ROOM}/gezag"))
    values: Values = {"other": "Nol Tange", "not_asked": "y"}
    refused = browser.submit(page, "Leg vast", values, status=422)
    assert "met naam" in " ".join(refused.errors)
    assert desk.count(Custody, case) == 0
    values = {**values, "not_asked_by": "Annelies", "not_asked_reason": "Dreiging."}
    shown = browser.submit(page, "Leg vast", values)
    assert "Niet gevraagd: gevaar. Besloten door Annelies: Dreiging." in shown.text


@pytest.mark.parametrize(
    ("page", "values", "words"),
    [
        ("bodemeis", {**FLOOR, "by": ""}, "Vul dit in"),
        ("bodemeis", {**FLOOR, "shared_on": "2026-03-09"}, "moet nog komen"),
        ("bodemeis", {**FLOOR, "text": LONG_TEXT}, "te lang"),
        ("aanbod", {"offer": "ufo"}, "Wat is aangeboden"),
        ("aanbod", {"on": "2026-03-09"}, "moet nog komen"),
        ("gezag", {}, "schrijf de naam op"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    desk: Desk, page: str, values: dict[str, str], words: str
) -> None:
    case, browser = desk.case(), desk.sign_in()
    form = browser.get(path_of(case, f"{ROOM}/{page}"))
    assert words in " ".join(browser.submit(form, "Leg vast", values, status=422).errors)


def test_notes_are_read_by_their_writer_and_not_by_a_successor(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    page = browser.get(path_of(case, "notities"))
    assert "Tot die dag kan een rechter er wel om vragen." in page.text
    shown = browser.submit(page, "Bewaar de notitie", {"text": "Vraag naar de buurman."})
    assert "Vraag naar de buurman." in shown.text
    successor, now = desk.world.other_facilitator, desk.clock.now()
    with desk.store.writing() as session:
        gives, own = actor_for(desk.world.coordinator), session.get_one(Case, case.id)
        replace_facilitator(session, gives, case=own, facilitator=successor, now=now)
        session.flush()
        declare_independence(session, actor_for(successor), case=own, words="Ik ken niemand.", now=now)
    assert "buurman" not in desk.sign_in(successor).get(path_of(case, "notities")).text
    assert browser.client.get(path_of(case, "notities")).status_code == 404


def test_a_note_is_destroyed_by_its_writer(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    page = browser.get(path_of(case, "notities"))
    assert browser.submit(page, "Bewaar de notitie", {"text": " "}, status=422).errors
    shown = browser.submit(page, "Bewaar de notitie", {"text": "Vraag naar de buurman."})
    assert "buurman" not in browser.submit(shown, "Vernietig").text
    assert desk.count(WorkingNote, case) == 0


def test_conditions_of_another_case_do_not_exist(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    with desk.store.writing() as session:
        other = build_case(session, desk.world, desk.clock)
    link = _floor(browser, case).link(f"Verander {FLOOR['text']}")
    assert browser.client.get(link.replace(str(case.id), str(other.id))).status_code == 404
