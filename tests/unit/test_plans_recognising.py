"""What is recognised in a sentence that somebody types at the table. Today is Thursday 26 March 2026."""

import uuid
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwerkberaad.plans import Every, Known, Proposal, recognise

TODAY = date(2026, 3, 26)
JOKE, KEES, SEM, JAN, OTHER_JAN = (uuid.UUID(int=number) for number in range(1, 6))
PEOPLE = (
    Known(JOKE, ("Joke", "Joke de Nooijer", "oma Joke")),
    Known(KEES, ("Kees", "Kees van 't Hof")),
    Known(SEM, ("Sem",)),
    Known(JAN, ("Jan",)),
    Known(OTHER_JAN, ("Jan",)),
)
TUESDAY, FRIDAY = date(2026, 3, 31), date(2026, 3, 27)


def _read(text: str, speaker: uuid.UUID | None = None) -> tuple[Proposal, ...]:
    return recognise(text, PEOPLE, today=TODAY, speaker=speaker)


@pytest.mark.parametrize(
    ("text", "owners", "left"),
    [
        ("Joke: ik breng Sem op school.", (JOKE,), "Ik breng Sem op school."),
        ("Joke en Kees: wij brengen Sem.", (JOKE, KEES), "Wij brengen Sem."),
        ("joke de nooijer brengt Sem", (JOKE,), "joke de nooijer brengt Sem"),
        ("Oma Joke brengt Sem", (JOKE,), "Oma Joke brengt Sem"),
        ("Joke en Kees brengen Sem", (JOKE, KEES), "Joke en Kees brengen Sem"),
        ("Kees van 't Hof: ik bel", (KEES,), "Ik bel"),
    ],
)
def test_who_does_it_is_recognised(text: str, owners: tuple[uuid.UUID, ...], left: str) -> None:
    (found,) = _read(text)
    assert (found.owners, found.text, found.guessed) == (owners, left, False)


@pytest.mark.parametrize(
    "text",
    ["Jan: ik breng Sem.", "Piet: ik bel.", "Joke en Piet: wij bellen.", "Ik breng Sem.", "", "Let op: dit"],
)
def test_a_name_of_two_people_or_of_nobody_proposes_nobody(text: str) -> None:
    assert _read(text) == ()


def test_ik_may_be_who_spoke_before_and_the_proposal_says_so() -> None:
    (found,) = _read("Ik breng Sem.", speaker=JOKE)
    assert found.owners == (JOKE,)
    assert found.guessed


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("op dinsdag", [(Every.WEEK, TUESDAY), (None, TUESDAY)]),
        ("elke dinsdag", [(Every.WEEK, TUESDAY)]),
        ("iedere week op dinsdag", [(Every.WEEK, TUESDAY)]),
        ("dinsdags", [(Every.WEEK, TUESDAY)]),
        ("om de week op dinsdag", [(Every.TWO_WEEKS, TUESDAY)]),
        ("om de dinsdag", [(Every.TWO_WEEKS, TUESDAY)]),
        ("komende dinsdag", [(None, TUESDAY)]),
        ("volgende week vrijdag", [(None, date(2026, 4, 3))]),
        ("elke donderdag", [(Every.WEEK, date(2026, 4, 2))]),
        ("elke avond", [(Every.DAY, FRIDAY)]),
        ("elke morgen", [(Every.DAY, FRIDAY)]),
        ("wekelijks", [(Every.WEEK, date(2026, 4, 2))]),
        ("elke maand", [(Every.MONTH, date(2026, 4, 26))]),
        ("morgen", [(None, FRIDAY)]),
        ("vanavond", [(None, TODAY)]),
        ("deze week", [(None, date(2026, 3, 29))]),
        ("volgende week", [(None, date(2026, 4, 5))]),
        ("op 3 april", [(None, date(2026, 4, 3))]),
        ("op 3 maart", [(None, date(2027, 3, 3))]),
        ("op 31 april", []),
        ("op dinsdag en donderdag", []),
        ("als het nodig is", []),
    ],
)
def test_when_it_happens_is_recognised(text: str, readings: list[tuple[Every | None, date]]) -> None:
    found = _read(f"Ik breng Sem {text}.")
    assert [(one.every, one.first) for one in found] == readings


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("om 8 uur", time(8)),
        ("om 8.30 uur", time(8, 30)),
        ("om 19:15", time(19, 15)),
        ("om acht uur 's avonds", time(20)),
        ("om half acht", time(7, 30)),
        ("om half een", time(12, 30)),
        ("om 25 uur", None),
    ],
)
def test_the_time_of_day_goes_with_the_day(text: str, at: time | None) -> None:
    assert _read(f"Ik breng Sem elke dinsdag {text}.")[0].at == at


def test_the_end_of_a_rhythm_is_recognised() -> None:
    (found,) = _read("Ik breng Sem elke dinsdag tot en met 30 juni.")
    assert (found.first, found.until) == (TUESDAY, date(2026, 6, 30))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Joke: ik breng Sem, Kees kijkt mee.", "Ik breng Sem"),
        ("Joke: ik breng Sem en Kees kijkt mee", "Ik breng Sem"),
        ("Joke: ik breng Sem. Kees kijkt mee.", "Ik breng Sem."),
    ],
)
def test_who_looks_along_is_recognised_and_taken_out_of_the_words(text: str, left: str) -> None:
    (found,) = _read(text)
    assert (found.owners, found.checker, found.text) == ((JOKE,), KEES, left)


@given(st.text(max_size=120), st.dates(date(2000, 1, 1), date(2150, 1, 1)))
def test_whatever_is_typed_nothing_is_proposed_in_the_past_or_without_something_recognised(
    text: str, today: date
) -> None:
    for found in recognise(text, PEOPLE, today=today):
        assert found.owners or found.checker or found.first
        assert found.first is None or found.first >= today or str(found.first.year) in text
