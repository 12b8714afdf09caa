"""Uitnodigen: the board, contact in one tap, invitations, answers taken for somebody, needs as tasks."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import NAMELESS, Case, ExcludedPerson, exclude_person
from netwerkberaad.foundation.links import links_in
from netwerkberaad.foundation.messages import MessageKind, OutboxMessage
from netwerkberaad.invites import Answer, Contact, NeedTask
from tests.builders import person_called
from tests.pages import Page, Values, Visitor
from tests.web.desk_setting import LONG_TEXT, ODD_TEXT, Desk, path_of


def _person_page(desk: Desk, browser: Visitor, case: Case, first: str) -> Page:
    return browser.get(path_of(case, f"uitnodigen/{desk.person(case, first).id}"))


def test_the_board_says_whose_approval_is_missing(desk: Desk) -> None:
    page = desk.sign_in().get(path_of(desk.case(), "uitnodigen"))
    assert page.text.count("Akkoord nodig van Marloes.") == 2
    assert "Nog niet alle hoofdpersonen hebben de hele lijst gezien." in page.text


def test_contact_is_logged_in_one_tap_and_a_second_tap_changes_nothing(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    form = browser.get(path_of(case, "uitnodigen")).form("Voicemail")
    values: Values = {**form.values, "outcome": "voicemail"}
    board = browser.post(form.action, values)
    assert board.path == path_of(case, "uitnodigen")
    assert "Voicemail ingesproken op 2 maart om 10.00." in board.text
    browser.post(form.action, values)
    assert desk.count(Contact, case) == 1


def test_a_conversation_is_kept_with_its_note(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    page = _person_page(desk, browser, case, "Joke")
    refused = browser.submit(page, "Leg vast", {"note": LONG_TEXT}, status=422)
    assert any("te lang" in error for error in refused.errors)
    browser.submit(refused, "Leg vast", {"note": ODD_TEXT, "outcome": "talked"})
    assert "Joke 🌻 van rechts" in _person_page(desk, browser, case, "Joke").text


def test_an_unknown_outcome_is_refused(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    form = browser.get(path_of(case, "uitnodigen")).form("Voicemail")
    browser.post(form.action, {**form.values, "outcome": "verzonnen"}, status=422)
    assert desk.count(Contact, case) == 0


def test_an_invitation_by_mail_goes_once_with_a_link(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    page = _person_page(desk, browser, case, "Joke")
    form = page.form("Nodig Joke uit")
    board = browser.post(form.action, {**form.values, "way": "mail"})
    assert "Joke is uitgenodigd." in board.text
    assert "nog niets" in board.text
    browser.post(form.action, {**form.values, "way": "mail"})
    assert desk.count(OutboxMessage, case) == 1
    with desk.store.reading() as session:
        assert len(links_in(session, case_id=case.id, now=desk.clock.now())) == 1


def test_nobody_is_invited_before_every_hoofdpersoon_agrees(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    page = _person_page(desk, browser, case, "Joke")
    with pytest.raises(LookupError):
        page.form("Nodig Joke uit")
    values: Values = {"csrf_token": page.form("Leg vast").values["csrf_token"], "way": "mail"}
    refused = browser.post(page.path, values, status=422)
    assert any("Nog niet alle hoofdpersonen" in error for error in refused.errors)
    assert desk.count(OutboxMessage, case) == 0


def test_who_is_excluded_cannot_be_invited(desk: Desk) -> None:
    case = desk.case(approved=True)
    with desk.store.writing() as session:
        barred = ExcludedPerson(mail="oma.joke@example.nl")
        actor = actor_for(desk.world.facilitator)
        exclude_person(session, actor, case=case, person=barred, now=desk.clock.now())
    browser = desk.sign_in()
    assert "Staat op ‘niet uitnodigen’." in browser.get(path_of(case, "uitnodigen")).text
    page = _person_page(desk, browser, case, "Joke")
    token = browser.get(path_of(case, "niet-uitnodigen")).form("Zet op de lijst").values["csrf_token"]
    refused = browser.post(page.path, {"csrf_token": token, "way": "mail"}, status=422)
    assert any("niet uitnodigen" in error for error in refused.errors)


def test_a_code_for_a_text_is_shown_once_and_printed_in_a_letter(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    form = _person_page(desk, browser, case, "Joke").form("Nodig Joke uit")
    shown = browser.post(form.action, {**form.values, "way": "sms"})
    assert "Code voor Joke" in shown.text
    values = shown.form("Druk de brief af").values
    letter = browser.submit(shown, "Druk de brief af")
    assert letter.h1 == "Brief voor Joke Wisse"
    assert values["code"][0] in letter.text
    assert "geen zin meer" not in letter.text
    again = browser.post(form.action, {**form.values, "way": "sms"})
    assert "al vastgelegd" in again.text


def test_a_letter_is_made_for_our_own_links_alone(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    form = _person_page(desk, browser, case, "Joke").form("Nodig Joke uit")
    shown = browser.post(form.action, {**form.values, "way": "sms"})
    printing = shown.form("Druk de brief af")
    browser.post(printing.action, {**printing.values, "url": "https://elders.example/p/x"}, status=404)


def test_a_letter_is_in_the_language_of_who_reads_it(desk: Desk) -> None:
    case = desk.case(approved=True)
    with desk.store.writing() as session:
        joke = person_called(session, case, "Joke")
        joke.about = replace(joke.about, language="uk")
    browser = desk.sign_in()
    form = _person_page(desk, browser, case, "Joke").form("Nodig Joke uit")
    shown = browser.post(form.action, {**form.values, "way": "sms"})
    letter = browser.submit(shown, "Druk de brief af")
    assert (letter.root.get("lang"), letter.h1) == ("uk", "Лист: Joke Wisse")
    assert letter.link("Terug naar Joke")


def test_a_new_code_ends_the_old_one(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    form = _person_page(desk, browser, case, "Joke").form("Nodig Joke uit")
    browser.post(form.action, {**form.values, "way": "mail"})
    page = _person_page(desk, browser, case, "Joke")
    assert "Code voor Joke" in browser.submit(page, "Maak een nieuwe code").text
    assert "maar één keer te zien" in browser.submit(page, "Maak een nieuwe code").text
    with desk.store.reading() as session:
        assert len(links_in(session, case_id=case.id, now=desk.clock.now())) == 1


def test_six_digits_are_read_out_until_it_was_too_often(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    form = _person_page(desk, browser, case, "Joke").form("Nodig Joke uit")
    browser.post(form.action, {**form.values, "way": "phone"})
    page = _person_page(desk, browser, case, "Joke")
    for _time in range(6):
        assert "Lees deze code voor aan Joke" in browser.submit(page, "Lees een code voor").text
    assert "te vaak geprobeerd" in browser.submit(page, "Lees een code voor").text


def test_an_answer_by_phone_becomes_the_answer_and_its_needs_become_tasks(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    joke = desk.person(case, "Joke")
    page = browser.get(path_of(case, f"uitnodigen/{joke.id}/antwoord"))
    refused = browser.submit(page, "Leg het antwoord vast", {"contributes": "De woensdag."}, status=422)
    assert refused.errors == ["Komt deze persoon? Kies wat deze persoon antwoordt."]
    assert refused.form("Leg het antwoord vast").values["contributes"] == ["De woensdag."]
    board = browser.submit(refused, "Leg het antwoord vast", {"reply": "comes", "needs": ["transport"]})
    assert "komt telefonisch" in board.text
    assert "De woensdag." in board.text
    assert "Vervoer voor Joke" in board.text
    assert "Nog niemand. Wie vragen we?" in board.text
    browser.submit(page, "Leg het antwoord vast", {"reply": "comes"})
    assert desk.count(Answer, case) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"reply": "misschien"},
        {"reply": "comes", "needs": ["limousine"]},
        {"reply": "comes", "limits_until": "ooit"},
        {"reply": "comes", "question": LONG_TEXT},
        {"reply": "comes", "via": "postduif"},
    ],
)
def test_answers_that_cannot_be_are_refused(desk: Desk, values: Values) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    page = browser.get(path_of(case, f"uitnodigen/{desk.person(case, 'Joke').id}/antwoord"))
    refused = browser.submit(page, "Leg het antwoord vast", values, status=422)
    assert refused.errors
    assert desk.count(Answer, case) == 0


def test_an_answer_that_came_in_meanwhile_is_not_overwritten_unseen(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    address = path_of(case, f"uitnodigen/{desk.person(case, 'Joke').id}/antwoord")
    mine, other = browser.get(address), browser.get(address)
    browser.submit(other, "Leg het antwoord vast", {"reply": "comes"})
    refused = browser.submit(mine, "Leg het antwoord vast", {"reply": "unsure"}, status=422)
    assert any("Iemand anders" in error for error in refused.errors)
    assert "Dit staat er nu" in refused.text
    browser.submit(refused, "Leg het antwoord vast")
    assert "weet nog niet" in browser.get(path_of(case, "uitnodigen")).text


def test_who_declines_is_forgotten_at_once(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    page = browser.get(path_of(case, f"uitnodigen/{desk.person(case, 'Joke').id}/antwoord"))
    board = browser.submit(page, "Leg het antwoord vast", {"reply": "does_not_come"})
    assert "Contactgegevens gewist op 2 maart." in board.text
    assert "Joke" not in board.text
    assert not desk.person(case, NAMELESS).contact.mail


def test_a_need_gets_somebody_and_is_ticked_off(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    page = browser.get(path_of(case, f"uitnodigen/{desk.person(case, 'Joke').id}/antwoord"))
    board = browser.submit(page, "Leg het antwoord vast", {"reply": "comes", "needs": ["transport"]})
    need = browser.get(board.link("Wie vragen we?"))
    browser.submit(need, "Bewaar", {"who": LONG_TEXT}, status=422)
    board = browser.submit(need, "Bewaar", {"who": "Sjaak"})
    assert "Sjaak" in board.text
    done = browser.submit(board, "Gedaan: Vervoer voor Joke", {"done": "1"})
    assert "Dat is geregeld." in done.text
    assert desk.count(NeedTask, case) == 1


def test_no_reaction_is_concluded_by_the_gespreksleider(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    form = _person_page(desk, browser, case, "Joke").form("Nodig Joke uit")
    browser.post(form.action, {**form.values, "way": "in_person"})
    board = browser.submit(_person_page(desk, browser, case, "Joke"), "Geen reactie, rond af")
    assert "Geen reactie 1" in board.text


def test_messages_say_why_they_are_sent(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    form = _person_page(desk, browser, case, "Joke").form("Nodig Joke uit")
    browser.post(form.action, {**form.values, "way": "mail"})
    with desk.store.reading() as session:
        message = session.query(OutboxMessage).one()
        assert message.kind is MessageKind.INVITATION
        assert "geen zin meer" not in message.letter.text


def test_the_desk_alone_hears_that_a_name_is_like_one_barred_or_that_an_answer_names_one(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    listed = browser.get(path_of(case, "niet-uitnodigen"))
    browser.submit(listed, "Zet op de lijst", {"name": "Ton Kramer"})
    joke = desk.person(case, "Joke")
    page = browser.get(path_of(case, f"uitnodigen/{joke.id}/antwoord"))
    said = {"reply": "comes", "suggests": "Vraag ton kramer ook."}
    board = browser.submit(page, "Leg het antwoord vast", said)
    assert "niet uitnodigen’ staat" not in board.text
    assert "Hier wordt iemand genoemd" in browser.get(path_of(case, f"uitnodigen/{joke.id}")).text
    new = browser.get(path_of(case, "kring/nieuw"))
    told = browser.submit(new, "Zet in de kring", {"first": "Ton", "last": "Kraamer"})
    assert "Ton lijkt op iemand van ‘niet uitnodigen’" in told.text
    assert "Ton lijkt op iemand" in browser.get(path_of(case, "uitnodigen")).text


def test_a_plan_without_a_meeting_asks_everybody_apart_until_there_is_one_after_all(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    board = browser.submit(browser.get(path_of(case, "uitnodigen")), "Een plan zonder bijeenkomst")
    assert "Er is geen bijeenkomst. Ieder zegt apart wat kan en wat niet." in board.text
    browser.submit(_person_page(desk, browser, case, "Joke"), "Nodig Joke uit", {"way": "mail"})
    with desk.store.reading() as session:
        told = (
            session.scalars(select(OutboxMessage).where(OutboxMessage.case_id == case.id)).one().letter.text
        )
    assert "Er is geen bijeenkomst." in told
    assert "De dag staat nog niet vast." not in told
    back = browser.submit(browser.get(path_of(case, "uitnodigen")), "Toch een bijeenkomst")
    assert "Nog geen dag gekozen." in back.text
