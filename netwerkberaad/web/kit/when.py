"""Moments as the desk writes them: short, in the language of the page and on the clock of the people."""

from datetime import datetime

from babel.dates import format_date
from flask_babel import gettext, ngettext

from netwerkberaad.foundation.documents import local
from netwerkberaad.web.templating import clock, language


def short_day(moment: datetime) -> str:
    """'ma 2 maart'."""
    return format_date(local(moment).date(), "EEE d MMMM", locale=language())


def plain_day(moment: datetime) -> str:
    """'2 maart'."""
    return format_date(local(moment).date(), "d MMMM", locale=language())


def day_and_time(moment: datetime) -> str:
    """'2 maart om 19.30'."""
    return gettext("%(day)s om %(time)s", day=plain_day(moment), time=clock(moment))


def column_day(moment: datetime) -> str:
    """'2 mrt', for the column of a list."""
    return format_date(local(moment).date(), "d MMM", locale=language()).rstrip(".")


def stamp(moment: datetime) -> str:
    """'2 mrt 19.30', likewise."""
    return f"{column_day(moment)} {clock(moment)}"


def days_between(earlier: datetime, later: datetime) -> int:
    """Midnights between two moments, on the calendar of the people."""
    return (local(later).date() - local(earlier).date()).days


def how_long_ago(moment: datetime, now: datetime) -> str:
    """'vandaag', 'gisteren', '3 dagen'."""
    days = days_between(moment, now)
    if days <= 0:
        return gettext("vandaag")
    if days == 1:
        return gettext("gisteren")
    return ngettext("%(num)d dag", "%(num)d dagen", days)


def how_long_until(moment: datetime, now: datetime) -> str:
    """'nog 1 uur en 40 minuten', 'nog 25 minuten', or 'de tijd is voorbij'."""
    minutes = int((moment - now).total_seconds() // 60)
    if minutes <= 0:
        return gettext("De afgesproken tijd is voorbij.")
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        days = hours // 24
        return ngettext("Nog %(num)d dag.", "Nog %(num)d dagen.", days)
    in_minutes = ngettext("%(num)d minuut", "%(num)d minuten", rest)
    if not hours:
        return gettext("Nog %(time)s.", time=in_minutes)
    return gettext("Nog %(hours)d uur en %(minutes)s.", hours=hours, minutes=in_minutes)


def sentence(text: str) -> str:
    """The text with a capital at its beginning, for a day that opens a line."""
    return text[:1].upper() + text[1:]


def spoken_soon(moment: datetime) -> str:
    """A moment of these weeks, short: 'vr 20 maart 12.00'."""
    return f"{short_day(moment)} {clock(moment)}"


def agenda_day(moment: datetime) -> tuple[str, str, str]:
    """The day as an agenda shows it: 'do', '23', 'apr'."""
    day = local(moment).date()
    weekday = format_date(day, "EEE", locale=language()).rstrip(".")
    month = format_date(day, "MMM", locale=language()).rstrip(".")
    return weekday, str(day.day), month
