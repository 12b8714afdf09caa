"""The outbox in sight: to whom, by which way, how far; never what a message says."""

import pytest
from sqlalchemy import select

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, get_case
from netwerkberaad.flows import invite_person
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.messages import (
    Arrival,
    Channel,
    MessageKind,
    MessageState,
    OutboxMessage,
    note_arrival,
)
from netwerkberaad.web.desk.channels import messages
from tests.builders import person_called
from tests.pages import Visitor
from tests.web.desk_setting import Desk, path_of


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case in which Joke was invited by mail, and the mail came back."""
    made = desk.case(approved=True)
    with desk.store.writing() as session:
        actor = actor_for(desk.world.facilitator)
        found = get_case(session, actor, made.id, Permission.CHANGE_CASE)
        invite_person(
            session,
            actor,
            case=found,
            person=person_called(session, found, "Joke"),
            channel=Channel.MAIL,
            base_url="http://localhost:8000",
            now=desk.clock.now(),
        )
        session.flush()
        (message,) = session.scalars(select(OutboxMessage).where(OutboxMessage.case_id == made.id))
        message.state, message.sent_at, message.tries = MessageState.SENT, desk.clock.now(), 3
        note_arrival(session, message, Arrival.BOUNCED, now=desk.clock.now())
    return made


def _change(desk: Desk, case: Case, state: MessageState, failure: str | None) -> None:
    with desk.store.writing() as session:
        (message,) = session.scalars(select(OutboxMessage).where(OutboxMessage.case_id == case.id))
        message.state, message.failure, message.arrival = state, failure, None


def test_the_gespreksleider_sees_to_whom_what_and_how_far(desk: Desk, case: Case) -> None:
    wilma = desk.sign_in()
    board = wilma.get(path_of(case, "uitnodigen"))
    page = wilma.get(path_of(case, "berichten"))
    assert board.link("Bekijk alle berichten")
    for said in ("Joke", "Uitnodiging", "per mail", "Niet aangekomen", "3"):
        assert said in page.text
    for kept in ("example.nl", "nodigt u uit", "/p/"):
        assert kept not in page.text


def test_the_beheerder_sees_the_role_alone_and_sends_again_what_was_given_up(desk: Desk, case: Case) -> None:
    _change(desk, case, MessageState.PARKED, "no_way")
    beheer: Visitor = desk.sign_in(desk.world.admin)
    page = beheer.get("/beheer/berichten")
    for said in ("Iemand uit de kring", "Niet gelukt", "er is geen dienst voor dit kanaal"):
        assert said in page.text
    for kept in ("Joke", "Marloes", "example.nl"):
        assert kept not in page.text
    page = beheer.submit(page, "Probeer ze opnieuw")
    assert "1 bericht gaat opnieuw" in page.text
    with desk.store.reading() as session:
        states = session.scalars(select(OutboxMessage.state).where(OutboxMessage.case_id == case.id)).all()
    assert states == [MessageState.WAITING]


def test_the_page_of_the_person_proposes_another_way(desk: Desk, case: Case) -> None:
    page = desk.sign_in().get(path_of(case, f"uitnodigen/{desk.person(case, 'Joke').id}"))
    assert "Een bericht per mail kwam niet aan." in page.text


def test_every_word_of_the_outbox_has_its_dutch() -> None:
    assert set(messages.KIND_NAMES) == set(MessageKind)
    assert set(messages.STATE_NAMES) == set(MessageState)
    assert set(messages.ARRIVAL_NAMES) == set(Arrival)
