"""The pages of the letters that people print and post, and of what is told by phone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import BeraadKind, Place, plan_beraad
from netwerkberaad.cases import Case, get_case
from netwerkberaad.flows import invite_person
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import AnswerContent, Reply, record_answer
from tests.builders import person_called
from tests.web.desk_setting import Desk, path_of


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case in which Piet was invited by letter."""
    made = desk.case(approved=True)
    with desk.store.writing() as session:
        actor = actor_for(desk.world.facilitator)
        found = get_case(session, actor, made.id, Permission.CHANGE_CASE)
        piet = person_called(session, found, "Piet")
        piet.contact = replace(piet.contact, address="Dorpsstraat 1\n4351 AA Veere")
        invite_person(
            session,
            actor,
            case=found,
            person=piet,
            channel=Channel.LETTER,
            base_url="http://localhost:8000",
            now=desk.clock.now(),
        )
    return made


def test_letters_are_printed_posted_and_come_back(desk: Desk, case: Case) -> None:
    wilma = desk.sign_in()
    assert "Er ligt 1 brief om te posten." in wilma.get("/vandaag").text
    page = wilma.get("/brieven")
    printed = wilma.client.get("/brieven/brieven.pdf")
    assert printed.mimetype == "application/pdf"
    assert printed.data.startswith(b"%PDF-")
    assert "Piet" not in printed.headers["Content-Disposition"]
    page = wilma.submit(page, "Deze brieven zijn gepost")
    assert "1 brief is gepost" in page.text
    assert "Er is geen brief om te posten" in page.text
    assert wilma.client.get("/brieven/brieven.pdf").status_code == 404
    person = wilma.get(path_of(case, f"uitnodigen/{desk.person(case, 'Piet').id}"))
    assert "Op Vandaag staat" in wilma.submit(person, "De brief kwam terug").text
    assert "kwam niet aan" in wilma.get("/vandaag").text


def test_a_colleague_sees_no_letters_of_others(desk: Desk, case: Case) -> None:
    other = desk.sign_in(desk.world.other_facilitator)
    assert "Piet" not in other.get("/brieven").text
    assert other.client.get("/brieven/brieven.pdf").status_code == 404


def test_who_is_called_hears_the_invitation_in_full(desk: Desk, case: Case) -> None:
    page = desk.sign_in().get(path_of(case, f"uitnodigen/{desk.person(case, 'Piet').id}"))
    assert "Lees dit voor" in page.text
    assert "om mee te denken, in een netwerkberaad" in page.text


def test_what_is_told_by_phone_is_read_aloud_and_then_gone(desk: Desk, case: Case) -> None:
    with desk.store.writing() as session:
        actor = actor_for(desk.world.facilitator)
        found = get_case(session, actor, case.id, Permission.CHANGE_CASE)
        piet = person_called(session, found, "Piet")
        piet.contact = replace(piet.contact, address="", mail="", phone="", landline="+31118000122")
        answer = AnswerContent(reply=Reply.COMES)
        now = desk.clock.now()
        record_answer(session, actor, case=found, person=piet, content=answer, via=Channel.PHONE, now=now)
        plan_beraad(
            session,
            actor,
            case=found,
            kind=BeraadKind.NETWERKBERAAD,
            starts_at=now + timedelta(days=9),
            minutes=120,
            place=Place("Dorpshuis", "Kade 1"),
            now=now,
        )
    wilma = desk.sign_in()
    room = wilma.get(path_of(case, "beraad"))
    assert "bellen" in room.text
    assert "Vertel het zelf aan Piet." in wilma.submit(room, "Vertel het iedereen").text
    assert "Er is nieuws voor Piet. U vertelt het zelf." in wilma.get("/vandaag").text
    page = wilma.get("/vertellen")
    assert "U spreekt met Wilma" in page.text
    assert "Dorpshuis" in page.text
    assert "0118 000 122" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    page = wilma.submit(page, "Piet weet het")
    assert "Vastgelegd: Piet weet het." in page.text
    assert "Er is niets te vertellen." in page.text
    assert "Er is nieuws voor Piet" not in wilma.get("/vandaag").text
