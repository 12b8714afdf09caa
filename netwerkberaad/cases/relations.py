"""What a relation in plain words tells of somebody: naaste or professional, and where on the network map.

A guess that saves a choice; whoever sees the list can change it.
"""

import re
from dataclasses import dataclass

from netwerkberaad.cases.contact import comparable_name
from netwerkberaad.cases.people import PersonKind, Quadrant


@dataclass(frozen=True, slots=True)
class Guess:
    """Where somebody probably belongs. ``ring`` 1 is closest, 4 services."""

    kind: PersonKind
    quadrant: Quadrant
    ring: int


_NAASTE, _PROFESSIONAL = PersonKind.NAASTE, PersonKind.PROFESSIONAL

_GUESSES: tuple[tuple[re.Pattern[str], Guess], ...] = tuple(
    (re.compile(rf"\b(?:{words})"), guess)
    for words, guess in (
        (
            (
                r"juf|meester|leraar|lerares|docent|leerkracht|mentor\b|intern begeleider|huisarts|arts\b|wijkagent|"
                r"politie|jongerenwerk|verpleegkundige|wijkverpleg|bewindvoerder|maatschappelijk|sociaal werker|jeugdwerker|"
                r"jeugdbeschermer|voogd|gezinsvoogd|hulpverlener|begeleider|therapeut|psycholoog|psychiater|"
                r"schuldhulp|woonconsulent|woningcorporatie|woningbouw|casemanager|behandelaar|professional"
            ),
            Guess(_PROFESSIONAL, Quadrant.PROFESSIONALS, 4),
        ),
        (
            (r"\w*(?:vereniging|club)\b|stichting|kerk\b|moskee|buurthuis|wijkcentrum|organisatie"),
            Guess(PersonKind.ORGANISATION, Quadrant.WORK_SCHOOL_CLUBS, 3),
        ),
        (
            (
                r"moeder|vader|oma\b|opa\b|mama\b|papa\b|zus|broer|dochter|zoon|kind\b|partner|echtgeno|man\b|vrouw\b|"
                r"stiefmoeder|stiefvader|stiefzoon|stiefdochter|pleegmoeder|pleegvader|kleinzoon|kleindochter|tweeling"
            ),
            Guess(_NAASTE, Quadrant.FAMILY, 1),
        ),
        (
            (r"tante|oom\b|neef|nicht|schoon|ex\b|ex man|ex vrouw|zwager|familie|achter(?:neef|nicht)"),
            Guess(_NAASTE, Quadrant.FAMILY, 2),
        ),
        (r"buur|buren|overbuur|oppas", Guess(_NAASTE, Quadrant.FRIENDS, 3)),
        (r"vriend|peet|kennis|maatje|huisgenoot|bekende", Guess(_NAASTE, Quadrant.FRIENDS, 2)),
        (
            (
                r"collega|ploegmaat|baas|werkgever|chef|\w*(?:trainer|coach)\b|teamgenoot|klasgenoot|leiding|dominee|pastor|imam|"
                r"vrijwilliger|scouting|bestuur"
            ),
            Guess(_NAASTE, Quadrant.WORK_SCHOOL_CLUBS, 3),
        ),
    )
)


def begins_with_relation(text: str) -> bool:
    """Whether a text begins with a word for what somebody is to another: 'broer van Rik', 'juf'."""
    words = comparable_name(text)
    return any(pattern.match(words) for pattern, _guess in _GUESSES)


def guess_from(relation: str) -> Guess:
    """Where somebody of this relation probably stands; a friend or acquaintance when the words tell nothing."""
    words = comparable_name(relation)
    for pattern, guess in _GUESSES:
        if pattern.search(words):
            return guess
    return Guess(_NAASTE, Quadrant.FRIENDS, 2)
