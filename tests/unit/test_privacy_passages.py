"""Sentences that name somebody else, and a text without them."""

import re

from netwerkberaad.privacy import sentences_in, without

OTHERS = re.compile(r"(?<!\w)(?:Marloes|Rik)(?!\w)", re.IGNORECASE)


def test_only_the_sentences_that_name_somebody_else_are_marked() -> None:
    text = "Ik kom. MARLOES ook! Rikkert niet?\nEn Rik’s fiets"
    assert [one.names_others for one in sentences_in(text, OTHERS)] == [False, True, False, True]
    assert [one.number for one in sentences_in(text, OTHERS)] == [0, 1, 2, 3]


def test_what_is_left_out_leaves_the_rest_as_it_was() -> None:
    text = "Ik kom.  Marloes ook.\n\nTot dan."
    assert without(text, {1}, "[…]") == "Ik kom.  […]\n\nTot dan."
    assert without(text, set(), "[…]") == text
    assert [one.text for one in sentences_in("", None)] == [""]
