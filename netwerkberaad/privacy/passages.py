"""Sentences in what is kept about somebody that name somebody else in the case: what an officer looks at before a copy.

Avg art. 15(4): a copy must not harm the rights of others.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from netwerkberaad.cases import Person

_BETWEEN = re.compile(r"((?<=[.!?…])\s+|\s*\n\s*)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and whether it names somebody else; ``number`` is its place in the text."""

    number: int
    text: str
    names_others: bool


def sentences_in(text: str, others: re.Pattern[str] | None) -> list[Sentence]:
    """The sentences of a text, in order."""
    parts = _BETWEEN.split(text)[::2]
    return [
        Sentence(number, part, others is not None and others.search(part) is not None)
        for number, part in enumerate(parts)
    ]


def without(text: str, numbers: Collection[int], instead: str) -> str:
    """A text with other words instead of these sentences."""
    parts = _BETWEEN.split(text)
    return "".join(
        instead if place % 2 == 0 and place // 2 in numbers else part for place, part in enumerate(parts)
    )


def names_of_others(person: Person, people: Sequence[Person]) -> re.Pattern[str] | None:
    """Whatever calls somebody else in the case, as whole words; what this person is called too is left out."""
    words = {word for other in people if other.id != person.id for word in _called(other)} - _called(person)
    if not words:
        return None
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)", re.IGNORECASE)


def _called(person: Person) -> set[str]:
    name = person.name
    return {
        word
        for word in (name.full, name.short, name.first, name.called, name.last, name.surname)
        if len(word) > 1
    }
