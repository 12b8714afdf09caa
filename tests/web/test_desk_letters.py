"""The pages of the letters that people print and post."""

from dataclasses import replace

import pytest

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, get_case
from netwerkberaad.flows import invite_person
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.messages import Channel
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
