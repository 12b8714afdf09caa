"""Staggered arrival: a time of one's own stands in everything of that person, and in nothing of anybody else."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import current_beraad
from netwerkberaad.cases import Case
from netwerkberaad.cases.safety import Arrival
from netwerkberaad.flows import announce_beraad, announce_change, invite_person
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Channel, Letter, MessageKind, MessageState, OutboxMessage
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import AnswerContent, Reply, record_answer
from tests.builders import World, person_called
from tests.pages import Page, Visitor
from tests.web.door_setting import BASE, Door, build_door

COMMON, OWN = "19.00", "18.15"
WAY = "Door de achterdeur, Wilma wacht op u."
_UTC_COMMON, _UTC_OWN = "T190000", "T181500"


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """Fatma comes three quarters of an hour before the others, by another door."""
    return build_door(app, sqlite_store, clock, sqlite_world)


def _give(door: Door, first: str = "Fatma", minutes: str = "-45", way: str = WAY) -> Page:
    desk = Visitor(door.app)
    desk.sign_in(door.world.facilitator)
    asked = desk.get(f"/casussen/{door.case.id}/veiligheid")
    form = desk.get(asked.link("Geef iemand een eigen tijd"))
    with door.store.reading() as session:
        key = str(person_called(session, session.get_one(Case, door.case.id), first).id)
    return desk.submit(form, "Leg vast", {"person": key, "minutes": minutes, "way": way})


def _invite(door: Door, *names: str) -> None:
    actor, now = actor_for(door.world.facilitator), door.clock.now()
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        for first in names:
            person, mail = person_called(session, case, first), Channel.MAIL
            invite_person(session, actor, case=case, person=person, channel=mail, base_url=BASE, now=now)


def _announce(door: Door) -> None:
    """The two who were invited come, and hear the day."""
    actor, now = actor_for(door.world.facilitator), door.clock.now()
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        for first in ("Joke", "Fatma"):
            person, said = person_called(session, case, first), AnswerContent(reply=Reply.COMES)
            record_answer(session, actor, case=case, person=person, content=said, via=Channel.PHONE, now=now)
        session.flush()  # who comes is told
        beraad = current_beraad(session, case)
        assert beraad is not None
        announce_beraad(session, actor, case=case, beraad=beraad, base_url=BASE, now=now)


def _letters(door: Door, first: str, *kinds: MessageKind) -> list[Letter]:
    with door.store.reading() as session:
        person = person_called(session, session.get_one(Case, door.case.id), first)
        rows = session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == person.id))
        found = [row for row in rows if row.kind in kinds and row.state is MessageState.WAITING]
        return [row.letter for row in sorted(found, key=lambda row: kinds.index(row.kind))]


def _words(letter: Letter) -> str:
    return " ".join([letter.text, letter.html, *(one.content for one in letter.attachments)])


def test_it_stands_in_the_own_page_mail_letter_and_calendar_and_with_nobody_else(door: Door) -> None:
    shown = _give(door)
    assert f"{OWN} uur, 45 minuten eerder" in shown.text
    _invite(door, "Joke", "Fatma")
    _announce(door)
    mails = {
        first: _letters(door, first, MessageKind.INVITATION, MessageKind.DATE_SET)
        for first in ("Joke", "Fatma")
    }
    for letter in mails["Fatma"]:
        assert OWN in letter.text
        assert COMMON not in letter.text
    for letter in mails["Joke"]:
        assert COMMON in letter.text
        assert OWN not in _words(letter)
        assert "achterdeur" not in _words(letter)
    calendar = mails["Fatma"][1].attachments[0].content
    assert _UTC_OWN in calendar
    assert "achterdeur" in re.sub(r"\r?\n ", "", calendar)
    assert _UTC_COMMON in mails["Joke"][1].attachments[0].content
    for first, own, other in (("Fatma", OWN, COMMON), ("Joke", COMMON, OWN)):
        visitor, _page = door.enter(first)
        page = visitor.get("/p/beraad")
        assert f"{own} tot 21.45" in page.text
        assert other not in page.text
        assert ("achterdeur" in page.text) is (first == "Fatma")


def test_the_letter_tells_the_own_time(door: Door) -> None:
    _give(door)
    _invite(door, "Fatma", "Joke")
    desk = Visitor(door.app)
    desk.sign_in(door.world.facilitator)
    for first, own, other in (("Fatma", OWN, COMMON), ("Joke", COMMON, OWN)):
        with door.store.reading() as session:
            key = person_called(session, session.get_one(Case, door.case.id), first).id
        person = desk.get(f"/casussen/{door.case.id}/uitnodigen/{key}")
        letter = desk.submit(desk.submit(person, "Maak een nieuwe code"), "Druk de brief af")
        assert own in letter.text
        assert other not in letter.text


def test_after_the_day_was_told_only_this_person_hears_of_it_and_the_calendar_follows(door: Door) -> None:
    _invite(door, "Joke", "Fatma")
    _announce(door)
    said = _give(door)
    assert "Fatma krijgt een mail met de eigen tijd" in said.text
    (letter,) = _letters(door, "Fatma", MessageKind.DATE_SET, MessageKind.DATE_CHANGED)
    assert OWN in letter.text
    assert "SEQUENCE:1" in letter.attachments[0].content
    assert [
        COMMON in one.text for one in _letters(door, "Joke", MessageKind.DATE_SET, MessageKind.DATE_CHANGED)
    ] == [True]
    actor, now = actor_for(door.world.facilitator), door.clock.now()
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        beraad = current_beraad(session, case)
        assert beraad is not None
        beraad.starts_at, beraad.sequence = beraad.starts_at + timedelta(days=1), beraad.sequence + 1
        announce_change(session, actor, case=case, beraad=beraad, base_url=BASE, now=now)
    (letter,) = _letters(door, "Fatma", MessageKind.DATE_SET, MessageKind.DATE_CHANGED)
    assert OWN in letter.text
    assert "SEQUENCE:2" in letter.attachments[0].content


def test_the_same_again_changes_nothing_and_back_with_the_others_is_a_change(door: Door) -> None:
    for _time in range(2):
        _give(door)
        door.clock.advance(timedelta(minutes=1))
    with door.store.reading() as session:
        assert len(session.scalars(select(Arrival)).all()) == 1
    page = _give(door, minutes="0", way="")
    assert "Iedereen komt tegelijk" in page.text
    with door.store.reading() as session:
        assert len(session.scalars(select(Arrival)).all()) == 2


def test_a_time_far_off_and_somebody_of_another_case_are_refused(door: Door) -> None:
    with pytest.raises(AssertionError, match="422"):
        _give(door, minutes="500")


def test_the_desk_sees_it_where_the_day_is_planned_and_at_the_table(door: Door) -> None:
    _give(door)
    desk = Visitor(door.app)
    desk.sign_in(door.world.facilitator)
    page = desk.get(f"/casussen/{door.case.id}/beraad")
    assert f"{OWN} uur, 45 minuten eerder. {WAY}" in page.text
