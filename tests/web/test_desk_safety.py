"""The safety check: no invitation goes out unasked, and what was decided stays with the desk."""

from datetime import timedelta

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import BeraadKind, Place, plan_beraad
from netwerkberaad.cases import Case
from netwerkberaad.cases.safety import Question, SafetyCheck, safety_of
from netwerkberaad.invites import Invitation
from tests.builders import build_case
from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk, path_of

_BAN = "Marloes en Rik, tot 1 juni."
_NO = {one.value: "no" for one in Question}


def _unasked(desk: Desk, *, urgent: bool = False) -> Case:
    with desk.store.writing() as session:
        return build_case(session, desk.world, desk.clock, approved=True, urgent=urgent, safe=False)


def _answer(browser: Visitor, case: Case) -> Page:
    page = browser.get(path_of(case, "veiligheid"))
    said = {**_NO, "contact_ban": "yes", "contact_ban_words": _BAN}
    return browser.submit(page, "Leg vast", said)


def test_unanswered_questions_stop_an_invitation_and_lead_to_the_page(desk: Desk) -> None:
    case = _unasked(desk)
    browser = desk.sign_in()
    page = browser.get(path_of(case, f"uitnodigen/{desk.person(case, 'Joke').id}"))
    refused = browser.submit(page, "Nodig Joke uit", {"way": "phone"}, status=422)
    assert any("Beantwoord eerst de vragen over veiligheid" in error for error in refused.errors)
    assert desk.count(Invitation, case) == 0
    asked = browser.get(refused.link("Beantwoord de vragen"))
    assert len(browser.submit(asked, "Leg vast", {}, status=422).errors) == len(Question)
    browser.submit(asked, "Leg vast", _NO)
    page = browser.get(path_of(case, f"uitnodigen/{desk.person(case, 'Joke').id}"))
    assert "Joke is uitgenodigd" in browser.submit(page, "Nodig Joke uit", {"way": "phone"}).text


def test_a_yes_says_who_or_how_and_a_change_stays_beside_what_was_said_before(desk: Desk) -> None:
    case = _unasked(desk)
    browser = desk.sign_in()
    page = browser.get(path_of(case, "veiligheid"))
    refused = browser.submit(page, "Leg vast", {**_NO, "apart": "yes"}, status=422)
    assert any("om wie het gaat" in error for error in refused.errors)
    board = _answer(browser, case)
    assert "De vragen over veiligheid zijn beantwoord op" in board.text
    desk.clock.advance(timedelta(minutes=5))
    again = browser.get(path_of(case, "veiligheid"))
    assert again.form("Leg vast").values["contact_ban_words"] == [_BAN]
    assert "door Wilma Poppe" in again.text
    browser.submit(again, "Leg vast", _NO)
    assert desk.count(SafetyCheck, case) == 2
    with desk.store.reading() as session:
        check = safety_of(session, session.get_one(Case, case.id))
        assert check is not None
        assert check.content.yes == ()


def test_only_with_spoed_it_may_be_passed_and_the_reason_stays(desk: Desk) -> None:
    calm = _unasked(desk)
    browser = desk.sign_in()
    form = browser.get(path_of(calm, "veiligheid/spoed"))
    browser.submit(form, "Sla over", {"reason": "Haast."}, status=422)
    case = _unasked(desk, urgent=True)
    page = browser.get(path_of(case, "veiligheid"))
    form = browser.get(page.link("Er is spoed, en het kan niet wachten"))
    board = browser.submit(form, "Sla over", {"reason": "Vanavond is het beraad."})
    assert "met spoed overgeslagen" in board.text
    assert "Vanavond is het beraad." in browser.get(path_of(case, "veiligheid")).text
    page = browser.get(path_of(case, f"uitnodigen/{desk.person(case, 'Joke').id}"))
    assert "Joke is uitgenodigd" in browser.submit(page, "Nodig Joke uit", {"way": "phone"}).text


def test_it_shows_where_a_day_is_planned_and_at_the_table_and_never_on_the_wall(desk: Desk) -> None:
    case = _unasked(desk)
    browser = desk.sign_in()
    assert "nog niet beantwoord" in browser.get(path_of(case, "beraad/plannen")).text
    _answer(browser, case)
    with desk.store.writing() as session:
        actor, here = actor_for(desk.world.facilitator), session.get_one(Case, case.id)
        starts, place = desk.clock.now() + timedelta(hours=1), Place(name="Kantine")
        kind = BeraadKind.NETWERKBERAAD
        plan_beraad(
            session,
            actor,
            case=here,
            kind=kind,
            starts_at=starts,
            minutes=165,
            place=place,
            now=desk.clock.now(),
        )
    for room in ("beraad", "beraad/plannen"):
        assert _BAN in browser.get(path_of(case, room)).text
    browser.submit(browser.get(path_of(case, "beraad")), "Open de tafel")
    assert _BAN in browser.get(path_of(case, "beraad/tafel")).text
    assert _BAN not in browser.get(path_of(case, "beraad/scherm")).text
