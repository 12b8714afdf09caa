"""Behind the second proof: the plan, own commitments, check-ins, own data, and what a hoofdpersoon decides."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, Closing, HowGiven, Outcome, Phase, approvals_of
from netwerkberaad.cases.sight import SharedPart, share_plan
from netwerkberaad.flows.ending import close_case, stop_case
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import ConfirmationAnswer, FollowUp, confirmations_of
from tests.builders import World, person_called
from tests.pages import Visitor
from tests.web.door_setting import BASE, SUPPER, WEDNESDAY, Door, build_door, fix_plan, send_check_in


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """The case, with a plan that was fixed."""
    found = build_door(app, sqlite_store, clock, sqlite_world)
    fix_plan(found)
    return found


def _said(door: Door) -> dict[str, ConfirmationAnswer | None]:
    with door.store.reading() as session:
        lines = confirmations_of(session, session.get_one(Case, door.case.id))
        return {line.owner.name: line.answer for line in lines}


def test_the_plan_is_what_its_message_opens_after_a_code(door: Door) -> None:
    visitor, asked = door.enter("Joke", LinkPurpose.PLAN)
    assert asked.h1 == "Eerst even controleren dat u het bent"
    assert WEDNESDAY not in asked.text
    plan = door.prove(visitor, "Joke")
    assert plan.h1 == "Wat u doet"
    assert WEDNESDAY in plan.text
    again = visitor.submit(visitor.get(door.link("Joke", LinkPurpose.PLAN)), "Open het bericht")
    assert again.path == "/p/plan"


def test_two_people_who_share_a_phone_both_stay_known_on_it(door: Door) -> None:
    visitor, _page = door.enter("Joke", LinkPurpose.PLAN)
    assert WEDNESDAY in door.prove(visitor, "Joke").text
    visitor.submit(visitor.get(door.link("Fatma", LinkPurpose.PLAN)), "Open het bericht")
    assert SUPPER in door.prove(visitor, "Fatma").text
    visitor.submit(visitor.get(door.link("Joke", LinkPurpose.PLAN)), "Open het bericht")
    assert WEDNESDAY in visitor.get("/p/plan").text
    visitor.submit(visitor.get("/p/gegevens"), "Vergeet dit toestel")
    assert visitor.get("/p/plan").h1 == "Eerst even controleren dat u het bent"
    visitor.submit(visitor.get(door.link("Fatma", LinkPurpose.PLAN)), "Open het bericht")
    assert SUPPER in visitor.get("/p/plan").text


def test_asking_for_a_code_says_the_same_with_and_without_a_mail_address(door: Door) -> None:
    texts = []
    for first in ("Joke", "Ad"):
        visitor, _page = door.enter(first, LinkPurpose.PLAN)
        texts.append(visitor.submit(visitor.get("/p/plan"), "Stuur mij de code").text)
    assert texts[0] == texts[1]


def test_after_five_wrong_codes_the_right_one_no_longer_works(door: Door) -> None:
    visitor, _page = door.enter("Joke", LinkPurpose.PLAN)
    page = visitor.submit(visitor.get("/p/plan"), "Stuur mij de code")
    code = door.code_for("Joke")
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        page = visitor.submit(page, "Verder", {"code": wrong}, status=422)
    page = visitor.submit(page, "Verder", {"code": code}, status=422)
    assert "klopt niet of geldt niet meer" in page.errors[0]
    again = visitor.submit(page, "Stuur een nieuwe code")
    assert visitor.submit(again, "Verder", {"code": door.code_for("Joke")}).h1 == "Wat u doet"


def test_a_code_is_good_for_ten_minutes(door: Door) -> None:
    visitor, _page = door.enter("Joke", LinkPurpose.PLAN)
    page = visitor.submit(visitor.get("/p/plan"), "Stuur mij de code")
    door.clock.advance(timedelta(minutes=11))
    visitor.submit(page, "Verder", {"code": door.code_for("Joke")}, status=422)


@pytest.mark.parametrize("typed", ["", "abc", "x" * 5_000, "١٢٣٤٥٦", "🙂" * 6])
def test_a_code_that_cannot_be_one_gets_a_message(door: Door, typed: str) -> None:
    visitor, _page = door.enter("Joke", LinkPurpose.PLAN)
    page = visitor.submit(visitor.get("/p/plan"), "Stuur mij de code")
    assert visitor.submit(page, "Verder", {"code": typed}, status=422).errors


def test_codes_can_be_asked_six_times_an_hour(door: Door) -> None:
    visitor, _page = door.enter("Joke", LinkPurpose.PLAN)
    page = visitor.submit(visitor.get("/p/plan"), "Stuur mij de code")
    for _ in range(5):
        page = visitor.submit(page, "Stuur een nieuwe code")
    refused = visitor.submit(page, "Stuur een nieuwe code", status=422)
    assert "te vaak geprobeerd" in refused.text


def test_somebody_reads_no_more_of_the_plan_than_is_shared(door: Door) -> None:
    visitor, _page = door.enter("Joke", LinkPurpose.PLAN)
    assert SUPPER not in door.prove(visitor, "Joke").text
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        who, part, now = actor_for(door.world.facilitator), SharedPart.WHOLE, door.clock.now()
        share_plan(session, who, case=case, person=person_called(session, case, "Joke"), part=part, now=now)
    assert SUPPER in visitor.get("/p/plan").text
    without, _page = door.enter("Fatma", LinkPurpose.PLAN)
    assert WEDNESDAY not in door.prove(without, "Fatma").text


def test_a_hoofdpersoon_reads_the_whole_plan(door: Door) -> None:
    visitor, _page = door.enter("Marloes", LinkPurpose.PLAN)
    plan = door.prove(visitor, "Marloes")
    assert WEDNESDAY in plan.text
    assert SUPPER in plan.text


def test_confirming_is_one_tap_and_the_last_one_starts_the_follow_up(door: Door) -> None:
    for first in ("Joke", "Fatma"):
        visitor, _page = door.enter(first, LinkPurpose.PLAN)
        done = visitor.submit(door.prove(visitor, first), "Ja, dit doe ik", {"answer": "confirm"})
        assert "Het staat vast" in done.text
        assert "U hebt dit bevestigd" in done.text
    with door.store.reading() as session:
        assert session.get_one(Case, door.case.id).phase is Phase.FOLLOW_UP


def test_something_else_can_be_proposed_with_words_and_it_can_be_handed_back(door: Door) -> None:
    visitor, _page = door.enter("Joke", LinkPurpose.PLAN)
    plan = door.prove(visitor, "Joke")
    page = visitor.get(plan.link("Iets anders"))
    assert WEDNESDAY in page.text
    page = visitor.submit(page, "Verstuur", {"answer": "counter"}, status=422)
    assert page.errors
    visitor.submit(page, "Verstuur", {"answer": "counter", "text": "Ik kan op donderdag."})
    assert _said(door)["Joke"] is ConfirmationAnswer.COUNTER
    changed = visitor.get(visitor.get("/p/plan").link("Verander"))
    assert changed.form("Verstuur").values["text"] == ["Ik kan op donderdag."]
    done = visitor.submit(changed, "Verstuur", {"answer": "hand_back", "text": ""})
    assert "We zoeken een andere oplossing" in done.text
    assert _said(door)["Joke"] is ConfirmationAnswer.HAND_BACK


def test_nobody_confirms_what_another_promised(door: Door) -> None:
    visitor, _page = door.enter("Joke", LinkPurpose.PLAN)
    door.prove(visitor, "Joke")
    with door.store.reading() as session:
        lines = confirmations_of(session, session.get_one(Case, door.case.id))
        other = next(line.line.id for line in lines if line.owner.name == "Fatma")
    visitor.get(f"/p/toezegging/{other}", status=404)


def test_a_check_in_needs_only_the_link_and_shows_no_words_of_the_plan(door: Door) -> None:
    path = send_check_in(door, "Joke")
    visitor, page = door.enter("Joke", LinkPurpose.CHECK_IN)
    assert page.path == path
    assert WEDNESDAY not in page.text
    done = visitor.submit(page, "Verstuur", {"result": "partly", "need": "Iemand erbij", "grade": "0"})
    assert done.h1 == "Dank u wel, Joke"
    with door.store.reading() as session:
        row = session.scalars(select(FollowUp).where(FollowUp.answered_at.is_not(None))).one()
        assert (row.content.result, row.content.need, row.content.grade) == ("partly", "Iemand erbij", 0)
    again = visitor.get(path)
    assert "Iemand erbij" not in again.text
    door.prove(visitor, "Joke")
    proven = visitor.get(path)
    assert WEDNESDAY in proven.text
    assert proven.form("Verstuur").values["need"] == ["Iemand erbij"]


@pytest.mark.parametrize(
    "values",
    [{}, {"result": "kapot"}, {"result": "done", "grade": "11"}, {"result": "done", "need": "x" * 10_000}],
)
def test_a_check_in_says_what_is_wrong(door: Door, values: dict[str, str]) -> None:
    send_check_in(door, "Joke")
    visitor, page = door.enter("Joke", LinkPurpose.CHECK_IN)
    assert visitor.submit(page, "Verstuur", values, status=422).errors


def test_the_check_in_of_another_does_not_exist(door: Door) -> None:
    path = send_check_in(door, "Joke")
    visitor, _page = door.enter("Fatma")
    visitor.get(path, status=404)


def test_own_data_name_what_is_kept_and_a_device_can_be_forgotten(door: Door) -> None:
    visitor, _page = door.enter("Joke")
    page = door.prove(visitor, "Joke", "/p/gegevens")
    assert page.h1 == "Mijn gegevens"
    for words in ("Joke Wisse", "oma.joke@example.nl", WEDNESDAY, "Dit toestel"):
        assert words in page.text
    assert "Wisse" in page.text
    gone = visitor.submit(page, "Vergeet dit toestel")
    assert gone.h1 == "Eerst even controleren dat u het bent"


def test_a_hoofdpersoon_says_yes_or_no_to_each_and_sees_only_own_words(door: Door) -> None:
    visitor, _page = door.enter("Rik")
    page = door.prove(visitor, "Rik", "/p/lijst")
    assert [page.text.count(name) > 0 for name in ("Joke Wisse", "Fatma Yıldız", "Ad Zwart")] == [True] * 3
    assert "example.nl" not in page.text
    one = visitor.get(page.link("Verander"))
    done = visitor.submit(one, "Verder", {"invite": "nee", "text": "Liever eerst bellen"})
    assert "U zei nee" in done.text
    other, _page = door.enter("Marloes")
    assert "U zei nee" not in door.prove(other, "Marloes", "/p/lijst").text
    with door.store.reading() as session:
        said = approvals_of(session, session.get_one(Case, door.case.id))
        assert sum(not row.verdict.invite for row in said) == 1


def test_only_a_hoofdpersoon_reaches_the_list_and_the_stop(door: Door) -> None:
    visitor, _page = door.enter("Joke")
    door.prove(visitor, "Joke")
    visitor.get("/p/lijst", status=404)
    visitor.get("/p/stoppen", status=404)


def test_a_hoofdpersoon_stops_the_whole_and_everybody_meets_a_calm_end(door: Door) -> None:
    guest, _page = door.enter("Fatma")
    visitor, _page = door.enter("Marloes")
    page = door.prove(visitor, "Marloes", "/p/stoppen")
    done = visitor.submit(page, "Ja, stop het netwerkberaad", {"words": "Het is goed zo."})
    assert "Het is gestopt" in done.text
    with door.store.reading() as session:
        assert session.get_one(Case, door.case.id).phase is Phase.CLOSED
    assert guest.get("/p/beraad").h1 == "Hier is niets meer te doen"
    assert guest.get("/p/welkom").h1 == "Hier is niets meer te doen"


def test_after_closing_a_link_is_a_link_that_no_longer_works(door: Door) -> None:
    link = door.link("Fatma")
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        closing = Closing(outcome=Outcome.PLAN_WITH_MEETING)
        actor = actor_for(door.world.facilitator)
        close_case(session, actor, case=case, closing=closing, base_url=BASE, now=door.clock.now())
    visitor = Visitor(door.app)
    assert visitor.submit(visitor.get(link), "Open het bericht", status=404).h1 == "Deze link werkt niet meer"


def _stop(door: Door) -> None:
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        stop_case(
            session,
            actor_for(door.world.facilitator),
            case=case,
            by=None,
            words="Op verzoek",
            how=HowGiven.PHONE,
            base_url=BASE,
            now=door.clock.now(),
        )


def test_an_answer_after_the_stop_reaches_the_desk_and_reopening_goes_on_with_it(door: Door) -> None:
    guest, page = door.enter("Fatma")
    _stop(door)
    desk = Visitor(door.app)
    desk.sign_in(door.world.facilitator)
    ended = guest.get("/p/welkom")
    asked = guest.get(ended.link("Geef toch antwoord"))
    assert "gaat nu niet door" in asked.text
    guest.submit(page, "Verder", {"reply": "contributes"})
    assert "Uw antwoord is binnen" in guest.get("/p/antwoord/klaar").text
    assert "Bel mij liever" not in guest.get("/p/antwoord/klaar").text
    today = desk.get("/vandaag")
    assert "gaf nog antwoord. De casus is gestopt" in today.text
    board = desk.get(today.link("Lees het antwoord"))
    desk.submit(board, "Gezien")
    assert "gaf nog antwoord" not in desk.get("/vandaag").text
    reopen = desk.get(f"/casussen/{door.case.id}/heropenen")
    desk.submit(reopen, "Heropen", {"reason": "Fatma wil toch helpen."})
    with door.store.reading() as session:
        assert session.get_one(Case, door.case.id).open


def test_only_an_answer_is_taken_after_the_stop(door: Door) -> None:
    guest, _page = door.enter("Fatma")
    call = guest.get("/p/bel-mij")
    _stop(door)
    ended = guest.submit(call, "Bel mij", {"when": "Morgen."})
    assert ended.h1 == "Hier is niets meer te doen"
    assert "Wat u net invulde, is niet bewaard" in ended.text
    assert "Wat u net invulde" not in guest.get("/p/welkom").text


def test_when_its_term_is_over_the_link_of_a_stopped_case_is_like_any_old_link(door: Door) -> None:
    link = door.link("Fatma")
    _stop(door)
    door.clock.advance(timedelta(days=121))
    visitor = Visitor(door.app)
    assert visitor.submit(visitor.get(link), "Open het bericht", status=404).h1 == "Deze link werkt niet meer"
