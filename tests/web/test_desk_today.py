"""Vandaag: what needs me, oldest first, each line with its one act."""

from datetime import timedelta

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import BeraadKind, Place, plan_beraad
from netwerkberaad.cases import Case
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import AnswerContent, Reply, record_answer
from tests.builders import build_case, build_request, person_called, principal
from tests.queries import counted_queries
from tests.web.desk_setting import Desk, path_of


def _request(desk: Desk, first: str, *, urgent: bool = False) -> Case:
    with desk.store.writing() as session:
        return build_request(session, desk.world, desk.clock, principals=[principal(first)], urgent=urgent)


def _answer(desk: Desk, case: Case, first: str) -> None:
    with desk.store.writing() as session:
        person = person_called(session, case, first)
        guest = Actor(ActorKind.GUEST, person.id, case.region_id, case_id=case.id)
        content = AnswerContent(reply=Reply.COMES, question="Mag de hond mee?")
        record_answer(
            session, guest, case=case, person=person, content=content, via=Channel.LINK, now=desk.clock.now()
        )


def test_an_empty_day_says_what_to_do(desk: Desk) -> None:
    page = desk.sign_in().get("/vandaag")
    assert page.h1 == "Maandag 2 maart"
    assert "Goedemorgen Wilma. Er wacht niets op u." in page.text


def test_spoed_comes_first_with_its_deadline_and_act(desk: Desk) -> None:
    _request(desk, "Ania")
    urgent = _request(desk, "Lotte", urgent=True)
    browser = desk.sign_in()
    page = browser.get("/vandaag")
    assert "Eén ding kan niet wachten; één ander is voor vandaag." in page.text
    assert "Nog 2 uur en 0 minuten." in page.text
    assert page.text.index("Lotte") < page.text.index("Ania")
    assert page.link("Neem de aanvraag") == path_of(urgent, "nemen")


def test_answers_and_promises_have_one_act_each(desk: Desk) -> None:
    case = desk.case(approved=True)
    _answer(desk, case, "Joke")
    browser = desk.sign_in()
    page = browser.get("/vandaag")
    assert "Joke gaf antwoord op de uitnodiging. ‘Mag de hond mee?’" in page.text
    assert "Bel de aanmelder" in page.text
    read = browser.get(page.link("Lees het antwoord"))
    assert "Mag de hond mee?" in read.text
    browser.submit(read, "Gezien")
    assert "Lees het antwoord" not in browser.get("/vandaag").text


def test_a_promise_that_was_not_kept_is_marked(desk: Desk) -> None:
    desk.case()
    desk.clock.advance(timedelta(days=4))
    assert "te laat" in desk.sign_in().get("/vandaag").text


def test_the_beraden_of_this_week_stand_beside(desk: Desk) -> None:
    case = desk.case(approved=True)
    with desk.store.writing() as session:
        plan_beraad(
            session,
            actor_for(desk.world.facilitator),
            case=case,
            kind=BeraadKind.NETWERKBERAAD,
            starts_at=desk.clock.now() + timedelta(days=2, hours=9),
            minutes=120,
            place=Place(name="Kantine De Meeuwen"),
            now=desk.clock.now(),
        )
    page = desk.sign_in().get("/vandaag")
    assert "Kantine De Meeuwen" in page.text


def test_a_coordinator_gives_requests_away_and_sees_no_cases(desk: Desk) -> None:
    desk.case()
    waits = _request(desk, "Ania")
    page = desk.sign_in(desk.world.coordinator).get("/vandaag")
    assert page.link("Wijs toe") == path_of(waits, "toewijzen")
    assert "Mijn casussen" not in page.text
    assert "Marloes" not in page.text


def test_everybody_begins_the_day_on_a_page_of_their_own(desk: Desk) -> None:
    starts = {
        desk.world.facilitator: "/vandaag",
        desk.world.referrer: "/aanmeldingen",
        desk.world.admin: "/beheer/medewerkers",
        desk.world.privacy_officer: "/privacy-taken",
        desk.world.analyst: "/account",
    }
    for staff, path in starts.items():
        assert desk.sign_in(staff).get("/balie").path == path


def test_the_day_costs_as_many_queries_for_ten_cases_as_for_one(desk: Desk) -> None:
    browser = desk.sign_in()
    _answer(desk, desk.case(approved=True), "Joke")
    _request(desk, "Ania")
    browser.get("/vandaag")
    with counted_queries(desk.store) as few:
        browser.get("/vandaag")
    for _number in range(4):
        with desk.store.writing() as session:
            case = build_case(session, desk.world, desk.clock, approved=True)
        _answer(desk, case, "Joke")
        _request(desk, "Bram")
    with counted_queries(desk.store) as many:
        browser.get("/vandaag")
    assert len(many) <= len(few)
