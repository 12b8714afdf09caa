"""A form sent to a screen that was locked, or in a session that had run out: nothing typed is lost, and nobody else sees it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from netwerkberaad.cases import Case
from netwerkberaad.cases.notes import WorkingNote
from netwerkberaad.foundation.links import WebSession, sweep_sessions
from netwerkberaad.foundation.vault import destroy_case_keys
from netwerkberaad.invites import asked_calls
from tests.builders import PASSWORD
from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk, path_of
from tests.web.door_setting import build_door

TYPED = "De buurman zag Rik bij de dijk lopen."
BACK = "Wat u typte, is er nog"
HALF_HOUR, NIGHT = timedelta(minutes=30), timedelta(hours=20)


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case of the gespreksleider."""
    return desk.case()


@pytest.fixture
def wilma(desk: Desk) -> Visitor:
    """The gespreksleider, signed in."""
    return desk.sign_in()


def sent_late(desk: Desk, visitor: Visitor, case: Case, after: timedelta) -> Page:
    """The page after a note that was sent so long after it was opened."""
    page = visitor.get(path_of(case, "notities"))
    desk.clock.advance(after)
    return visitor.submit(page, "Bewaar de notitie", {"text": TYPED})


def notes(desk: Desk) -> list[str]:
    with desk.store.reading() as session:
        return [note.text for note in session.scalars(select(WorkingNote))]


def test_what_was_sent_to_a_locked_screen_can_be_sent_again(desk: Desk, wilma: Visitor, case: Case) -> None:
    page = sent_late(desk, wilma, case, HALF_HOUR)
    assert (page.h1, TYPED in page.text) == ("Uw scherm is op slot", False)
    page = wilma.submit(page, "Haal van slot", {"code": PASSWORD})
    assert (page.h1, TYPED in page.text, notes(desk)) == (BACK, True, [])
    wilma.submit(page, "Verstuur het alsnog")
    assert notes(desk) == [TYPED]
    assert wilma.get("/verder").h1 != BACK


def test_what_was_sent_in_a_session_that_ran_out_waits_behind_signing_in(
    desk: Desk, wilma: Visitor, case: Case
) -> None:
    page = sent_late(desk, wilma, case, NIGHT)
    assert (page.h1, TYPED in page.text) == ("Inloggen", False)
    page = wilma.submit(page, "Log in", {"mail": desk.world.facilitator.profile.mail, "password": PASSWORD})
    assert page.h1 == BACK
    wilma.submit(page, "Verstuur het alsnog")
    assert notes(desk) == [TYPED]


def test_a_form_that_stood_open_goes_after_signing_in_on_another_tab(
    desk: Desk, wilma: Visitor, case: Case
) -> None:
    page = wilma.get(path_of(case, "notities"))
    desk.clock.advance(NIGHT)
    wilma.sign_in(desk.world.facilitator)
    wilma.submit(page, "Bewaar de notitie", {"text": TYPED})
    assert notes(desk) == [TYPED]


@pytest.mark.parametrize("after", [HALF_HOUR, NIGHT])
def test_somebody_else_at_that_screen_never_gets_it(
    desk: Desk, wilma: Visitor, case: Case, after: timedelta
) -> None:
    sent_late(desk, wilma, case, after)
    wilma.sign_in(desk.world.coordinator)
    assert wilma.get("/verder").h1 != BACK
    wilma.client.delete_cookie("nb-balie")
    wilma.sign_in(desk.world.facilitator)
    assert wilma.get("/verder").h1 != BACK


def test_it_can_be_thrown_away(desk: Desk, wilma: Visitor, case: Case) -> None:
    page = wilma.submit(sent_late(desk, wilma, case, HALF_HOUR), "Haal van slot", {"code": PASSWORD})
    assert "weggegooid" in wilma.submit(page, "Gooi het weg").text
    assert (wilma.get("/verder").h1 != BACK, notes(desk)) == (True, [])


@pytest.mark.parametrize("after", [HALF_HOUR, NIGHT])
@pytest.mark.parametrize(
    "sent",
    [
        {"text": TYPED},
        {"text": TYPED, "csrf_token": "een vreemd bewijs"},
        {"text": TYPED, "password": PASSWORD},
        {"text": "a b" * 100_000},
        {},
    ],
    ids=["no token", "another token", "with a password", "too long", "nothing typed"],
)
def test_only_a_form_of_our_own_is_kept(
    desk: Desk, wilma: Visitor, case: Case, after: timedelta, sent: dict[str, str]
) -> None:
    own = wilma.get(path_of(case, "notities")).form("Bewaar de notitie").values["csrf_token"][0]
    desk.clock.advance(after)
    wanted = sent == {"text": TYPED} or "csrf_token" in sent
    wilma.post(path_of(case, "notities"), sent if wanted else {"csrf_token": own, **sent})
    with desk.store.reading() as session:
        assert [row.data for row in session.scalars(select(WebSession)) if "held" in row.data] == []


def test_what_a_script_sends_is_kept_by_the_script(desk: Desk, wilma: Visitor, case: Case) -> None:
    own = wilma.get(path_of(case, "notities")).form("Bewaar de notitie").values["csrf_token"][0]
    desk.clock.advance(HALF_HOUR)
    for more in ({"Sec-Fetch-Dest": "empty"}, {"Accept": "application/json"}):
        wilma.client.post(path_of(case, "notities"), data={"csrf_token": own, "text": TYPED}, headers=more)
    with desk.store.reading() as session:
        assert "held" not in session.scalars(select(WebSession)).one().data


def test_it_goes_with_the_keys_of_the_case_and_lies_nowhere_in_clear(
    desk: Desk, wilma: Visitor, case: Case, tmp_path: Path
) -> None:
    page = sent_late(desk, wilma, case, HALF_HOUR)
    with desk.store.reading() as session:
        row = session.scalars(select(WebSession)).one()
        assert ("held" in row.data, TYPED in row.data) == (True, False)
    for file in Path(str(desk.store.engine.url.database)).parent.glob("*.sqlite*"):
        assert TYPED.encode() not in file.read_bytes()
    with desk.store.writing() as session:
        destroy_case_keys(session, case.id)
        session.execute(delete(Case).where(Case.id == case.id))
    assert wilma.submit(page, "Haal van slot", {"code": PASSWORD}).h1 != BACK


def test_a_session_that_ran_out_is_forgotten_after_a_day(desk: Desk, wilma: Visitor, case: Case) -> None:
    page = sent_late(desk, wilma, case, NIGHT)
    desk.clock.advance(timedelta(hours=16))
    with desk.store.writing() as session:
        assert sweep_sessions(session, desk.clock.now()) == 1
    values = {"mail": desk.world.facilitator.profile.mail, "password": PASSWORD}
    assert wilma.submit(page, "Log in", values).h1 != BACK


def test_a_guest_who_took_long_finds_it_behind_the_same_link(desk: Desk) -> None:
    door = build_door(desk.app, desk.store, desk.clock, desk.world)
    link = door.link("Fatma")
    visitor = Visitor(desk.app)
    visitor.submit(visitor.get(link), "Open het bericht")
    asked = visitor.get("/p/bel-mij")
    desk.clock.advance(timedelta(minutes=70))
    assert visitor.submit(asked, "Bel mij", {"when": "Na zes uur graag."}).h1 == "Open uw bericht opnieuw"
    other = visitor.submit(visitor.get(door.link("Joke")), "Open het bericht")
    assert other.h1 != BACK


def test_a_guest_sends_it_again(desk: Desk) -> None:
    door = build_door(desk.app, desk.store, desk.clock, desk.world)
    link = door.link("Fatma")
    visitor = Visitor(desk.app)
    visitor.submit(visitor.get(link), "Open het bericht")
    asked = visitor.get("/p/bel-mij")
    desk.clock.advance(timedelta(minutes=70))
    visitor.submit(asked, "Bel mij", {"when": "Na zes uur graag."})
    page = visitor.submit(visitor.get(link), "Open het bericht")
    assert (page.h1, "Na zes uur graag." in page.text) == (BACK, True)
    visitor.submit(page, "Verstuur het alsnog")
    with door.store.reading() as session:
        assert len(asked_calls(session, [session.get_one(Case, door.case.id)])) == 1
    assert visitor.get("/p/verder").h1 != BACK
