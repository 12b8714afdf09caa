"""Answering an invitation at the door."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, event, func, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import beraden_of
from netwerkberaad.cases import NAMELESS, Case
from netwerkberaad.cases.gathering import choose_gathering
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import (
    Answer,
    AnswerContent,
    Need,
    Reply,
    asked_calls,
    current_answer,
    lost_addresses,
)
from tests.builders import World, person_called
from tests.pages import Page, Visitor
from tests.web.door_setting import Door, build_door, contact_of


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """The case, with nobody having answered."""
    return build_door(app, sqlite_store, clock, sqlite_world)


def _answer(door: Door, first: str) -> AnswerContent | None:
    with door.store.reading() as session:
        case = session.get_one(Case, door.case.id)
        found = current_answer(session, case=case, person=person_called(session, case, first))
        return found.content if found else None


def _say(visitor: Visitor, page: Page, reply: str) -> Page:
    return visitor.submit(page, "Verder", {"reply": reply})


def test_the_first_page_says_who_when_where_and_no_problem(door: Door) -> None:
    _visitor, page = door.enter("Fatma")
    assert page.h1 == "Kunt u komen, Fatma?"
    for words in (
        "Marloes en Rik",
        "donderdag 26 maart",
        "19.00 tot 21.45 uur",
        "kantine De Meeuwen",
        "Wilma Poppe",
    ):
        assert words in page.text
    assert "zin meer zeggen" not in page.text


@contextmanager
def _only_read(engine: Engine) -> Iterator[None]:
    """A database on a disk that takes nothing any more."""

    def refuse(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        connection.cursor().execute("PRAGMA query_only=ON")

    engine.dispose()
    event.listen(engine, "connect", refuse)
    yield
    event.remove(engine, "connect", refuse)
    engine.dispose()


def test_who_answers_while_nothing_can_be_written_reads_that_in_full_and_answers_again(door: Door) -> None:
    visitor, page = door.enter("Fatma")
    with _only_read(door.store.engine):
        refused = visitor.submit(page, "Verder", {"reply": "comes"}, status=500)
    assert refused.h1
    assert _answer(door, "Fatma") is None
    _say(visitor, page, "comes")
    assert _answer(door, "Fatma") == AnswerContent(reply=Reply.COMES)


def test_every_step_is_kept_as_soon_as_it_is_sent(door: Door) -> None:
    visitor, page = door.enter("Fatma")
    page = _say(visitor, page, "comes")
    assert _answer(door, "Fatma") == AnswerContent(reply=Reply.COMES)
    page = visitor.submit(
        page, "Verder", {"needs": ["child_care", "transport"], "needs_text": "Een lift terug"}
    )
    page = visitor.submit(page, "Verder", {"contributes": "Koken op maandag 🙂"})
    page = visitor.submit(page, "Verder", {"limits": "Niet op vrijdag", "limits_until": "2026-06-01"})
    page = visitor.submit(page, "Verstuur", {"suggests": "De juf van Bas", "question": "Mag mijn zus mee?"})
    assert page.h1 == "Dank u wel, Fatma"
    said = _answer(door, "Fatma")
    assert said is not None
    assert set(said.needs) == {Need.CHILD_CARE, Need.TRANSPORT}
    assert (said.contributes, said.limits, said.suggests) == (
        "Koken op maandag 🙂",
        "Niet op vrijdag",
        "De juf van Bas",
    )
    assert str(said.limits_until) == "2026-06-01"


def test_going_back_shows_what_was_typed_in_this_session_and_nothing_is_doubled(door: Door) -> None:
    visitor, page = door.enter("Fatma")
    page = _say(visitor, page, "comes_remote")
    page = visitor.submit(page, "Verder", {"needs_text": "Een rustige plek"})
    back = visitor.get(page.link("vorige vraag"))
    assert back.form("Verder").values["needs_text"] == ["Een rustige plek"]
    visitor.submit(back, "Verder")
    visitor.submit(back, "Verder")
    with door.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Answer)) == 2


def test_another_device_sees_no_earlier_answer_and_cannot_wipe_it_by_leaving_it_empty(door: Door) -> None:
    visitor, page = door.enter("Fatma")
    page = visitor.submit(_say(visitor, page, "comes"), "Verder")
    visitor.submit(page, "Verder", {"contributes": "Koken op maandag"})
    other = Visitor(door.app)
    page = other.submit(other.get(door.link("Fatma")), "Open het bericht")
    assert page.h1 == "Dag Fatma"
    third = other.get("/p/antwoord/3")
    assert "Koken" not in third.text
    assert third.form("Verder").values["contributes"] == [""]
    other.submit(third, "Verder")
    said = _answer(door, "Fatma")
    assert said is not None
    assert said.contributes == "Koken op maandag"


def test_a_proven_device_sees_and_changes_the_earlier_answer(door: Door) -> None:
    visitor, page = door.enter("Fatma")
    visitor.submit(visitor.submit(_say(visitor, page, "comes"), "Verder"), "Verder", {"contributes": "Koken"})
    other, _page = door.enter("Fatma")
    door.prove(other, "Fatma", "/p/gegevens")
    third = other.get("/p/antwoord/3")
    assert third.form("Verder").values["contributes"] == ["Koken"]
    other.submit(third, "Verder", {"contributes": ""})
    said = _answer(door, "Fatma")
    assert said is not None
    assert said.contributes == ""


def test_declining_is_one_page_and_lets_go_at_once(door: Door) -> None:
    visitor, page = door.enter("Fatma")
    thanks = _say(visitor, page, "does_not_come")
    assert thanks.h1 == "Dank u wel"
    assert "De deur blijft open" in thanks.text
    with door.store.reading() as session:
        assert contact_of(session, door, NAMELESS) == ("", "")
    assert visitor.get("/p/welkom").h1 == "Open uw bericht opnieuw"


def test_who_declines_may_still_hear_how_it_goes(door: Door) -> None:
    visitor, page = door.enter("Fatma")
    thanks = visitor.submit(page, "Verder", {"reply": "does_not_come", "stay_informed": "y"})
    assert "U hoort later hoe het gaat" in thanks.text
    with door.store.reading() as session:
        assert contact_of(session, door, "Fatma")[0] == "fatma@example.nl"


def test_who_contributes_without_coming_is_not_asked_what_is_needed_to_come(door: Door) -> None:
    visitor, page = door.enter("Fatma")
    page = _say(visitor, page, "contributes")
    assert page.h1 == "Wat zou u kunnen bijdragen?"
    assert "Stap 2 van 4" in page.text


@pytest.mark.parametrize(
    ("step", "values", "told"),
    [
        (1, {}, "Kies wat voor u klopt."),
        (1, {"reply": "<script>"}, "keuze"),
        (1, {"reply": "no_reaction"}, "keuze"),
        (2, {"needs": ["jacuzzi"]}, "Wat hebt u nodig"),
        (2, {"needs_text": "x" * 10_000}, "Dit is te lang."),
        (3, {"contributes": "\u202e" + "é🙂" * 5_000}, "Dit is te lang."),
        (4, {"limits_until": "gisteren"}, "Dit is geen datum."),
        (4, {"limits_until": "0000-00-00"}, "Dit is geen datum."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    door: Door, step: int, values: dict[str, str | list[str]], told: str
) -> None:
    visitor, page = door.enter("Fatma")
    if step > 1:
        _say(visitor, page, "comes")
        page = visitor.get(f"/p/antwoord/{step}")
    again = visitor.submit(page, "Verder", values, status=422)
    assert any(told in error for error in again.errors), again.errors


def test_a_step_before_the_first_answer_leads_to_the_first(door: Door) -> None:
    visitor, _page = door.enter("Fatma")
    assert visitor.get("/p/antwoord/4").h1 == "Kunt u komen, Fatma?"
    visitor.get("/p/antwoord/9", status=404)


def test_asking_to_be_called_makes_one_line_however_often_it_is_asked(door: Door) -> None:
    visitor, page = door.enter("Ad")
    asked = visitor.submit(visitor.get(page.link("Bel mij liever")), "Bel mij", {"when": "na zes uur"})
    assert "Wilma Poppe weet nu" in asked.text
    visitor.submit(visitor.get("/p/bel-mij"), "Bel mij")
    with door.store.reading() as session:
        calls = asked_calls(session, [session.get_one(Case, door.case.id)])
        assert [(call.person_name, call.note) for call in calls] == [("Ad", "na zes uur")]


def test_this_is_not_me_ends_the_link_and_erases_the_wrong_address(door: Door) -> None:
    visitor = Visitor(door.app)
    link = door.link("Fatma")
    page = visitor.submit(visitor.get(link), "Dit is niet voor mij")
    assert "Fatma" not in page.text
    done = visitor.submit(page, "Dit bericht is niet voor mij")
    assert "De link werkt niet meer" in done.text
    visitor.submit(visitor.get(link), "Open het bericht", status=404)
    with door.store.reading() as session:
        assert contact_of(session, door, "Fatma")[0] == ""
        assert [lost.person_name for lost in lost_addresses(session, [door.case])] == ["Fatma"]


def test_no_more_messages_erases_the_mail_address_and_asks_for_a_call(door: Door) -> None:
    visitor, _page = door.enter("Fatma")
    visitor.submit(visitor.get("/p/geen-berichten"), "Stuur mij geen berichten meer")
    with door.store.reading() as session:
        assert contact_of(session, door, "Fatma") == ("", "+31600000120")
        assert len(asked_calls(session, [session.get_one(Case, door.case.id)])) == 1


def test_the_beraad_can_be_put_in_a_calendar_that_tells_nothing(door: Door) -> None:
    visitor, _page = door.enter("Fatma")
    assert "kantine De Meeuwen" in visitor.get("/p/beraad").text
    answer = visitor.client.get("/p/beraad.ics")
    assert answer.mimetype == "text/calendar"
    assert "afspraak.ics" in answer.headers["Content-Disposition"]
    assert "Marloes" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("reply", ["comes", "comes_remote", "unsure"])
def test_who_comes_reads_day_and_place_with_the_thanks_and_can_take_it_along(door: Door, reply: str) -> None:
    visitor, page = door.enter("Fatma")
    _say(visitor, page, reply)
    thanks = visitor.get("/p/antwoord/klaar")
    for words in ("donderdag 26 maart", "19.00 tot 21.45 uur", "kantine De Meeuwen", "Zandweg 4"):
        assert words in thanks.text
    assert thanks.link("Zet in mijn agenda") == "/p/beraad.ics"


def test_who_does_not_come_is_thanked_without_a_day(door: Door) -> None:
    visitor, page = door.enter("Fatma")
    _say(visitor, page, "contributes")
    thanks = visitor.get("/p/antwoord/klaar")
    assert "donderdag 26 maart" not in thanks.text
    assert "Zet in mijn agenda" not in thanks.text


def test_pages_without_proof_hold_no_words_of_the_case(door: Door) -> None:
    visitor, _page = door.enter("Fatma")
    for path in ("welkom", "waarom", "beraad", "bel-mij", "niet-ik", "geen-berichten", "gegevens", "plan"):
        text = visitor.get(f"/p/{path}").text
        assert "buikpijn" not in text
        assert "fatma@example.nl" not in text


def test_where_nobody_comes_together_one_says_what_one_can_do(door: Door) -> None:
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        for beraad in beraden_of(session, case):
            beraad.cancelled_at = door.clock.now()
        choose_gathering(
            session, actor_for(door.world.facilitator), case=case, meeting=False, now=door.clock.now()
        )
    visitor, _page = door.enter("Fatma")
    page = visitor.get("/p/antwoord/1")
    assert page.h1 == "Wilt u iets doen, Fatma?"
    visitor.submit(page, "Verder", {"reply": "comes"}, status=422)
    after = visitor.submit(page, "Verder", {"reply": "contributes"})
    assert after.path == "/p/antwoord/3"
