"""Who says that there is nobody gets questions that open a door; what is answered is kept, and a talk is promised."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from netwerkberaad.foundation.core.errors import N_
from netwerkberaad.foundation.documents import from_local, local

DOORS = (
    N_("Wie zou u ’s nachts bellen?"),
    N_("Wie hielp er eerder?"),
    N_("Wie zou er op uw verjaardag komen?"),
    N_("Wie vindt het belangrijk dat het goed gaat?"),
    N_("Wie mist u?"),
)
"""The questions, as msgids. An answer is kept behind the words of its question."""
TALK_WITHIN_DAYS = 5
_NOON = time(12)
_SATURDAY = 5


def door_lines(answers: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Question and answer on one line each, without what was left open."""
    return tuple(f"{question} {answer.strip()}" for question, answer in answers if answer.strip())


def noon_after(moment: datetime, *, working_days: int) -> datetime:
    """Noon so many working days later: Monday to Friday, on the calendar of the people."""
    day, left = local(moment).date(), working_days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return from_local(day, _NOON)


def promised_talk(asked_at: datetime) -> datetime:
    """Before when a gespreksleider talks with people for whom nobody was named."""
    return noon_after(asked_at, working_days=TALK_WITHIN_DAYS)
