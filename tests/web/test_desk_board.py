"""The board of inviting: filters, attempts taken back, nudges, everybody in one go, voorgesprekken."""

import re
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from netwerkberaad.cases import Case
from netwerkberaad.foundation.messages import OutboxMessage
from netwerkberaad.invites import Answer, Contact
from tests.builders import person_called
from tests.pages import Page, Values, Visitor
from tests.web.desk_setting import Desk, path_of


def _person_page(desk: Desk, browser: Visitor, case: Case, first: str) -> Page:
    return browser.get(path_of(case, f"uitnodigen/{desk.person(case, first).id}"))


def test_an_attempt_is_noted_on_the_board_and_taken_back_in_one_tap(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    form = browser.get(path_of(case, "uitnodigen?wie=nodigen")).form("Niet bereikt")
    board = browser.post(form.action, {**form.values, "outcome": "no_answer", "note": "Belt zelf terug."})
    assert "Benaderd, nog niet uitgenodigd" in board.text
    person = _person_page(desk, browser, case, "Joke")
    assert "Belt zelf terug." in person.text
    back = browser.submit(board, "Maak ongedaan")
    assert "Benaderd, nog niet uitgenodigd" not in back.text
    assert desk.count(Contact, case) == 0


def test_what_was_logged_an_hour_ago_stays(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    board = browser.submit(browser.get(path_of(case, "uitnodigen")), "Voicemail", {"outcome": "voicemail"})
    undo = board.form("Maak ongedaan")
    desk.clock.advance(timedelta(hours=2))
    browser = desk.sign_in()
    undo.values["csrf_token"] = (
        _person_page(desk, browser, case, "Joke").form("Leg vast").values["csrf_token"]
    )
    assert "Maak ongedaan" not in browser.get(path_of(case, "uitnodigen")).text
    browser.post(undo.action, undo.values, status=409)
    assert desk.count(Contact, case) == 1


def test_who_was_not_reached_for_days_stands_out_and_is_found_by_a_filter(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    browser.submit(browser.get(path_of(case, "uitnodigen")), "Voicemail", {"outcome": "voicemail"})
    desk.clock.advance(timedelta(days=4))
    browser = desk.sign_in()
    board = browser.get(path_of(case, "uitnodigen"))
    assert "Al 4 dagen niet bereikt." in board.text
    only = browser.get(path_of(case, "uitnodigen?wie=bellen"))
    assert "Joke Wisse" in only.text
    assert "Piet d'Hooghe" not in only.text
    assert "is nog niet bereikt. Probeer het nog eens." in browser.get("/vandaag").text
    empty = browser.get(path_of(case, "uitnodigen?wie=komt"))
    assert "Hier staat nu niemand." in empty.text


def test_everybody_who_was_approved_is_invited_in_one_go(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    page = browser.get(browser.get(path_of(case, "uitnodigen")).link("Nodig 2 mensen uit"))
    assert "Piet d'Hooghe Bel, of stuur een sms." in page.text
    board = browser.submit(page, "Stuur de uitnodigingen")
    assert "1 persoon is uitgenodigd." in board.text
    assert desk.count(OutboxMessage, case) == 1
    browser.submit(page, "Stuur de uitnodigingen")
    assert desk.count(OutboxMessage, case) == 1


def test_nobody_who_was_not_approved_is_invited_in_one_go(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    page = browser.get(path_of(case, "uitnodigen/samen"))
    values: Values = {
        "csrf_token": _person_page(desk, browser, case, "Joke").form("Leg vast").values["csrf_token"],
        "people": [str(desk.person(case, "Joke").id)],
    }
    assert "Joke" not in page.text
    browser.post(page.path, values, status=422)
    assert desk.count(OutboxMessage, case) == 0


def test_a_voorgesprek_is_agreed_stands_on_vandaag_and_is_put_on_record_as_held(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    page = _person_page(desk, browser, case, "Joke")
    refused = browser.submit(
        page, "Spreek een voorgesprek af", {"day": "2026-03-02", "time": "laat"}, status=422
    )
    assert refused.errors
    browser.submit(page, "Spreek een voorgesprek af", {"day": "2026-03-02", "time": "14.00"})
    assert "Voorgesprek op 2 maart om 14.00." in browser.get(path_of(case, "uitnodigen")).text
    assert "Joke heeft een voorgesprek met u." in browser.get("/vandaag").text
    browser.submit(_person_page(desk, browser, case, "Joke"), "Leg vast", {"outcome": "talked"})
    assert "Joke heeft een voorgesprek met u." not in browser.get("/vandaag").text


def test_that_no_answer_will_come_is_taken_back(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    form = _person_page(desk, browser, case, "Joke").form("Nodig Joke uit")
    browser.post(form.action, {**form.values, "way": "mail"})
    browser.submit(_person_page(desk, browser, case, "Joke"), "Geen reactie, rond af")
    page = browser.submit(_person_page(desk, browser, case, "Joke"), "Wacht toch nog op antwoord")
    assert "Wacht op antwoord" in page.text
    assert desk.count(Answer, case) == 0


def _with_ride(desk: Desk, case: Case, browser: Visitor) -> Page:
    page = browser.get(path_of(case, f"uitnodigen/{desk.person(case, 'Joke').id}/antwoord"))
    return browser.submit(page, "Leg het antwoord vast", {"reply": "comes", "needs": ["transport"]})


def test_what_is_needed_has_an_owner_and_a_day_and_the_beraad_is_ready_when_it_is_done(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    board = _with_ride(desk, case, browser)
    need = browser.get(board.link("Nog niemand. Wie vragen we?"))
    refused = browser.submit(need, "Bewaar", {"who": "Piet", "due_on": "ooit"}, status=422)
    board = browser.submit(refused, "Bewaar", {"who": "Piet", "due_on": "2026-03-02"})
    assert "Piet · vóór" in board.text
    assert "Wat Joke nodig heeft, is nog niet geregeld." in browser.get("/vandaag").text
    plan = browser.get(path_of(case, "beraad/plannen"))
    planned: Values = {"starts_at": "2026-03-05", "starts_time": "19.00", "place": "De Meeuwen"}
    room = browser.submit(plan, "Bewaar", planned)
    assert "nog 1 ding te regelen" in room.text
    browser.submit(room, "Gedaan: Vervoer voor Joke")
    room = browser.get(path_of(case, "beraad"))
    assert "klaar Alles is geregeld." in room.text
    assert "klaar, alles is geregeld" in browser.get("/vandaag").text
    browser.submit(room, "Gedaan: Vervoer voor Joke")
    assert "nog 1 ding te regelen" in browser.get(path_of(case, "beraad")).text


def test_what_need_not_be_arranged_has_a_reason(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    need = browser.get(_with_ride(desk, case, browser).link("Nog niemand. Wie vragen we?"))
    waive = browser.get(need.link("Dit hoeft niet"))
    refused = browser.submit(waive, "Dit hoeft niet", {"why": " "}, status=422)
    assert any("waarom dit niet hoeft" in error for error in refused.errors)
    board = browser.submit(refused, "Dit hoeft niet", {"why": "Zij fietst liever."})
    assert "Hoeft niet: Zij fietst liever." in board.text
    need = browser.get(board.link("Hoeft niet: Zij fietst liever."))
    assert "Nog niemand. Wie vragen we?" in browser.submit(need, "Toch nog regelen").text


def test_something_to_arrange_is_written_down_that_no_answer_asked_for(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    page = browser.get(browser.get(path_of(case, "uitnodigen")).link("Voeg iets toe om te regelen"))
    refused = browser.submit(page, "Bewaar", {"text": ""}, status=422)
    board = browser.submit(refused, "Bewaar", {"text": "Een stille kamer", "who": "Wilma"})
    assert "Een stille kamer" in board.text


def test_a_link_that_opens_on_another_device_is_told_and_who_reads_another_language_may_need_an_interpreter(
    desk: Desk,
) -> None:
    case = desk.case(approved=True)
    with desk.store.writing() as session:
        joke = person_called(session, case, "Joke")
        joke.about = replace(joke.about, language="tr")
    browser = desk.sign_in()
    assert (
        "Leest liever Türkçe. Vraag of een tolk nodig is." in _person_page(desk, browser, case, "Joke").text
    )
    browser.submit(browser.get(path_of(case, "uitnodigen/samen")), "Stuur de uitnodigingen")
    with desk.store.reading() as session:
        (message,) = session.scalars(select(OutboxMessage))
        landing = re.findall(r"/p/[\w-]{20,}", message.letter.text)[0]
    own, other = Visitor(desk.app), Visitor(desk.app)
    _open(own, landing)
    assert _open(own, landing).root.get("lang") == "tr"
    told = "Geopend, niet herkend"
    assert told not in _person_page(desk, browser, case, "Joke").text
    _open(other, landing)
    assert told in _person_page(desk, browser, case, "Joke").text


def _open(visitor: Visitor, landing: str) -> Page:
    """Press the button of the neutral page, whatever its language."""
    form = next(one for one in visitor.get(landing).forms if one.method == "post" and one.action == landing)
    return visitor.post(landing, form.values)
