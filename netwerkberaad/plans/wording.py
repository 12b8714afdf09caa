"""How a promise reads: advice for whoever writes it down, never a reason to refuse it.

A promise people keep is active, says who does it, and holds one action (method: plans in the makers' own words). Works on the Dutch
text alone and knows nothing of people.
"""

import re
from enum import StrEnum

_LONG = 25
_I = re.compile(r"\b(ik|wij|we)\b")
_BEGINS = re.compile(r"^\W*(ik|wij|we)\b")
_PASSIVE = re.compile(r"\b(wordt|worden|werd|werden)\b")
_VAGUE = re.compile(
    r"\b(probeer|proberen|eventueel|misschien|zo mogelijk|indien mogelijk|zou(den)?|regelmatig|af en toe|ooit)\b"
)
_SEVERAL = re.compile(r"(;|[.]\s+(ook|en|daarnaast|verder)\b|\bdaarnaast\b|\bén\b|\ben (ik|wij|we)\b)")
_OFFICIAL = re.compile(
    r"\b(zorgdragen|zorg dragen|faciliteren|faciliteer|monitoren|monitor|afstemmen|opschalen|inzetten|inzet|"
    r"betrokkene|cliënt|client|traject|interventie|zelfredzaam\w*|middels|teneinde|dient|dienen)\b"
)


class Advice(StrEnum):
    """What could be said better."""

    SAY_I = "say_i"
    PASSIVE = "passive"
    VAGUE = "vague"
    SEVERAL = "several"
    OFFICIAL = "official"
    LONG = "long"


def advice(text: str) -> tuple[Advice, ...]:
    """What could be said better in the text of a promise, the most useful first; nothing for an empty text."""
    words = text.casefold().strip()
    if not words:
        return ()
    found: list[Advice] = []
    if _PASSIVE.search(words) and not _I.search(words):
        found.append(Advice.PASSIVE)
    elif not _BEGINS.search(words):
        found.append(Advice.SAY_I)
    if _SEVERAL.search(words):
        found.append(Advice.SEVERAL)
    if _VAGUE.search(words):
        found.append(Advice.VAGUE)
    if _OFFICIAL.search(words):
        found.append(Advice.OFFICIAL)
    if len(words.split()) > _LONG:
        found.append(Advice.LONG)
    return tuple(found)
