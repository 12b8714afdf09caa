"""Whom nobody asked yet: questions that open a door, from what is still empty in the circle (Sociale Netwerk Strategie).

'Who can help?' closes a door; 'who came to the last birthday?' opens one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from netwerkberaad.cases.contact import comparable_name
from netwerkberaad.cases.model import Case, CircleWords
from netwerkberaad.cases.people import Person, PersonKind, Quadrant
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core import audit

WORDS_WRITTEN = audit.declare("circle.words_written", "case")
_CLOSE = 2


class Question(StrEnum):
    """A question about a part of life. The order is the order in which they are asked."""

    NIGHT = "night"
    GRANDPARENTS = "grandparents"
    SIBLINGS = "siblings"
    AUNTS = "aunts"
    FRIENDS = "friends"
    NEIGHBOURS = "neighbours"
    WORK = "work"
    SCHOOL = "school"
    CHILDREN = "children"
    SPORT = "sport"
    FAITH = "faith"
    FORMER = "former"
    BIRTHDAY = "birthday"
    CARES_FOR = "cares_for"


@dataclass(frozen=True, slots=True)
class Around:
    """What the questions need to know of somebody in the circle."""

    relation: str
    quadrant: Quadrant
    ring: int = _CLOSE
    kind: PersonKind = PersonKind.NAASTE


_SAID = {
    Question.GRANDPARENTS: r"oma|opa|grootouder|grootmoeder|grootvader|overgrootmoeder",
    Question.SIBLINGS: r"\w*broer|\w*zus|\w*zusje|\w*broertje|tweeling",
    Question.AUNTS: r"tante|oom|neef|nicht|peet\w*",
    Question.FRIENDS: r"vriend\w*|maatje|huisgenoot",
    Question.NEIGHBOURS: r"buur\w*|buren|overbuur\w*|buurtgenoot|oppas",
    Question.WORK: r"collega|oud collega|baas|chef|werkgever|ploegmaat|leidinggevende",
    Question.SCHOOL: r"juf|meester|leraar|lerares|docent|mentor|klasgenoot|school\w*|ib er",
    Question.SPORT: r"\w*trainer|\w*coach|teamgenoot|\w*club|\w*vereniging|sport\w*|scouting",
    Question.FAITH: r"dominee|pastoor|pastor|imam|kerk\w*|moskee\w*|gemeentelid|ouderling|voorganger",
    Question.FORMER: r"oud \w+|vroegere?|voormalig\w*",
}
"""Words in a relation that show a question was answered."""
_QUADRANTS = {
    Question.FRIENDS: Quadrant.FRIENDS,
    Question.NEIGHBOURS: Quadrant.FRIENDS,
    Question.WORK: Quadrant.WORK_SCHOOL_CLUBS,
    Question.SPORT: Quadrant.WORK_SCHOOL_CLUBS,
    Question.GRANDPARENTS: Quadrant.FAMILY,
    Question.AUNTS: Quadrant.FAMILY,
}
_ONLY_WITH_CHILDREN = frozenset({Question.SCHOOL, Question.CHILDREN})


def questions_to_ask(around: Sequence[Around], *, children: bool) -> tuple[Question, ...]:
    """What to ask still: first of quarters of life where nobody stands, then of relations that nobody has.

    ``children`` tells whether there are children in the case. There is always something to ask.
    """
    relations = [comparable_name(one.relation) for one in around]
    empty = set(Quadrant) - {one.quadrant for one in around}
    close = any(one.ring == 1 and one.kind is PersonKind.NAASTE for one in around)
    left = [
        question
        for question in Question
        if (children or question not in _ONLY_WITH_CHILDREN)
        and not (question is Question.NIGHT and close)
        and not (
            question in _SAID and any(re.search(rf"\b(?:{_SAID[question]})\b", one) for one in relations)
        )
    ]
    return tuple(sorted(left, key=lambda question: _QUADRANTS.get(question) not in empty))


def around_of(members: Sequence[Person]) -> list[Around]:
    """The people of a circle, as the questions need them."""
    return [Around(one.about.relation, one.about.quadrant, one.about.ring, one.kind) for one in members]


def write_words(
    session: Session, actor: Actor, *, case: Case, words: CircleWords, now: datetime
) -> CircleWords:
    """Write down what is strong, and who is missing."""
    case.circle_words = words
    audit.record(session, actor.entry(WORDS_WRITTEN, now=now, case_id=case.id, object_id=case.id))
    return words
