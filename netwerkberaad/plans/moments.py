"""Days, rhythms and times of day in a Dutch sentence. Pure; the day of today is given."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from netwerkberaad.plans.model import Every

_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = ("januari februari maart april mei juni juli augustus september oktober november december").split()
_NUMBERS = "een twee drie vier vijf zes zeven acht negen tien elf twaalf".split()
_DAY = "|".join(_WEEKDAYS)
_NUMBER = "|".join(_NUMBERS)
_ANY_DAY = re.compile(rf"\b({_DAY})s?\b")
_EACH = re.compile(rf"\b(?:elke|iedere|alle|op elke)\s+({_DAY})\b|\b({_DAY})s\b")
_OTHER_WEEK = re.compile(
    r"\b(?:om de week|om de twee weken|(?:één|een) keer (?:in|per) de twee weken|elke twee weken)\b"
)
_OTHER_DAY = re.compile(rf"\bom de ({_DAY})\b")
_DAILY = re.compile(
    r"\b(?:elke|iedere)\s+(?:dag|avond|ochtend|morgen|middag|nacht|schooldag)\b|\bdagelijks\b"
)
_WEEKLY = re.compile(
    r"\b(?:elke|iedere)\s+week\b|\bwekelijks\b|\b(?:één|een) keer (?:in|per) de week\b|\bper week\b"
)
_MONTHLY = re.compile(r"\b(?:elke|iedere)\s+maand\b|\bmaandelijks\b|\b(?:één|een) keer (?:in|per) de maand\b")
_ONCE = re.compile(rf"\b(?:aanstaande|komende|deze|eerstvolgende|volgende week)\s+({_DAY})\b")
_DATE = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(_MONTHS)})(?:\s+(\d{{4}}))?\b")
_CLOCK = re.compile(r"\b(?:om|vanaf|rond)\s+(\d{1,2})(?:[.:](\d{2}))?(?:\s*uur)?\b")
_CLOCK_WORDS = re.compile(rf"\b(?:om|vanaf|rond)\s+(half\s+)?({_NUMBER})(?:\s+uur)?\b")
_UNTIL = re.compile(rf"\btot(?:\s+en\s+met)?\s+((\d{{1,2}})\s+({'|'.join(_MONTHS)})(?:\s+\d{{4}})?)\b")
_LATE = re.compile(r"\b(?:avonds?|vanavond|middags?|vanmiddag)\b")
_SOON = {"vandaag": 0, "vanavond": 0, "vanmiddag": 0, "morgen": 1, "overmorgen": 2}
_WINDOWS = (("deze week", 0), ("volgende week", 7))


@dataclass(frozen=True, slots=True)
class Timing:
    """A rhythm with its first day, a single day, or neither."""

    every: Every | None = None
    first: date | None = None


def timings_in(words: str, today: date) -> tuple[Timing, ...]:
    """When it happens, the likeliest reading first. 'Op dinsdag' may be each week or once. ``words`` in small letters."""
    words = _UNTIL.sub(" ", words)
    days = {_WEEKDAYS.index(found[1]) for found in _ANY_DAY.finditer(words)}
    if len(days) > 1:
        return ()  # two days are two lines
    weekday = days.pop() if days else None
    rhythm = _rhythm(words, weekday, today)
    if rhythm is not None:
        return (rhythm,)
    single = _single(words, weekday, today)
    if single is not None:
        return (single,)
    if weekday is None:
        return ()
    first = _next(weekday, today)
    return Timing(Every.WEEK, first), Timing(None, first)


def time_in(words: str) -> time | None:
    """The time of day, of a sentence in small letters; an evening makes eight o'clock twenty hours."""
    found = _CLOCK.search(words)
    spoken = None if found else _CLOCK_WORDS.search(words)
    if found:
        hour, minute = int(found[1]), int(found[2] or 0)
    elif spoken:
        hour, minute = _NUMBERS.index(spoken[2]) + 1, 0
        if spoken[1]:
            hour, minute = hour - 1 or 12, 30
    else:
        return None
    if hour < 12 and _LATE.search(words):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def until_in(words: str, today: date) -> date | None:
    """The last day of 'tot en met 3 april', of a sentence in small letters."""
    found = _UNTIL.search(words)
    return _dated(found[1], today) if found else None


def _rhythm(words: str, weekday: int | None, today: date) -> Timing | None:
    if _OTHER_DAY.search(words) or _OTHER_WEEK.search(words):
        return Timing(Every.TWO_WEEKS, _next(weekday, today) if weekday is not None else _later(today, 14))
    if _EACH.search(words) or (_WEEKLY.search(words) and weekday is not None):
        return Timing(Every.WEEK, _next(weekday, today) if weekday is not None else None)
    if _DAILY.search(words):
        return Timing(Every.DAY, _later(today, 1))
    if _WEEKLY.search(words):
        return Timing(Every.WEEK, _later(today, 7))
    if _MONTHLY.search(words):
        return Timing(Every.MONTH, _dated(words, today) or _next_month(today))
    return None


def _single(words: str, weekday: int | None, today: date) -> Timing | None:
    dated = _dated(words, today)
    if dated is not None:
        return Timing(None, dated)
    if weekday is not None and (once := _ONCE.search(words)):
        first = _next(weekday, today)
        return Timing(None, _in_next_week(weekday, today) if once[0].startswith("volgende") else first)
    for word, days in _SOON.items():
        if weekday is None and re.search(rf"(?<!elke )(?<!iedere )\b{word}\b", words):
            return Timing(None, _later(today, days))
    for window, days in _WINDOWS:
        if weekday is None and window in words:
            return Timing(None, _later(today, 6 - today.weekday() + days))
    return None


def _dated(words: str, today: date) -> date | None:
    """A day of a month; without a year the next one."""
    found = _DATE.search(words)
    if found is None:
        return None
    year = int(found[3]) if found[3] else today.year
    month, day = _MONTHS.index(found[2]) + 1, int(found[1])
    if not 1900 <= year <= 2199 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    result = date(year, month, day)
    return result.replace(year=year + 1, day=min(day, 28)) if not found[3] and result < today else result


def _next(weekday: int, today: date) -> date:
    """The next such day after today."""
    return _later(today, (weekday - today.weekday() - 1) % 7 + 1)


def _in_next_week(weekday: int, today: date) -> date:
    return _later(today, 7 - today.weekday() + weekday)


def _next_month(today: date) -> date:
    year, month = divmod(today.year * 12 + today.month, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _later(today: date, days: int) -> date:
    return today + timedelta(days=days)
