"""Days and times as people type them, and the moments they mean."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext
from wtforms import DateField, StringField
from wtforms.validators import ValidationError

from netwerkberaad.foundation.documents import from_local, local
from netwerkberaad.web.kit.plan_words import NO_TIME

_TIME = re.compile(r"(\d{1,2})[.:u]?(\d{2})(?::\d{2})?(?: ?uur)?", re.ASCII)
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)


class DayField(DateField):
    """A calendar day."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read a day. Raises ValueError with words for the screen."""
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        try:
            super().process_formdata([str(valuelist[0]).strip()])
        except ValueError:
            raise ValueError(gettext("Dit is geen datum. Kies een dag.")) from None

    def pre_validate(self, form: object) -> None:
        """Raises ValidationError for a day that no calendar on the wall has."""
        if self.data is not None and not _FIRST <= self.data <= _LAST:
            raise ValidationError(gettext("Dit jaar klopt niet."))


class ClockField(StringField):
    """A time of day: 19.30, 19:30 or 1930."""

    @property
    def at(self) -> time | None:
        """The time, or None when the field is empty or not right."""
        return _time_in(self.data)

    @staticmethod
    def plain(value: str | None) -> object:
        """The value as it is compared: the time, however it was written."""
        return _time_in(value) or value

    def pre_validate(self, form: object) -> None:
        """Raises ValidationError for what is no time of day."""
        if self.data and self.at is None:
            raise ValidationError(gettext("Dit is geen tijd. Schrijf bijvoorbeeld 19.30."))


def _time_in(text: str | None) -> time | None:
    found = _TIME.fullmatch((text or "").strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def moment_of(day: date | None, at: time | None) -> datetime | None:
    """The moment people mean; without a time the day alone. None without a day."""
    return from_local(day, at or NO_TIME) if day is not None else None


def day_of(moment: datetime | None) -> date | None:
    """The day of a moment, for the field it is changed in."""
    return local(moment).date() if moment is not None else None


def time_of(moment: datetime | None) -> str:
    """The time of a moment, for the field it is changed in; empty when only a day was agreed."""
    if moment is None or local(moment).time() == NO_TIME:
        return ""
    return local(moment).strftime("%H:%M")
