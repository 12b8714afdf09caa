"""Phone numbers as people write them."""

import pytest

from netwerkberaad.cases import BadPhoneError, clean_phone, comparable_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 - 00 00 01 20", "+31600000120"),
        ("0118 000130", "+31118000130"),
        ("+1 (000) 000-620", "+1000000620"),
        ("", ""),
    ],
)
def test_a_number_is_kept_in_one_notation_also_when_no_number_plan_knows_it(typed: str, kept: str) -> None:
    assert clean_phone(typed) == kept
    assert comparable_phone(typed) == comparable_phone(kept)


@pytest.mark.parametrize("typed", ["112", "06-1234", "+31 6 12", "+1 22", "bel maar"])
def test_what_cannot_be_a_number_is_refused(typed: str) -> None:
    with pytest.raises(BadPhoneError):
        clean_phone(typed)
