"""JIM and vertrouwenspersoon at the desk: first who, then what."""

from datetime import date

import pytest

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import (
    About,
    Case,
    NewPerson,
    Phase,
    change_person,
    get_person,
    mark_contacted,
    move_to,
)
from netwerkberaad.cases.mentors import Mentor, MentorStep, mentors_of
from tests.builders import build_case
from tests.pages import Page, Values, Visitor
from tests.web.desk_setting import LONG_TEXT, Desk, path_of

ROOM = "kring/vertrouwenspersoon"


def _young(desk: Desk, case: Case) -> None:
    """The hoofdpersoon is sixteen, and the aanmelder was called."""
    with desk.store.writing() as session:
        person = get_person(session, case=case, person_id=desk.person(case, "Marloes").id)
        new = NewPerson(person.name, person.kind, person.contact, About(born=date(2009, 5, 1)))
        change_person(
            session,
            actor_for(desk.world.facilitator),
            case=session.get_one(Case, case.id),
            person=person,
            new=new,
            now=desk.clock.now(),
        )
        here = session.get_one(Case, case.id)
        mark_contacted(session, actor_for(desk.world.facilitator), case=here, now=desk.clock.now())


def _think(desk: Desk, browser: Visitor, case: Case, first: str = "Joke") -> Page:
    person = str(desk.person(case, first).id) if first else ""
    page = browser.get(path_of(case, f"{ROOM}/nieuw"))
    return browser.submit(page, "Leg vast", {"person": person, "text": "Bij haar drink ik thee."})


def test_with_somebody_young_the_next_step_asks_who_comes_first(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    _young(desk, case)
    page = browser.get(path_of(case, "kring"))
    assert "Vraag Marloes: wie kan je JIM zijn?" in page.text
    assert "Vraag Marloes: wie kan je JIM zijn?" in browser.get(path_of(case, ROOM)).text
    shown = _think(desk, browser, case, "")
    assert "Gevraagd, nog niemand. Dat mag." in shown.text
    assert "wie kan je JIM zijn?" not in browser.get(path_of(case, "kring")).text


def test_it_never_holds_anything_up(desk: Desk) -> None:
    case = desk.case(approved=True)
    _young(desk, case)
    with desk.store.writing() as session:
        actor = actor_for(desk.world.facilitator)
        own = session.get_one(Case, case.id)
        move_to(session, actor, case=own, phase=Phase.INVITING, now=desk.clock.now())


def test_of_a_grown_up_it_is_a_vertrouwenspersoon_and_nobody_is_pressed(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    assert "JIM zijn" not in browser.get(path_of(case)).text
    assert "Er is nog niets vastgelegd" in browser.get(path_of(case, ROOM)).text
    assert "Vertrouwenspersoon van Marloes" in _think(desk, browser, case).text


def test_from_thought_of_to_begun_with_everything_that_was_agreed(desk: Desk) -> None:
    case, browser = desk.case(two_principals=True), desk.sign_in()
    shown = _think(desk, browser, case)
    step = browser.get(shown.link("Leg vast wat er gebeurde Joke"))
    shown = browser.submit(step, "Leg vast", {"kind": "said_yes", "text": "Ik ben gewoon ik."})
    assert "Zei ja" in shown.text
    step = browser.get(shown.link("Leg vast wat er gebeurde Joke"))
    rik = str(desk.person(case, "Rik").id)
    shown = browser.submit(step, "Leg vast", {"kind": "parent_grudges", "parent": rik, "text": "Vooruit."})
    assert "Ouder vindt het goed, mopperend: Rik" in shown.text
    sight = browser.get(shown.link("Wat mag deze persoon zien? Joke"))
    shown = browser.submit(sight, "Bewaar", {"sight": ["whole_plan"], "never": "bankzaken"})
    assert "Het hele plan" in shown.text
    assert "bankzaken" in shown.text
    support = browser.get(shown.link("Steun afspreken Joke"))
    values = {"agreed": "Koffie.", "contact": "Wilma", "phone": "0612345678", "evening": "tot 22.00 uur"}
    shown = browser.submit(support, "Bewaar", values)
    assert "tot 22.00 uur" in shown.text
    assert "06 12 34 56 78" in shown.text.replace("\xa0", " ")
    install = browser.get(shown.link("Laat het beginnen Joke"))
    refused = browser.submit(
        install, "Laat het beginnen", {"met": ["not_parent", "chosen", "reachable"]}, status=422
    )
    assert "Schrijf op waarom" in " ".join(refused.errors)
    shown = browser.submit(refused, "Laat het beginnen", {"text": "Bijna achttien."})
    assert "Begonnen" in shown.text
    assert "18 jaar of ouder" in shown.text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "parent_agrees"}, "Kies welke ouder"),
        ({"kind": "installed"}, "Wat gebeurde er"),
        ({"on": "2026-03-09"}, "moet nog komen"),
        ({"on": "gisteren"}, "Wanneer"),
        ({"text": LONG_TEXT}, "te lang"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(desk: Desk, values: dict[str, str], words: str) -> None:
    case, browser = desk.case(), desk.sign_in()
    shown = _think(desk, browser, case)
    before = desk.count(MentorStep, case)
    page = browser.get(shown.link("Leg vast wat er gebeurde Joke"))
    assert words in " ".join(browser.submit(page, "Leg vast", values, status=422).errors)
    assert desk.count(MentorStep, case) == before


def test_sending_twice_puts_one_on_record(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    form = browser.get(path_of(case, f"{ROOM}/nieuw")).form("Leg vast")
    values: Values = {**form.values, "person": str(desk.person(case, "Joke").id)}
    browser.post(form.action, values)
    browser.post(form.action, values)
    assert desk.count(Mentor, case) == 1


def test_who_decided_meanwhile_is_not_overruled_unseen(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    sight = _think(desk, browser, case).link("Wat mag deze persoon zien? Joke")
    old = browser.get(sight)
    browser.submit(browser.get(sight), "Bewaar", {"sight": ["needs"]})
    browser.submit(old, "Bewaar", {"sight": ["whole_plan"]}, status=422)
    with desk.store.reading() as session:
        (view,) = mentors_of(session, session.get_one(Case, case.id))
        assert [one.value for one in view.mentor.content.sight] == ["needs"]


def test_one_of_another_case_does_not_exist(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    with desk.store.writing() as session:
        other = build_case(session, desk.world, desk.clock)
    step = _think(desk, browser, case).link("Leg vast wat er gebeurde Joke")
    moved = step.replace(str(case.id), str(other.id))
    assert browser.client.get(moved).status_code == 404
