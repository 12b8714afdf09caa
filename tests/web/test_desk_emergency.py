"""The pages of noodtoegang: asking, the banner while it lasts, ending it, and the weekly list."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from netwerkberaad.cases import Case
from netwerkberaad.foundation.core.audit import AuditEntry, Outcome
from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk, path_of

REASON = "Er moet vandaag iemand gebeld worden."
BANNER = "U leest deze casus met noodtoegang"


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case of the gespreksleider."""
    return desk.case(approved=True)


def asked(desk: Desk, case: Case) -> tuple[Visitor, Page]:
    """The coördinator opens the case, and sees its overview."""
    browser = desk.sign_in(desk.world.coordinator)
    form = browser.get(path_of(case, "noodtoegang"))
    return browser, browser.submit(form, "Open de casus twee uur", {"reason": REASON})


def entries(desk: Desk, case: Case, action: str) -> list[AuditEntry]:
    """What the log says of this case."""
    with desk.store.reading() as session:
        statement = select(AuditEntry).where(AuditEntry.case_id == case.id, AuditEntry.action == action)
        return list(session.scalars(statement))


def test_the_case_opens_with_a_banner_on_every_room_and_nothing_to_change(desk: Desk, case: Case) -> None:
    browser, overview = asked(desk, case)
    assert "Gespreksleider Wilma Poppe" in overview.text
    for room in ("", "kring", "uitnodigen", "beraad", "plan", "opvolging", "gegevens", "geschiedenis"):
        page = browser.get(path_of(case, room))
        assert BANNER in page.text
        assert "tot 12.00 uur" in page.text
        changes = [form.action for form in page.forms if form.method == "post"]
        own = ("/uitloggen", "/vergrendel")
        assert all("/noodtoegang/" in action or action.startswith(own) for action in changes), changes
        assert "Volgende stap" not in page.text
    assert browser.client.get(path_of(case, "stap")).status_code == 403


def test_every_read_under_it_is_marked_in_the_log_and_refused_changes_too(desk: Desk, case: Case) -> None:
    browser, _page = asked(desk, case)
    browser.get(path_of(case, "kring"))
    browser.client.get(path_of(case, "stap"))
    desk.sign_in().get(path_of(case))
    found = {(entry.actor_id, entry.emergency) for entry in entries(desk, case, "case.read")}
    assert found == {(desk.world.coordinator.id, True), (desk.world.facilitator.id, False)}
    denied = [entry for entry in entries(desk, case, "access.denied") if entry.outcome is Outcome.DENIED]
    assert [(entry.actor_id, entry.emergency) for entry in denied] == [(desk.world.coordinator.id, True)]


def test_after_two_hours_the_case_does_not_exist_any_more(desk: Desk, case: Case) -> None:
    browser, _page = asked(desk, case)
    for _ in range(5):  # somebody who keeps reading stays signed in
        desk.clock.advance(timedelta(minutes=24))
        browser.client.get("/vandaag")
    assert browser.client.get(path_of(case)).status_code == 404


def test_the_banner_ends_it_at_once(desk: Desk, case: Case) -> None:
    browser, page = asked(desk, case)
    ended = browser.submit(page, "Beëindig nu")
    assert "De noodtoegang is voorbij." in ended.text
    assert browser.client.get(path_of(case)).status_code == 404


def test_a_reason_is_needed_and_what_was_typed_stays(desk: Desk, case: Case) -> None:
    browser = desk.sign_in(desk.world.coordinator)
    form = browser.get(path_of(case, "noodtoegang"))
    page = browser.submit(form, "Open de casus twee uur", {"reason": "  "}, status=422)
    assert page.errors == ["Waarom moet u deze casus nu zien? Schrijf op waarom."]
    assert browser.client.get(path_of(case)).status_code == 404


def test_the_page_that_asks_says_whom_to_call_and_nothing_of_the_case(desk: Desk, case: Case) -> None:
    page = desk.sign_in(desk.world.other_facilitator).get(path_of(case, "noodtoegang"))
    assert "Wilma Poppe leidt deze casus." in page.text
    assert "06 00 00 01 02" in page.text.replace("\xa0", " ")
    for word in ("Marloes", "Nooijer", "Joke", "Middelburg"):
        assert word not in page.text


def test_a_colleague_finds_the_case_by_gespreksleider_and_first_name(desk: Desk, case: Case) -> None:
    browser = desk.sign_in(desk.world.other_facilitator)
    form = browser.get("/noodtoegang")
    values = {"facilitator": str(desk.world.facilitator.id), "name": "Piet", "reason": REASON}
    page = browser.submit(form, "Open de casus twee uur", values, status=422)
    assert "Wij vinden zo niet precies één casus." in page.errors[0]
    assert REASON in page.response.get_data(as_text=True)
    opened = browser.submit(page, "Open de casus twee uur", {**values, "name": "Marloes"})
    assert BANNER in opened.text


def test_leader_coordinator_and_privacy_officer_find_it_on_their_page_until_they_looked(
    desk: Desk, case: Case
) -> None:
    desk.sign_in(desk.world.other_facilitator).post(path_of(case, "noodtoegang"), {}, status=400)
    browser = desk.sign_in(desk.world.other_facilitator)
    browser.submit(browser.get(path_of(case, "noodtoegang")), "Open de casus", {"reason": REASON})
    looked_at = ""
    for staff, path in (
        (desk.world.facilitator, "/vandaag"),
        (desk.world.coordinator, "/vandaag"),
        (desk.world.privacy_officer, "/logboek"),
    ):
        reader = desk.sign_in(staff)
        page = reader.get(path)
        assert "Joanna Koppejan opende de casus" in page.text
        assert ("Marloes" in page.text) == (staff is not desk.world.privacy_officer)
        looked_at = page.link("Bekijk waarom")
        one = reader.get(looked_at)
        assert REASON in one.text
        assert "duurt nog" in one.text
        assert ("Marloes" in one.text) == (staff is desk.world.facilitator)
        reader.submit(one, "Gezien")
        assert "Joanna Koppejan opende" not in reader.get(path).text
    assert desk.sign_in(desk.world.admin).client.get(looked_at).status_code == 403


def test_the_privacy_officer_sees_a_list_of_the_week_and_ends_what_still_lasts(
    desk: Desk, case: Case
) -> None:
    browser, _page = asked(desk, case)
    browser.get(path_of(case, "kring"))
    officer = desk.sign_in(desk.world.privacy_officer)
    week = officer.get("/noodtoegang/overzicht")
    assert "Bram Anker" in week.text
    assert REASON in week.text
    assert "2 keer" in week.text
    assert "Marloes" not in week.text
    log = officer.get(week.link("2 keer"))
    assert "opende een casus met noodtoegang" in log.text
    officer.submit(officer.get(week.link("Bram Anker")), "Beëindig de noodtoegang")
    assert browser.client.get(path_of(case)).status_code == 404
    earlier = officer.get(week.link("Week ervoor"))
    assert "In deze week gebruikte niemand noodtoegang." in earlier.text
    assert officer.get("/noodtoegang/overzicht?week=geen-dag").h1 == week.h1
    assert officer.get("/noodtoegang/overzicht?week=0001-01-01").h1 == week.h1
