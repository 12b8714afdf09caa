"""The copy somebody gets: every fact with its heading, why it is kept and since when, without what is about others."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from netwerkberaad.cases import Person
from netwerkberaad.flows.own_record import Fact
from netwerkberaad.foundation.documents import local
from netwerkberaad.privacy import Sentence, names_of_others, sentences_in, without
from netwerkberaad.web.kit.record_words import LABELS, grouped, spoken
from netwerkberaad.web.templating import language

_CAREFUL = frozenset({"case_file.referral.safety"})
"""Looked at sentence by sentence, also where nobody is named."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that is, or may be, about somebody else."""

    fact: Fact
    sentence: Sentence

    @property
    def key(self) -> str:
        """What tells this passage from all others; another text has another key."""
        place = f"{self.fact.key}/{self.sentence.number}/{self.sentence.text}"
        return hashlib.sha256(place.encode()).hexdigest()[:32]

    @property
    def label(self) -> str:
        """In which part of the copy it stands."""
        return str(LABELS[self.fact.place])


def passages_of(facts: Sequence[Fact], *, person: Person, people: Sequence[Person]) -> list[Passage]:
    """Every sentence to look at before a copy is handed over."""
    others = names_of_others(person, people)
    return [
        Passage(fact, sentence)
        for fact in facts
        if isinstance(fact.value, str)
        for sentence in sentences_in(fact.value, others)
        if sentence.names_others or fact.place in _CAREFUL
    ]


def copy_text(facts: Sequence[Fact], *, person: Person, left_out: Collection[Passage], now: datetime) -> str:
    """The copy as JSON."""
    gone: dict[str, set[int]] = {}
    for passage in left_out:
        gone.setdefault(passage.fact.key, set()).add(passage.sentence.number)
    parts = [
        {
            "heading": title,
            "why": why,
            "facts": [
                {
                    "what": str(LABELS[fact.place]),
                    "value": _shown(fact, gone.get(fact.key, set())),
                    "since": local(fact.at).date().isoformat() if fact.at else None,
                }
                for fact in found
            ],
        }
        for title, why, found in grouped(list(facts))
    ]
    content = {
        "about": person.name.full,
        "language": language(),
        "made": local(now).date().isoformat(),
        "left_out": len(left_out),
        "parts": parts,
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _shown(fact: Fact, gone: set[int]) -> str:
    if not gone or not isinstance(fact.value, str):
        return spoken(fact.place, fact.value)
    return without(fact.value, gone, gettext("[weggelaten: gaat over iemand anders]"))
