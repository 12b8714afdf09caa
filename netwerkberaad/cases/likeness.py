"""Whether a name as somebody wrote it means a person: surely, perhaps, or not.

Case, accents, infixes, double last names and the order of the parts do not matter. What is sure blocks; what is only
alike is for a gespreksleider to look at.
"""

import re
from enum import IntEnum
from itertools import pairwise

from netwerkberaad.cases.contact import INFIXES, comparable_name
from netwerkberaad.cases.people import PersonName

_TITLES = frozenset("meneer mevrouw mevr mw dhr hr oma opa oom tante".split())
_LITTLE = frozenset(comparable_name(word) for word in INFIXES) - {""}
_SHORT_INFIX = re.compile(r"\bv d\b")
_LONG_ENOUGH = 4
"""Letters from which one letter more or less is a slip of the pen and not another name."""


class Likeness(IntEnum):
    """How far a written name is that of a person."""

    NONE = 0
    ALIKE = 1
    SAME = 2


def likeness(written: str, name: PersonName) -> Likeness:
    """How far what was written is the name of this person. A single first name means everybody who is called so."""
    words = _words(written)
    if not words:
        return Likeness.NONE
    firsts = [found for found in (_words(name.first), _words(name.called)) if found]
    last = _words(name.last)
    wholes = [found for first in firsts or [[]] for found in (first, first + last) if found]
    wholes.append(_words(name.full))
    if any(sorted(words) == sorted(whole) for whole in wholes):
        return Likeness.SAME
    return Likeness.ALIKE if _alike(words, firsts, last) else Likeness.NONE


def _alike(words: list[str], firsts: list[list[str]], last: list[str]) -> bool:
    if last and words == last:
        return True
    if not last:
        return any(_resembles(words[0], first[0]) or words[-1:] == first for first in firsts)
    rest = _without_last(words, last)
    if rest is None:
        return False
    return not firsts or not rest or any(_resembles(rest[0], first[0]) for first in firsts)


def _without_last(words: list[str], last: list[str]) -> list[str] | None:
    """What is left of the words without the last name, or without half of a double one; None when it is not in them."""
    found = [word for word in words if any(_slip(word, part) for part in last)]
    return [word for word in words if word not in found] if found else None


def _resembles(one: str, other: str) -> bool:
    """An initial, a short form, or a slip of the pen."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) or _slip(short, long)


def _slip(one: str, other: str) -> bool:
    """Whether two words are the same but for one letter, or two that changed places."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < _LONG_ENOUGH or len(long) - len(short) > 1:
        return False
    if len(short) == len(long):
        wrong = [place for place, pair in enumerate(zip(short, long, strict=True)) if pair[0] != pair[1]]
        return len(wrong) == 1 or (
            [after - place for place, after in pairwise(wrong)] == [1]
            and (short[wrong[0]], short[wrong[1]]) == (long[wrong[1]], long[wrong[0]])
        )
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def _words(text: str) -> list[str]:
    """The words that count: no infixes and titles, unless nothing else is left."""
    words = _SHORT_INFIX.sub("van", comparable_name(text)).split()
    counting = [word for word in words if word not in _LITTLE and word not in _TITLES]
    return counting or words
