"""What somebody may see of a case. Pure, and the one rule: pages, mails, calendar, paper and letter all ask here.

Everything is closed until every hoofdpersoon who decides opened it. Where the beraad is belongs to being asked, so that is
open to whoever is invited until a hoofdpersoon closes it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

HIDDEN = "…"
"""What stands in a text in the place of a secret address."""


class SharedPart(StrEnum):
    """How much of the plan somebody may see; nothing unless the hoofdpersoon decided otherwise."""

    WHOLE = "whole"
    OWN = "own"
    NOTHING = "nothing"


_ORDER = (SharedPart.NOTHING, SharedPart.OWN, SharedPart.WHOLE)


@dataclass(frozen=True, slots=True)
class Opened:
    """What one hoofdpersoon lets somebody see.

    ``attendance``: who else comes. ``contact``: how the hoofdpersoon can be reached. ``venue``: where it is held.
    ``commitments``: what others promised. ``needs``: what is still to be arranged, without saying for whom. ``named``: that
    this is about the hoofdpersoon, by first name; each decides it for themselves alone.
    """

    attendance: bool = False
    contact: bool = False
    venue: bool = True
    commitments: bool = False
    needs: bool = False
    named: bool = True
    plan: SharedPart = SharedPart.NOTHING


CLOSED = Opened(venue=False)
OWN_CASE = Opened(attendance=True, commitments=True, needs=True, plan=SharedPart.WHOLE)
"""What a hoofdpersoon sees: all of it, but not how another hoofdpersoon can be reached."""


def narrowest(decisions: Iterable[Opened]) -> Opened:
    """What all of them opened. Who decided nothing must be among them as ``Opened()``; of nobody it is closed."""
    found: Opened | None = None
    for one in decisions:
        found = one if found is None else _both(found, one)
    return found or CLOSED


def at_most(opened: Opened, part: SharedPart) -> Opened:
    """The same with no more of the plan than this; without the whole plan, nothing of what others promised."""
    if _ORDER.index(opened.plan) <= _ORDER.index(part):
        return opened
    return replace(opened, plan=part, commitments=False)


def conceal(text: str, secrets: Iterable[str]) -> str:
    """The text without secret addresses: no street, no number behind it, no postcode, in any notation."""
    for secret in secrets:
        for pattern in _patterns(secret):
            text = pattern.sub(HIDDEN, text)
    return text


def _both(one: Opened, other: Opened) -> Opened:
    return Opened(
        attendance=one.attendance and other.attendance,
        contact=one.contact and other.contact,
        venue=one.venue and other.venue,
        commitments=one.commitments and other.commitments,
        needs=one.needs and other.needs,
        named=one.named and other.named,
        plan=min(one.plan, other.plan, key=_ORDER.index),
    )


def _patterns(address: str) -> list[re.Pattern[str]]:
    street = re.split(r"[,\n]", address.strip())[0].strip()
    name = re.sub(r"\s+\d+\s*\S{0,4}$", "", street)
    words = (
        [r"\s+".join(re.escape(word) for word in name.split()) + r"(?:\s+\d+(?:\s?[a-z])?\b)?"]
        if name
        else []
    )
    words += [rf"{code[1]}\s?{code[2]}" for code in re.finditer(r"\b(\d{4})\s?([A-Za-z]{2})\b", address)]
    return [re.compile(rf"\b{word}", re.IGNORECASE) for word in words]
