"""What somebody cannot do, held against a line: days, a last day, and the words themselves."""

from datetime import date

import pytest

from netwerkberaad.plans import Every, crosses

MONDAY = date(2026, 3, 23)
WEDNESDAY, SATURDAY = date(2026, 3, 25), date(2026, 3, 28)
LATER = date(2026, 4, 20)


@pytest.mark.parametrize(
    ("limit", "words", "first", "every", "crossed"),
    [
        ("Niet in het weekend, dan werk ik.", "Ik kook.", SATURDAY, None, True),
        ("Niet in het weekend, dan werk ik.", "Ik kook.", WEDNESDAY, Every.WEEK, False),
        ("Niet in het weekend, dan werk ik.", "Ik bel hem.", MONDAY, Every.DAY, True),
        ("Geen woensdag.", "Ik haal de kinderen op woensdag.", None, None, True),
        ("Alleen op zaterdag.", "Ik kook op woensdag.", None, None, True),
        ("Alleen op zaterdag.", "Ik kook.", SATURDAY, Every.WEEK, False),
        ("Geen lijfelijke verzorging.", "Ik doe de verzorging.", None, None, True),
        ("Geen lijfelijke verzorging.", "Ik kook.", WEDNESDAY, None, False),
    ],
)
def test_days_and_telling_words_are_compared(
    limit: str, words: str, first: date | None, every: Every | None, crossed: bool
) -> None:
    assert crosses(limit, None, words=words, first=first, every=every, today=MONDAY) is crossed


def test_until_a_day_everything_before_it_may_cross_and_nothing_from_then_on() -> None:
    def beyond(first: date | None) -> bool:
        return crosses("Niet tillen.", LATER, words="Ik help.", first=first, every=None, today=MONDAY)

    assert [beyond(None), beyond(SATURDAY), beyond(LATER)] == [True, True, False]
