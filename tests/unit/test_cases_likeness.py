"""Whether a written name means a person: what is surely the same, what is only alike, and what is somebody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwerkberaad.cases import PersonName
from netwerkberaad.cases.likeness import Likeness, likeness

_SAMIRA = PersonName(first="Samira", infix="van der", last="Wóude", called="Sam")
_FIRSTS = st.sampled_from(["Samira", "Redouan", "Zoë", "Łukasz", "Ayşe", "Jan-Peter", "Désirée"])
_LASTS = st.sampled_from(["Woude", "Bakkali", "Müller", "Öztürk", "Wisse-Jansen", "Nooijer"])
_INFIXES = st.sampled_from(["", "van", "van der", "de", "'t", "el"])
_NAMES = st.builds(PersonName, first=_FIRSTS, infix=_INFIXES, last=_LASTS)
_ACCENTS = str.maketrans("öüëéşóŁ", "oueesoL")


@pytest.mark.parametrize(
    "written",
    [
        "Samira van der Woude",
        "samira woude",
        "SAMIRA V.D. WOUDE",
        "van der Woude, Samira",
        "Mevrouw Samira van der Wóude",
        "Sam Woude",
        "sam",
        "Samira",
    ],
)
def test_another_notation_is_the_same_name(written: str) -> None:
    assert likeness(written, _SAMIRA) is Likeness.SAME


@pytest.mark.parametrize(
    "written",
    ["S. van der Woude", "Woude", "Samira Wouda", "Samria Woude", "Samira Woude-Jansen", "Sa Woude"],
)
def test_a_name_that_may_be_the_same_is_alike(written: str) -> None:
    assert likeness(written, _SAMIRA) is Likeness.ALIKE


@pytest.mark.parametrize("written", ["", "  ", "Fatiha van der Woude", "Kees de Nooijer", "Kees", "van der"])
def test_another_name_is_not_alike(written: str) -> None:
    assert likeness(written, _SAMIRA) is Likeness.NONE


def test_a_last_name_alone_blocks_nobody_of_the_family() -> None:
    assert likeness("Bakkali", PersonName(first="Fatiha", last="Bakkali")) is Likeness.ALIKE


@given(_NAMES, _INFIXES, st.booleans(), st.booleans(), st.booleans())
def test_infix_case_accents_and_order_never_let_a_name_through(
    name: PersonName, infix: str, loud: bool, plain: bool, turned: bool
) -> None:
    parts = [name.last, infix, name.first] if turned else [name.first, infix, name.last]
    written = "  ".join(part for part in parts if part)
    written = written.upper() if loud else written.lower()
    assert likeness(written.translate(_ACCENTS) if plain else written, name) is Likeness.SAME


@given(_NAMES)
def test_an_initial_warns_and_does_not_block(name: PersonName) -> None:
    assert likeness(f"{name.first[0]}. {name.last}", name) is Likeness.ALIKE


@given(_NAMES, _NAMES)
def test_two_people_with_nothing_in_common_are_not_alike(one: PersonName, other: PersonName) -> None:
    if one.first != other.first and one.last != other.last:
        assert likeness(f"{one.first} {one.last}", other) is Likeness.NONE


@given(st.text(), _NAMES)
def test_any_text_has_an_answer(written: str, name: PersonName) -> None:
    assert likeness(written, name) in Likeness
