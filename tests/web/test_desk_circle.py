"""Kring: people added, changed, taken out; approval per hoofdpersoon; who must not be asked."""

from datetime import timedelta

import pytest

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import (
    Case,
    Exclusion,
    HowGiven,
    InviteApproval,
    NewPerson,
    Person,
    PersonName,
    change_person,
    get_person,
    record_approval,
)
from tests.builders import build_case, person_called
from tests.pages import Values
from tests.web.desk_setting import LONG_TEXT, ODD_TEXT, Desk, path_of


def test_the_circle_shows_who_came_in_since_the_request(desk: Desk) -> None:
    case = desk.case()
    desk.clock.advance(timedelta(days=3))
    browser = desk.sign_in()
    page = browser.get(path_of(case, "kring/nieuw"))
    shown = browser.submit(
        page, "Zet in de kring", {"first": "Fatma", "relation": "vriendin", "quadrant": "friends"}
    )
    assert "2 op 2 maart 3 nu" in shown.text
    assert "Vrienden en buren 1" in shown.text
    assert "Fatma" in shown.text


def test_adding_twice_adds_one_person(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    form = browser.get(path_of(case, "kring/nieuw")).form("Zet in de kring")
    values: Values = {**form.values, "first": "Fatma"}
    browser.post(form.action, values)
    again = browser.post(form.action, values)
    assert again.path == path_of(case, "kring")
    assert desk.count(Person, case) == 4


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"first": ""}, "Vul een naam in"),
        ({"first": "F", "mail": "geen-adres"}, "mailadres"),
        ({"first": "F", "phone": "bel maar"}, "telefoonnummer"),
        ({"first": LONG_TEXT}, "te lang"),
        ({"first": "F", "born": "gisteren"}, "Geboortedatum"),
        ({"first": "F", "quiet_from": "13:00"}, "van hoe laat"),
        ({"first": "F", "ring": "9"}, "Hoe dichtbij"),
        ({"first": "F", "kind": "ufo"}, "Soort"),
        ({"first": "F", "quadrant": ""}, "Kies een plek"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(
    desk: Desk, values: Values, words: str
) -> None:
    case = desk.case()
    browser = desk.sign_in()
    page = browser.get(path_of(case, "kring/nieuw"))
    refused = browser.submit(page, "Zet in de kring", {"remark": "Na zes uur.", **values}, status=422)
    assert any(words in error for error in refused.errors), refused.errors
    assert refused.form("Zet in de kring").values["remark"] == ["Na zes uur."]
    assert desk.count(Person, case) == 3


def test_odd_signs_are_kept_and_marks_that_turn_a_line_are_not(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    page = browser.get(path_of(case, "kring/nieuw"))
    browser.submit(page, "Zet in de kring", {"first": ODD_TEXT, "relation": "<b>tante</b>"})
    person = desk.person(case, "Joke 🌻 van rechts")
    assert person.about.relation == "<b>tante</b>"


def test_somebody_can_be_changed(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    joke = desk.person(case, "Joke")
    page = browser.get(path_of(case, f"kring/{joke.id}"))
    browser.submit(page, "Bewaar", {"phone": "06 12 34 56 78", "strength": "strong"})
    assert desk.person(case, "Joke").contact.phone == "+31612345678"


def test_a_colleague_who_saved_first_is_not_overwritten_unseen(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    joke = desk.person(case, "Joke")
    page = browser.get(path_of(case, f"kring/{joke.id}"))
    _change(desk, case, "Johanna")
    refused = browser.submit(page, "Bewaar", {"relation": "oma van Bas", "strength": "thin"}, status=422)
    assert any("Iemand anders" in error for error in refused.errors)
    assert "Dit staat er nu" in refused.text
    assert "Johanna" in refused.text
    assert refused.form("Bewaar").values["relation"] == ["oma van Bas"]
    browser.submit(refused, "Bewaar")
    assert desk.person(case, "Joke").about.relation == "oma van Bas"


def _change(desk: Desk, case: Case, first: str) -> None:
    with desk.store.writing() as session:
        person = person_called(session, case, "Joke")
        new = NewPerson(PersonName(first=first), person.kind, person.contact, person.about)
        actor = actor_for(desk.world.facilitator)
        change_person(session, actor, case=case, person=person, new=new, now=desk.clock.now())


def test_taking_somebody_out_asks_once(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    piet = desk.person(case, "Piet")
    page = browser.get(path_of(case, f"kring/{piet.id}/weg"))
    assert desk.count(Person, case) == 3
    gone = browser.submit(page, "Ja, haal uit de kring")
    assert "Piet is verwijderd." in gone.text
    assert desk.count(Person, case) == 2


def test_the_last_hoofdpersoon_stays(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    marloes = desk.person(case, "Marloes")
    page = browser.get(path_of(case, f"kring/{marloes.id}/weg"))
    refused = browser.submit(page, "Ja, haal uit de kring", status=422)
    assert any("enige persoon" in error for error in refused.errors)


def test_each_hoofdpersoon_says_yes_or_no_apart(desk: Desk) -> None:
    case = desk.case(two_principals=True)
    joke, piet = desk.person(case, "Joke"), desk.person(case, "Piet")
    browser = desk.sign_in()
    page = browser.get(path_of(case, "kring/akkoord"))
    assert "Wat zegt Marloes?" in page.text
    answers = {f"invite-{joke.id}": "yes", f"invite-{piet.id}": "no", f"text-{piet.id}": "Die ken ik niet."}
    second = browser.submit(page, "Leg vast", answers)
    assert "Wat zegt Rik?" in second.text
    assert "Die ken ik niet." not in second.text
    browser.submit(second, "zegt ja op iedereen")
    circle = browser.get(path_of(case, "kring"))
    assert "Niet akkoord: Piet" in circle.text
    with desk.store.reading() as session:
        assert get_person(session, case=case, person_id=piet.id).left_at is None


def test_saving_the_same_list_again_records_nothing_new(desk: Desk) -> None:
    case = desk.case(approved=True)
    browser = desk.sign_in()
    before = desk.count(InviteApproval, case)
    page = browser.get(path_of(case, "kring/akkoord"))
    again = browser.submit(page, "Leg vast")
    assert "niets nieuws" in again.text
    assert desk.count(InviteApproval, case) == before


def test_an_approval_recorded_meanwhile_is_not_overwritten_unseen(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    page = browser.get(path_of(case, "kring/akkoord"))
    with desk.store.writing() as session:
        record_approval(
            session,
            actor_for(desk.world.facilitator),
            case=case,
            principal=person_called(session, case, "Marloes"),
            member=person_called(session, case, "Joke"),
            invite=False,
            text="Liever niet.",
            how=HowGiven.PHONE,
            now=desk.clock.now(),
        )
    refused = browser.submit(page, "zegt ja op iedereen", status=422)
    assert any("Iemand anders" in error for error in refused.errors)


def test_an_excluded_person_is_marked_and_can_be_taken_off(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    page = browser.get(path_of(case, "niet-uitnodigen"))
    refused = browser.submit(page, "Zet op de lijst", {"reason": "Bang voor hem."}, status=422)
    assert any("Vul een naam" in error for error in refused.errors)
    assert refused.form("Zet op de lijst").values["reason"] == ["Bang voor hem."]
    listed = browser.submit(refused, "Zet op de lijst", {"name": "Piet d'Hooghe"})
    assert "niet uitnodigen" in browser.get(path_of(case, "kring")).text
    browser.submit(listed, "Haal van de lijst")
    assert "Er staat niemand op deze lijst." in browser.get(path_of(case, "niet-uitnodigen")).text
    assert desk.count(Exclusion, case) == 1


def test_putting_somebody_on_the_list_twice_is_once(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    form = browser.get(path_of(case, "niet-uitnodigen")).form("Zet op de lijst")
    values: Values = {**form.values, "name": "Ruud"}
    browser.post(form.action, values)
    browser.post(form.action, values)
    assert desk.count(Exclusion, case) == 1


def test_with_spoed_inviting_before_approval_asks_for_a_reason_and_is_shown(desk: Desk) -> None:
    with desk.store.writing() as session:
        case = build_case(session, desk.world, desk.clock, urgent=True)
    browser = desk.sign_in()
    assert "het kan niet wachten" in browser.get(path_of(case, "kring/akkoord")).text
    page = browser.get(path_of(case, "kring/spoed"))
    refused = browser.submit(page, "Nodig met spoed uit", {"reason": " "}, status=422)
    assert any("Schrijf op waarom." in error for error in refused.errors)
    board = browser.submit(refused, "Nodig met spoed uit", {"reason": "Vanmiddag om vier uur is het beraad."})
    assert board.path == path_of(case, "uitnodigen")
    assert "Vanmiddag om vier uur" in browser.get(path_of(case, "kring/akkoord")).text
    joke = desk.person(case, "Joke")
    assert "Nodig Joke uit" in browser.get(path_of(case, f"uitnodigen/{joke.id}")).text


def test_without_spoed_the_way_before_approval_is_closed(desk: Desk) -> None:
    case, browser = desk.case(), desk.sign_in()
    page = browser.get(path_of(case, "kring/spoed"))
    refused = browser.submit(page, "Nodig met spoed uit", {"reason": "Haast."}, status=422)
    assert any("Alleen bij spoed" in error for error in refused.errors)
