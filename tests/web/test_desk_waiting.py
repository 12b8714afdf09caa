"""Aanvragen: limited facts, taking a case with a declaration, giving it away."""

from netwerkberaad.accounts import actor_for, end_staff, find_staff
from netwerkberaad.cases import Assignment, Case, NewPerson, claim_case, get_case
from netwerkberaad.foundation.access import Permission
from tests.builders import build_request, principal
from tests.pages import Values
from tests.queries import counted_queries
from tests.web.desk_setting import LONG_TEXT, Desk, path_of


def _request(desk: Desk, *, first: str = "Marloes", urgent: bool = False) -> Case:
    with desk.store.writing() as session:
        people: list[NewPerson] = [principal(first)]
        return build_request(session, desk.world, desk.clock, principals=people, urgent=urgent)


def test_the_list_shows_spoed_first_and_nothing_of_what_it_is_about(desk: Desk) -> None:
    _request(desk, first="Ania")
    _request(desk, first="Lotte", urgent=True)
    page = desk.sign_in().get("/aanvragen-bekijken")
    assert page.text.index("Lotte") < page.text.index("Ania")
    assert "Middelburg" in page.text
    assert "geen zin meer zeggen" not in page.text
    assert "de Nooijer" not in page.text


def test_an_empty_list_says_so(desk: Desk) -> None:
    assert "Er wachten geen aanvragen." in desk.sign_in().get("/aanvragen-bekijken").text


def test_taking_a_case_asks_for_the_declaration_and_keeps_what_was_typed(desk: Desk) -> None:
    case = _request(desk)
    browser = desk.sign_in()
    page = browser.get(path_of(case, "nemen"))
    assert "geen zin meer zeggen" not in page.text
    refused = browser.submit(page, "Neem deze casus", {"words": "Ik ken hen niet."}, status=422)
    assert any("Verklaar eerst" in error for error in refused.errors)
    assert refused.form("Neem deze casus").values["words"] == ["Ik ken hen niet."]
    taken = browser.submit(refused, "Neem deze casus", {"independent": "y"})
    assert taken.path == path_of(case)
    assert "geen zin meer zeggen" in taken.text


def test_words_that_are_too_long_are_refused_beside_the_field(desk: Desk) -> None:
    case = _request(desk)
    browser = desk.sign_in()
    page = browser.get(path_of(case, "nemen"))
    refused = browser.submit(page, "Neem deze casus", {"independent": "y", "words": LONG_TEXT}, status=422)
    assert any("te lang" in error for error in refused.errors)


def test_tapping_twice_takes_the_case_once_and_leads_to_it(desk: Desk) -> None:
    case = _request(desk)
    browser = desk.sign_in()
    form = browser.get(path_of(case, "nemen")).form("Neem deze casus")
    values: Values = {**form.values, "independent": "y"}
    browser.post(form.action, values)
    again = browser.post(form.action, values)
    assert again.path == path_of(case)
    assert desk.count(Assignment, case) == 1


def test_who_is_a_moment_too_late_hears_it_on_the_list(desk: Desk) -> None:
    case = _request(desk)
    browser = desk.sign_in(desk.world.other_facilitator)
    form = browser.get(path_of(case, "nemen")).form("Neem deze casus")
    with desk.store.writing() as session:
        first = actor_for(desk.world.facilitator)
        found = get_case(session, first, case.id, Permission.CLAIM_CASE)
        claim_case(session, first, case=found, words="", independent=True, now=desk.clock.now())
    late = browser.post(form.action, {**form.values, "independent": "y"})
    assert late.path == "/aanvragen-bekijken"
    assert "niet meer vrij" in late.text
    assert desk.count(Assignment, case) == 1


def test_a_request_of_another_region_does_not_exist(desk: Desk) -> None:
    case = _request(desk)
    desk.sign_in(desk.world.foreign_facilitator).get(path_of(case, "nemen"), status=404)


def test_a_referrer_sees_no_waiting_list(desk: Desk) -> None:
    desk.sign_in(desk.world.referrer).get("/aanvragen-bekijken", status=403)


def test_a_coordinator_gives_a_case_and_the_gespreksleider_declares_before_reading(desk: Desk) -> None:
    case = _request(desk)
    coordinator = desk.sign_in(desk.world.coordinator)
    listed = coordinator.get("/aanvragen-bekijken")
    assert "Casussen per gespreksleider" in listed.text
    page = coordinator.get(listed.link("Wijs toe"))
    refused = coordinator.submit(page, "Wijs toe", status=422)
    assert refused.errors == ["Gespreksleider: Kies een gespreksleider."]
    coordinator.submit(page, "Wijs toe", {"facilitator": str(desk.world.facilitator.id)})

    browser = desk.sign_in()
    browser.get(path_of(case), status=404)
    given = browser.get(browser.get("/aanvragen-bekijken").link("Verklaar u onafhankelijk"))
    empty = browser.submit(given, "Neem deze casus", status=422)
    assert any("Schrijf in één zin" in error for error in empty.errors)
    taken = browser.submit(given, "Neem deze casus", {"words": "Ik werk niet met dit gezin."})
    assert taken.path == path_of(case)


def test_giving_to_somebody_who_is_not_a_gespreksleider_is_refused(desk: Desk) -> None:
    case = _request(desk)
    coordinator = desk.sign_in(desk.world.coordinator)
    page = coordinator.get(path_of(case, "toewijzen"))
    coordinator.submit(page, "Wijs toe", {"facilitator": str(desk.world.admin.id)}, status=422)
    assert desk.count(Assignment, case) == 0


def test_a_coordinator_gives_a_running_case_to_somebody_else_who_declares_first(desk: Desk) -> None:
    case = desk.case()
    coordinator = desk.sign_in(desk.world.coordinator)
    listed = coordinator.get(f"/aanvragen-bekijken?gespreksleider={desk.world.facilitator.id}")
    assert "geen zin meer zeggen" not in listed.text
    page = coordinator.get(listed.link("Geef aan iemand anders"))
    same = {"facilitator": str(desk.world.facilitator.id)}
    coordinator.submit(page, "Geef de casus door", same, status=422)
    other: Values = {"facilitator": str(desk.world.other_facilitator.id), "reason": "Met verlof."}
    coordinator.submit(page, "Geef de casus door", other)

    desk.sign_in().get(path_of(case), status=404)
    browser = desk.sign_in(desk.world.other_facilitator)
    given = browser.get(browser.get("/aanvragen-bekijken").link("Verklaar u onafhankelijk"))
    taken = browser.submit(given, "Neem deze casus", {"words": "Ik werk niet met dit gezin."})
    assert taken.path == path_of(case)
    assert "Met verlof." in browser.get(path_of(case, "geschiedenis")).text


def test_a_case_that_was_stopped_is_given_away_too_and_can_be_opened_again(desk: Desk) -> None:
    case = desk.case()
    leader = desk.sign_in()
    stopped = leader.get(path_of(case, "stoppen"))
    leader.submit(stopped, "Stop het beraad", {"words": "Even niet."})
    coordinator = desk.sign_in(desk.world.coordinator)
    listed = coordinator.get(f"/aanvragen-bekijken?gespreksleider={desk.world.facilitator.id}")
    page = coordinator.get(listed.link("Geef aan iemand anders"))
    to: Values = {"facilitator": str(desk.world.other_facilitator.id)}
    coordinator.submit(page, "Geef de casus door", to)
    leader.get(path_of(case), status=404)
    browser = desk.sign_in(desk.world.other_facilitator)
    given = browser.get(browser.get("/aanvragen-bekijken").link("Verklaar u onafhankelijk"))
    browser.submit(given, "Neem deze casus", {"words": "Ik ken hen niet."})
    assert "Heropen de casus" in browser.get(path_of(case)).text


def test_a_gespreksleider_sees_nobody_elses_load(desk: Desk) -> None:
    desk.case()
    browser = desk.sign_in(desk.world.other_facilitator)
    page = browser.get(f"/aanvragen-bekijken?gespreksleider={desk.world.facilitator.id}")
    assert "Geef aan iemand anders" not in page.text


def test_cases_of_who_left_are_still_there_to_give_away(desk: Desk) -> None:
    desk.case()
    with desk.store.writing() as session:
        admin = actor_for(desk.world.admin)
        end_staff(
            session, admin, staff=find_staff(session, admin, desk.world.facilitator.id), now=desk.clock.now()
        )
    page = desk.sign_in(desk.world.coordinator).get("/aanvragen-bekijken")
    assert "kan niet meer inloggen" in page.text


def test_closed_cases_of_who_left_without_an_open_one_are_there_too(desk: Desk) -> None:
    case = desk.case()
    leader = desk.sign_in()
    leader.submit(leader.get(path_of(case, "stoppen")), "Stop het beraad", {"words": "Klaar."})
    with desk.store.writing() as session:
        admin = actor_for(desk.world.admin)
        gone = find_staff(session, admin, desk.world.facilitator.id)
        end_staff(session, admin, staff=gone, now=desk.clock.now())
    coordinator = desk.sign_in(desk.world.coordinator)
    page = coordinator.get("/aanvragen-bekijken")
    assert "kan niet meer inloggen" in page.text
    listed = coordinator.get(f"/aanvragen-bekijken?gespreksleider={desk.world.facilitator.id}")
    assert str(case.id) in listed.link("Geef aan iemand anders")


def test_the_list_costs_as_many_queries_for_ten_requests_as_for_one(desk: Desk) -> None:
    browser = desk.sign_in()
    _request(desk)
    browser.get("/aanvragen-bekijken")
    with counted_queries(desk.store) as few:
        browser.get("/aanvragen-bekijken")
    for number in range(9):
        _request(desk, first=f"Gezin {number}")
    with counted_queries(desk.store) as many:
        browser.get("/aanvragen-bekijken")
    assert len(many) == len(few)
