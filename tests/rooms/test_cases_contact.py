"""Phone numbers as people write them, and the hours in which nobody calls."""

from datetime import date, time

import pytest

from netwerkberaad.cases import BadPhoneError, ContactData, clean_phone, comparable_phone
from netwerkberaad.cases.contact import clean_contact, quiet_until
from netwerkberaad.cases.errors import BadHoursError
from netwerkberaad.foundation.documents import from_local

DAY = date(2026, 3, 29)
"""The clock goes forward in its night."""


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


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(12, 59, False), (13, 0, True), (14, 29, True), (14, 30, False)]
)
def test_who_is_not_called_at_these_hours_is_called_after_them(hour: int, minute: int, quiet: bool) -> None:
    contact = ContactData(quiet_from="13:00", quiet_until="14:30")
    until = quiet_until(contact, from_local(DAY, time(hour, minute)))
    assert until == (from_local(DAY, time(14, 30)) if quiet else None)
    assert quiet_until(ContactData(), from_local(DAY, time(hour, minute))) is None


@pytest.mark.parametrize(("begins", "ends"), [("13:00", ""), ("", "14:30"), ("22:00", "07:00")])
def test_hours_without_an_end_after_their_beginning_are_refused(begins: str, ends: str) -> None:
    with pytest.raises(BadHoursError):
        clean_contact(ContactData(quiet_from=begins, quiet_until=ends))
