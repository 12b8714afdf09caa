"""Choosing days at the door: the link alone suffices, what is chosen is kept, and can be changed while it is open."""

from datetime import date, time

import pytest
from flask import Flask

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import BeraadKind, Place, cancel_beraad, current_beraad
from netwerkberaad.cases import Case
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import from_local
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import PollPlan, Vote, close_poll, current_poll, open_poll, slots_of, votes_of
from tests.builders import World, person_called
from tests.pages import Page, Visitor
from tests.web.door_setting import Door, build_door

MOMENTS = (from_local(date(2026, 3, 26), time(19)), from_local(date(2026, 3, 29), time(2, 30)))
TITLE = "Op welke dagen kunt u, Fatma?"


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """The case without a day, with two days to choose from."""
    door = build_door(app, sqlite_store, clock, sqlite_world)
    actor, now = actor_for(sqlite_world.facilitator), clock.now()
    with sqlite_store.writing() as session:
        case = session.merge(door.case)
        beraad = current_beraad(session, case)
        assert beraad is not None
        cancel_beraad(session, actor, beraad=beraad, now=now)
        session.flush()  # the poll looks whether a beraad is ahead
        closes = from_local(date(2026, 3, 10), time(23, 59))
        plan = PollPlan(BeraadKind.NETWERKBERAAD, Place("Kantine"), MOMENTS, 165, closes)
        open_poll(session, actor, case=case, plan=plan, now=now)
    return door


def _said(door: Door, first: str) -> list[Vote | None]:
    with door.store.reading() as session:
        case = session.get_one(Case, door.case.id)
        poll = current_poll(session, case)
        assert poll is not None
        votes = votes_of(session, poll=poll, person=person_called(session, case, first))
        return [votes.get(slot.id) for slot in slots_of(session, poll)]


def _choose(visitor: Visitor, page: Page, *said: str, status: int = 200) -> Page:
    days = [name for name in page.form("Bewaar mijn dagen").values if name.startswith("dag-")]
    chosen = {day: one for day, one in zip(days, said, strict=False) if one}
    return visitor.submit(page, "Bewaar mijn dagen", chosen, status=status)


def _close(door: Door) -> None:
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        poll = current_poll(session, case)
        assert poll is not None
        close_poll(session, actor_for(door.world.facilitator), case=case, poll=poll, now=door.clock.now())


def test_the_link_of_the_mail_opens_the_days_and_what_is_chosen_is_kept(door: Door) -> None:
    visitor, page = door.enter("Fatma", LinkPurpose.DATE_POLL)
    assert page.h1 == TITLE
    assert "Donderdag 26 maart, 19.00 tot 21.45 uur" in page.text
    assert "Zondag 29 maart, 03.30 tot 06.15 uur" in page.text
    assert "tot en met dinsdag 10 maart" in page.text
    page = _choose(visitor, page, "yes", "if_need_be")
    assert page.h1 == "Dank u wel, Fatma"
    assert _said(door, "Fatma") == [Vote.YES, Vote.IF_NEED_BE]
    assert visitor.get(page.link("Laat weten of u kunt komen")).h1 == "Kunt u komen, Fatma?"


def test_in_the_invitation_days_come_after_the_question_whether_one_comes(door: Door) -> None:
    visitor, page = door.enter("Fatma")
    page = visitor.submit(page, "Verder", {"reply": "comes"})
    assert page.h1 == TITLE
    page = _choose(visitor, page, "no", "yes")
    assert page.h1 == "Wat hebt u nodig om te komen?"
    assert visitor.get(visitor.get("/p/welkom").link("Kies uw dagen")).h1 == TITLE


def test_who_does_not_come_is_not_asked_for_days(door: Door) -> None:
    visitor, page = door.enter("Fatma")
    page = visitor.submit(page, "Verder", {"reply": "contributes"})
    assert page.h1 == "Wat zou u kunnen bijdragen?"
    with pytest.raises(LookupError):
        visitor.get("/p/welkom").link("Kies uw dagen")


def test_a_day_that_was_skipped_is_asked_for_and_nothing_chosen_is_lost(door: Door) -> None:
    visitor, page = door.enter("Fatma", LinkPurpose.DATE_POLL)
    page = _choose(visitor, page, "yes", status=422)
    assert page.errors == ["Zondag 29 maart, 03.30 tot 06.15 uur: Kies wat voor deze dag klopt."]
    page = _choose(visitor, page, "", "no")
    assert _said(door, "Fatma") == [Vote.YES, Vote.NO]


def test_a_choice_is_changed_and_hidden_from_who_only_holds_the_link(door: Door) -> None:
    visitor, page = door.enter("Fatma", LinkPurpose.DATE_POLL)
    page = _choose(visitor, page, "yes", "no")
    page = visitor.get(page.link("Verander mijn dagen"))
    assert [one for one in page.form("Bewaar").values.values() if one == ["yes"]] == [["yes"]]
    _choose(visitor, page, "no", "no")
    assert _said(door, "Fatma") == [Vote.NO, Vote.NO]
    stranger, page = door.enter("Fatma", LinkPurpose.DATE_POLL)
    assert "U hebt al eerder gekozen." in page.text
    assert ["no"] not in page.form("Bewaar").values.values()
    _choose(stranger, page, "", "yes")
    assert _said(door, "Fatma") == [Vote.NO, Vote.YES]


def test_after_closing_a_choice_is_refused_kindly(door: Door) -> None:
    visitor, page = door.enter("Fatma", LinkPurpose.DATE_POLL)
    _close(door)
    page = _choose(visitor, page, "yes", "yes")
    assert page.h1 == "U kunt geen dag meer kiezen"
    assert "Bel ons gerust." in page.text
    assert _said(door, "Fatma") == [None, None]


def test_it_closes_by_itself_on_the_day_that_was_said(door: Door) -> None:
    door.clock.move_to(from_local(date(2026, 3, 11), time(8)))
    late, page = door.enter("Fatma", LinkPurpose.DATE_POLL)
    assert page.h1 == "U kunt geen dag meer kiezen"
    with pytest.raises(LookupError):
        late.get("/p/welkom").link("Kies uw dagen")


def test_a_hoofdpersoon_chooses_too(door: Door) -> None:
    visitor, page = door.enter("Marloes", LinkPurpose.DATE_POLL)
    page = _choose(visitor, page, "yes", "yes")
    assert page.h1 == "Dank u wel, Marloes"
    assert "Er is nog één vraag" not in page.text


def test_without_a_poll_its_address_leads_to_the_beginning(
    app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World
) -> None:
    door = build_door(app, sqlite_store, clock, sqlite_world)
    visitor, _page = door.enter("Joke")
    assert visitor.get("/p/dagen").h1 == "Dag Joke"


def test_what_was_chosen_stands_among_the_own_data_after_a_second_proof(door: Door) -> None:
    visitor, page = door.enter("Fatma", LinkPurpose.DATE_POLL)
    _choose(visitor, page, "if_need_be", "no")
    page = door.prove(visitor, "Fatma", "/p/gegevens")
    assert "Donderdag 26 maart 19.00 uur Als het moet" in page.text
