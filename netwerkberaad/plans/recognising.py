"""What a sentence tells: who does it, on which day or in which rhythm, at what time and who looks along.

Whoever types 'Joke: ik breng Sem op dinsdag' need not choose Joke and the rhythm again. Everything here is a proposal
that somebody accepts; where a sentence can mean two things there are two proposals. Dutch only; pure.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from netwerkberaad.plans.model import Every
from netwerkberaad.plans.moments import Timing, time_in, timings_in, until_in

_COLON = re.compile(r"^\s*([^:.;]{2,60}):\s*(?=\S)")
_BEGINS = re.compile(r"^\W*(ik|wij|we)\b")
_AND = re.compile(r"\s*(?:,|\ben\b|&|\+)\s*")
_LOOKS = re.compile(r"\b(?:kijkt|kijken|checkt)\s+(?:er\s+)?mee\b\s*[.]?|\bchecken?t?\s+het\b\s*[.]?")
_LOOSE_END = re.compile(r"(?:[\s,;]+en|[\s,;]+)\s*$")
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who can be named, with every way in which people name them."""

    id: uuid.UUID
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One reading of a sentence. ``text`` is what is left to promise; the rest is None where nothing was said of it.

    ``guessed`` says that 'ik' was taken for who spoke before.
    """

    text: str
    owners: tuple[uuid.UUID, ...] = ()
    checker: uuid.UUID | None = None
    every: Every | None = None
    first: date | None = None
    at: time | None = None
    until: date | None = None
    guessed: bool = False


def recognise(
    text: str, people: Sequence[Known], *, today: date, speaker: uuid.UUID | None = None
) -> tuple[Proposal, ...]:
    """The readings of a sentence, the likeliest first; none when nothing was recognised. ``speaker`` is who 'ik' may be."""
    names = _names(people)
    base = _who(text.strip(), names, speaker)
    base = _checker(base, names)
    words = base.text.casefold()
    timings = timings_in(words, today) or (Timing(),)
    at, until = time_in(words), until_in(words, today)
    found = [
        replace(base, every=one.every, first=one.first, at=at if one.first else None, until=_last(one, until))
        for one in timings
    ]
    nothing = Proposal(text.strip())
    return tuple(proposal for proposal in found if replace(proposal, text=text.strip()) != nothing)


def _last(timing: Timing, until: date | None) -> date | None:
    return until if until and timing.every and timing.first and until > timing.first else None


def _names(people: Sequence[Known]) -> dict[str, uuid.UUID]:
    """Who is meant by a name. A name of two people means neither."""
    meant: dict[str, set[uuid.UUID]] = {}
    for person in people:
        for name in person.names:
            if name.strip():
                meant.setdefault(name.strip().casefold(), set()).add(person.id)
    return {name: ids.pop() for name, ids in meant.items() if len(ids) == 1}


def _who(text: str, names: dict[str, uuid.UUID], speaker: uuid.UUID | None) -> Proposal:
    colon = _COLON.match(text)
    if colon and (owners := _listed(colon[1], names)):
        rest = text[colon.end() :]
        return Proposal(rest[:1].upper() + rest[1:], owners)
    if _BEGINS.match(text.casefold()):
        guessed = speaker is not None
        return Proposal(text, (speaker,) if speaker else (), guessed=guessed)
    return Proposal(text, _subject(text, names))


def _listed(text: str, names: dict[str, uuid.UUID]) -> tuple[uuid.UUID, ...]:
    """The people in 'Joke en Kees'; nobody when one of them is unknown."""
    found = [names.get(part.strip().casefold()) for part in _AND.split(text) if part.strip()]
    known = [one for one in found if one is not None]
    return tuple(dict.fromkeys(known)) if known and len(known) == len(found) else ()


def _subject(text: str, names: dict[str, uuid.UUID]) -> tuple[uuid.UUID, ...]:
    """Who stands at the beginning: 'Joke brengt …' or 'Joke en Kees brengen …'; nobody when a stranger stands there too."""
    words = text.split()
    for length in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
        owners = _listed(" ".join(words[:length]), names)
        if owners:
            goes_on = {words[length - 1].casefold(), words[length].casefold()} & {"en", "&", "+"}
            return () if goes_on or words[length - 1].endswith(",") else owners
    return ()


def _checker(found: Proposal, names: dict[str, uuid.UUID]) -> Proposal:
    """'…, Kees kijkt mee': who looks along, taken out of the words."""
    looks = _LOOKS.search(found.text)
    if looks is None:
        return found
    before = found.text[: looks.start()].rstrip()
    words = before.split(" ")
    for length in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
        name = " ".join(words[-length:])
        checker = names.get(name.casefold())
        if checker is not None:
            kept = _LOOSE_END.sub("", before[: len(before) - len(name)])
            rest = f"{kept} {found.text[looks.end() :].strip()}".strip()
            return replace(found, text=rest, checker=checker)
    return found
