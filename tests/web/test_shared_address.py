"""People who share a mail address: one message for both, and a door that asks which of them it is."""

import re

import pytest
from sqlalchemy import select

from netwerkberaad.cases import Case
from netwerkberaad.foundation.links import revoke_links
from netwerkberaad.foundation.messages import OutboxMessage
from netwerkberaad.invites import current_answer
from tests.builders import build_case, member, person_called
from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk, path_of

SHARED = "opa.en.oma@example.nl"


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case in which Joke and Kees read their mail at one address, and Ad at his own."""
    around = [
        member(mail=SHARED),
        member("Kees", "de Nooijer", mail=SHARED.upper(), relation="opa"),
        member("Ad", "Zwart", mail="ad@example.nl", relation="trainer"),
    ]
    with desk.store.writing() as session:
        return build_case(session, desk.world, desk.clock, invitees=around, approved=True)


@pytest.fixture
def landing(desk: Desk, case: Case) -> str:
    """The path of the link in the one message to Joke and Kees, after everybody was invited in one go."""
    browser = desk.sign_in()
    page = browser.get(path_of(case, "uitnodigen/samen"))
    assert "één mail samen met Kees" in page.text
    assert "3 mensen zijn uitgenodigd." in browser.submit(page, "Stuur de uitnodigingen").text
    with desk.store.reading() as session:
        letters = {message.recipient: message.letter for message in session.scalars(select(OutboxMessage))}
    assert set(letters) == {SHARED, "ad@example.nl"}
    text = letters[SHARED].text
    assert "Joke en Kees" in text
    (path,) = set(re.findall(r"/p/[\w-]{20,}", text))
    return str(path)


def _open(desk: Desk, landing: str) -> tuple[Visitor, Page]:
    visitor = Visitor(desk.app)
    return visitor, visitor.submit(visitor.get(landing), "Open het bericht")


def test_the_door_asks_who_it_is_by_first_name_alone_and_opens_the_page_of_that_person(
    desk: Desk, case: Case, landing: str
) -> None:
    neutral = Visitor(desk.app).get(landing)
    assert "Kees" not in neutral.text
    visitor, asked = _open(desk, landing)
    assert asked.h1 == "Wie bent u?"
    assert not any(word in asked.text for word in ("Nooijer", "Wisse", "opa", "Ad", "Marloes"))
    first = visitor.submit(asked, "Ik ben Kees")
    visitor.submit(first, "Verder", {"reply": "comes"})
    with desk.store.reading() as session:
        again = session.get_one(Case, case.id)
        said = {
            name: current_answer(session, case=again, person=person_called(session, again, name))
            for name in ("Joke", "Kees")
        }
    assert said["Kees"] is not None
    assert said["Joke"] is None


def test_a_link_that_ended_leaves_the_other_of_the_same_message_open(
    desk: Desk, case: Case, landing: str
) -> None:
    with desk.store.writing() as session:
        joke = person_called(session, session.get_one(Case, case.id), "Joke")
        revoke_links(session, person_id=joke.id, now=desk.clock.now())
    _visitor, asked = _open(desk, landing)
    assert "Ik ben Kees" in asked.text
    assert "Ik ben Joke" not in asked.text


def test_a_link_of_somebody_else_cannot_be_chosen(desk: Desk, landing: str) -> None:
    visitor, asked = _open(desk, landing)
    form = asked.form("Ik ben Kees")
    wrong = visitor.post(form.action, {**form.values, "wie": "00000000-0000-0000-0000-000000000007"})
    assert wrong.h1 == "Wie bent u?"


def test_not_me_ends_the_page_of_that_person_alone(desk: Desk, landing: str) -> None:
    visitor = Visitor(desk.app)
    asked = visitor.submit(visitor.get(landing), "Dit is niet voor mij", {"naar": "niet-ik"})
    page = visitor.submit(asked, "Ik ben Joke")
    assert page.path == "/p/niet-ik"
