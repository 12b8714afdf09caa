"""Aanmelden at the desk: the steps, people one by one and pasted, the kept draft, and the receipt."""

import pytest

from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk

ABOUT = {"words": "Wij maken steeds ruzie.", "change": "Rust.", "municipality": "Middelburg"}


@pytest.fixture
def referrer(desk: Desk) -> Visitor:
    """The sociaal werker."""
    return desk.sign_in(desk.world.referrer)


def _second_step(referrer: Visitor) -> Page:
    first = referrer.submit(referrer.get("/aanmeldingen"), "Vraag een beraad aan")
    return referrer.submit(first, "Verder", ABOUT)


def test_a_request_goes_step_by_step_to_its_receipt(referrer: Visitor) -> None:
    people = _second_step(referrer)
    more = referrer.submit(people, "Nog iemand", {"people-0-first": "  Marloes "})
    practical = referrer.submit(more, "Verder", {"people-1-first": "Rik"})
    invitees = referrer.submit(practical, "Verder", {"unsafe": "nobody"})
    read = referrer.submit(invitees, "Lees de lijst", {"pasted": "Joke Wisse; oma; joke@example.nl"})
    last = referrer.submit(read, "Neem over")
    assert "Marloes" in last.text
    assert "Joke Wisse" in last.text
    receipt = referrer.submit(last, "Verstuur de aanmelding")
    assert receipt.h1 == "Marloes en Rik"
    assert "belt u vóór" in receipt.text


def test_what_was_typed_is_there_when_one_comes_back_later(referrer: Visitor) -> None:
    people = _second_step(referrer)
    listed = referrer.submit(
        people, "Bewaar en ga later verder", {"people-0-first": "Marloes", "people-0-phone": "06 12345678"}
    )
    first = referrer.get(listed.link("Marloes"))
    again = referrer.submit(first, "Verder")
    (form,) = [form for form in again.forms if "people-0-first" in form.values]
    assert form.values["people-0-first"] == ["Marloes"]
    assert form.values["people-0-phone"] == ["06 12 34 56 78"]
