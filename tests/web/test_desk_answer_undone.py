"""An answer that was put on record by mistake is taken back: the one before counts again, with its needs."""

from datetime import timedelta

from netwerkberaad.cases import Case
from netwerkberaad.invites import Reply, current_answer, needs_of
from tests.builders import person_called
from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk, path_of

UNDO = "Haal dit antwoord weer weg"


def _take(desk: Desk, wilma: Visitor, case: Case, **said: str) -> Page:
    path = path_of(case, f"uitnodigen/{desk.person(case, 'Piet').id}")
    wilma.submit(wilma.get(f"{path}/antwoord"), "Leg", {"via": "phone", **said})
    return wilma.get(path)


def _said(desk: Desk, case: Case) -> tuple[Reply | None, int]:
    with desk.store.reading() as session:
        again = session.get_one(Case, case.id)
        answer = current_answer(session, case=again, person=person_called(session, again, "Piet"))
        return answer.content.reply if answer else None, len(needs_of(session, again))


def test_the_one_before_counts_again_and_a_second_tap_does_nothing_more(desk: Desk) -> None:
    case, wilma = desk.case(approved=True), desk.sign_in()
    _take(desk, wilma, case, reply="comes", needs="transport")
    assert _said(desk, case) == (Reply.COMES, 1)
    page = _take(desk, wilma, case, reply="unsure", needs="interpreter")
    undone = wilma.submit(page, UNDO)
    assert "Het antwoord van Piet is weer weggehaald." in undone.text
    assert _said(desk, case) == (Reply.COMES, 1)
    wilma.submit(page, UNDO)
    assert _said(desk, case) == (Reply.COMES, 1)
    wilma.submit(wilma.get(page.path), UNDO)
    assert _said(desk, case) == (None, 0)


def test_after_an_hour_or_by_another_it_stays(desk: Desk) -> None:
    case, wilma = desk.case(approved=True), desk.sign_in()
    page = _take(desk, wilma, case, reply="comes")
    form = page.form(UNDO)
    desk.clock.advance(timedelta(minutes=25))
    wilma.get("/vandaag")
    desk.clock.advance(timedelta(minutes=20))
    wilma.get("/vandaag")
    desk.clock.advance(timedelta(minutes=20))
    assert UNDO not in wilma.get(page.path).text
    refused = wilma.client.post(form.action, data=form.values, follow_redirects=True)
    assert refused.status_code == 409
    assert _said(desk, case) == (Reply.COMES, 0)


def test_who_was_let_go_of_does_not_come_back_by_a_tap(desk: Desk) -> None:
    case, wilma = desk.case(approved=True), desk.sign_in()
    path = path_of(case, f"uitnodigen/{desk.person(case, 'Piet').id}")
    wilma.submit(wilma.get(f"{path}/antwoord"), "Leg", {"via": "phone", "reply": "does_not_come"})
    assert UNDO not in wilma.get(path).text
