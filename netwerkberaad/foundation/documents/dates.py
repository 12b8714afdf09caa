"""Moments as people say them. Inside the program a moment is UTC; people live in Europe/Amsterdam."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date

from netwerkberaad.foundation.documents.texts import DUTCH, gettext_for

ZONE = ZoneInfo("Europe/Amsterdam")

_DAY = {"pl": "EEEE, d MMMM", "tr": "d MMMM EEEE", "uk": "EEEE, d MMMM", "ar": "EEEE، d MMMM"}
_WEEKDAY_FIRST = "EEEE d MMMM"


def local(moment: datetime) -> datetime:
    """The moment on the clock of the people."""
    return moment.astimezone(ZONE)


def from_local(day: date, at: time) -> datetime:
    """The moment, in UTC, that people mean by this day and time.

    A time that the change to summer time skips is taken one hour later; one that comes twice is the first of the two.
    """
    return datetime.combine(day, at.replace(tzinfo=None), tzinfo=ZONE).astimezone(UTC)


def spoken_day(day: date, locale: str = DUTCH) -> str:
    """A calendar day: 'dinsdag 3 maart'."""
    return format_date(day, _DAY.get(locale, _WEEKDAY_FIRST), locale=locale)


def spoken_date(moment: datetime, locale: str = DUTCH) -> str:
    """The day of a moment: 'dinsdag 3 maart'."""
    return spoken_day(local(moment).date(), locale)


def spoken_time(moment: datetime, locale: str = DUTCH) -> str:
    """The time of a moment: '19.30 uur'."""
    _ = gettext_for(locale).gettext
    return _("%(time)s uur") % {"time": clock_time(moment, locale)}


def spoken_moment(moment: datetime, locale: str = DUTCH) -> str:
    """Day and time: 'dinsdag 3 maart om 19.30 uur'."""
    _ = gettext_for(locale).gettext
    return _("%(day)s om %(time)s") % {
        "day": spoken_date(moment, locale),
        "time": spoken_time(moment, locale),
    }


def dated(moment: datetime, locale: str = DUTCH) -> str:
    """The day of a moment with its year, for paper and for what is far away: '3 maart 2026'."""
    return format_date(local(moment).date(), "d MMMM y", locale=locale)


def spoken_length(minutes: int, locale: str = DUTCH) -> str:
    """How long something takes: '45 minuten', '1 uur', 'anderhalf uur', '2 uur en 15 minuten'."""
    texts = gettext_for(locale)
    hours, rest = divmod(minutes, 60)
    if minutes == 90:
        return texts.gettext("anderhalf uur")
    in_minutes = texts.ngettext("%(number)s minuut", "%(number)s minuten", rest) % {"number": rest}
    in_hours = texts.ngettext("%(number)s uur", "%(number)s uur", hours) % {"number": hours}
    if hours and rest:
        return texts.gettext("%(hours)s en %(minutes)s") % {"hours": in_hours, "minutes": in_minutes}
    return in_hours if hours else in_minutes


def clock_time(moment: datetime, locale: str = DUTCH) -> str:
    """The time on the clock: '19.30'. Dutch writes a full stop between hours and minutes, the others a colon."""
    return local(moment).strftime("%H.%M" if locale == DUTCH else "%H:%M")
