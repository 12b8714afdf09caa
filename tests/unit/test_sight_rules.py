"""What somebody sees: never more than each hoofdpersoon opened, and never a secret address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwerkberaad.cases.sight.rules import CLOSED, Opened, SharedPart, at_most, conceal, narrowest

ADDRESS = "Duinroosgang 8, 4350 ZZ Veere"
decisions = st.lists(
    st.builds(
        Opened,
        attendance=st.booleans(),
        contact=st.booleans(),
        venue=st.booleans(),
        commitments=st.booleans(),
        needs=st.booleans(),
        plan=st.sampled_from(SharedPart),
    ),
    max_size=4,
)
ITEMS = ("attendance", "contact", "venue", "commitments", "needs")
PARTS = [SharedPart.NOTHING, SharedPart.OWN, SharedPart.WHOLE]


@given(decisions)
def test_no_more_is_open_than_each_of_them_opened(said: list[Opened]) -> None:
    seen = narrowest(said)
    for item in ITEMS:
        assert getattr(seen, item) == (bool(said) and all(getattr(one, item) for one in said))
    for one in said:
        assert PARTS.index(seen.plan) <= PARTS.index(one.plan)


def test_of_nobody_everything_is_closed_and_the_place_belongs_to_being_asked() -> None:
    assert narrowest([]) == CLOSED
    assert [item for item in ITEMS if getattr(Opened(), item)] == ["venue"]
    assert Opened().named
    assert Opened().plan is SharedPart.NOTHING


@pytest.mark.parametrize("part", PARTS)
def test_a_consent_that_is_missing_leaves_the_own_part_at_most(part: SharedPart) -> None:
    seen = at_most(Opened(plan=part, commitments=True), SharedPart.OWN)
    assert PARTS.index(seen.plan) <= PARTS.index(SharedPart.OWN)
    assert seen.commitments == (part is not SharedPart.WHOLE)


@pytest.mark.parametrize(
    "text",
    [
        "Wij slapen op Duinroosgang 8.",
        "duinroosgang 8 in Veere",
        "Postcode 4350ZZ",
        "Aan de Duinroosgang",
        "4350 zz",
    ],
)
def test_a_secret_address_is_in_no_notation_in_a_text(text: str) -> None:
    cleaned = conceal(text, [ADDRESS]).casefold()
    assert "duinroos" not in cleaned
    assert "4350" not in cleaned


@given(st.text(alphabet="abc 123,\n", max_size=30))
def test_texts_without_the_address_stay_as_they_are(text: str) -> None:
    assert conceal(text, [ADDRESS]) == text
    assert conceal(text, []) == text
