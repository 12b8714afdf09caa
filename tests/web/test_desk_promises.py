"""Beloofd contact on screen: one tap when it was made, another moment with a reason, and for whom the page is."""

from datetime import timedelta

from tests.builders import build_request
from tests.web.desk_setting import Desk, path_of


def test_one_tap_ends_the_promise_and_leads_back(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    page = browser.get(browser.get("/vandaag").link("Bel de aanmelder"))
    assert "Hanneke Minderhoud" in page.text
    assert "Beloofd door Wilma Poppe." in page.text
    overview = browser.submit(page, "Gesproken Hanneke Minderhoud")
    assert overview.path == path_of(case)
    assert "De aanmelder is gebeld op maandag 2 maart." in overview.text
    assert "Er staat geen belofte open." in browser.get(path_of(case, "beloofd")).text
    assert "wacht op een telefoontje" not in browser.get("/vandaag").text


def test_another_moment_asks_for_a_reason_and_keeps_what_was_typed(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    form = browser.get(browser.get(path_of(case, "beloofd")).link("Lukt niet: ander moment"))
    refused = browser.submit(form, "Beloof dit", {"day": "2026-03-01", "at": "9.30"}, status=422)
    assert "Schrijf in één zin op waarom." in refused.text
    past = browser.submit(refused, "Beloof dit", {"reason": "Ik ben ziek."}, status=422)
    assert "Dit moment is al voorbij." in past.text
    assert past.form("Beloof dit").values["at"] == ["9.30"]
    done = browser.submit(past, "Beloof dit", {"day": "2026-03-06"})
    assert (
        "Beloofd vóór vrijdag 6 maart om 09.30 uur. Hanneke Minderhoud krijgt daar een mail over."
        in done.text
    )
    assert "ander moment afgesproken" in done.text
    hanneke = desk.sign_in(desk.world.referrer).get(f"/aanmeldingen/{case.id}")
    assert "Een ander moment, want: Ik ben ziek." in hanneke.text
    assert "vrijdag 6 maart om 09.30 uur" in hanneke.text


def test_contact_can_be_promised_again_with_the_people_themselves(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    form = browser.get(browser.get(path_of(case, "beloofd")).link("Beloof nieuw contact"))
    values = {"kind": "talk", "day": "2026-03-09", "at": "14:00"}
    page = browser.submit(form, "Beloof dit", values)
    assert "De mensen om wie het gaat: vóór maandag 9 maart om 14.00 uur" in page.text
    assert "Marloes" in page.text


def test_a_coordinator_calls_while_nobody_leads_the_case_and_not_after(desk: Desk) -> None:
    with desk.store.writing() as session:
        waiting = build_request(session, desk.world, desk.clock)
    led, bram = desk.case(), desk.sign_in(desk.world.coordinator)
    desk.clock.advance(timedelta(days=3))
    bram = desk.sign_in(desk.world.coordinator)
    today = bram.get("/vandaag")
    assert "te laat" in today.text
    page = bram.get(today.link("Bel de aanmelder"))
    assert page.path == path_of(waiting, "beloofd")
    assert "te laat" in page.text
    for content in ("zin meer zeggen", "buikpijn", "Wisse"):
        assert content not in page.text
    assert bram.submit(page, "Gesproken Hanneke Minderhoud").path == "/aanvragen-bekijken"
    bram.get(path_of(led, "beloofd"), status=404)
    for other in (desk.world.other_facilitator, desk.world.referrer, desk.world.admin):
        desk.sign_in(other).get(path_of(waiting, "beloofd"), status=404)
