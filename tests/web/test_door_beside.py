"""The JIM at the door: chosen by the young person, asked by link, agreed to by a parent."""

from datetime import timedelta

import pytest
from flask import Flask

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, ExcludedPerson, exclude_person
from netwerkberaad.cases.conditions import CustodyContent, record_custody
from netwerkberaad.cases.mentors import (
    Sight,
    StepKind,
    Support,
    agree_support,
    mentors_of,
)
from netwerkberaad.flows import today_for
from netwerkberaad.flows.today_lines import What
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.vault import Store
from tests.builders import World, person_called
from tests.pages import Page, Values, Visitor
from tests.web.beside_setting import build_young_door, decide, enter_as_mentor, mentor_id, states, think
from tests.web.door_setting import Door

ROOM = "kring/vertrouwenspersoon"


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """Marloes is sixteen."""
    return build_young_door(app, sqlite_store, clock, sqlite_world)


def test_the_link_leads_to_the_question_and_needs_no_account_and_no_code(door: Door) -> None:
    think(door)
    visitor, page = enter_as_mentor(door)
    assert page.h1 == "Wilt u JIM van Marloes zijn?"
    assert "U bent geen hulpverlener" in page.text
    done = visitor.submit(page, "Verstuur", {"answer": "said_yes", "text": "Ik ben gewoon ik."})
    assert "We bellen u om af te spreken wat u nodig hebt" in done.text
    with door.store.reading() as session:
        (view,) = mentors_of(session, session.get_one(Case, door.case.id))
        assert view.state is StepKind.SAID_YES
        assert view.steps[-1].staff_id is None
        assert view.steps[-1].content.text == "Ik ben gewoon ik."


def test_who_wants_time_can_answer_later_with_the_same_link(door: Door) -> None:
    think(door)
    visitor, page = enter_as_mentor(door)
    later = visitor.submit(page, "Verstuur", {"answer": "thinking"})
    assert "Neem de tijd" in later.text
    door.clock.advance(timedelta(minutes=1))
    again = visitor.get(later.link("Marloes vraagt: wilt u mijn JIM zijn?"))
    assert "U hebt al eerder geantwoord" in again.text
    visitor.submit(again, "Verstuur", {"answer": "said_no"})
    assert states(door)[-2:] == ["thinking", "said_no"]


def test_a_second_tap_adds_nothing(door: Door) -> None:
    think(door)
    visitor, page = enter_as_mentor(door)
    form = page.form("Verstuur")
    values: Values = {**form.values, "answer": "said_yes"}
    visitor.post(form.action, values)
    visitor.post(form.action, values)
    assert states(door) == ["thought_of", "asked", "said_yes"]


def test_nothing_chosen_is_said_beside_the_field_and_keeps_the_words(door: Door) -> None:
    think(door)
    visitor, page = enter_as_mentor(door)
    refused = visitor.submit(page, "Verstuur", {"text": "Nou ja."}, status=422)
    assert "Kies wat voor u klopt" in " ".join(refused.errors)
    assert "Nou ja." in refused.text


def test_the_page_says_who_is_there_for_the_jim_in_the_evening(door: Door) -> None:
    think(door)
    with door.store.writing() as session:
        (view,) = mentors_of(session, session.get_one(Case, door.case.id))
        support = Support("Elke twee weken koffie.", "Wilma", "+31612345678", "tot 22.00 uur")
        actor = actor_for(door.world.facilitator)
        agree_support(session, actor, view=view, support=support, now=door.clock.now())
    visitor, page = enter_as_mentor(door)
    assert "Steun voor u" in page.text
    assert "tot 22.00 uur" in page.text
    assert "koffie" not in page.text
    proven = door.prove(visitor, "Joke", f"/p/ernaast/{mentor_id(door)}/zien")
    assert "koffie" in visitor.get(proven.link("Terug")).text


def test_an_answer_stands_on_today_until_it_was_read(door: Door) -> None:
    think(door)
    visitor, page = enter_as_mentor(door)
    door.clock.advance(timedelta(minutes=5))
    visitor.submit(page, "Verstuur", {"answer": "said_yes"})
    assert _waiting(door) == ["Joke"]
    desk = Visitor(door.app)
    desk.sign_in(door.world.facilitator)
    listed = desk.get(f"/casussen/{door.case.id}/{ROOM}")
    assert "Zei ja (aan de deur)" in listed.text
    desk.submit(listed, "Gezien")
    assert _waiting(door) == []


def _waiting(door: Door) -> list[str]:
    with door.store.reading() as session:
        lines = today_for(session, actor_for(door.world.facilitator), now=door.clock.now()).answers
        return [line.who for line in lines if line.what is What.MENTOR_TOLD]


def test_the_young_person_names_somebody_asks_and_decides_what_is_seen(door: Door) -> None:
    visitor, page = door.enter("Marloes")
    own = door.prove(visitor, "Marloes", "/p/mijn-jim")
    assert own.h1 == "Wie zou uw JIM kunnen zijn?"
    choose = visitor.get(own.link("Kies iemand"))
    values = {"person": "ander", "name": "Youssef", "relation": "trainer", "phone": "06 12345678"}
    own = visitor.submit(choose, "Verder", values)
    assert "Youssef" in own.text
    door.clock.advance(timedelta(minutes=1))
    own = visitor.submit(own, "Ik heb het gevraagd")
    door.clock.advance(timedelta(minutes=1))
    sight = visitor.get(own.link("Kies wat mag worden gezien Youssef"))
    own = visitor.submit(sight, "Bewaar", {"sight": ["needs"], "never": "Mijn moeder."})
    assert "Wat ik nodig heb" in own.text
    assert states(door) == ["thought_of", "asked", "sight"]
    door.clock.advance(timedelta(minutes=1))
    ended = visitor.submit(visitor.get(own.link("Stop Youssef")), "Ja, stop", {"text": "Toch niet."})
    assert "Gestopt" in ended.text
    assert page.path


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Kies iemand"),
        ({"person": "ander"}, "Vul een naam in"),
        ({"person": "ander", "name": "x" * 300}, "te lang"),
    ],
)
def test_choosing_says_what_is_missing(door: Door, values: dict[str, str], words: str) -> None:
    visitor, _page = door.enter("Marloes")
    door.prove(visitor, "Marloes", "/p/mijn-jim")
    refused = visitor.submit(visitor.get("/p/mijn-jim/kies"), "Verder", values, status=422)
    assert words in " ".join(refused.errors)


def test_who_must_not_be_asked_is_not_named_as_such_at_the_door(door: Door) -> None:
    with door.store.writing() as session:
        case, barred = session.get_one(Case, door.case.id), ExcludedPerson(name="Joke Wisse")
        exclude_person(
            session, actor_for(door.world.facilitator), case=case, person=barred, now=door.clock.now()
        )
        joke = str(person_called(session, case, "Joke").id)
    visitor, _page = door.enter("Marloes")
    door.prove(visitor, "Marloes", "/p/mijn-jim")
    refused = visitor.submit(visitor.get("/p/mijn-jim/kies"), "Verder", {"person": joke}, status=422)
    assert "praten wij liever eerst" in " ".join(refused.errors)
    assert "niet uitnodigen" not in refused.text


def test_nobody_yet_is_an_answer_too(door: Door) -> None:
    visitor, _page = door.enter("Marloes")
    door.prove(visitor, "Marloes", "/p/mijn-jim")
    visitor.submit(visitor.get("/p/mijn-jim/kies"), "Verder", {"person": "niemand"})
    assert states(door) == ["nobody_yet"]


def test_a_parent_says_a_grumpy_yes_that_the_jim_never_reads(door: Door) -> None:
    think(door)
    _ask(door, "Rik")
    visitor, page = door.enter("Rik", LinkPurpose.MENTOR)
    assert page.path.startswith("/p/bewijs")
    asked = door.prove(visitor, "Rik", f"/p/ernaast/{mentor_id(door)}/ouder")
    assert asked.h1 == "Is Joke Wisse goed als JIM van Marloes?"
    visitor.submit(asked, "Verstuur", {"answer": "parent_grudges", "text": "Vooruit dan maar."})
    assert states(door)[-1] == "parent_grudges"
    decide(door, *Sight)
    mentor, _first = enter_as_mentor(door)
    for path in ("/p/welkom", f"/p/ernaast/{mentor_id(door)}"):
        assert "Vooruit" not in mentor.get(path).text
    assert "Vooruit" not in door.prove(mentor, "Joke", f"/p/ernaast/{mentor_id(door)}/zien").text


def _ask(door: Door, first: str) -> Page:
    desk = Visitor(door.app)
    desk.sign_in(door.world.facilitator)
    form = desk.get(f"/casussen/{door.case.id}/{ROOM}/{mentor_id(door)}/vraag")
    with door.store.reading() as session:
        who = str(person_called(session, session.get_one(Case, door.case.id), first).id)
    return desk.submit(form, "Maak de link", {"who": who, "way": "zelf"})


def test_a_parent_who_was_not_asked_is_shown_nothing(door: Door) -> None:
    think(door)
    visitor, _page = door.enter("Rik")
    assert "JIM van Marloes" not in door.prove(visitor, "Rik", "/p/gegevens").text
    visitor.get(f"/p/ernaast/{mentor_id(door)}/ouder", status=404)


def test_a_link_is_handed_over_once_and_opens_the_question(door: Door) -> None:
    think(door)
    shown = _ask(door, "Joke")
    assert "U ziet dit maar één keer" in shown.text
    path = next(word for word in shown.text.split() if "/p/" in word).split("localhost:8000")[1]
    visitor = Visitor(door.app)
    assert visitor.submit(visitor.get(path), "Open het bericht").h1 == "Wilt u JIM van Marloes zijn?"


def test_who_is_excluded_and_who_is_left_out_for_danger_get_no_link(door: Door) -> None:
    think(door)
    actor, now = actor_for(door.world.facilitator), door.clock.now()
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        exclude_person(session, actor, case=case, person=ExcludedPerson(name="Joke Wisse"), now=now)
        child, holder = person_called(session, case, "Marloes"), person_called(session, case, "Rik")
        danger = CustodyContent(not_asked=True, not_asked_by="Wilma", not_asked_reason="Geweld.")
        record_custody(session, actor, case=case, child=child, holder=holder, content=danger, now=now)
    with pytest.raises(AssertionError, match="422"):
        _ask(door, "Joke")
    with pytest.raises(AssertionError, match="422"):
        _ask(door, "Rik")


def test_nobody_speaks_or_decides_for_another(door: Door) -> None:
    think(door)
    jim = mentor_id(door)
    visitor, _page = door.enter("Fatma", LinkPurpose.MENTOR)
    visitor.get(f"/p/ernaast/{jim}", status=404)
    rik, _page = door.enter("Rik")
    door.prove(rik, "Rik", "/p/mijn-jim")
    rik.get(f"/p/mijn-jim/{jim}/zien", status=404)
