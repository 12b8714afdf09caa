"""People who share a phone: one text for both, a door that asks who it is, and a pincode that keeps one's own page apart."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from netwerkberaad.cases import Case
from netwerkberaad.foundation.links import DoorPin, revoke_links
from netwerkberaad.foundation.messages import Channel, OutboxMessage
from netwerkberaad.invites import current_answer
from tests.builders import build_case, member, person_called
from tests.pages import Page, Visitor
from tests.serving import be_served
from tests.web.desk_setting import Desk, path_of

PHONE = "+31600000177"
PIN, OTHER = "4827", "9153"


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case in which Joke and Kees have one phone and no mail, in a region with a service for texts."""
    around = [
        member(mail="", phone=PHONE),
        member("Kees", "de Nooijer", mail="", phone=PHONE, relation="opa"),
    ]
    with desk.store.writing() as session:
        be_served(session, desk.world.region.id, Channel.SMS, now=desk.clock.now())
        return build_case(session, desk.world, desk.clock, invitees=around, approved=True)


@pytest.fixture
def words(desk: Desk, case: Case) -> str:
    """The one text to Joke and Kees, after everybody was invited in one go."""
    browser = desk.sign_in()
    page = browser.get(path_of(case, "uitnodigen/samen"))
    assert "één sms samen met Kees" in page.text
    assert "2 mensen zijn uitgenodigd." in browser.submit(page, "Stuur de uitnodigingen").text
    with desk.store.reading() as session:
        (message,) = session.scalars(select(OutboxMessage).where(OutboxMessage.case_id == case.id))
        assert (message.channel, message.recipient) == (Channel.SMS, PHONE)
        return message.letter.text


@pytest.fixture
def landing(words: str) -> str:
    """The path of the link in it."""
    (path,) = re.findall(r"/p/[\w-]{20,}", words)
    return str(path)


def _code(words: str) -> str:
    found = re.search(r"\b[0-9A-Z]{5} [0-9A-Z]{5}\b", words)
    assert found is not None
    return found.group()


def _choose(desk: Desk, landing: str, name: str) -> tuple[Visitor, Page]:
    visitor = Visitor(desk.app)
    asked = visitor.submit(visitor.get(landing), "Open het bericht")
    assert asked.h1 == "Wie bent u?"
    return visitor, visitor.submit(asked, f"Ik ben {name}")


def _set_at_the_desk(desk: Desk, case: Case, name: str, pin: str = PIN) -> None:
    wilma = desk.sign_in()
    page = wilma.get(path_of(case, f"uitnodigen/{desk.person(case, name).id}"))
    page = wilma.submit(wilma.get(page.link("Pincode, op verzoek")), "Bewaar", {"pin": pin})
    assert "Bewaard" in page.text


def test_the_text_names_nobody_and_its_link_and_its_code_ask_who_it_is(
    desk: Desk, case: Case, words: str, landing: str
) -> None:
    assert not any(name in words for name in ("Joke", "Kees", "Marloes"))
    kees, first = _choose(desk, landing, "Kees")
    kees.submit(first, "Verder", {"reply": "comes"})
    joke = Visitor(desk.app)
    asked = joke.submit(joke.get("/code"), "Open mijn bericht", {"code": _code(words)})
    assert asked.h1 == "Wie bent u?"
    assert "Kunt u komen, Joke?" in joke.submit(asked, "Ik ben Joke").text
    with desk.store.reading() as session:
        again = session.get_one(Case, case.id)
        answers = [
            current_answer(session, case=again, person=person_called(session, again, name))
            for name in ("Joke", "Kees")
        ]
    assert [answer is not None for answer in answers] == [False, True]


@pytest.mark.parametrize(("gone", "stays"), [("Joke", "Kees"), ("Kees", "Joke")])
def test_the_code_still_opens_the_page_of_the_other_when_the_link_of_one_ended(
    desk: Desk, case: Case, words: str, gone: str, stays: str
) -> None:
    with desk.store.writing() as session:
        person = person_called(session, session.get_one(Case, case.id), gone)
        revoke_links(session, person_id=person.id, now=desk.clock.now())
    visitor = Visitor(desk.app)
    page = visitor.submit(visitor.get("/code"), "Open mijn bericht", {"code": _code(words)})
    assert f"Kunt u komen, {stays}?" in page.text


def test_a_pincode_is_asked_after_the_name_and_opens_the_page_of_that_person_alone(
    desk: Desk, case: Case, landing: str
) -> None:
    _set_at_the_desk(desk, case, "Kees")
    kees, asked = _choose(desk, landing, "Kees")
    assert asked.h1 == "Typ uw pincode"
    assert "Kees" not in asked.text
    wrong = kees.submit(asked, "Open het bericht", {"pin": OTHER}, status=422)
    assert any("klopt niet" in error for error in wrong.errors)
    assert kees.get("/p/welkom").h1 != "Dag Kees"
    assert "Kunt u komen, Kees?" in kees.submit(wrong, "Open het bericht", {"pin": PIN}).text
    assert "Kunt u komen, Joke?" in _choose(desk, landing, "Joke")[1].text


def test_it_is_asked_behind_a_code_too(desk: Desk, case: Case, words: str) -> None:
    _set_at_the_desk(desk, case, "Kees")
    kees = Visitor(desk.app)
    asked = kees.submit(kees.get("/code"), "Open mijn bericht", {"code": _code(words)})
    asked = kees.submit(asked, "Ik ben Kees")
    assert asked.h1 == "Typ uw pincode"
    assert "Kunt u komen, Kees?" in kees.submit(asked, "Open het bericht", {"pin": PIN}).text


def test_not_me_does_not_go_round_it(desk: Desk, case: Case, landing: str) -> None:
    _set_at_the_desk(desk, case, "Kees")
    visitor = Visitor(desk.app)
    asked = visitor.submit(visitor.get(landing), "Dit is niet voor mij", {"naar": "niet-ik"})
    asked = visitor.submit(asked, "Ik ben Kees")
    assert asked.h1 == "Typ uw pincode"
    assert visitor.submit(asked, "Open het bericht", {"pin": PIN}).path == "/p/niet-ik"


def test_guessing_ends_after_five_tries_also_for_the_right_one_and_goes_on_a_quarter_later(
    desk: Desk, case: Case, landing: str
) -> None:
    _set_at_the_desk(desk, case, "Kees")
    visitor, asked = _choose(desk, landing, "Kees")
    for number in range(5):
        visitor.submit(asked, "Open het bericht", {"pin": f"70{number}3"}, status=422)
    visitor.submit(asked, "Open het bericht", {"pin": PIN}, status=422)
    desk.clock.advance(timedelta(minutes=16))
    visitor, asked = _choose(desk, landing, "Kees")
    assert "Kunt u komen, Kees?" in visitor.submit(asked, "Open het bericht", {"pin": PIN}).text


@pytest.mark.parametrize("pin", ["123", "1234", "4321", "5555", "1234567", "12a4", "٤٨٢٧"])
def test_what_anybody_tries_first_is_no_pincode(desk: Desk, case: Case, pin: str) -> None:
    wilma = desk.sign_in()
    path = path_of(case, f"uitnodigen/{desk.person(case, 'Kees').id}/pincode")
    page = wilma.submit(wilma.get(path), "Bewaar", {"pin": pin}, status=422)
    assert any("vier tot zes cijfers" in error for error in page.errors)


def test_it_is_kept_as_a_slow_hash_and_shown_to_nobody(desk: Desk, case: Case, landing: str) -> None:
    _set_at_the_desk(desk, case, "Kees")
    with desk.store.reading() as session:
        (row,) = session.scalars(select(DoorPin))
        assert row.hash.startswith("$argon2id$")
    path = path_of(case, f"uitnodigen/{desk.person(case, 'Kees').id}/pincode")
    assert PIN not in desk.sign_in().get(path).response.text


def test_the_gespreksleider_takes_it_away_for_who_forgot_it(desk: Desk, case: Case, landing: str) -> None:
    _set_at_the_desk(desk, case, "Kees")
    wilma = desk.sign_in()
    path = path_of(case, f"uitnodigen/{desk.person(case, 'Kees').id}/pincode")
    assert "De pincode is weg." in wilma.submit(wilma.get(path), "Haal de pincode weg").text
    assert "Kunt u komen, Kees?" in _choose(desk, landing, "Kees")[1].text


def test_who_shares_a_phone_chooses_one_at_the_door_after_the_proof(
    desk: Desk, case: Case, landing: str
) -> None:
    kees, _first = _choose(desk, landing, "Kees")
    path = kees.get("/p/welkom").link("Een eigen pincode")
    assert kees.get(path).h1 == "Eerst even controleren dat u het bent"
    kees.submit(kees.get(path), "Stuur mij de code")
    with desk.store.reading() as session:
        texts = [row.letter.text for row in session.scalars(select(OutboxMessage)) if row.letter.text]
    (digits,) = {found[1] for text in texts if (found := re.match(r"(\d{6}) is uw code", text))}
    page = kees.submit(kees.get(f"/p/bewijs?naar={path}"), "Verder", {"code": digits})
    assert page.h1 == "Een eigen pincode"
    assert "Uw pincode is bewaard." in kees.submit(page, "Bewaar mijn pincode", {"pin": PIN}).text
    assert _choose(desk, landing, "Kees")[1].h1 == "Typ uw pincode"
    assert "Uw pincode is weg." in kees.submit(kees.get(path), "Haal mijn pincode weg").text
