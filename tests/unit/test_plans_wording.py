"""Advice on how a promise reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwerkberaad.plans import Advice, advice


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ik breng Sem op dinsdag naar school.", ()),
        ("Wij eten op zondag samen.", ()),
        ("'Ik bel haar elke avond'", ()),
        ("", ()),
        ("   ", ()),
        ("Sem naar school brengen", (Advice.SAY_I,)),
        ("Joke brengt Sem op dinsdag.", (Advice.SAY_I,)),
        ("Er wordt contact opgenomen met school.", (Advice.PASSIVE,)),
        ("Ik bel als er gebeld wordt.", ()),
        ("Ik zal proberen te bellen.", (Advice.VAGUE,)),
        ("Ik kook op maandag; ik was op dinsdag.", (Advice.SEVERAL,)),
        ("Ik kook op maandag en ik was op dinsdag.", (Advice.SEVERAL,)),
        ("Ik haal brood en melk.", ()),
        ("Ik stem dit af met het traject.", (Advice.OFFICIAL,)),
        ("De cliënt dient zorg te dragen", (Advice.SAY_I, Advice.OFFICIAL)),
        ("Ik " + "loop " * 26, (Advice.LONG,)),
    ],
)
def test_advice_names_what_could_be_said_better(text: str, expected: tuple[Advice, ...]) -> None:
    assert advice(text) == expected


@given(st.text(max_size=200))
def test_whatever_was_typed_gets_an_answer_and_each_advice_once(text: str) -> None:
    found = advice(text)
    assert len(found) == len(set(found))
