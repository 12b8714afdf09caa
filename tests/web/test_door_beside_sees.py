"""What somebody who stands beside a hoofdpersoon sees at the door: exactly what was opened, and nobody else sees it."""

import pytest
from flask import Flask

from netwerkberaad.cases import Case
from netwerkberaad.cases.mentors import (
    Sight,
)
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import new_id
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import (
    CheckInResult,
    FollowUp,
    FollowUpContent,
    FollowUpKind,
    agreements_of,
    version_fixed,
)
from tests.builders import World, person_called
from tests.pages import Visitor
from tests.web.beside_setting import begin, build_young_door, decide, enter_as_mentor, mentor_id, think
from tests.web.door_setting import SUPPER, Door, fix_plan


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """Marloes is sixteen."""
    return build_young_door(app, sqlite_store, clock, sqlite_world)


def test_the_jim_sees_exactly_what_is_open_and_it_closes_at_once(door: Door) -> None:
    begin(door)
    fix_plan(door)
    _check_in_of_marloes(door)
    visitor, _page = enter_as_mentor(door)
    path = f"/p/ernaast/{mentor_id(door)}/zien"
    assert "Nu alleen" not in door.prove(visitor, "Joke", path).text  # something may be heard
    for sight, words in (
        (Sight.HOW_IT_GOES, "cijfer 4"),
        (Sight.NEEDS, "Rust in huis"),
        (Sight.PRESENCE, "Er is nog geen beraad geweest"),
        (Sight.WHOLE_PLAN, "Lees het plan"),
    ):
        decide(door, sight)
        shown = visitor.get(path).text
        assert words in shown
        for other in {"cijfer 4", "Rust in huis", "Er is nog geen beraad", "Lees het plan"} - {words}:
            assert words.startswith(other) or other not in shown
        assert (SUPPER in visitor.get("/p/plan").text) is (sight is Sight.WHOLE_PLAN)
        assert "Geld." not in shown
        assert "Als ik ziek ben." in shown
    decide(door)
    assert SUPPER not in visitor.get("/p/plan").text


def _check_in_of_marloes(door: Door) -> None:
    now = door.clock.now()
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        person = person_called(session, case, "Marloes")
        row = FollowUp(
            id=new_id(),
            case_id=case.id,
            kind=FollowUpKind.CHECK_IN,
            person_id=person.id,
            scope_id=person.id,
            due_at=now,
            made_at=now,
            sent_at=now,
            answered_at=now,
        )
        session.add(row)
        row.content = FollowUpContent(CheckInResult.PARTLY, 4, "Rust in huis")


def test_before_it_begins_and_after_it_stops_nothing_is_open(door: Door) -> None:
    think(door)
    decide(door, *Sight)
    fix_plan(door)
    visitor, _page = enter_as_mentor(door)
    path = f"/p/ernaast/{mentor_id(door)}/zien"
    assert "Het is nog niet begonnen" in door.prove(visitor, "Joke", path).text
    assert SUPPER not in visitor.get("/p/plan").text


def test_the_jim_stops_and_sees_nothing_any_more(door: Door) -> None:
    begin(door, *Sight)
    fix_plan(door)
    visitor, page = enter_as_mentor(door)
    path = f"/p/ernaast/{mentor_id(door)}"
    door.prove(visitor, "Joke", path)
    page = visitor.get(visitor.get(path).link("Ik wil stoppen"))
    done = visitor.submit(page, "Ja, stop", {"text": "Het wordt me te veel."})
    assert "U bent gestopt" in done.text
    visitor.get(f"{path}/zien", status=404)
    assert SUPPER not in visitor.get("/p/plan").text


def test_the_jim_co_decides_over_the_plan(door: Door) -> None:
    begin(door, Sight.WHOLE_PLAN)
    fix_plan(door)
    visitor, _page = enter_as_mentor(door)
    plan = door.prove(visitor, "Joke")
    page = visitor.get(plan.link("Zeg of u het met het plan eens bent"))
    assert (
        "Het staat bij het plan" in visitor.submit(page, "Verstuur", {"agrees": "ja", "remark": "Mooi."}).text
    )
    with door.store.reading() as session:
        version = version_fixed(session, session.get_one(Case, door.case.id))
        assert version is not None
        assert [(one.content.agrees, one.content.remark) for one in agreements_of(session, version)] == [
            (True, "Mooi.")
        ]


def test_who_does_not_stand_beside_anybody_is_not_asked_to_agree(door: Door) -> None:
    fix_plan(door)
    visitor, _page = door.enter("Joke")
    door.prove(visitor, "Joke")
    visitor.get("/p/plan/instemmen", status=404)


def test_a_minors_own_check_in_is_never_on_a_page_of_a_parent(door: Door) -> None:
    begin(door, *Sight)
    fix_plan(door)
    _check_in_of_marloes(door)
    rik, _page = door.enter("Rik")
    door.prove(rik, "Rik", "/p/plan")
    for path in ("/p/welkom", "/p/plan", "/p/gegevens", "/p/mijn-jim"):
        shown = rik.get(path).text
        assert "Rust in huis" not in shown
        assert "cijfer 4" not in shown


def test_who_decides_along_is_marked_where_the_plan_is_agreed_to(door: Door) -> None:
    begin(door)
    fix_plan(door)
    desk = Visitor(door.app)
    desk.sign_in(door.world.facilitator)
    page = desk.get(f"/casussen/{door.case.id}/plan/instemming")
    assert "Vraag ook Joke: JIM van Marloes, beslist mee." in page.text
    assert page.text.index("JIM van Marloes, beslist mee") < page.text.index("Wat zegt Fatma")
    assert (
        "JIM van Marloes, beslist mee: nog niet gevraagd" in desk.get(f"/casussen/{door.case.id}/plan").text
    )
    with door.store.reading() as session:
        joke = person_called(session, session.get_one(Case, door.case.id), "Joke").id
    kept = desk.submit(page, "Bewaar", {f"says-{joke}": "yes"})
    assert "nog niet gevraagd" not in kept.text
    assert "Vraag ook Joke" not in desk.get(f"/casussen/{door.case.id}/plan/instemming").text
