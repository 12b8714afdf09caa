"""Bad input: every form of every page that anybody can reach in a played case, filled in badly in every way.

The forms are found by walking, not listed; a form that an answer brings is tried as well. Whatever is sent, a page comes
back that says what is wrong beside its field, with everything typed still in it; and nothing typed is ever more than text.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.attacking import Attack, Met, forms_met
from tests.web.filling import AT_ONCE, ONE_BY_ONE
from tests.web.played import Played, played

NOT_REACHED = {
    "public.still_here": "only a script says that somebody is still there",
    "door.choose_language": "stands on every page of the door; its own test sends what no page offers",
    "public.back_from_provider": "sent on the way back from a provider; the lies of one are tested by themselves",
    "reports.receipt": "brought by a service with a token of its own; its own tests bring what no service would",
    "reports.text": "brought by a service with a token of its own; its own tests bring what no service would",
    "desk.messages_again": "stands where a message was given up; its own test sends it there",
    "desk.own_terms": "of the aanmelder once there is a plan; its own test answers there",
    "desk.three_questions": "at the table of a bewoner-MDO alone; its own test writes there",
    "desk.search_on": "stands where a region holds more people than are read at once; its own test goes on",
    "desk.move_along": "of a line that got another day; its own tests tick what hangs on it, and nothing",
    "desk.stop_ladder": "of a step that is still to come; its own test takes it back",
    "desk.replace": "of what was handed back and nobody dealt with; its own tests offer it, choose nobody, and ask for another",
    "desk.deal_proposal": "of what a family wrote in its device; its own tests take, leave and send it again",
    "public.family_device": "behind a secret link of besloten tijd; its own tests send what no page offers",
    "desk.begin_commitment": "of a promise that waits; its own test says that it happened",
    "desk.person_pin_gone": "stands where somebody has a pincode; its own test takes it away",
    "door.drop_pin": "stands where somebody has a pincode; its own test takes it away",
    "desk.person_place": "sent by the script of the picture; its own test sends what no hand could drag",
}


@pytest.fixture(scope="module")
def case(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The played case with all its moments."""
    made = played(sqlite_template, tmp_path_factory.mktemp("played"))
    yield made
    made.store.engine.dispose()


@pytest.fixture(scope="module")
def met(case: Played) -> tuple[list[Met], set[str]]:
    """Every form there is, each kind once, and the endpoints they are sent to."""
    attack = Attack(case)
    found = [one for moment in case.kept for one in forms_met(case, attack, moment)]
    return found, attack.reached


def test_the_walk_reaches_every_address_that_takes_a_form(
    case: Played, met: tuple[list[Met], set[str]]
) -> None:
    posts = {rule.endpoint for rule in case.app.url_map.iter_rules() if "POST" in (rule.methods or set())}
    assert posts - met[1] == set(NOT_REACHED)


def test_every_form_answers_every_kind_of_bad_input_with_a_page(
    case: Played, met: tuple[list[Met], set[str]]
) -> None:
    attack = Attack(case)
    for one in met[0]:
        attack.send_all(one, {how: fill(one.form) for how, fill in AT_ONCE.items()})
    attack.assert_no_faults()


def test_no_form_is_taken_without_its_token_or_from_another_site(
    case: Played, met: tuple[list[Met], set[str]]
) -> None:
    attack = Attack(case)
    for one in met[0]:
        if one.form.method == "post":
            attack.send_without_token(one)
    attack.assert_no_faults()


def test_a_second_tap_on_any_button_makes_nothing_more(case: Played, met: tuple[list[Met], set[str]]) -> None:
    attack = Attack(case)
    for one in met[0]:
        if one.form.method == "post":
            attack.press_twice(one)
    attack.assert_no_faults()


@pytest.mark.slow
def test_every_field_by_itself_answers_every_kind_of_bad_input_with_a_page(
    case: Played, met: tuple[list[Met], set[str]]
) -> None:
    attack = Attack(case)
    for one in met[0]:
        for text in ONE_BY_ONE:
            sent = enumerate(one.form.one_by_one(text))
            attack.send_all(one, {f"{text[:12]!r} in field {number}": values for number, values in sent})
    attack.assert_no_faults()
