"""Casussen: the caseload with search, the overview, steps on the way, history and data."""

import pytest

from netwerkberaad.cases import Phase, Transition
from netwerkberaad.foundation.links import LinkPurpose, issue_link, links_in
from tests.builders import build_case, member, principal
from tests.queries import counted_queries
from tests.web.desk_setting import LONG_TEXT, Desk, path_of


def _cases(desk: Desk, *names: str) -> None:
    with desk.store.writing() as session:
        for name in names:
            build_case(
                session,
                desk.world,
                desk.clock,
                principals=[principal(name)],
                invitees=[member("Gülşen", "Öztürk", relation="buurvrouw")] if name == "Ania" else [member()],
            )


def test_the_caseload_lists_my_cases_and_nobody_elses(desk: Desk) -> None:
    _cases(desk, "Ania", "Bram")
    page = desk.sign_in().get("/casussen")
    assert "Ania" in page.text
    assert "Bram" in page.text
    other = desk.sign_in(desk.world.other_facilitator).get("/casussen")
    assert "U leidt nog geen casus." in other.text
    assert "Ania" not in other.text


def test_a_search_holds_no_sign_that_no_page_may_hold(desk: Desk) -> None:
    page = desk.sign_in().get("/casussen?q=voor%00na%E2%80%AE")
    assert "Niets gevonden voor ‘voorna’." in page.text
    officer = desk.sign_in(desk.world.privacy_officer)
    assert officer.get("/privacy-taken/bewaren?kenmerk=voor%00na").form("Zoek").values["kenmerk"] == [
        "voorna"
    ]


def test_search_finds_people_in_a_case_with_or_without_accents(desk: Desk) -> None:
    _cases(desk, "Ania", "Bram")
    page = desk.sign_in().get("/casussen?q=gulsen")
    assert "Gülşen Öztürk, buurvrouw" in page.text
    assert "Bram" not in page.text


@pytest.mark.parametrize("query", ["%25", "🌻", "%E2%80%AE", "a" * 5_000, "' OR 1=1 --"])
def test_odd_searches_find_nothing_and_do_no_harm(desk: Desk, query: str) -> None:
    _cases(desk, "Ania")
    assert desk.sign_in().get(f"/casussen?q={query}&bladzijde=99999&fase=onzin").h1 == "Casussen"


def test_the_phase_filter_stands_in_the_address(desk: Desk) -> None:
    _cases(desk, "Ania")
    browser = desk.sign_in()
    assert "Ania" in browser.get("/casussen?fase=voorbereiding").text
    assert "Hier staan nu geen casussen." in browser.get("/casussen?fase=plan").text


def test_the_caseload_costs_as_many_queries_for_ten_cases_as_for_one(desk: Desk) -> None:
    browser = desk.sign_in()
    _cases(desk, "Ania")
    browser.get("/casussen")
    with counted_queries(desk.store) as few:
        browser.get("/casussen?q=nooijer")
    _cases(desk, *(f"Gezin {number}" for number in range(9)))
    with counted_queries(desk.store) as many:
        browser.get("/casussen?q=nooijer")
    assert len(many) == len(few)


def test_the_overview_tells_what_it_is_about_and_the_next_step(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    page = browser.get(path_of(case))
    assert page.h1 == "Marloes"
    assert "We kunnen geen zin meer zeggen" in page.text
    assert "Bel de aanmelder, zoals beloofd" in page.text
    called = browser.submit(page, "Ik heb gebeld")
    assert "Vraag akkoord voor 2 mensen" in called.text


def test_rooms_of_a_case_exist_only_for_who_leads_it(desk: Desk) -> None:
    case = desk.case()
    others = [desk.world.other_facilitator, desk.world.foreign_facilitator, desk.world.coordinator]
    for staff in [*others, desk.world.referrer, desk.world.admin]:
        browser = desk.sign_in(staff)
        for room in ("", "kring", "uitnodigen", "geschiedenis", "gegevens", "kring/akkoord", "stap"):
            browser.get(path_of(case, room), status=404)


def test_a_step_back_needs_a_reason(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    page = browser.get(path_of(case, "stap"))
    browser.submit(page, "Zet daar neer", {"phase": Phase.INVITING.value})
    back = browser.get(path_of(case, "stap"))
    refused = browser.submit(back, "Zet daar neer", {"phase": Phase.PREPARATION.value}, status=422)
    assert refused.errors == ["Waarom: Schrijf op waarom."]
    long = browser.submit(
        back, "Zet daar neer", {"phase": Phase.PREPARATION.value, "reason": LONG_TEXT}, status=422
    )
    assert any("te lang" in error for error in long.errors)
    browser.submit(back, "Zet daar neer", {"phase": Phase.PREPARATION.value, "reason": "Te vroeg begonnen."})
    assert "Te vroeg begonnen." in browser.get(path_of(case, "geschiedenis")).text
    assert desk.count(Transition, case) == 5


def test_a_made_up_step_is_refused(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    page = browser.get(path_of(case, "stap"))
    browser.submit(page, "Zet daar neer", {"phase": "closed"}, status=422)


def test_the_history_tells_what_happened_to_several_people_in_one_line(desk: Desk) -> None:
    case = desk.case(approved=True)
    page = desk.sign_in().get(path_of(case, "geschiedenis"))
    assert "Marloes vindt het goed om te vragen:" in page.text
    assert page.text.count("vindt het goed om te vragen") == 1
    assert "verklaarde onafhankelijk te zijn" in page.text


def test_erasing_contact_data_asks_once(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    page = browser.get(path_of(case, "gegevens"))
    assert "mail, mobiel" in page.text
    joke = desk.person(case, "Joke")
    sure = browser.get(path_of(case, f"gegevens/{joke.id}/wissen"))
    assert desk.person(case, "Joke").contact.mail
    browser.submit(sure, "Ja, wis ze")
    assert not desk.person(case, "Joke").contact.mail


def test_the_links_of_somebody_can_be_stopped(desk: Desk) -> None:
    case = desk.case()
    joke, now = desk.person(case, "Joke"), desk.clock.now()
    with desk.store.writing() as session:
        issue_link(
            session,
            case_id=case.id,
            person_id=joke.id,
            purpose=LinkPurpose.INVITATION,
            expires_at=now.replace(year=2027),
            now=now,
        )
    browser = desk.sign_in()
    page = browser.get(path_of(case, "gegevens"))
    assert "uitnodiging tot" in page.text
    browser.submit(page, "Stop de links")
    with desk.store.reading() as session:
        assert links_in(session, case_id=case.id, now=now) == []


def test_somebody_of_another_case_is_not_in_this_one(desk: Desk) -> None:
    case, other = desk.case(), desk.case()
    stranger = desk.person(other, "Joke")
    browser = desk.sign_in()
    for room in (f"kring/{stranger.id}", f"uitnodigen/{stranger.id}", f"gegevens/{stranger.id}/wissen"):
        browser.get(path_of(case, room), status=404)


def test_the_rooms_cost_as_many_queries_for_a_large_circle_as_for_a_small_one(desk: Desk) -> None:
    small = desk.case(approved=True)
    with desk.store.writing() as session:
        crowd = [member(f"Mens {number}", mail=f"mens{number}@example.nl") for number in range(25)]
        large = build_case(session, desk.world, desk.clock, invitees=crowd, approved=True)
    browser = desk.sign_in()
    for room in ("", "kring", "kring/akkoord", "uitnodigen", "geschiedenis", "gegevens"):
        browser.get(path_of(small, room))
        with counted_queries(desk.store) as few:
            browser.get(path_of(small, room))
        with counted_queries(desk.store) as many:
            browser.get(path_of(large, room))
        assert len(many) <= len(few), room
