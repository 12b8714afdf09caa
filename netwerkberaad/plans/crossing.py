"""Whether a line may cross what its owner cannot do: read from days, the last day and the words themselves. Advice alone."""

import re
from datetime import date

from netwerkberaad.plans.model import Every

_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_SETS = {"weekend": frozenset({5, 6}), "doordeweeks": frozenset(range(5)), "schooldag": frozenset(range(5))}
_ALL = frozenset(range(7))
_ONLY = re.compile(r"\b(?:alleen|enkel|slechts)\b")
_WORD = re.compile(r"[^\W\d_]{6,}")
_COMMON = frozenset(
    "alleen altijd daarna daarom eerste iedere kunnen langer moeten misschien niemand niets omdat sommige tussen "
    "vanaf verder volgende waarom wanneer weken worden zonder".split()
)


def crosses(
    limit: str, until: date | None, *, words: str, first: date | None, every: Every | None, today: date
) -> bool:
    """Whether what is promised may fall within what somebody cannot do.

    A limit 'until' a day is none any more for a promise that begins on that day or later. One that names days is held against
    the days of the promise ('alleen op zaterdag' the other way round). Else a last day, or a telling word in both, is enough.
    """
    said, promised = limit.casefold(), words.casefold()
    if until is not None and (first or today) >= until:
        return False
    named = _days_in(said)
    if named:
        days = _days_of(promised, first, every)
        return bool(days - named if _ONLY.search(said) else days & named)
    return until is not None or bool(_telling(said) & _telling(promised))


def _days_in(words: str) -> frozenset[int]:
    found = {number for number, day in enumerate(_DAYS) if day in words}
    return frozenset(found).union(*(days for word, days in _SETS.items() if word in words))


def _days_of(words: str, first: date | None, every: Every | None) -> frozenset[int]:
    named = _days_in(words)
    if named:
        return named
    if every is Every.DAY:
        return _ALL
    return frozenset({first.weekday()}) if first is not None and every is not Every.MONTH else frozenset()


def _telling(words: str) -> set[str]:
    return set(_WORD.findall(words)) - _COMMON
