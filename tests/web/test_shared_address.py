"""People who share a mail address: one message for both, and a door that asks which of them it is."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import BeraadKind, Place, plan_beraad
from netwerkberaad.cases import Case, ExcludedPerson, exclude_person
from netwerkberaad.cases.safety import ArrivalContent, set_arrival
from netwerkberaad.flows import erase_person, renew_link
from netwerkberaad.flows.rewriting import rewrite_outdated
from netwerkberaad.foundation.links import revoke_links
from netwerkberaad.foundation.messages import Letter, OutboxMessage, claim_due
from netwerkberaad.invites import current_answer
from tests.builders import build_case, member, person_called
from tests.pages import Page, Visitor
from tests.rooms.story import SETTINGS
from tests.web.desk_setting import Desk, path_of

SHARED = "opa.en.oma@example.nl"

Change = Callable[[Session, Desk, Case, str], None]
"""Something that happens to one of them, by first name."""


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


def _written_again(desk: Desk) -> Letter | None:
    """The words to the shared address as it leaves now; None when it does not leave any more."""
    rewrite_outdated(desk.store, SETTINGS, now=desk.clock.now())
    leaving = {claim.message_id for claim in claim_due(desk.store, now=desk.clock.now())}
    with desk.store.reading() as session:
        rows = session.scalars(select(OutboxMessage).where(OutboxMessage.id.in_(leaving)))
        return next((row.letter for row in rows if row.recipient == SHARED), None)


def _refuse(session: Session, desk: Desk, case: Case, name: str) -> None:
    person = person_called(session, case, name)
    exclude_person(
        session,
        actor_for(desk.world.facilitator),
        case=case,
        person=ExcludedPerson(name=person.name.full),
        now=desk.clock.now(),
    )


def _forget(session: Session, desk: Desk, case: Case, name: str) -> None:
    person = person_called(session, case, name)
    erase_person(session, actor_for(desk.world.facilitator), case=case, person=person, now=desk.clock.now())


def _hand_new_link(session: Session, desk: Desk, case: Case, name: str) -> None:
    person, base_url = person_called(session, case, name), SETTINGS.base_url
    renew_link(
        session,
        actor_for(desk.world.facilitator),
        case=case,
        person=person,
        base_url=base_url,
        now=desk.clock.now(),
    )


@pytest.mark.parametrize("gone", ["Joke", "Kees"])
@pytest.mark.parametrize("what", [_refuse, _forget, _hand_new_link])
def test_when_one_falls_away_before_it_left_the_message_is_for_the_other_alone(
    desk: Desk, case: Case, landing: str, gone: str, what: Change
) -> None:
    with desk.store.writing() as session:
        what(session, desk, session.get_one(Case, case.id), gone)
    told = _written_again(desk)
    assert told is not None
    stays = "Kees" if gone == "Joke" else "Joke"
    for words in (told.text, told.html):
        assert gone not in words
        assert f"Dag {stays}," in words
        assert landing in words


def test_when_all_of_them_fall_away_it_does_not_leave(desk: Desk, case: Case, landing: str) -> None:
    for name in ("Joke", "Kees"):
        with desk.store.writing() as session:
            _refuse(session, desk, session.get_one(Case, case.id), name)
    assert _written_again(desk) is None


def test_an_own_time_of_one_is_not_told_to_the_other(desk: Desk, case: Case, landing: str) -> None:
    with desk.store.writing() as session:
        of_all = session.get_one(Case, case.id)
        day = desk.clock.now() + timedelta(days=20)
        plan_beraad(
            session,
            actor_for(desk.world.facilitator),
            case=of_all,
            kind=BeraadKind.NETWERKBERAAD,
            starts_at=day,
            minutes=120,
            place=Place("Kantine", "Zandweg 4, Middelburg"),
            now=desk.clock.now(),
        )
    told = _written_again(desk)
    assert told is not None
    assert "Zandweg" in told.text
    with desk.store.writing() as session:
        of_all = session.get_one(Case, case.id)
        joke, own = person_called(session, of_all, "Joke"), ArrivalContent(-30, "Door de achterdeur.")
        set_arrival(
            session,
            actor_for(desk.world.facilitator),
            case=of_all,
            person=joke,
            content=own,
            now=desk.clock.now(),
        )
    told = _written_again(desk)
    assert told is not None
    assert "Dag Joke en Kees," in told.text
    assert "Zandweg" not in told.text
    assert "achterdeur" not in told.text
    assert "Wanneer en waar? Dat leest ieder apart, na de knop hieronder." in told.text
    assert "staat nog niet vast" not in told.text


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


@pytest.mark.parametrize("gone", ["Joke", "Kees"])
def test_the_message_still_opens_the_page_of_the_other_when_one_was_erased(
    desk: Desk, case: Case, landing: str, gone: str
) -> None:
    with desk.store.writing() as session:
        _forget(session, desk, session.get_one(Case, case.id), gone)
    _visitor, page = _open(desk, landing)
    assert gone not in page.text
    assert ("Kees" if gone == "Joke" else "Joke") in page.text


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
